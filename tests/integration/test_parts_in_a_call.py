"""Who has what part in a call now, and what of it they may read and say.

The calls are served on paper: nobody is in their rooms, as all of this is decided before media.
"""

from collections.abc import AsyncGenerator

import pytest

from segue.calls.legs import expect
from segue.calls.repository import get_call
from segue.database import database_now
from tests.integration.office import Office
from tests.servers import LiveKit


@pytest.fixture
async def office(database_url: str, livekit: LiveKit) -> AsyncGenerator[Office]:
    async with Office.open(database_url, livekit) as office:
        await office.hire("alice", "bob", "carol")
        yield office


async def once_on(office: Office, call_id: str, handle: str) -> None:
    """An agent was on the call some time ago."""
    async with office.services.database.transaction() as session:
        call, somebody = await get_call(session, call_id), office[handle]
        now = await database_now(session)
        leg = await expect(session, call, somebody.identity, somebody.id, now)
        leg.left_at = now


async def test_who_was_on_a_call_once_neither_reads_its_briefing_nor_invites(office: Office):
    call_id = await office.served("alice")
    await once_on(office, call_id, "carol")
    await office.initiate("alice", call_id, {"agent": "bob"})
    path = f"/api/calls/{call_id}"
    for handle in ("alice", "bob"):
        await office[handle].api.ok("GET", f"{path}/briefing")
        await office[handle].api.ok("POST", f"{path}/invites", {})
    carol = office["carol"].api
    await carol.ok("GET", path)
    assert await carol.problem("GET", f"{path}/briefing") == (403, "not_your_call")
    assert await carol.problem("POST", f"{path}/invites", {}) == (403, "not_your_call")
