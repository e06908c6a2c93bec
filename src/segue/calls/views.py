"""Calls as agents and customers see them."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from segue.access.actor import Actor, Scope
from segue.calls.models import Call, CallMedia, Leg
from segue.calls.moves import CallSituation, CallState, allowed_moves
from segue.calls.repository import legs_of, media_by_id, position_of
from segue.calls.schemas import (
    CallView,
    CustomerCallView,
    CustomerView,
    LegView,
    LineUpView,
    PartyRights,
    Role,
)
from segue.calls.transcription import Transcription, TranscriptSource
from segue.errors import Conflict
from segue.lineup.lineup import CUSTOMER, LineUp, Room, agent_identity, line_up
from segue.live.service import NewEvent, publish
from segue.roster.models import Agent
from segue.roster.repository import agents_by_id
from segue.transfers.models import Transfer
from segue.transfers.repository import open_transfer, transfers_by_id

AGENT = agent_identity("")


class CallMoveRefused(Conflict):
    """The call's state does not allow this."""

    code = "move_refused"
    detail = "The call has moved on; this is not possible now."


def refused(call: Call, actor: Actor) -> CallMoveRefused:
    """The refusal of a command, with what is possible instead."""
    return CallMoveRefused(state=call.state, allowed_moves=_allowed(call, actor))


def _allowed(call: Call, actor: Actor) -> list[str]:
    return call_moves(call.situation, call.transfer_id, actor)


def call_moves(situation: CallSituation, transfer_id: str | None, actor: Actor) -> list[str]:
    """What the asker may do with a call; while it is being transferred, little."""
    allowed = allowed_moves(situation, actor.agent_id, oversees=actor.oversees)
    if transfer_id is None:
        return allowed
    return [name for name in allowed if name == "end"]


def _view(
    call: Call,
    transfer: Transfer | None,
    agent: Agent | None,
    media: CallMedia | None,
    now: datetime,
) -> CallView:
    situation = transfer.situation if transfer else None
    lines = line_up(call.situation, situation, transfer.from_agent_id if transfer else None)
    return CallView(
        id=call.id,
        state=CallState(call.state),
        version=call.version,
        customer=CustomerView(
            name=call.customer_name, phone=call.customer_phone, language=call.language
        ),
        skill=call.skill,
        agent_id=call.agent_id,
        agent_name=agent.name if agent else None,
        phone_leg_id=call.phone_leg_id,
        missed=_missed(call),
        offered_to=call.offered_to,
        transfer_id=call.transfer_id,
        hold=lines.music,
        line_up=_line_up_view(lines),
        position=None,
        created_at=call.created_at,
        answered_at=call.answered_at,
        ended_at=call.ended_at,
        end_cause=call.end_cause,
        erased_at=call.erased_at,
        deadline_at=call.deadline_at,
        server_now=now,
        allowed_moves=[],
        room=call.room,
        transcription=_transcription(call, media),
        voice=media is not None and media.voice,
    )


def _missed(call: Call) -> bool:
    over = call.state == CallState.ENDED and call.answered_at is None
    return over and call.dialled_number is not None


def _transcription(call: Call, media: CallMedia | None) -> Transcription | None:
    if call.state == CallState.ENDED:
        return None
    if call.transcript == TranscriptSource.POSTED:
        return Transcription.POSTED
    return Transcription(media.transcription) if media and media.transcription else None


def _line_up_view(lines: LineUp) -> LineUpView:
    return LineUpView(
        customer_room=_room_view(lines.customer_room),
        consult_room=_room_view(lines.consult_room),
        music=lines.music,
        awaited=lines.awaited,
    )


def _room_view(room: Room | None) -> list[PartyRights]:
    return [
        PartyRights(
            identity=identity,
            agent_id=identity.removeprefix(AGENT) if identity.startswith(AGENT) else None,
            speaks=rights.speak,
            hears=rights.hear,
        )
        for identity, rights in (room or {}).items()
    ]


async def _general_view(
    session: AsyncSession, call: Call, now: datetime, transfer: Transfer | None
) -> CallView:
    if transfer is None or transfer.id != call.transfer_id:
        transfer = await open_transfer(session, call)
    agents = await agents_by_id(session, [call.agent_id])
    media = await media_by_id(session, [call])
    return _view(call, transfer, agents.get(call.agent_id or ""), media.get(call.id), now)


