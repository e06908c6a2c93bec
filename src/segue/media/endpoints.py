"""Tokens, rooms and LiveKit's webhook over HTTP."""

from typing import Annotated

import structlog
from fastapi import APIRouter, Depends, Header, Request
from sqlalchemy.ext.asyncio import AsyncSession

from segue.access.actor import Actor, Role, Scope
from segue.access.audit import audit
from segue.access.dependencies import allow
from segue.calls.repository import get_call
from segue.calls.rights import visible_call
from segue.database import new_id
from segue.errors import Forbidden, Invalid, Unauthenticated
from segue.http.secrecy import secret_answer
from segue.media.livekit import Seen, SeenRoom, role_of
from segue.media.schemas import (
    Line,
    ParticipantView,
    RoomKind,
    RoomList,
    RoomView,
    TokenAnswer,
    TokenRequest,
)
from segue.services import WithServices
from segue.transfers.models import Transfer

router = APIRouter(prefix="/api/livekit", tags=["media"])
log = structlog.get_logger()

OURS = ("customer-", "consult-")


class SegueRoom(Forbidden):
    """A free token may not name a room of Segue's."""

    code = "segue_room"
    detail = "Rooms of Segue are joined through their call: send {call_id}."


class RoomAndIdentityNeeded(Invalid):
    """Neither a call nor a room with an identity was named."""

    code = "room_and_identity_needed"
    detail = "Send either call_id, or room and identity."


class WebhookRefused(Unauthenticated):
    """Not LiveKit's signature, or not for this body."""

    code = "webhook_refused"
    detail = "The webhook's signature is not valid."


@router.post("/token", dependencies=[Depends(secret_answer)])
async def token(
    services: WithServices,
    actor: Annotated[Actor, Depends(allow(Scope.TOKENS_ANY, customer=True))],
    body: TokenRequest,
) -> TokenAnswer:
    """A token for a room of your own, or fresh lines of a call, as its state gives them."""
    if body.call_id is not None and body.room is None and body.identity is None:
        async with services.database.reading() as session:
            lines = await _lines(services, session, actor, body.call_id)
        return TokenAnswer(url=services.livekit.public_url, connect=lines)
    if body.room is None or body.identity is None or body.call_id is not None:
        raise RoomAndIdentityNeeded
    permit_any_token(actor)
    if body.room.lower().startswith(OURS):
        raise SegueRoom
    made, _ = services.livekit.mint_free(body.room, body.identity, body.name or body.identity)
    async with services.database.transaction() as session:
        audit(session, actor, "token.mint", new_id("token"))
    return TokenAnswer(
        token=made, url=services.livekit.public_url, room=body.room, identity=body.identity
    )


def permit_any_token(actor: Actor) -> None:
    """Free tokens are for programs with the scope; no account and no customer has it."""
    if actor.is_customer or not actor.may(Scope.TOKENS_ANY):
        raise Forbidden


async def _lines(
    services: WithServices, session: AsyncSession, actor: Actor, call_id: str
) -> list[Line]:
    if actor.as_program(Scope.CALLS_WRITE):
        return await services.lines.of_customer(session, await get_call(session, call_id))
    call = await visible_call(session, call_id, actor)
    if actor.is_customer:
        return await services.lines.of_customer(session, call)
    if actor.agent_id is None:
        return []
    return await services.lines.of_agent(session, call, actor.agent_id)


@router.get("/rooms")
async def rooms(
    services: WithServices,
    _: Annotated[Actor, Depends(allow(Scope.CALLS_READ, role=Role.SUPERVISOR))],
) -> RoomList:
    """Every room on the voice server, and who is in it."""
    found = await services.livekit.rooms()
    views: list[RoomView] = []
    for room in found.values():
        people = await services.livekit.participants(room.name)
        async with services.database.reading() as session:
            views.append(await _room_view(session, room, people))
    return RoomList(rooms=views)


async def _room_view(session: AsyncSession, room: SeenRoom, people: dict[str, Seen]) -> RoomView:
    prefix, _, key = room.name.partition("-")
    kind = RoomKind(prefix) if f"{prefix}-" in OURS else RoomKind.OTHER
    call_id = key if kind is RoomKind.CUSTOMER else None
    if kind is RoomKind.CONSULT:
        transfer = await session.get(Transfer, key)
        call_id = transfer.call_id if transfer else None
    return RoomView(
        name=room.name,
        kind=kind,
        call_id=call_id,
        participants=[
            ParticipantView(identity=one.identity, name=one.name, role=role_of(one.identity))
            for one in people.values()
        ],
        created_at=room.created_at,
    )


@router.post("/webhook", status_code=204)
async def webhook(
    services: WithServices,
    request: Request,
    authorization: Annotated[str, Header(max_length=4096)] = "",
) -> None:
    """LiveKit's signed webhook. It only says "look again": a replayed, late or reordered one does
    no harm.
    """
    room = services.livekit.room_of_webhook(await request.body(), authorization)
    if room is None:
        raise WebhookRefused
    kind, _, key = room.partition("-")
    if kind == "customer":
        services.controller.look(key)
    elif kind == "consult":
        async with services.database.reading() as session:
            transfer = await session.get(Transfer, key)
        if transfer is not None:
            services.controller.look(transfer.call_id)
