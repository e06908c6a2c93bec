"""Bodies and paths that no endpoint should ever see: too large, or text no database can keep."""

import json
import math
from typing import Any, ClassVar, Never, cast
from urllib.parse import parse_qsl

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from segue.errors import Invalid, SegueError
from segue.http.problems import NoSuchPath, problem_response

LARGEST = 256 * 1024
DEEPEST = 20
"""Lists and objects in one another; pydantic, which answers with them, ends at 255."""
KEY = "segue.body"
NUL = "\x00"


class BodyTooLarge(SegueError):
    """The body is larger than any request needs."""

    status: ClassVar[int] = 413
    code: ClassVar[str] = "body_too_large"
    detail: ClassVar[str] = f"The body is larger than {LARGEST // 1024} kB."


class InvalidText(Invalid):
    """Text that cannot be kept or shown, or a number that is none."""

    code: ClassVar[str] = "invalid_text"
    detail: ClassVar[str] = (
        "The request holds text that cannot be kept: it must be UTF-8 without NUL characters "
        "and without half surrogate pairs, numbers must be finite, and lists and objects may be "
        "20 deep."
    )


class _Disconnected(Exception):
    """The client went away while it sent the body."""


def body_of(scope: Scope) -> bytes:
    """The body, which the guard has read already."""
    body: bytes = scope.get(KEY, b"")
    return body


class BodyGuard:
    """ASGI middleware: reads the body once, within the limit, and looks at its text.

    The whole body is read before the app runs, so that a too large one changes nothing.
    """

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        try:
            _check_address(scope)
            scope[KEY] = await _read(scope, receive)
            _check_text(scope)
        except _Disconnected:
            return
        except SegueError as error:
            await problem_response(error)(scope, receive, send)
            return
        await self.app(scope, _replay(scope[KEY], receive), send)


def _check_address(scope: Scope) -> None:
    if NUL in scope["path"]:
        raise NoSuchPath
    query = parse_qsl(scope["query_string"].decode("latin-1"), keep_blank_values=True)
    if any(NUL in name or NUL in value for name, value in query):
        raise InvalidText


async def _read(scope: Scope, receive: Receive) -> bytes:
    declared = Headers(scope=scope).get("content-length", "0")
    if declared.isdecimal() and int(declared[:20]) > LARGEST:
        raise BodyTooLarge
    chunks: list[bytes] = []
    size = 0
    while True:
        message = await receive()
        if message["type"] == "http.disconnect":
            raise _Disconnected
        chunk: bytes = message.get("body", b"")
        chunks.append(chunk)
        size += len(chunk)
        if size > LARGEST:
            raise BodyTooLarge
        if not message.get("more_body", False):
            return b"".join(chunks)


def _replay(body: bytes, receive: Receive) -> Receive:
    """Give the body once; then let the app hear when the client goes, as a stream must."""
    given = False

    async def replay() -> Message:
        nonlocal given
        if given:
            return await receive()
        given = True
        return {"type": "http.request", "body": body, "more_body": False}

    return replay


def _check_text(scope: Scope) -> None:
    body: bytes = scope[KEY]
    if not body or "json" not in Headers(scope=scope).get("content-type", "").lower():
        return
    if b"\x00" in body:
        raise InvalidText  # also UTF-16, which Python's json would quietly read
    try:
        value = json.loads(body.decode("utf-8-sig"), parse_constant=_refuse)
    except json.JSONDecodeError:
        return  # the endpoint says where the mistake is
    except (ValueError, RecursionError):
        raise InvalidText from None
    if not _is_keepable(value):
        raise InvalidText


def _refuse(_: str) -> Never:
    raise InvalidText  # NaN and Infinity are not JSON, though Python reads them


def _is_keepable(root: Any) -> bool:
    waiting: list[tuple[int, Any]] = [(0, root)]
    while waiting:
        depth, value = waiting.pop()
        if depth > DEEPEST:
            return False
        if isinstance(value, dict):
            members = cast("dict[str, Any]", value)
            waiting.extend((depth + 1, one) for one in (*members.keys(), *members.values()))
        elif isinstance(value, list):
            waiting.extend((depth + 1, one) for one in cast("list[Any]", value))
        elif isinstance(value, str):
            if NUL in value or any("\ud800" <= c <= "\udfff" for c in value):
                return False
        elif isinstance(value, float) and not math.isfinite(value):
            return False
    return True
