"""Who asks: an account, a program with a key, a customer, or nobody."""

from dataclasses import dataclass
from enum import StrEnum


class Role(StrEnum):
    """What an account may do; each includes the one before."""

    AGENT = "agent"
    SUPERVISOR = "supervisor"
    ADMIN = "admin"


class Scope(StrEnum):
    """What an API key may do."""

    CALLS_READ = "calls:read"
    CALLS_WRITE = "calls:write"
    TRANSFERS_READ = "transfers:read"
    TRANSFERS_WRITE = "transfers:write"
    ROSTER_READ = "roster:read"
    ROSTER_WRITE = "roster:write"
    EVENTS_READ = "events:read"
    ASSIST = "assist"
    TOKENS_ANY = "tokens:any"
    ACT_AS_AGENT = "act-as-agent"
    METRICS = "metrics"
    ADMIN = "admin"
    COMPANION = "companion"


@dataclass(frozen=True, slots=True)
class Actor:
    """Whoever sent a request, with what they may do; never taken from a body.

    `agent_id` is the agent that they are, or act for. `call_id` is set for a customer only.
    """

    id: str
    role: Role | None = None
    agent_id: str | None = None
    scopes: frozenset[Scope] = frozenset()
    call_id: str | None = None
    name: str = ""

    @property
    def is_customer(self) -> bool:
        """Whether a call's own customer asks."""
        return self.call_id is not None

    @property
    def oversees(self) -> bool:
        """Whether the asker may see and end every call: supervisors and admins."""
        return self.role in (Role.SUPERVISOR, Role.ADMIN)

    @property
    def is_admin(self) -> bool:
        """Whether the asker may change accounts, keys and the roster."""
        return self.role is Role.ADMIN or Scope.ADMIN in self.scopes

    def may(self, scope: Scope) -> bool:
        """Whether a program has the scope; accounts are judged by role and agent instead."""
        return scope in self.scopes

    def as_program(self, scope: Scope) -> bool:
        """Whether a program with the scope asks for itself, and not for an agent."""
        return self.agent_id is None and self.may(scope)

    def sees_all(self, scope: Scope) -> bool:
        """Whether the asker's sight is not bound to what one agent has a part in.

        An account that is no agent sees nothing of calls, unless it oversees.
        """
        return self.oversees or self.as_program(scope)
