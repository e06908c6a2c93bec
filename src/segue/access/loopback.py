"""Whether a request can only come from this machine, without a proxy in between."""

from urllib.parse import urlsplit

from starlette.datastructures import Headers
from starlette.types import Scope

from segue.settings import is_loopback

FORWARDED = ("forwarded", "via", "x-real-ip")


def host_name(host: str | None) -> str | None:
    """The name in a Host header, without port and brackets; None if it is none."""
    if not host or any(character in host for character in "/?#@\\ "):
        return None
    try:
        parts = urlsplit(f"//{host}")
        _ = parts.port  # raises for a port that is no number
    except ValueError:
        return None
    return parts.hostname


def is_forwarded(headers: Headers) -> bool:
    """Whether a proxy says that it passed the request on."""
    return any(name in FORWARDED or name.startswith("x-forwarded") for name in headers)


def has_loopback_host(headers: Headers) -> bool:
    """Whether the one Host header names this machine; a rebound DNS name does not."""
    hosts = headers.getlist("host")
    return len(hosts) == 1 and is_loopback(host_name(hosts[0]))


def from_loopback(scope: Scope) -> bool:
    """Whether the peer is this machine and speaks for itself."""
    client = scope.get("client")
    return client is not None and is_loopback(client[0]) and not is_forwarded(Headers(scope=scope))
