"""What a browser is told to refuse, on every answer."""

import secrets
from typing import Final
from urllib.parse import urlsplit

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from segue.access.cookies import is_https
from segue.settings import Settings

POLICY: Final = "content-security-policy"
KEY: Final = "segue.security_headers"
API_POLICY = "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'"
PERMISSIONS = (
    "microphone=(self), camera=(self), autoplay=(self), speaker-selection=(self), "
    "display-capture=(), geolocation=(), payment=(), usb=(), serial=(), hid=(), midi=(), "
    "browsing-topics=()"
)


def _origin(url: str | None) -> str | None:
    parts = urlsplit(url or "")
    return f"{parts.scheme}://{parts.netloc}" if parts.scheme and parts.netloc else None


def _livekit_sources(settings: Settings) -> list[str]:
    """LiveKit's address over WebSocket, and over HTTP, where its client asks why it was refused."""
    host = urlsplit(settings.browser_livekit_url).netloc
    secure = urlsplit(settings.browser_livekit_url).scheme in ("wss", "https")
    hosts = [host, "*.livekit.cloud"] if host.endswith(".livekit.cloud") else [host]
    schemes = ("wss", "https") if secure else ("ws", "http")
    return [f"{scheme}://{name}" for name in hosts for scheme in schemes]


def page_policy(settings: Settings, style_nonce: str | None = None) -> str:
    """The Content-Security-Policy of a page.

    Scripts come from our files only. Mantine puts style elements into the page as it runs: with
    a nonce only those that know it are let in, which needs a page made for it (see
    `segue.http.pages`); for any other page inline styles are let in, and styles alone.
    """
    own = ["'self'", *filter(None, [_origin(settings.asset_url)])]
    styles = f"'nonce-{style_nonce}'" if style_nonce else "'unsafe-inline'"
    directives = {
        "default-src": ["'none'"],
        "script-src": own,
        "style-src": [*own, styles],
        "font-src": [*own, "data:"],
        "img-src": [*own, "data:", "blob:"],
        "media-src": [*own, "blob:"],
        "connect-src": ["'self'", *_livekit_sources(settings)],
        "worker-src": ["'self'", "blob:"],
        "manifest-src": ["'self'"],
        "form-action": ["'self'"],
        "base-uri": ["'none'"],
        "frame-ancestors": ["'none'"],
        "object-src": ["'none'"],
    }
    return "; ".join(f"{name} {' '.join(sources)}" for name, sources in directives.items())


def new_nonce() -> str:
    """A nonce for one answer."""
    return secrets.token_urlsafe(16)


def _common(settings: Settings) -> dict[str, str]:
    headers = {
        "x-content-type-options": "nosniff",
        "referrer-policy": "no-referrer",
        "permissions-policy": PERMISSIONS,
        "cross-origin-opener-policy": "same-origin",
        "cross-origin-resource-policy": "same-origin",
        "x-frame-options": "DENY",
    }
    if is_https(settings):
        headers["strict-transport-security"] = "max-age=31536000"
    return headers


def headers_for(scope: Scope) -> dict[str, str]:
    """The headers for an answer that is made outside of the middleware."""
    headers: dict[str, str] = scope.get(KEY, {})
    return headers


class SecurityHeaders:
    """ASGI middleware: puts the headers on every answer that has not set its own."""

    def __init__(self, app: ASGIApp, *, settings: Settings) -> None:
        self.app = app
        self._common = _common(settings)
        self._page_policy = page_policy(settings)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        is_api = scope["path"].startswith("/api/")
        ours = dict(self._common)
        ours[POLICY] = API_POLICY if is_api else self._page_policy
        if is_api:
            ours["cache-control"] = "no-store"
        scope[KEY] = ours

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in ours.items():
                    headers.setdefault(name, value)
            await send(message)

        await self.app(scope, receive, send_with_headers)
