"""Transfers as their agents see them."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from segue.access.actor import Actor
from segue.calls.models import Call, Leg
from segue.calls.repository import legs_of
from segue.lineup.lineup import agent_identity
from segue.live.service import NewEvent, publish
from segue.roster.models import Agent
from segue.roster.repository import agents_by_id
from segue.telephony.dials import dial_of
from segue.telephony.models import Dial, DialState
from segue.transfers.models import Transfer
from segue.transfers.moves import Side, allowed_moves
from segue.transfers.schemas import (
    AttemptView,
    BriefingView,
    PartyView,
    PhoneView,
    Target,
    TimelineEntry,
    TransferView,
)
from segue.transfers.situation import Event, Focus, Mode, Situation, State


def side_of(transfer: Transfer, actor: Actor) -> Side | None:
    """Which side of a transfer somebody is on."""
    if actor.agent_id is None:
        return None
    if actor.agent_id == transfer.from_agent_id:
        return Side.FROM
    return Side.TO if actor.agent_id == transfer.to_agent_id else None


def _party(agent: Agent, leg: Leg | None) -> PartyView:
    there = (
        leg is not None
        and leg.joined_at is not None
        and leg.absent_since is None
        and leg.left_at is None
    )
    return PartyView(agent_id=agent.id, name=agent.name, present=there)


def _phone(dial: Dial | None) -> PartyView | None:
    if dial is None:
        return None
    return PartyView(
        agent_id=None,
        name=dial.address,
        phone=PhoneView.model_validate(dial, from_attributes=True),
        present=dial.state == DialState.ANSWERED,
    )


def _view(
    call: Call,
    transfer: Transfer,
    agents: Mapping[str, Agent],
    legs: Mapping[str, Leg],
    dial: Dial | None,
    now: datetime,
) -> TransferView:
    to = agents.get(transfer.to_agent_id or "")
    return TransferView.model_validate(
        {
            "id": transfer.id,
            "call_id": call.id,
            "call_agent_id": call.agent_id,
            "state": transfer.state,
            "version": transfer.version,
            "mode": transfer.mode,
            "focus": transfer.focus,
            "allowed_moves": [],
            "from": _party(
                agents[transfer.from_agent_id], legs.get(agent_identity(transfer.from_agent_id))
            ),
            "to": _party(to, legs.get(agent_identity(to.id))) if to else _phone(dial),
            "targets": [Target.model_validate(target) for target in transfer.targets],
            "attempts": [AttemptView.model_validate(one) for one in transfer.attempts],
            "reason": transfer.reason,
            "note": transfer.note,
            "cause": transfer.cause,
            "auto_complete": transfer.auto_complete,
            "briefing": BriefingView.model_validate(transfer.briefing),
            "reading": transfer.reading,
            "timeline": [TimelineEntry.model_validate(one) for one in transfer.timeline],
            "customer_name": call.customer_name,
            "consult_room": transfer.room,
            "created_at": transfer.created_at,
            "deadline_at": transfer.deadline_at,
            "server_now": now,
        }
    )


async def _general_view(
    session: AsyncSession, call: Call, transfer: Transfer, now: datetime
) -> TransferView:
    agents = await agents_by_id(session, [transfer.from_agent_id, transfer.to_agent_id])
    dial = await dial_of(session, transfer.to_leg_id)
    return _view(call, transfer, agents, await legs_of(session, call.id), dial, now)


async def transfer_view(
    session: AsyncSession, call: Call, transfer: Transfer, actor: Actor, now: datetime
) -> TransferView:
    """A transfer as the asker sees it, with what they may do."""
    view = await _general_view(session, call, transfer, now)
    return _for_reader(view, transfer.situation, actor)


def _for_reader(view: TransferView, situation: Situation, actor: Actor) -> TransferView:
    side = None
    if actor.agent_id is not None and actor.agent_id == view.from_.agent_id:
        side = Side.FROM
    elif view.to is not None and actor.agent_id == view.to.agent_id:
        side = Side.TO
    entitled = side is not None or actor.oversees
    return view.model_copy(
        update={
            "allowed_moves": allowed_moves(situation, side),
            "briefing": view.briefing if entitled else None,
        }
    )


async def publish_transfer(
    session: AsyncSession,
    call: Call,
    transfer: Transfer,
    now: datetime,
    also: str | None = None,
) -> None:
    """Tell the agents of a transfer, and whoever was just offered it, how it stands."""
    view = await _general_view(session, call, transfer, now)
    audience = [transfer.from_agent_id, transfer.to_agent_id, also]
    data = {
        "view": view.model_dump(mode="json", by_alias=True),
        "rules": {"answer": transfer.answer, "outcome": transfer.outcome},
    }
    publish(
        session,
        NewEvent("transfer", data, call.id, transfer.id, [one for one in audience if one]),
    )


def transfer_for_reader(data: Mapping[str, Any], actor: Actor) -> TransferView:
    """A published transfer as one reader sees it."""
    view = TransferView.model_validate(data["view"])
    answer, outcome = data["rules"]["answer"], data["rules"]["outcome"]
    situation = Situation(
        state=State(view.state),
        mode=Mode(view.mode),
        focus=Focus(view.focus),
        to=view.to.agent_id if view.to else None,
        answer=Event(answer) if answer else None,
        outcome=State(outcome) if outcome else None,
    )
    return _for_reader(view, situation, actor)
