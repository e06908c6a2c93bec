"""`Idempotency-Key`: a POST that comes again gets the first one's answer and changes nothing."""

import hashlib
import json
import re
from collections.abc import Callable
from datetime import datetime
from http import HTTPStatus
from typing import ClassVar, Final

from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import HTTPConnection
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from segue.access.actor import Actor
from segue.access.actor import Scope as AccessScope
from segue.access.cookies import CUSTOMER, SESSION, read_cookie
from segue.access.credentials import digest
from segue.access.dependencies import ACTS_FOR, AS_CUSTOMER, actor_of, bearer_key
from segue.access.models import KeptAnswer
from segue.access.state import AccessState
from segue.errors import Invalid, SegueError
from segue.http.bodies import body_of
from segue.http.kept_answers import (
    AnswerNotKept,
    JsonObject,
    Run,
    begin,
    each_line,
    forget,
    keep,
    name_of,
    without_tokens,
)
from segue.http.problems import problem_response
from segue.http.secrecy import is_secret
from segue.lineup.lineup import CUSTOMER as CUSTOMER_IDENTITY
from segue.lineup.lineup import agent_identity

Mint = Callable[[str, str, str], tuple[str, datetime]]
"""(room, identity, name) -> a fresh token without rights, and when it expires."""

HEADER: Final = "idempotency-key"
REPLAYED: Final = "idempotency-replayed"
VISIBLE = re.compile(r"[\x21-\x7e]{1,128}")
NOTHING_DONE = frozenset(
    {HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN, HTTPStatus.TOO_MANY_REQUESTS}
)


class KeyInvalid(Invalid):
    """The header's value is no key."""

    code: ClassVar[str] = "idempotency_key_invalid"
    detail: ClassVar[str] = "Idempotency-Key must be 1 to 128 visible ASCII characters."


def _caller(connection: HTTPConnection, state: AccessState) -> str | None:
    """What tells callers apart: a hash of their credential and for whom they act."""
    headers = connection.headers
    key = bearer_key(connection)
    cookies = [read_cookie(headers, state.settings, name) for name in (SESSION, CUSTOMER)]
    credentials = cookies if key is None else [key]
    if not any(credentials):
        return None
    return digest(json.dumps([*credentials, headers.get(ACTS_FOR), headers.get(AS_CUSTOMER)]))


def still_for(actor: Actor, identity: str) -> bool:
    """Whether a line may be given once more, whatever has become of the call: as the caller
    themselves, as whom the state gives them no more than it should, or to a program.
    """
    own = CUSTOMER_IDENTITY if actor.is_customer else agent_identity(actor.agent_id or "")
    return identity == own or actor.as_program(AccessScope.CALLS_WRITE)


class Idempotency:
    """ASGI middleware; goes right around the app, behind the guards.

    An answer is kept for 24 hours per caller and path, without the tokens of its lines: they are
    minted anew. Answers that say that nothing was done (401, 403, 429, 5xx) are not kept.
    """

    def __init__(self, app: ASGIApp, *, state: AccessState, mint: Mint) -> None:
        self.app = app
        self._state = state
        self._mint = mint

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or scope["method"] != "POST":
            await self.app(scope, receive, send)
            return
        connection = HTTPConnection(scope)
        keys = connection.headers.getlist(HEADER)
        caller = _caller(connection, self._state)
        if not keys or caller is None:
            await self.app(scope, receive, send)
            return
        try:
            started = await self._begin(connection, keys, caller)
        except SegueError as error:
            await problem_response(error)(scope, receive, send)
            return
        if isinstance(started, Response):
            await started(scope, receive, send)
        else:
            await self._run(started, scope, receive, send)

    async def _begin(
        self, connection: HTTPConnection, keys: list[str], caller: str
    ) -> Run | Response:
        if len(keys) != 1 or not VISIBLE.fullmatch(keys[0]):
            raise KeyInvalid
        # Before anything is shown: a revoked key or a disabled account is out at once.
        actor = await actor_of(connection)
        scope = connection.scope
        query = scope["query_string"].decode("latin-1")
        body_hash = hashlib.sha256(f"{query}\n".encode() + body_of(scope)).hexdigest()
        row_id = name_of(caller, scope["path"], keys[0])
        async with self._state.database.transaction() as session:
            started = await begin(session, row_id, body_hash)
        return started if isinstance(started, Run) else self._replay(started, actor)

    def _replay(self, kept: KeptAnswer, actor: Actor) -> Response:
        if kept.body is None:
            raise AnswerNotKept

        def renew(line: JsonObject) -> JsonObject | None:
            if not still_for(actor, line["identity"]):
                return None
            token, expires_at = self._mint(line["room"], line["identity"], line["name"])
            return line | {"token": token, "expires_at": expires_at.isoformat()}

        body = each_line(kept.body, renew)
        headers = {REPLAYED: "true"}
        return Response(body, kept.status or 200, headers=headers, media_type=kept.content_type)

    async def _run(self, run: Run, scope: Scope, receive: Receive, send: Send) -> None:
        answer = _Answer()
        try:
            await self.app(scope, receive, answer.take)
        finally:
            # Also when the app raises, which is answered as 500 further out.
            await self._end(run, scope, answer)
        for message in answer.messages:
            await send(message)

    async def _end(self, run: Run, scope: Scope, answer: "_Answer") -> None:
        async with self._state.database.transaction() as session:
            if answer.status >= HTTPStatus.INTERNAL_SERVER_ERROR or answer.status in NOTHING_DONE:
                await forget(session, run)
                return
            secret = is_secret(scope) or answer.sets_cookie
            body = None if secret else without_tokens(answer.body)
            await keep(session, run, answer.status, answer.content_type, body)


class _Answer:
    """An answer, held back until it is kept, so that no caller sees one that could be lost."""

    def __init__(self) -> None:
        self.messages: list[Message] = []
        self.status = 500
        self.content_type = ""
        self.sets_cookie = False

    async def take(self, message: Message) -> None:
        self.messages.append(message)
        if message["type"] == "http.response.start":
            headers = Headers(raw=MutableHeaders(scope=message).raw)
            self.status = message["status"]
            self.content_type = headers.get("content-type", "")
            self.sets_cookie = "set-cookie" in headers

    @property
    def body(self) -> bytes:
        return b"".join(message.get("body", b"") for message in self.messages)