async def call_view(session: AsyncSession, call: Call, actor: Actor, now: datetime) -> CallView:
    """A call as the asker sees it, with what they may do."""
    return (await call_views(session, [call], actor, now))[0]


async def call_views(
    session: AsyncSession, calls: Sequence[Call], actor: Actor, now: datetime
) -> list[CallView]:
    """Calls as the asker sees them, in a fixed number of queries (and one for each that waits)."""
    agents = await agents_by_id(session, {call.agent_id for call in calls})
    transfers = await transfers_by_id(session, {call.transfer_id for call in calls})
    media = await media_by_id(session, calls)
    views: list[CallView] = []
    for call in calls:
        transfer = transfers.get(call.transfer_id or "")
        view = _view(call, transfer, agents.get(call.agent_id or ""), media.get(call.id), now)
        view.position = await position_of(session, call)
        views.append(_for_reader(view, call.situation, actor))
    return views


def _for_reader(view: CallView, situation: CallSituation, actor: Actor) -> CallView:
    lines = view.line_up
    parties = [party.agent_id for party in (*lines.customer_room, *lines.consult_room)]
    handles = view.missed or actor.agent_id in (view.agent_id, view.offered_to, *parties)
    if not (actor.sees_all(Scope.CALLS_READ) or (actor.agent_id is not None and handles)):
        view = view.model_copy(
            update={"customer": view.customer.model_copy(update={"phone": None})}
        )
    allowed = call_moves(situation, view.transfer_id, actor)
    return view.model_copy(update={"allowed_moves": allowed})


async def customer_view(session: AsyncSession, call: Call) -> CustomerCallView:
    """A call as its customer sees it; agents by their first names only."""
    transfer = await open_transfer(session, call)
    situation = transfer.situation if transfer else None
    lines = line_up(call.situation, situation, transfer.from_agent_id if transfer else None)
    agents = await agents_by_id(session, [call.agent_id])
    agent = agents.get(call.agent_id or "")
    return CustomerCallView(
        id=call.id,
        state=CallState(call.state),
        hold=lines.music,
        position=await position_of(session, call),
        agent_name=neutral_name(agent.name) if agent else None,
        ended=call.state == CallState.ENDED,
    )


def neutral_name(name: str) -> str:
    """What customers see of an agent's name."""
    return (name.split() or [name])[0]


def leg_view(leg: Leg, call: Call, agents: Mapping[str, Agent]) -> LegView:
    """A leg of a call."""
    agent = agents.get(leg.agent_id or "")
    return LegView(
        id=leg.id,
        role=Role.CUSTOMER if leg.identity == CUSTOMER else Role.AGENT,
        kind=leg.kind,
        agent_id=leg.agent_id,
        name=agent.name if agent else (leg.address or call.customer_name),
        identity=leg.identity,
        joined_at=leg.joined_at,
        left_at=leg.left_at,
    )


async def leg_views(session: AsyncSession, call: Call) -> list[LegView]:
    """The legs of a call, in the order in which they came."""
    legs = await legs_of(session, call.id)
    agents = await agents_by_id(session, {leg.agent_id for leg in legs.values()})
    return [leg_view(leg, call, agents) for leg in legs.values()]


async def publish_call(
    session: AsyncSession,
    call: Call,
    now: datetime,
    *,
    transfer: Transfer | None = None,
    also: str | None = None,
) -> None:
    """Tell everybody with a part in a call how it stands."""
    view = await _general_view(session, call, now, transfer)
    audience = [call.agent_id, call.offered_to, call.preferred, also]
    if transfer is not None:
        audience += [transfer.from_agent_id, transfer.to_agent_id]
    data = {"view": view.model_dump(mode="json")}
    publish(
        session,
        NewEvent("call", data, call.id, call.transfer_id, [one for one in audience if one]),
    )


def call_for_reader(data: Mapping[str, Any], actor: Actor) -> CallView:
    """A published call as one reader sees it."""
    view = CallView.model_validate(data["view"])
    situation = CallSituation(view.state, agent=view.agent_id, offered_to=view.offered_to)
    return _for_reader(view, situation, actor)
