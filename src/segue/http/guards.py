"""Who may send a request at all: the demo's loopback rule, and protection from other sites."""

from typing import ClassVar
from urllib.parse import urlsplit

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Receive, Scope, Send

from segue.access.cookies import cookie_names, is_https
from segue.access.loopback import from_loopback, has_loopback_host
from segue.errors import Forbidden, SegueError
from segue.http.problems import problem_response
from segue.settings import Settings

SAFE = frozenset({"GET", "HEAD", "OPTIONS", "TRACE"})


class LoopbackOnly(SegueError):
    """The demo, which asks nobody for a password, answers this machine only."""

    status: ClassVar[int] = 421
    code: ClassVar[str] = "demo_loopback_only"
    detail: ClassVar[str] = (
        "The demo answers only on this machine, by the name localhost and without a proxy. "
        "Start Segue without --demo to serve other machines."
    )


class CsrfRefused(Forbidden):
    """The request may have been sent by another web site."""

    code: ClassVar[str] = "csrf_refused"
    detail: ClassVar[str] = (
        "The request does not come from Segue's own pages. Programs sign in with an API key."
    )


class DemoGuard:
    """ASGI middleware for the demo: refuses whatever is not plainly from this machine."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http" and not _is_from_here(scope):
            await problem_response(LoopbackOnly())(scope, receive, send)
            return
        await self.app(scope, receive, send)


def _is_from_here(scope: Scope) -> bool:
    return from_loopback(scope) and has_loopback_host(Headers(scope=scope))


class CsrfGuard:
    """ASGI middleware: a browser's unsafe request must come from our own pages.

    Browsers say where a request comes from (Origin, Sec-Fetch-Site) and scripts of other sites
    cannot forge that. Whoever carries one of our cookies must say it; whoever says another site
    is refused even without a cookie, so that nobody is signed in or joined to a call unawares.
    Bearer keys are never sent by a browser on its own and are exempt.
    """

    def __init__(self, app: ASGIApp, *, settings: Settings) -> None:
        self.app = app
        self._cookies = cookie_names(settings)
        self._base = _origin_of(settings.base_url) if settings.base_url else None
        self._https = is_https(settings)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        unsafe = scope["type"] == "http" and scope["method"] not in SAFE
        if unsafe and not self._allows(Headers(scope=scope)):
            await problem_response(CsrfRefused())(scope, receive, send)
            return
        await self.app(scope, receive, send)

    def _allows(self, headers: Headers) -> bool:
        if headers.get("authorization", "").lower().startswith("bearer "):
            return True
        site, origin = headers.get("sec-fetch-site"), headers.get("origin")
        if site in ("cross-site", "same-site"):
            return False
        if site == "same-origin":
            return True
        if origin is not None:
            return self._is_ours(origin, headers.get("host", ""))
        sent = headers.get("cookie", "")
        return not any(name in sent for name in self._cookies)

    def _is_ours(self, origin: str, host: str) -> bool:
        if self._base is not None and _origin_of(origin) == self._base:
            return True
        scheme, _, name = origin.partition("://")
        if scheme not in (("https",) if self._https else ("http", "https")):
            return False
        return bool(name) and name.lower() == host.lower()


def _origin_of(url: str) -> str:
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}".lower()
