"""Calls to phones that an agent asks for."""

from contextlib import AbstractAsyncContextManager

from sqlalchemy.ext.asyncio import AsyncSession

from segue.access.actor import Actor
from segue.calls.legs import PHONE
from segue.calls.models import Call, Leg
from segue.calls.repository import legs_of, lock_call, media_of
from segue.calls.schemas import CallCreate, CustomerFacts
from segue.calls.service import Calls, NotYourCall
from segue.calls.transcription import TranscriptSource
from segue.calls.views import publish_call
from segue.database import Database, database_now
from segue.errors import Conflict
from segue.lineup.lineup import CUSTOMER
from segue.settings import Settings
from segue.telephony import limits
from segue.telephony.dials import Phones, ask_for_customer
from segue.telephony.models import Dial
from segue.telephony.numbers import masked
from segue.transfers.schemas import Target

KEYS_WAITING = 20


class CustomerIsThere(Conflict):
    """The call has its customer already."""

    code = "customer_is_there"
    detail = "The customer of this call is on the line already."


class NoPhone(Conflict):
    """There is no phone that keys could be sent to."""

    code = "no_phone"
    detail = "The customer is not on a phone, or the keys pressed before are still on their way."


class Telephony:
    """Calls phones for agents, as far as rules and limits allow."""

    def __init__(self, settings: Settings, database: Database, calls: Calls) -> None:
        self._ring_seconds = settings.dial_ring_seconds
        self._phones = Phones.of(settings)
        self._database = database
        self._calls = calls

    @property
    def available(self) -> bool:
        """Whether any phone can be called from here."""
        return self._phones.trunk or bool(self._phones.rules.sip_hosts)

    def noted(
        self, actor: Actor, address: str, call_id: str | None = None
    ) -> AbstractAsyncContextManager[None]:
        """What refuses a dial in this block is written into the audit."""
        return limits.refusals_noted(self._database, actor, address, call_id)

    async def call_customer(
        self, session: AsyncSession, actor: Actor, to: str, call_id: str | None
    ) -> tuple[Call, Leg]:
        """Have a customer's phone rung: for a new call of the asker's, or for one that they have
        and whose customer is not there. Raises DialRefused, TooManyDials, Conflict, Forbidden.
        """
        checked = self._phones.checked(_target(to))
        address = checked.address or ""
        if call_id is not None:
            call = await lock_call(session, call_id)
            if call.agent_id is None or call.agent_id != actor.agent_id:
                raise NotYourCall
            await limits.check(session, actor.agent_id, self._phones.rules)
        else:
            await limits.check(session, actor.agent_id, self._phones.rules)
            call = await self._new_call(session, actor, address)
        leg = (await legs_of(session, call.id))[CUSTOMER]
        if leg.joined_at is not None and leg.left_at is None and leg.absent_since is None:
            raise CustomerIsThere(state=call.state, allowed_moves=[])
        now = await database_now(session)
        leg.kind, leg.address = PHONE, address
        await ask_for_customer(session, leg, actor.agent_id, self._ring_seconds, now)
        await publish_call(session, call, now)
        return call, leg

    async def _new_call(self, session: AsyncSession, actor: Actor, address: str) -> Call:
        number = address if address.startswith("+") else None
        body = CallCreate(
            customer=CustomerFacts(name=f"Phone {masked(address)}", phone=number, language=None),
            skill=None,
            agent=None,
            metadata=None,
            transcript=TranscriptSource.HEARD,
        )
        return await self._calls.create_served(session, body, actor.agent_id or "")

    @staticmethod
    async def press(session: AsyncSession, call: Call, keys: str) -> None:
        """Have keys sent to the customer's phone; raises NoPhone."""
        customer = (await legs_of(session, call.id))[CUSTOMER]
        if customer.kind != PHONE or customer.joined_at is None or customer.left_at is not None:
            raise NoPhone(state=call.state, allowed_moves=[])
        media = await media_of(session, call.id)
        if len(media.keys) >= KEYS_WAITING:
            raise NoPhone(state=call.state, allowed_moves=[])
        media.keyed += 1
        media.keys = [*media.keys, [media.keyed, keys]]
        # A new version of the call: its room's metadata tells the companion at once.
        await publish_call(session, call, await database_now(session))
        call.state_changed_at = await database_now(session)

    @staticmethod
    async def leg_of(session: AsyncSession, dial: Dial | None) -> Leg:
        """The leg that a dial is for."""
        return await session.get_one(Leg, dial.leg_id if dial else "")


def _target(to: str) -> Target:
    return Target(sip_uri=to) if to.lower().startswith("sip") else Target(phone=to)
