"""LiveKit is away: nobody is moved, and whoever asks is told."""

from collections.abc import AsyncGenerator

import pytest

from tests.integration.office import Office, until
from tests.servers import LiveKit, Servers


@pytest.fixture
def voice(servers: Servers) -> LiveKit:
    return servers.livekit()


@pytest.fixture
async def office(database_url: str, voice: LiveKit) -> AsyncGenerator[Office]:
    async with Office.open(database_url, voice) as office:
        await office.hire("alice", "bob", "carol")
        yield office


async def reachable(office: Office) -> bool:
    return (await office.root.ok("GET", "/api/me"))["media"]["reachable"]


async def test_media_commands_answer_503_and_nothing_moves(office: Office, voice: LiveKit):
    active, held = await office.served("alice"), await office.served("carol")
    begun = (await office.initiate("alice", active, {"agent": "bob"}))["id"]
    await office.rings_at(begun, "bob")
    await office["carol"].api.ok("POST", f"/api/calls/{held}/hold")
    before = (await office.transfer(begun), await office.call(held))
    voice.kill()
    alice, bob, carol = (office[name].api for name in ("alice", "bob", "carol"))
    away = (503, "media_unavailable")
    initiate = {"call_id": held, "to": {"agent": "bob"}}
    complete = {"transfer_id": begun}
    for api, path, body in (
        (office.root, "/api/calls", {"customer": {"name": "Casey"}}),
        (carol, f"/api/calls/{held}/resume", None),
        (carol, f"/api/calls/{held}/hold", None),
        (carol, "/api/transfer/initiate-v2", initiate),
        (bob, f"/api/transfer/accept/{begun}", None),
        (alice, f"/api/transfer/swap/{begun}", {"focus": "customer"}),
        (alice, f"/api/transfer/merge/{begun}", None),
        (alice, f"/api/transfer/split/{begun}", None),
        (alice, "/api/transfer/complete-v2", complete),
    ):
        assert await api.problem("POST", path, body) == away, path
    assert await office.root.problem("GET", "/api/livekit/rooms") == away
    after = (await office.transfer(begun), await office.call(held))
    for then, now in zip(before, after, strict=True):
        assert (now["state"], now["version"]) == (then["state"], then["version"])
    assert len((await office.root.ok("GET", "/api/calls"))["calls"]) == 2
    assert await office.status("bob") == "busy"
    assert not await reachable(office)
    ready = await office.root.get("/readyz")
    assert (ready.status_code, ready.json()["livekit"]) == (503, "down")
    voice.start()
    await until(lambda: reachable(office), "LiveKit is back")
    await bob.ok("POST", f"/api/transfer/accept/{begun}")
    await office.transfer_until(begun, "consulting")
