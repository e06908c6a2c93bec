"""Who may see a call: those with a part in it, those who oversee, programs with the scope."""

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from segue.access.actor import Actor, Scope
from segue.calls.models import Call
from segue.calls.repository import get_call, involving
from segue.calls.service import NotYourCall
from segue.transfers.repository import open_transfer


async def may_see(session: AsyncSession, call: Call, actor: Actor) -> bool:
    """Whether somebody may read a call."""
    if actor.is_customer:
        return actor.call_id == call.id
    if actor.sees_all(Scope.CALLS_READ):
        return True
    if actor.agent_id is None:
        return False
    if actor.agent_id in (call.agent_id, call.offered_to, call.preferred):
        return True
    mine = select(Call.id).where(Call.id == call.id, involving(actor.agent_id))
    return (await session.execute(mine)).scalar_one_or_none() is not None


async def visible_call(session: AsyncSession, call_id: str, actor: Actor) -> Call:
    """The call, if the asker may read it; raises CallUnknown or NotYourCall."""
    call = await get_call(session, call_id)
    if not await may_see(session, call, actor):
        raise NotYourCall
    return call


async def serves(session: AsyncSession, call: Call, actor: Actor) -> bool:
    """Whether the asker is an agent who handles the call now."""
    if actor.agent_id is None:
        return False
    transfer = await open_transfer(session, call)
    sides = (transfer.from_agent_id, transfer.to_agent_id) if transfer else ()
    return actor.agent_id in (call.agent_id, call.offered_to, call.preferred, *sides)


async def talks(session: AsyncSession, call: Call, actor: Actor) -> bool:
    """Whether the asker is an agent who is on the call: not one whom it only rings at."""
    transfer = await open_transfer(session, call)
    if actor.agent_id is None or transfer is None:
        return actor.agent_id is not None and actor.agent_id == call.agent_id
    from_ = transfer.from_agent_id if transfer.from_present else None
    to = transfer.to_agent_id if transfer.situation.taken else None
    return actor.agent_id in (from_, to)


def may_invite(call: Call, actor: Actor) -> bool:
    """Whether the asker may let somebody in as the customer: whose call it is, or for whom it was
    made while nobody has had it yet.
    """
    if actor.sees_all(Scope.CALLS_WRITE):
        return True
    whose = call.agent_id or (call.preferred if call.answered_at is None else None)
    return actor.agent_id is not None and actor.agent_id == whose


async def serving_call(session: AsyncSession, call_id: str, actor: Actor, scope: Scope) -> Call:
    """The call, if the asker handles it now, oversees, or is a program with the scope; else as
    above.
    """
    call = await get_call(session, call_id)
    if not (actor.sees_all(scope) or await serves(session, call, actor)):
        raise NotYourCall
    return call
