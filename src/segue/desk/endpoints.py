"""The desk over HTTP: who am I, what is going on, and I am alive."""

from dataclasses import dataclass
from datetime import datetime

from fastapi import APIRouter, Depends
from sqlalchemy.ext.asyncio import AsyncSession

from segue.access.accounts import account_view
from segue.access.actor import Actor
from segue.access.dependencies import CurrentActor
from segue.access.models import Account
from segue.calls.legs import note_beats
from segue.calls.models import Call
from segue.calls.moves import CallState
from segue.calls.views import call_view
from segue.database import database_now
from segue.desk.schemas import Beat, MeView, OfferKind, OfferView
from segue.errors import Forbidden
from segue.http.secrecy import secret_answer
from segue.roster.models import Agent
from segue.roster.service import agent_view, note_heartbeat
from segue.services import WithServices
from segue.transfers.models import Transfer
from segue.transfers.repository import latest_transfer, open_transfer
from segue.transfers.situation import State
from segue.transfers.views import transfer_view

router = APIRouter(tags=["desk"])


class NotADesk(Forbidden):
    """A customer has no desk."""

    code = "not_a_desk"
    detail = "This is for agents and those who run Segue."


@dataclass(frozen=True, slots=True)
class _Engagement:
    """The one call that an agent has to do with now."""

    call: Call
    transfer: Transfer | None
    offered: bool


async def _engagement(session: AsyncSession, agent: Agent) -> _Engagement | None:
    if agent.engaged_with is None:
        return None
    call = await session.get(Call, agent.engaged_with)
    if call is None or call.state == CallState.ENDED:
        return None
    transfer = await open_transfer(session, call)
    asked = transfer if transfer is not None and _asks(transfer, agent) else None
    if asked is not None and asked.answer is not None:
        return None  # turned down; reserved only until the next target is asked
    offered = asked is not None or call.offered_to == agent.id
    if transfer is None and not offered:
        transfer = await _taken_over(session, call, agent)
    return _Engagement(call, transfer, offered)


def _asks(transfer: Transfer, agent: Agent) -> bool:
    return transfer.to_agent_id == agent.id and not transfer.situation.taken


async def _taken_over(session: AsyncSession, call: Call, agent: Agent) -> Transfer | None:
    """The transfer by which an agent got the call: its briefing stays in front of them."""
    latest = await latest_transfer(session, call.id)
    if latest is None or latest.state != State.COMPLETED or latest.to_agent_id != agent.id:
        return None
    return latest


@router.get("/api/me", dependencies=[Depends(secret_answer)])
async def me(services: WithServices, actor: CurrentActor) -> MeView:
    """Who is signed in, and everything their desk shows: what a reloaded desk needs."""
    if actor.is_customer:
        raise NotADesk
    event_id = await services.live.committed()
    async with services.database.reading() as session:
        now = await database_now(session)
        account = await session.get(Account, actor.id)
        agent = await session.get(Agent, actor.agent_id) if actor.agent_id else None
        view = MeView(
            account=account_view(account) if account else None,
            agent=agent_view(agent, now) if agent else None,
            call=None,
            transfer=None,
            offers=[],
            connect=[],
            media=services.health.view,
            demo=services.settings.demo,
            phones=services.phones.available,
            event_id=event_id,
            server_now=now,
        )
        found = await _engagement(session, agent) if agent else None
        if agent is not None and found is not None:
            await _fill(services, session, view, found, actor, now)
        return view


async def _fill(
    services: WithServices,
    session: AsyncSession,
    view: MeView,
    found: _Engagement,
    actor: Actor,
    now: datetime,
) -> None:
    call = await call_view(session, found.call, actor, now)
    transfer = (
        await transfer_view(session, found.call, found.transfer, actor, now)
        if found.transfer
        else None
    )
    if found.offered:
        kind = OfferKind.TRANSFER if transfer else OfferKind.CALL
        view.offers = [OfferView(kind=kind, call=call, transfer=transfer)]
        return
    view.call, view.transfer = call, transfer
    view.connect = await services.lines.of_agent(session, found.call, actor.agent_id or "")


@router.post("/api/me/heartbeat", status_code=204)
async def beat(services: WithServices, actor: CurrentActor, body: Beat) -> None:
    """The desk is alive; sent every 3 s. A desk that falls silent counts as absent after 10 s."""
    if actor.is_customer:
        raise NotADesk
    if actor.agent_id is None:
        return
    async with services.database.transaction() as session:
        now = await database_now(session)
        await note_heartbeat(session, actor.agent_id, now)
        await note_beats(session, actor.agent_id, now)
