"""The carrier: Twilio's REST API by its own client, in threads, with time limits."""

# Parts of Twilio's client have no types.
# pyright: reportUnknownMemberType=false

import asyncio
from collections.abc import Callable
from typing import Any, TypeVar
from urllib.parse import urlsplit, urlunsplit

import structlog
from requests import RequestException
from twilio.base import values
from twilio.base.exceptions import TwilioException, TwilioRestException, TwilioServiceException
from twilio.http.http_client import TwilioHttpClient
from twilio.http.response import Response
from twilio.rest import Client

from segue.errors import Unavailable
from segue.settings import Settings
from segue.telephony.twilio.errors import (
    CODE,
    CallOver,
    CarrierBusy,
    CarrierSilent,
    CarrierUnreachable,
    never_reached,
    translated,
)

log = structlog.get_logger()
T = TypeVar("T")

TRY_SECONDS = 5.0
"""Between two bytes of an answer; Twilio's own answers take well under a second."""
ALL_TRIES_SECONDS = 12.0
PAUSES_SECONDS = (0.3, 1.0)
"""Before the second and the third try."""
RING_AT_MOST = 600
EVENTS = ["initiated", "ringing", "answered", "completed"]


class _Wire(TwilioHttpClient):
    """Twilio's transport, to another server if one is set, without its logs."""

    def __init__(self, base: str | None) -> None:
        super().__init__(timeout=TRY_SECONDS)
        self._base = urlsplit(base) if base else None

    def request(self, method: str, url: str, *args: Any, **named: Any) -> Response:
        if self._base is not None:
            asked = urlsplit(url)
            url = urlunsplit((self._base.scheme, self._base.netloc, asked.path, asked.query, ""))
        return super().request(method, url, *args, **named)

    def log_request(self, kwargs: dict[str, object]) -> None:
        """Say nothing: it would be numbers."""

    def log_response(self, status_code: int, response: object) -> None:
        """Say nothing."""


class Twilio:
    """Calls of one Twilio account."""

    def __init__(self, account_sid: str, auth_token: str, base: str | None = None) -> None:
        self._account_sid = account_sid
        self._client = Client(account_sid, auth_token, http_client=_Wire(base))

    @classmethod
    def of(cls, settings: Settings) -> "Twilio | None":
        """The account of the settings, if there is one."""
        token = settings.twilio_auth_token
        if settings.twilio_account_sid is None or token is None:
            return None
        return cls(settings.twilio_account_sid, token.get_secret_value(), settings.twilio_url)

    async def dial(
        self,
        to: str,
        from_: str,
        *,
        twiml: str | None = None,
        twiml_url: str | None = None,
        status_callback: str,
        ring_seconds: float = 20,
    ) -> str:
        """Have Twilio dial; returns its CallSid. Once answered, the phone gets the document
        `twiml`, or the one that Twilio asks for at `twiml_url`.

        Tried again only where nothing can have been dialled. Raises the errors of the carrier.
        """

        def create() -> str | None:
            return self._client.calls.create(
                to=to,
                from_=from_,
                status_callback=status_callback,
                status_callback_event=EVENTS,
                timeout=min(RING_AT_MOST, max(1, round(ring_seconds))),
                twiml=values.unset if twiml is None else twiml,
                url=values.unset if twiml_url is None else twiml_url,
            ).sid

        sid = await self._ask(create, repeatable=False)
        if sid is None:
            raise CarrierSilent
        return sid

    async def hang_up(self, sid: str) -> None:
        """End a call, also while it rings; one that is over already is as well."""

        def update() -> None:
            self._client.calls(sid).update(status="completed")

        try:
            await self._ask(update, repeatable=True)
        except CallOver:
            return

    async def status(self, sid: str) -> str | None:
        """Twilio's word for how far a call is, such as `ringing`; None if it knows no such call."""

        def fetch() -> str | None:
            status = self._client.calls(sid).fetch().status
            return None if status is None else str(status)

        try:
            return await self._ask(fetch, repeatable=True)
        except CallOver:
            return None

    async def owns(self, number: str) -> bool:
        """Whether a number (E.164) is the account's; raises the errors of the carrier."""

        def look() -> bool:
            # First the account: of a list's error the client tells no code.
            self._client.api.accounts(self._account_sid).fetch()
            return bool(self._client.incoming_phone_numbers.list(phone_number=number, limit=1))

        return await self._ask(look, repeatable=True)

    async def _ask(self, ask: Callable[[], T], *, repeatable: bool) -> T:
        try:
            async with asyncio.timeout(ALL_TRIES_SECONDS):
                return await _try(ask, repeatable=repeatable)
        except TimeoutError:
            error: Unavailable = CarrierSilent()
        except Unavailable as failed:
            error = failed
        log.warning("twilio failed", code=error.code, carrier_code=error.members.get(CODE))
        raise error


async def _try(ask: Callable[[], T], *, repeatable: bool) -> T:
    """What `ask` answers, within three tries; a try that may have dialled is the last."""
    for pause in PAUSES_SECONDS:
        try:
            return await _once(ask)
        except (CarrierUnreachable, CarrierBusy):
            pass
        except CarrierSilent:
            if not repeatable:
                raise
        await asyncio.sleep(pause)
    return await _once(ask)


async def _once(ask: Callable[[], T]) -> T:
    """What `ask` answers, in a thread; Twilio's errors become ours here."""
    try:
        return await asyncio.to_thread(ask)
    except (TwilioRestException, TwilioServiceException) as refused:
        error = translated(refused)
    except RequestException as broken:
        error = CarrierUnreachable() if never_reached(broken) else CarrierSilent()
    except (TwilioException, LookupError, TypeError, ValueError):
        error = CarrierSilent()  # an answer that is none of Twilio's
    raise error
