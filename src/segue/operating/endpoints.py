"""Liveness, readiness part by part, and the hold music's file."""

from enum import StrEnum

from fastapi import APIRouter, Response
from pydantic import BaseModel, Field
from sqlalchemy import func, select
from sqlalchemy.exc import SQLAlchemyError

from segue.calls.models import Call, CallMedia
from segue.companion.music import wav_bytes
from segue.database import database_now
from segue.lineup.tending import COMPANION_SILENCE
from segue.migrations import run as migrations
from segue.services import Services, WithServices

router = APIRouter(tags=["operating"])

MUSIC_MAX_AGE_SECONDS = 86400


class Part(StrEnum):
    """How a part of Segue is."""

    OK = "ok"
    DOWN = "down"
    IDLE = "idle"


class Alive(BaseModel):
    """The process answers."""

    status: str = "ok"


class Ready(BaseModel):
    """Whether Segue can carry calls, part by part."""

    ready: bool
    database: Part
    livekit: Part
    companion: Part = Field(description="`idle` when no call is open that would need it")
    llm: Part = Field(
        description="The language model; `idle` when none is configured, `down` while it is left "
        "alone after failures. The built-in analyser stands in"
    )


@router.get("/healthz")
async def healthz() -> Alive:
    """The process is alive."""
    return Alive()


@router.get("/readyz", responses={503: {"model": Ready, "description": "A part is down"}})
async def readyz(services: WithServices, response: Response) -> Ready:
    """Whether calls can be carried; a missing companion or language model is told, but does not
    stop them.
    """
    database = await _database(services)
    livekit = Part.OK if services.health.reachable else Part.DOWN
    companion = await _companion(services) if database is Part.OK else Part.DOWN
    ready = database is Part.OK and livekit is Part.OK
    if not ready:
        response.status_code = 503
    return Ready(
        ready=ready, database=database, livekit=livekit, companion=companion, llm=_llm(services)
    )


def _llm(services: Services) -> Part:
    if not services.settings.has_openai:
        return Part.IDLE
    return Part.OK if services.assist.up else Part.DOWN


async def _database(services: Services) -> Part:
    try:
        known = await migrations.current(services.database)
    except (SQLAlchemyError, OSError):
        return Part.DOWN
    return Part.OK if known == migrations.newest() else Part.DOWN


async def _companion(services: Services) -> Part:
    async with services.database.reading() as session:
        now = await database_now(session)
        opened = select(func.count(), func.max(CallMedia.companion_seen_at)).join(
            Call, Call.id == CallMedia.call_id
        )
        count, seen = (await session.execute(opened.where(Call.closed.is_(False)))).one()
    if not count:
        return Part.IDLE
    return Part.OK if seen is not None and now - seen <= COMPANION_SILENCE else Part.DOWN


@router.get("/api/hold-music.wav", response_class=Response)
async def hold_music() -> Response:
    """The hold music, for the customer's page, which plays it when the companion is not heard."""
    caching = {"cache-control": f"public, max-age={MUSIC_MAX_AGE_SECONDS}"}
    return Response(wav_bytes(), media_type="audio/wav", headers=caching)
