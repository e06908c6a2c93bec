"""Fixtures of the integration tests; a file that needs another office has one of its own."""

from collections.abc import AsyncGenerator

import pytest

from tests.integration.office import Office
from tests.servers import LiveKit


@pytest.fixture
async def office(database_url: str, livekit: LiveKit) -> AsyncGenerator[Office]:
    """The app in this process, with three agents."""
    async with Office.open(database_url, livekit) as office:
        await office.hire("alice", "bob", "carol")
        yield office
