"""The two cookies, and how strictly they are read."""

from collections.abc import Iterable

from starlette.datastructures import Headers
from starlette.responses import Response

from segue.access.credentials import LONGEST
from segue.access.customers import LIVES
from segue.access.sessions import AT_MOST
from segue.settings import Settings

SESSION = "segue_session"
CUSTOMER = "segue_customer"


def is_https(settings: Settings) -> bool:
    """Whether people reach Segue over https."""
    return settings.public_url.startswith("https://")


def cookie_name(settings: Settings, name: str) -> str:
    """The cookie's name; on https the browser itself refuses one that another host has set."""
    return f"__Host-{name}" if is_https(settings) else name


def cookie_names(settings: Settings) -> tuple[str, str]:
    """The names of the session's and the customer's cookie."""
    return cookie_name(settings, SESSION), cookie_name(settings, CUSTOMER)


def _pairs(headers: Headers) -> Iterable[tuple[str, str]]:
    for header in headers.getlist("cookie"):
        for part in header.split(";"):
            name, _, value = part.strip().partition("=")
            yield name.strip(), value.strip().strip('"')


def read_cookie(headers: Headers, settings: Settings, name: str) -> str | None:
    """The cookie's value; none if it comes twice, for then somebody else has set one of them."""
    wanted = cookie_name(settings, name)
    values = [value for found, value in _pairs(headers) if found == wanted]
    if len(values) != 1 or not values[0] or len(values[0]) > LONGEST:
        return None
    return values[0]


def _set(response: Response, settings: Settings, name: str, value: str, max_age: int) -> None:
    response.set_cookie(
        cookie_name(settings, name),
        value,
        max_age=max_age,
        path="/",
        secure=is_https(settings),
        httponly=True,
        samesite="lax",
    )


def set_session_cookie(response: Response, settings: Settings, value: str) -> None:
    """Sign the browser in."""
    _set(response, settings, SESSION, value, int(AT_MOST.total_seconds()))


def set_customer_cookie(response: Response, settings: Settings, value: str) -> None:
    """Make the browser the customer of a call."""
    _set(response, settings, CUSTOMER, value, int(LIVES.total_seconds()))


def clear_session_cookie(response: Response, settings: Settings) -> None:
    """Sign the browser out."""
    _set(response, settings, SESSION, "", 0)
