"""Which answers are kept for a request that comes again, and how they are found."""

import hashlib
import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, ClassVar

from sqlalchemy import delete, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession

from segue.access.models import KeptAnswer
from segue.database import database_now, new_id
from segue.errors import Conflict, Invalid

JsonObject = dict[str, Any]
KEPT_FOR = timedelta(hours=24)
DEAD_AFTER = timedelta(seconds=60)
"""A run that has not ended by then died with its process; another may take over."""
LINE_SECRETS = ("token", "expires_at")


class KeyReused(Invalid):
    """The same key came with another body."""

    code: ClassVar[str] = "idempotency_key_reused"
    detail: ClassVar[str] = "This Idempotency-Key was used with another body. Use a new key."


class StillRunning(Conflict):
    """The first request with this key has not been answered yet."""

    code: ClassVar[str] = "idempotency_running"
    detail: ClassVar[str] = "The same request is still running. Please ask again in a moment."


class AnswerNotKept(Conflict):
    """The request was done, but its answer held a secret that is shown once."""

    code: ClassVar[str] = "answer_not_kept"
    detail: ClassVar[str] = (
        "This request was done already. Its answer held a secret that is shown only once."
    )


@dataclass(frozen=True, slots=True)
class Run:
    """The right to do a request and to keep its answer."""

    row_id: str
    run: str


def name_of(caller: str, path: str, key: str) -> str:
    """The row's id: the key is kept only as part of this hash."""
    return hashlib.sha256(json.dumps([caller, path, key]).encode()).hexdigest()


async def begin(session: AsyncSession, row_id: str, body_hash: str) -> Run | KeptAnswer:
    """Begin a run, or give the answer of an earlier one. Raises KeyReused or StillRunning."""
    now = await database_now(session)
    await session.execute(delete(KeptAnswer).where(KeptAnswer.started_at <= now - KEPT_FOR))
    run = Run(row_id, new_id("run"))
    try:
        async with session.begin_nested():
            session.add(KeptAnswer(id=row_id, body_hash=body_hash, started_at=now, run=run.run))
    except IntegrityError:
        pass
    else:
        return run
    kept = await session.get(KeptAnswer, row_id, populate_existing=True)
    if kept is None:
        raise StillRunning  # it ended in this moment without an answer worth keeping
    if kept.body_hash != body_hash:
        raise KeyReused
    if kept.status is not None:
        return kept
    if now - kept.started_at < DEAD_AFTER:
        raise StillRunning
    return await _take_over(session, kept, run)


async def _take_over(session: AsyncSession, kept: KeptAnswer, run: Run) -> Run:
    now = await database_now(session)
    taken = await session.scalar(
        update(KeptAnswer)
        .where(KeptAnswer.id == kept.id, KeptAnswer.run == kept.run, KeptAnswer.status.is_(None))
        .values(run=run.run, started_at=now)
        .execution_options(synchronize_session=False)
        .returning(KeptAnswer.id)
    )
    if taken is None:
        raise StillRunning
    return run


async def forget(session: AsyncSession, run: Run) -> None:
    """Let the same request be done again."""
    await session.execute(
        delete(KeptAnswer).where(KeptAnswer.id == run.row_id, KeptAnswer.run == run.run)
    )


async def keep(
    session: AsyncSession, run: Run, status: int, content_type: str, body: str | None
) -> None:
    """Keep the answer, unless another run has taken over."""
    await session.execute(
        update(KeptAnswer)
        .where(KeptAnswer.id == run.row_id, KeptAnswer.run == run.run)
        .values(status=status, content_type=content_type, body=body)
        .execution_options(synchronize_session=False)
    )


def without_tokens(body: bytes) -> str:
    """The answer's text without the tokens of its lines."""

    def strip(line: JsonObject) -> JsonObject:
        return {name: value for name, value in line.items() if name not in LINE_SECRETS}

    return each_line(body.decode("utf-8", "replace"), strip)


def each_line(body: str, change: Callable[[JsonObject], JsonObject | None]) -> str:
    """The answer with each of its LiveKit lines changed, or left out."""
    if not body.startswith("{"):
        return body
    answer: JsonObject = json.loads(body)
    lines: list[JsonObject] | None = answer.get("connect")
    if not lines:
        return body
    answer["connect"] = [new for new in map(change, lines) if new is not None]
    return json.dumps(answer)
