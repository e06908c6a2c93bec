"""Who a transfer is offered to next: the ordered targets, a skill one agent at a time."""

from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from segue.calls.models import Call
from segue.errors import Invalid
from segue.roster import service as roster
from segue.roster.models import Agent
from segue.roster.schemas import AgentStatus
from segue.transfers.models import Transfer
from segue.transfers.schemas import AttemptView, Outcome, Target


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


class PhoneNotAvailable(Invalid):
    """Telephony is not part of this installation."""

    code = "telephony_not_available"
    detail = "Calls cannot be transferred to phones here. Please choose an agent or a skill."


SAYS = {
    AgentStatus.BUSY: "is on another call",
    AgentStatus.AWAY: "is away",
    AgentStatus.OFFLINE: "is offline",
}


async def check_target(session: AsyncSession, target: Target, from_agent: str) -> None:
    """Refuse a target that could never be: oneself, unknown, a phone without telephony."""
    if target.phone is not None or target.sip_uri is not None:
        raise PhoneNotAvailable
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
) -> Agent | None:
    """The next agent to offer the call to, reserved for it; None when no target is left."""
    while transfer.target_index < len(transfer.targets):
        target = Target.model_validate(transfer.targets[transfer.target_index])
        agent = await _reserve(session, call, transfer, target, now)
        if agent is None or target.skill is None:
            transfer.target_index += 1
        if agent is not None:
            transfer.tried = [*transfer.tried, agent.id]
            note_attempt(transfer, target, agent, "ringing", now)
            return agent
    return None


async def _reserve(
    session: AsyncSession, call: Call, transfer: Transfer, target: Target, now: datetime
) -> Agent | None:
    if target.skill is not None:
        without = {transfer.from_agent_id, *transfer.tried}
        for agent in await roster.free_agents(session, target.skill, now, without):
            if await roster.engage(session, agent, call.id, now):
                return agent
        return None
    agent = await roster.require_agent(session, target.agent or "")
    status = roster.status_of(agent, now)
    free = status in (AgentStatus.AVAILABLE, AgentStatus.WRAP_UP)
    if free and await roster.engage(session, agent, call.id, now):
        return agent
    note_attempt(transfer, target, agent, "unavailable", now, cause=status.value)
    return None


def note_attempt(
    transfer: Transfer,
    target: Target,
    agent: Agent,
    outcome: Outcome,
    now: datetime,
    cause: str | None = None,
) -> None:
    """Write down a try to reach somebody."""
    attempt = AttemptView(
        target=target, agent_id=agent.id, name=agent.name, outcome=outcome, cause=cause, at=now
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
