"""Calls in: livekit-sip has put a phone into a room of its own, and a call begins there.

It rings until the companion's music is in the room: that is when livekit-sip answers it (measured).
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

import structlog
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession

from segue.calls.models import Call
from segue.calls.schemas import CallCreate, CustomerFacts
from segue.calls.service import Calls
from segue.calls.transcription import TranscriptSource
from segue.database import Database, database_now
from segue.media.livekit import Caller, LiveKit, SeenRoom
from segue.roster import service as roster
from segue.settings import Settings
from segue.telephony.announcements import TurnedAway
from segue.telephony.limits import arrivals_allowed
from segue.telephony.owned import NumberRule

log = structlog.get_logger()

PREFIX = "customer-in"
"""What the rooms of phones that call in begin with; LiveKit adds the number and a random part."""
COMES_WITHIN = timedelta(seconds=30)


@dataclass(frozen=True, slots=True)
class Arrivals:
    """Makes a call of every phone that has called in."""

    settings: Settings
    database: Database
    livekit: LiveKit
    calls: Calls

    async def take(self, rooms: Mapping[str, SeenRoom]) -> set[str]:
        """Begin the calls of new rooms; which of these rooms are of no open call and may go."""
        if not rooms:
            return set()
        known = await self._known(rooms)
        now = datetime.now(tz=next(iter(rooms.values())).created_at.tzinfo)
        strays: set[str] = set()
        for name, room in rooms.items():
            if name in known:
                if known[name]:
                    strays.add(name)
            elif (caller := await self.livekit.caller(name)) is not None:
                if not await self._begin(name, caller):
                    strays.add(name)
            elif now - room.created_at > COMES_WITHIN:
                strays.add(name)
        return strays

    async def _known(self, rooms: Collection[str]) -> dict[str, bool]:
        """Which rooms have a call, and whether nothing of it is left."""
        async with self.database.reading() as session:
            found = await session.execute(
                select(Call.room_name, Call.closed).where(Call.room_name.in_(rooms))
            )
            return {name: closed for name, closed in found if name is not None}

    async def _begin(self, room: str, caller: Caller) -> bool:
        """Begin the call of a room; False when too many call in, and the room is to go."""
        rule = self.settings.rule_of(caller.dialled)
        try:
            async with self.database.transaction() as session:
                now = await database_now(session)
                if not await arrivals_allowed(session, self.settings, caller.number):
                    log.warning("a phone was turned away: too many call in")
                    return False
                skilled = rule.skill and await roster.skill_exists(session, rule.skill)
                body = CallCreate(
                    customer=CustomerFacts(
                        name=caller.shown_name, phone=caller.number, language=rule.language
                    ),
                    skill=rule.skill if skilled else None,
                    agent=None,
                    metadata=None,
                    transcript=TranscriptSource.HEARD,
                )
                call = await self.calls.create(
                    session, body, arrives_in=room, dialled=caller.dialled
                )
                call.turned_away = await self._turned_away(session, rule, now)
        except IntegrityError:
            return True  # another replica was quicker
        log.info("a phone has called", call_id=call.id, turned_away=call.turned_away)
        return True

    async def _turned_away(
        self, session: AsyncSession, rule: NumberRule, now: datetime
    ) -> TurnedAway | None:
        if not rule.open_at(now):
            return TurnedAway.OUTSIDE_HOURS
        if not await roster.somebody_there(session, rule.skill, now):
            return TurnedAway.NOBODY_THERE
        return None
