"""Who a transfer is offered to next: the ordered targets, a skill one agent at a time."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from segue.calls.models import Call
from segue.errors import Invalid
from segue.roster import service as roster
from segue.roster.schemas import AgentStatus
from segue.telephony.dials import ask_for_consult
from segue.transfers.models import Transfer
from segue.transfers.schemas import AttemptView, Outcome, Target
from segue.transfers.situation import on_phone


class TransferToSelf(Invalid):
    """The target is the agent who transfers."""

    code = "transfer_to_self"
    detail = "You have this call already. Please choose somebody else."


class AgentNotConfigured(Invalid):
    """The target is an AI agent that nobody has set up."""

    code = "agent_not_configured"
    detail = "This AI agent is not configured yet, so it cannot take calls."


class AgentUnavailable(Invalid):
    """The target does not take calls now."""

    code = "agent_unavailable"
    detail = "This agent does not take calls now. Please choose somebody else, or a skill."


class NobodyAvailable(Invalid):
    """None of the targets can be reached now."""

    code = "nobody_available"
    detail = "Nobody of those you chose is free now. The customer is still with you."


SAYS = {
    AgentStatus.BUSY: "is on another call",
    AgentStatus.AWAY: "is away",
    AgentStatus.OFFLINE: "is offline",
}


@dataclass(frozen=True, slots=True)
class Reserved:
    """Who is offered the call next: an agent, or a phone by its leg."""

    to: str
    name: str


async def check_target(session: AsyncSession, target: Target, from_agent: str) -> None:
    """Refuse an agent or a skill that could never be: oneself, unknown."""
    if target.address is not None:
        return  # phones are telephony's to check
    if target.skill is not None:
        if not await roster.skill_exists(session, target.skill):
            raise roster.SkillUnknown
        return
    agent = await roster.require_agent(session, target.agent or "")
    if agent.id == from_agent:
        raise TransferToSelf
    if not agent.configured:
        raise AgentNotConfigured


async def next_target(
    session: AsyncSession, call: Call, transfer: Transfer, now: datetime
) -> Reserved | None:
    """The next one to offer the call to, reserved for it; None when no target is left."""
    while transfer.target_index < len(transfer.targets):
        target = Target.model_validate(transfer.targets[transfer.target_index])
        reserved = await _reserve(session, call, transfer, target, now)
        if reserved is None or target.skill is None:
            transfer.target_index += 1
        if reserved is not None:
            transfer.tried = [*transfer.tried, reserved.to]
            note_attempt(transfer, target, reserved, "ringing", now)
            return reserved
    return None


async def _reserve(
    session: AsyncSession, call: Call, transfer: Transfer, target: Target, now: datetime
) -> Reserved | None:
    if target.address is not None:
        leg = await ask_for_consult(session, call, transfer, target.address, now)
        return Reserved(leg.id, target.address)
    if target.skill is not None:
        without = {transfer.from_agent_id, *transfer.tried}
        for agent in await roster.free_agents(session, target.skill, now, without):
            if await roster.engage(session, agent, call.id, now):
                return Reserved(agent.id, agent.name)
        return None
    agent = await roster.require_agent(session, target.agent or "")
    status = roster.status_of(agent, now)
    free = status in (AgentStatus.AVAILABLE, AgentStatus.WRAP_UP)
    reserved = Reserved(agent.id, agent.name)
    if free and await roster.engage(session, agent, call.id, now):
        return reserved
    note_attempt(transfer, target, reserved, "unavailable", now, cause=status.value)
    return None


def note_attempt(
    transfer: Transfer,
    target: Target,
    whom: Reserved,
    outcome: Outcome,
    now: datetime,
    cause: str | None = None,
) -> None:
    """Write down a try to reach somebody."""
    agent_id = None if on_phone(whom.to) else whom.to
    attempt = AttemptView(
        target=target, agent_id=agent_id, name=whom.name, outcome=outcome, cause=cause, at=now
    )
    transfer.attempts = [*transfer.attempts, attempt.model_dump(mode="json")]


def end_attempt(transfer: Transfer, outcome: Outcome, cause: str | None, now: datetime) -> None:
    """Write down what became of the try that is under way; an accept may still take back what
    was answered while the transfer was being prepared.
    """
    under_way = transfer.attempts and transfer.attempts[-1]["outcome"] in ("ringing", "accepted")
    if not transfer.attempts or not (under_way or outcome == "accepted"):
        return
    last = {**transfer.attempts[-1], "outcome": outcome, "cause": cause, "at": now.isoformat()}
    transfer.attempts = [*transfer.attempts[:-1], last]


def nobody(transfer: Transfer) -> Invalid:
    """Why a transfer cannot even begin, in words."""
    if len(transfer.targets) == 1 and len(transfer.attempts) == 1:
        attempt = AttemptView.model_validate(transfer.attempts[0])
        says = SAYS.get(AgentStatus(attempt.cause or "busy"), "does not take calls now")
        return AgentUnavailable(f"{attempt.name} {says}. Please choose somebody else, or a skill.")
    return NobodyAvailable()
