"""What the access part keeps per application, under `app.state.access`."""

from dataclasses import dataclass, field
from typing import Protocol

from starlette.requests import HTTPConnection

from segue.access.limits import RateLimiter
from segue.access.passwords import Passwords
from segue.database import Database
from segue.settings import Settings


class Services(Protocol):
    """As much of `app.state.segue` as this part needs."""

    @property
    def settings(self) -> Settings: ...

    @property
    def database(self) -> Database: ...


@dataclass(frozen=True, slots=True)
class AccessState:
    """The settings and database, and what is our own."""

    settings: Settings
    database: Database
    passwords: Passwords = field(default_factory=Passwords)
    limiter: RateLimiter = field(default_factory=RateLimiter)


def access_state(connection: HTTPConnection) -> AccessState:
    """The access state of the application that is asked."""
    state: AccessState = connection.app.state.access
    return state
