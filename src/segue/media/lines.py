"""The lines of a party: which rooms its page joins, as the state of the call has it now."""

from collections.abc import Collection, Sequence

from sqlalchemy.ext.asyncio import AsyncSession

from segue.calls.models import Call
from segue.calls.views import neutral_name
from segue.errors import Conflict
from segue.lineup.lineup import CUSTOMER, SILENT, LineUp, agent_identity, line_up
from segue.media.livekit import LiveKit
from segue.media.schemas import Line, Purpose
from segue.roster.repository import agents_by_id
from segue.transfers.models import Transfer
from segue.transfers.repository import open_transfer


def line_up_of(call: Call, transfer: Transfer | None) -> LineUp:
    """The line-up that a call should have now."""
    if transfer is None:
        return line_up(call.situation, None, None)
    return line_up(call.situation, transfer.situation, transfer.from_agent_id)


class ContinuedElsewhere(Conflict):
    """A newer device of the same person has the call."""

    code = "continued_elsewhere"
    detail = "Your call goes on in another tab or device."


class Lines:
    """Mints the lines that a state gives its parties."""

    def __init__(self, livekit: LiveKit) -> None:
        self._livekit = livekit

    async def of_customer(self, session: AsyncSession, call: Call) -> list[Line]:
        """The customer's line; none when the call has ended."""
        transfer = await open_transfer(session, call)
        rooms = line_up_of(call, transfer).rooms_of(CUSTOMER)
        name = neutral_name(call.customer_name)
        return [self._line(Purpose.CUSTOMER, call.room, CUSTOMER, name) for _ in rooms]

    async def of_agent(self, session: AsyncSession, call: Call, agent_id: str) -> list[Line]:
        """An agent's lines; none when the call has no place for them now."""
        transfer = await open_transfer(session, call)
        agent = (await agents_by_id(session, [agent_id]))[agent_id]
        identity, name = agent_identity(agent_id), neutral_name(agent.name)
        lines: list[Line] = []
        wanted = line_up_of(call, transfer)
        for room in wanted.rooms_of(identity):
            if room == "consult" and transfer is not None:
                lines.append(self._line(Purpose.CONSULT, transfer.room, identity, name))
            else:
                purpose = _purpose(wanted, transfer, agent_id)
                lines.append(self._line(purpose, call.room, identity, name))
        return sorted(lines, key=lambda line: list(Purpose).index(line.purpose))

    async def stay_away(self, lines: Sequence[Line], was: Collection[str]) -> None:
        """Raise ContinuedElsewhere when somebody newer than `was` (sids) is where these lines lead.

        For who comes back unasked, from sleep or a lost network: the newest device keeps the call.
        """
        for line in lines if was else ():
            there = (await self._livekit.participants(line.room)).get(line.identity)
            if there is not None and there.active and there.sid not in was:
                raise ContinuedElsewhere

    def _line(self, purpose: Purpose, room: str, identity: str, name: str) -> Line:
        token, expires_at = self._livekit.mint(room, identity, name)
        return Line(
            purpose=purpose,
            room=room,
            url=self._livekit.public_url,
            token=token,
            identity=identity,
            name=name,
            expires_at=expires_at,
        )


def _purpose(wanted: LineUp, transfer: Transfer | None, agent_id: str) -> Purpose:
    """`to` stands by in the customer room, without rights, until the handoff or a conference."""
    is_to = transfer is not None and transfer.to_agent_id == agent_id
    rights = (wanted.customer_room or {}).get(agent_identity(agent_id))
    return Purpose.STANDBY if is_to and rights == SILENT else Purpose.CUSTOMER
