"""Each request's id, and the one line that is logged and the figures that are kept of it."""

import re
from time import perf_counter
from typing import Final
from urllib.parse import parse_qsl

import structlog
from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from structlog.contextvars import bound_contextvars

from segue.database import new_id
from segue.telemetry.metrics import HTTP_REQUEST_SECONDS

log = structlog.get_logger(__name__)
REQUEST_ID: Final = "x-request-id"
KEY: Final = "segue.request_id"
SANE = re.compile(r"[A-Za-z0-9._-]{8,64}")
SECRET_PATHS = re.compile(r"^(/api/invites/|/api/account-links/|/call/|/welcome/)[^/]+")
ROUTINE = re.compile(
    r"^/(healthz|readyz|metrics|assets/.*|api/me/heartbeat|api/calls/[^/]+/heartbeat"
    r"|api/companion/.*)$"
)
METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})


def request_id_of(scope: Scope) -> str:
    """The id of the request."""
    request_id: str = scope.setdefault(KEY, new_id("req"))
    return request_id


def masked(path: str) -> str:
    """The path as it may be logged: without invite and link codes."""
    return SECRET_PATHS.sub(r"\1***", path)


def route_template(scope: Scope) -> str:
    """The path of the route that answered, such as `/api/calls/{call_id}`."""
    context = scope.get("fastapi", {}).get("effective_route_context")
    template = getattr(context, "path_format", None) or getattr(scope.get("route"), "path", None)
    return template or "unmatched"


def _given_or_new(scope: Scope) -> str:
    given = Headers(scope=scope).getlist(REQUEST_ID)
    return given[0] if len(given) == 1 and SANE.fullmatch(given[0]) else new_id("req")


class RequestLog:
    """ASGI middleware, the outermost: id, log line and duration of every request."""

    def __init__(self, app: ASGIApp, *, debug: bool) -> None:
        self.app = app
        self.debug = debug

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        request_id = scope[KEY] = _given_or_new(scope)
        began = perf_counter()
        status = 500

        async def send_with_id(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                MutableHeaders(scope=message)[REQUEST_ID] = request_id
            await send(message)

        with bound_contextvars(request_id=request_id):
            try:
                await self.app(scope, receive, send_with_id)
            finally:
                self._note(scope, status, perf_counter() - began)

    def _note(self, scope: Scope, status: int, seconds: float) -> None:
        method = scope["method"] if scope["method"] in METHODS else "other"
        HTTP_REQUEST_SECONDS.labels(method, route_template(scope), str(status)).observe(seconds)
        write = log.debug if ROUTINE.match(scope["path"]) else log.info
        fields: dict[str, object] = _in_detail(scope) if self.debug else {}
        write(
            "request answered",
            method=method,
            path=masked(scope["path"]),
            status=status,
            duration_ms=round(seconds * 1000, 1),
            **fields,
        )


def _in_detail(scope: Scope) -> dict[str, object]:
    """For SEGUE_DEBUG: which parameters and headers came, without their values."""
    query = parse_qsl(scope["query_string"].decode("latin-1"), keep_blank_values=True)
    return {
        "query_names": sorted({name for name, _ in query}),
        "header_names": sorted(set(Headers(scope=scope).keys())),
    }
