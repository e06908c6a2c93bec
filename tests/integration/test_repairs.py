"""What apply and its callers do when the voice server answers in part, late, or not as itself."""

import asyncio
from collections.abc import AsyncGenerator

import psutil
import pytest
from aiohttp import web
from pydantic import SecretStr

from segue.calls.moves import CallEvent
from segue.errors import MediaUnavailable
from segue.media.livekit import LiveKit, Seen
from segue.transfers.situation import Event
from segue.up.livekit import Answer, check
from tests.fakes.settings import settings_for
from tests.integration.office import Office, until
from tests.media.stage import freeze, thaw
from tests.servers import LiveKit as Voice
from tests.servers import Servers, wait_for

KEYS = {"livekit_api_key": "key", "livekit_api_secret": SecretStr("s" * 32)}


@pytest.fixture
async def office(database_url: str, livekit: Voice) -> AsyncGenerator[Office]:
    async with Office.open(database_url, livekit) as office:
        await office.hire("alice", "bob", skills=["billing"])
        yield office


async def test_rights_do_not_wait_for_a_companion(office: Office, monkeypatch: pytest.MonkeyPatch):
    async def refuses(*_: object) -> None:
        raise MediaUnavailable

    monkeypatch.setattr(office.services.livekit, "dispatch_companion", refuses)
    call = await office.talking("alice")
    await office["alice"].api.ok("POST", f"/api/calls/{call.id}/hold")
    room = (await office.call(call.id))["room"]

    async def silent() -> bool:
        there = await office.services.livekit.participants(room)
        return not there[office["alice"].identity].rights.speak

    await until(silent, "Alice is silent on hold")


async def test_a_repair_that_fails_gives_nobody_anything(
    office: Office, monkeypatch: pytest.MonkeyPatch
):
    """Alice is not heard in the private room while she may still be heard by the customer."""
    call = await office.talking("alice")
    room = (await office.call(call.id))["room"]
    livekit = office.services.livekit
    takes, alice = livekit.set_rights, office["alice"].identity

    async def fails_to_take(name: str, identity: str, *rights: object) -> None:
        if (name, identity) == (room, alice):
            raise MediaUnavailable
        await takes(name, identity, *rights)  # pyright: ignore[reportArgumentType]

    monkeypatch.setattr(livekit, "set_rights", fails_to_take)
    begun = await office["alice"].api.ok(
        "POST", "/api/transfer/initiate-v2", {"call_id": call.id, "to": {"agent": "bob"}}
    )
    await office["alice"].party.join(begun["connect"])
    consult = begun["connect"][0]["room"]
    for _ in range(10):
        there = await livekit.participants(consult)
        assert alice not in there or not there[alice].rights.speak
        await asyncio.sleep(0.2)
    monkeypatch.setattr(livekit, "set_rights", takes)

    async def speaks() -> bool:
        there = await livekit.participants(consult)
        return alice in there and there[alice].rights.speak

    await until(speaks, "once it could be taken there, Alice speaks here")
    await office.rings_at(begun["transfer"]["id"], "bob")


async def test_a_slow_look_follows_the_newest_state(
    office: Office, monkeypatch: pytest.MonkeyPatch
):
    """Who was called in while a look waited for the voice server is no stranger to it."""
    call = await office.rings_in(agent="alice")
    room = (await office.call_until(call.id, "offered"))["room"]
    livekit, alice = office.services.livekit, office["alice"]
    reads, removes = livekit.participants, livekit.remove
    waits, go_on = asyncio.Event(), asyncio.Event()
    removed: list[str] = []

    async def reads_late(name: str) -> dict[str, Seen]:
        if not go_on.is_set() and name == room:
            waits.set()
            await go_on.wait()
        return await reads(name)

    async def remembers(name: str, identity: str) -> None:
        removed.append(identity)
        await removes(name, identity)

    monkeypatch.setattr(livekit, "participants", reads_late)
    monkeypatch.setattr(livekit, "remove", remembers)
    await waits.wait()
    answered = await alice.api.ok("POST", f"/api/calls/{call.id}/answer")
    await alice.party.join(answered["connect"])
    go_on.set()
    await office.call_until(call.id, "active")
    assert removed == []


async def test_what_came_of_an_older_look_is_no_news(office: Office):
    call = await office.rings_in(agent="alice")
    offered = await office.call_until(call.id, "offered")
    stale = offered["version"] - 1
    async with office.services.database.transaction() as session:
        assert not await office.services.calls.signal(
            session, call.id, CallEvent.OFFER_TIMEOUT, seen=stale
        )
    assert (await office.call(call.id))["state"] == "offered"

    await office["alice"].api.ok("POST", f"/api/calls/{call.id}/answer")
    await office["alice"].party.join(
        (await office["alice"].api.ok("POST", f"/api/calls/{call.id}/connect"))["connect"]
    )
    await office.call_until(call.id, "active")
    transfer_id = (await office.initiate("alice", call.id, {"agent": "bob"}))["id"]
    ringing = await office.rings_at(transfer_id, "bob")
    stale = ringing["version"] - 1
    async with office.services.database.transaction() as session:
        assert not await office.services.transfers.signal(
            session, call.id, transfer_id, Event.RING_TIMEOUT, seen=stale
        )
    assert (await office.transfer(transfer_id))["state"] == "ringing"


async def test_a_server_that_is_not_livekit_counts_as_unreachable():
    async def page(_: web.Request) -> web.Response:
        return web.Response(text="<html>Please sign in to the hotel's network</html>")

    app = web.Application()
    app.router.add_route("*", "/{anything:.*}", page)
    runner = web.AppRunner(app)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    try:
        livekit = LiveKit(settings_for("", livekit_url=site.name.replace("http", "ws"), **KEYS))
        with pytest.raises(MediaUnavailable):
            await livekit.rooms()
        await livekit.close()
    finally:
        await runner.cleanup()


async def test_a_voice_server_that_hangs_counts_as_unreachable(servers: Servers):
    voice = await asyncio.to_thread(servers.livekit)
    secret = SecretStr(voice.secret)
    settings = settings_for(
        "", livekit_url=voice.url, livekit_api_key=voice.key, livekit_api_secret=secret
    )
    livekit = LiveKit(settings)
    await livekit.rooms()
    freeze(voice)
    try:
        async with asyncio.timeout(20):
            with pytest.raises(MediaUnavailable):
                await livekit.rooms()
            answer = await check(voice.url, voice.key, voice.secret)
    finally:
        thaw(voice)
        await livekit.close()
    assert answer is Answer.UNREACHABLE


def test_serve_ends_when_what_tends_the_calls_dies(servers: Servers, livekit: Voice):
    """A supervisor starts it again; alive and deaf, it would not be."""
    serve = servers.serve(livekit)
    command = [
        serve.command[0],
        "-c",
        "import segue.live.service as live\n"
        "async def dies(self): raise RuntimeError('a bug')\n"
        "live.Live.run = dies\n"
        "import sys; sys.argv = ['segue', 'serve']\n"
        "from segue.cli import main; main()",
    ]
    serve.kill()
    serve.command = command
    serve.launch()
    wait_for(lambda: not psutil.pid_exists(serve.pid) or _ended(serve.pid), 30, "serve ends")


def _ended(pid: int) -> bool:
    return psutil.Process(pid).status() == psutil.STATUS_ZOMBIE
