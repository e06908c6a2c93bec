"""Dials as they are kept: asked for with the leg that they are to become."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from segue.calls.legs import PHONE
from segue.calls.models import Call, Leg
from segue.database import new_id
from segue.errors import Invalid
from segue.settings import Settings
from segue.telephony.models import Dial, DialOutcome, DialPurpose, DialState
from segue.telephony.numbers import dialable, sip_address
from segue.telephony.rules import DialRules
from segue.transfers.models import Transfer
from segue.transfers.schemas import Target


class PhoneNotAvailable(Invalid):
    """Telephony is not part of this installation."""

    code = "telephony_not_available"
    detail = "Phones cannot be called from here. Please choose an agent or a skill."


@dataclass(frozen=True, slots=True)
class Phones:
    """Which phones may be called."""

    trunk: bool
    """Numbers can be called: there is a trunk."""
    rules: DialRules

    @classmethod
    def of(cls, settings: Settings) -> "Phones":
        """What the settings allow."""
        return cls(bool(settings.sip_trunk), DialRules.of(settings))

    def checked(self, target: Target) -> Target:
        """The target as it is dialled; raises DialRefused or PhoneNotAvailable."""
        if target.address is None:
            return target
        if not (self.trunk or (target.sip_uri and self.rules.sip_hosts)):
            raise PhoneNotAvailable
        if target.sip_uri is not None:
            return Target(sip_uri=sip_address(target.sip_uri, self.rules))
        return Target(phone=dialable(target.phone or "", self.rules))


async def ask_for_consult(
    session: AsyncSession, call: Call, transfer: Transfer, address: str, now: datetime
) -> Leg:
    """Have a phone called that is to take part in a private talk; its leg, which names it."""
    leg_id = new_id("leg")
    leg = Leg(
        id=leg_id,
        call_id=call.id,
        identity=f"phone:{leg_id}",
        kind=PHONE,
        address=address,
        created_at=now,
        expected_since=now,
    )
    session.add(leg)
    asked_by, ring_seconds = transfer.from_agent_id, transfer.ring_seconds
    _ask(session, leg, DialPurpose.CONSULT, transfer.id, asked_by, ring_seconds, now)
    await session.flush()
    return leg


async def ask_for_customer(
    session: AsyncSession, leg: Leg, agent_id: str | None, ring_seconds: float, now: datetime
) -> None:
    """Have the phone called that is to be a call's customer."""
    _ask(session, leg, DialPurpose.CUSTOMER, None, agent_id, ring_seconds, now)
    await session.flush()


def _ask(
    session: AsyncSession,
    leg: Leg,
    purpose: DialPurpose,
    transfer_id: str | None,
    agent_id: str | None,
    ring_seconds: float,
    now: datetime,
) -> None:
    session.add(
        Dial(
            id=new_id("dial"),
            call_id=leg.call_id,
            transfer_id=transfer_id,
            leg_id=leg.id,
            agent_id=agent_id,
            purpose=purpose,
            address=leg.address or "",
            state=DialState.ASKED,
            provider="sip",
            ring_seconds=ring_seconds,
            created_at=now,
        )
    )


async def dial_of(session: AsyncSession, leg_id: str | None) -> Dial | None:
    """The last dial that a leg came of."""
    if leg_id is None:
        return None
    query = select(Dial).where(Dial.leg_id == leg_id).order_by(Dial.id.desc()).limit(1)
    return (await session.scalars(query)).first()


async def dials_of(session: AsyncSession, call_id: str) -> Sequence[Dial]:
    """A call's dials, oldest first."""
    query = select(Dial).where(Dial.call_id == call_id).order_by(Dial.id)
    return (await session.scalars(query)).all()


def end(dial: Dial, outcome: DialOutcome, now: datetime, sip_status: int | None = None) -> None:
    """A dial is over; what it first ended with stands."""
    if dial.state == DialState.OVER:
        return
    dial.state, dial.outcome, dial.sip_status = DialState.OVER, outcome, sip_status
    dial.ended_at, dial.lease_until = now, None
