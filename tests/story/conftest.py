"""The stages that the stories share, and what they measure on the way."""

from collections.abc import Iterator

import pytest
from livekit.rtc._ffi_client import FfiClient

from tests.media.stage import Stage
from tests.servers import Postgres, Servers


@pytest.fixture(scope="session", autouse=True)
def _sdk_ends_before_python() -> Iterator[None]:
    """End the SDK's threads while Python still lives: one that calls into an interpreter on its
    way out aborts the process.
    """
    yield
    FfiClient.instance._dispose()


@pytest.fixture(scope="session")
def stage(session_servers: Servers) -> Stage:
    """Everything there, on SQLite. Do not kill any of it."""
    return Stage.build(session_servers)


@pytest.fixture(scope="session")
def stage_on_postgres(session_servers: Servers, postgres: Postgres) -> Iterator[Stage]:
    """Everything there, on PostgreSQL."""
    with postgres.database() as url:
        yield Stage.build(session_servers, url)


@pytest.fixture(scope="session")
def bare_stage(session_servers: Servers) -> Stage:
    """No companion, and a voice server that tells nobody what happens."""
    return Stage.build(session_servers, accompanied=False, webhooks=False)
