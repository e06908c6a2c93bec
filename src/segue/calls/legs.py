"""A party's place on a call, from when it is expected."""

from datetime import datetime

from sqlalchemy import update
from sqlalchemy.ext.asyncio import AsyncSession

from segue.calls.models import Call, Leg
from segue.calls.repository import legs_of
from segue.database import new_id

BROWSER = "browser"
PHONE = "phone"


async def expect(
    session: AsyncSession,
    call: Call,
    identity: str,
    agent_id: str | None,
    now: datetime,
    *,
    kind: str = BROWSER,
) -> Leg:
    """A party belongs on the call from now on; their absence counts from here."""
    leg = (await legs_of(session, call.id)).get(identity)
    if leg is None:
        leg = Leg(
            id=new_id("leg"),
            call_id=call.id,
            identity=identity,
            kind=kind,
            agent_id=agent_id,
            created_at=now,
            expected_since=now,
        )
        session.add(leg)
    else:
        leg.expected_since, leg.left_at, leg.absent_since = now, None, None
        leg.joined_at = leg.heard_track = leg.heartbeat_at = None
    await session.flush()
    return leg


async def say_goodbye(session: AsyncSession, call: Call, identity: str, now: datetime) -> None:
    """A party has left the call for good."""
    leg = (await legs_of(session, call.id)).get(identity)
    if leg is not None and leg.left_at is None:
        leg.left_at = now


async def everybody_left(session: AsyncSession, call: Call, now: datetime) -> None:
    """The call is over for whoever was still on it."""
    await session.execute(
        update(Leg)
        .where(Leg.call_id == call.id, Leg.left_at.is_(None))
        .values(left_at=now)
        .execution_options(synchronize_session=False)
    )


async def note_beats(session: AsyncSession, agent_id: str, now: datetime) -> None:
    """An agent's desk is alive: so are their legs of calls that are not over."""
    await session.execute(
        update(Leg)
        .where(Leg.agent_id == agent_id, Leg.left_at.is_(None))
        .values(heartbeat_at=now)
        .execution_options(synchronize_session=False)
    )


async def note_heard(session: AsyncSession, call: Call, identity: str, track: str) -> bool:
    """The customer hears a party's track; whether that was new."""
    leg = (await legs_of(session, call.id)).get(identity)
    if leg is None or leg.heard_track == track:
        return False
    leg.heard_track = track
    return True
