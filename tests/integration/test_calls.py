"""Calls over the API: offered, answered, held, lost and ended, on real media and both databases."""

import asyncio
from collections.abc import AsyncGenerator

import pytest
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from segue.calls.legs import expect
from segue.calls.models import Call
from segue.calls.moves import CallState
from segue.database import database_now
from segue.live.models import LiveEvent
from segue.roster.models import Agent
from segue.roster.schemas import AgentStatus
from tests.integration.office import Office, until
from tests.servers import LiveKit


@pytest.fixture
async def office(database_url: str, livekit: LiveKit) -> AsyncGenerator[Office]:
    async with Office.open(database_url, livekit) as office:
        yield office


@pytest.fixture
async def impatient(database_url: str, livekit: LiveKit) -> AsyncGenerator[Office]:
    async with Office.open(database_url, livekit, ring_seconds=1.0) as office:
        yield office


async def test_a_call_is_offered_to_the_longest_idle_of_its_skill_and_passed_on(impatient: Office):
    office = impatient
    await office.hire("sally", skills=["sales"])
    await office.hire("alice", "bob", skills=["billing"])
    call = await office.rings_in(skill="billing", joins=False)
    async with office.services.database.transaction() as session:
        assert await office.services.calls.offer_waiting(session) == []  # nobody is there yet
    await call.customer.join(call.connect)
    offered = await office.call_until(call.id, "offered", offered_to=office["alice"].id)
    assert offered["hold"]
    assert offered["position"] == 1
    assert offered["deadline_at"] > offered["server_now"]
    decline = f"/api/calls/{call.id}/decline"
    answer = await office["alice"].api.ok("POST", decline, {"reason": "lunch"})
    assert answer["connect"] == []
    [declined] = (await office.call(call.id))["declined"]
    assert (declined["agent_id"], declined["reason"]) == (office["alice"].id, "lunch")
    assert declined["at"]
    await office.call_until(call.id, "offered", offered_to=office["bob"].id)
    # Bob does not answer in time. Everybody was asked once, so the round begins again.
    await office.call_until(call.id, "offered", offered_to=office["alice"].id)
    assert await office.status("alice") == "busy"
    assert await office.status("bob") == "available"
    assert await office.status("sally") == "available"


async def test_whoever_is_asked_for_is_asked_first_and_by_handle(office: Office):
    await office.hire("alice", skills=["billing"])
    await office.hire("carol", skills=["sales"])
    call = await office.rings_in(skill="billing", agent="carol")
    await office.call_until(call.id, "offered", offered_to=office["carol"].id)
    await office["carol"].api.ok("POST", f"/api/calls/{call.id}/decline", {})
    await office.call_until(call.id, "offered", offered_to=office["alice"].id)


async def test_a_call_that_has_moved_meanwhile_reserves_nobody(
    office: Office, monkeypatch: pytest.MonkeyPatch
):
    """Another replica was quicker between the look at the queue and the lock of the call."""
    await office.hire("alice", "bob")
    call_id = await office.served("alice")

    async def a_stale_look(session: AsyncSession) -> list[Call]:
        return [await session.get_one(Call, call_id)]

    monkeypatch.setattr("segue.calls.service.next_waiting", a_stale_look)
    async with office.services.database.transaction() as session:
        assert await office.services.calls.offer_waiting(session) == []
    assert await office.status("bob") == "available"


async def test_an_offer_ends_when_its_agent_goes_offline(office: Office):
    await office.hire("alice", "bob")
    call = await office.rings_in()
    await office.call_until(call.id, "offered", offered_to=office["alice"].id)
    await office.says("alice", "offline")
    await office.call_until(call.id, "offered", offered_to=office["bob"].id)


async def test_two_calls_never_get_the_same_agent(office: Office):
    await office.hire("alice", skills=["billing"])
    first = await office.rings_in(skill="billing")
    await office.call_until(first.id, "offered", offered_to=office["alice"].id)
    second = await office.rings_in(skill="billing")
    waiting = await office.call_until(second.id, "waiting", position=2)
    assert waiting["hold"]
    await office["alice"].api.ok("POST", f"/api/calls/{first.id}/answer")
    await office.call_until(second.id, "waiting", position=1)
    await office["alice"].api.ok("POST", f"/api/calls/{first.id}/end")
    await office.call_until(second.id, "offered", offered_to=office["alice"].id)


async def test_many_hands_offering_at_once_give_each_agent_one_call(office: Office):
    await office.hire("alice", "bob", "carol", available=False)
    calls = [await office.rings_in() for _ in range(5)]

    async def customers_are_there() -> bool:
        legs = [(await office.call(call.id))["legs"][0] for call in calls]
        return all(leg["joined_at"] for leg in legs)

    await until(customers_are_there, "every customer is in their room")
    async with office.services.database.transaction() as session:
        for one in office.people.values():
            (await session.get_one(Agent, one.id)).chosen_status = AgentStatus.AVAILABLE

    async def offer() -> None:
        async with office.services.database.transaction() as session:
            await office.services.calls.offer_waiting(session)

    await asyncio.gather(*(offer() for _ in range(6)))
    offered = [(await office.call(call.id))["offered_to"] for call in calls]
    taken = [agent_id for agent_id in offered if agent_id]
    assert sorted(taken) == sorted(one.id for one in office.people.values())


async def test_answer_hold_resume_and_end(office: Office):
    await office.hire("alice", "bob")
    call = await office.talking("alice")
    alice, path = office["alice"].api, f"/api/calls/{call.id}"
    active = (await alice.ok("POST", f"{path}/answer"))["call"]  # again: the same answer
    assert (active["state"], active["hold"]) == ("active", False)
    assert active["allowed_moves"] == ["hold", "end", "transfer"]
    held = (await alice.ok("POST", f"{path}/hold"))["call"]
    assert (held["state"], held["hold"]) == ("held", True)
    assert (await alice.ok("POST", f"{path}/hold"))["call"]["state"] == "held"
    assert (await alice.ok("POST", f"{path}/resume"))["call"]["state"] == "connecting"
    assert (await office.call_until(call.id, "active"))["hold"] is False
    refused = await alice.post(f"{path}/decline", json={})
    assert refused.status_code == 409
    assert refused.json() | {"state": "active", "allowed_moves": ["hold", "end", "transfer"]} == (
        refused.json()
    )
    bob = office["bob"].api
    for move in ("answer", "hold", "resume", "end"):
        assert await bob.problem("POST", f"{path}/{move}") == (403, "not_your_call")
    assert (await alice.ok("POST", f"{path}/end"))["call"]["ended"]
    ended = await office.call_until(call.id, "ended", end_cause="agent_ended")
    assert ended["allowed_moves"] == []
    assert (await alice.ok("POST", f"{path}/connect"))["connect"] == []
    assert await office.status("alice") == "available"


async def test_an_agent_who_vanishes_is_looked_for_first(office: Office):
    await office.hire("alice")
    call = await office.talking("alice")
    await office.hire("bob")
    await office["alice"].party.leave()
    await office.call_until(call.id, "offered", offered_to=office["alice"].id, agent_id=None)
    answered = await office["alice"].api.ok("POST", f"/api/calls/{call.id}/answer")
    await office["alice"].party.join(answered["connect"])
    await office.call_until(call.id, "active", agent_id=office["alice"].id)


async def test_who_comes_back_does_not_take_the_call_from_a_newer_device(office: Office):
    await office.hire("alice")
    call = await office.talking("alice")
    alice = office["alice"]
    path = f"/api/calls/{call.id}/connect"
    room = (await alice.api.ok("POST", path))["connect"][0]["room"]
    mine = alice.party.rooms[room].local_participant.sid
    assert (await alice.api.ok("POST", path, {"was": ["PA_older", mine]}))["connect"]
    elsewhere = (409, "continued_elsewhere")
    assert await alice.api.problem("POST", path, {"was": ["PA_older"]}) == elsewhere
    await alice.party.leave()

    async def may_come_back() -> bool:
        return (await alice.api.post(path, json={"was": ["PA_older"]})).is_success

    await until(may_come_back, "nobody has her place")


async def test_a_customer_who_vanishes_has_hung_up(office: Office):
    await office.hire("alice")
    call = await office.talking("alice")
    await call.customer.leave()
    await office.call_until(call.id, "ended", end_cause="customer_left")
    assert await office.status("alice") == "available"


BAD_CALLS: list[tuple[object, int, str]] = [
    ({"customer": {"name": "C"}, "skill": "no-such"}, 422, "skill_unknown"),
    ({"customer": {"name": "C"}, "agent": "no-such"}, 404, "agent_unknown"),
    ({"customer": {"name": ""}}, 422, "invalid_request"),
    ({"customer": {"name": "C"}, "surprise": 1}, 422, "invalid_request"),
    ({"customer": {"name": "C"}, "metadata": {"x": "y" * 5000}}, 422, "metadata_too_large"),
    ({"customer": {"name": "C" * 2_000_000}}, 413, "body_too_large"),
    ([], 422, "invalid_request"),
]


async def test_a_bad_call_is_refused_and_nothing_is_made(office: Office):
    for body, status, code in BAD_CALLS:
        assert await office.root.problem("POST", "/api/calls", body) == (status, code)
    assert (await office.root.ok("GET", "/api/calls"))["calls"] == []


async def test_unknown_calls_and_malformed_bodies(office: Office):
    for move in ("answer", "hold", "resume", "end", "connect"):
        path = f"/api/calls/call_none/{move}"
        assert await office.root.problem("POST", path) in (
            (404, "call_unknown"),
            (403, "not_your_call"),
        )
    assert await office.root.problem("GET", "/api/calls/call_none") == (404, "call_unknown")
    answer = await office.root.post(
        "/api/calls", content=b"{no json", headers={"content-type": "application/json"}
    )
    assert (answer.status_code, answer.json()["code"]) == (422, "invalid_request")


async def test_a_line_of_no_moment_is_refused(office: Office):
    await office.hire("alice", available=False)
    path = f"/api/calls/{await office.served('alice')}/transcript"
    line = {"id": "1", "line": "customer", "speaker": "customer", "text": "Hello"}
    before, after = "0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-14:00"
    for started_at in (before, after, "2026-01-01T00:00:00", "soon"):
        body = {"segments": [{**line, "started_at": started_at}]}
        refused = await office["alice"].api.problem("POST", path, body)
        assert refused == (422, "invalid_request")
    assert (await office["alice"].api.ok("GET", path))["segments"] == []


async def test_what_was_said_is_kept_once_and_told_in_order(office: Office):
    await office.hire("alice", available=False)
    path = f"/api/calls/{await office.served('alice')}/transcript"

    def line(key: str, text: str, second: int) -> dict[str, object]:
        started_at = f"2026-01-01T10:00:{second:02}+01:00"
        who = {"line": "customer", "speaker": "customer", "final": True}
        return {"id": key, "text": text, "started_at": started_at, **who}

    alice = office["alice"].api
    await alice.ok("POST", path, {"segments": [line("b", "Second", 2), line("a", "Fir", 1)]})
    await alice.ok("POST", path, {"segments": [line("a", "First", 1), line("c", "Third", 3)]})
    first = await alice.ok("GET", f"{path}?limit=2")
    assert [one["text"] for one in first["segments"]] == ["First", "Second"]
    rest = await alice.ok("GET", f"{path}?limit=2&cursor={first['next_cursor']}")
    assert [one["text"] for one in rest["segments"]] == ["Third"]
    assert rest["next_cursor"] is None


async def test_lists_go_page_by_page_and_show_an_agent_only_their_own(office: Office):
    await office.hire("alice", "bob", available=False)
    made = [await office.served("alice") for _ in range(3)]
    made.append(await office.served("bob"))
    seen: list[str] = []
    query = "/api/calls?limit=2"
    while True:
        page = await office.root.ok("GET", query)
        assert len(page["calls"]) <= 2
        seen += [call["id"] for call in page["calls"]]
        if page["next_cursor"] is None:
            break
        query = f"/api/calls?limit=2&cursor={page['next_cursor']}"
    assert seen == sorted(made, reverse=True)
    mine = (await office["bob"].api.ok("GET", "/api/calls"))["calls"]
    assert [call["id"] for call in mine] == [made[3]]
    found = (await office.root.ok("GET", "/api/calls?agent=alice&status=active&q=casey"))["calls"]
    assert {call["id"] for call in found} == set(made[:3])
    assert (await office.root.problem("GET", "/api/calls?limit=201"))[0] == 422


async def test_secrets_are_gone_before_a_line_is_kept(office: Office):
    """From the transcript, and from what the desks are told."""
    await office.hire("alice", available=False)
    path = f"/api/calls/{await office.served('alice')}/transcript"
    said = [
        ("What is the card number?", "agent"),
        ("It is 4111 1111", "customer"),
        ("1111 1111.", "customer"),
        ("The other one starts 5500 0000", "customer"),
        ("0000", "customer"),
        ("Yes?", "agent"),
        ("0004.", "customer"),
        ("And the security code?", "agent"),
        ("Four eight two.", "customer"),
        ("My password is correct-horse", "customer"),
        ("Five people, and 40 euros.", "customer"),
    ]
    for second, (text, speaker) in enumerate(said):
        line = {"id": f"l{second}", "line": "customer", "speaker": speaker, "text": text}
        started_at = f"2026-01-01T10:00:{second:02}Z"
        answer = await office["alice"].api.ok(
            "POST", path, {"segments": [line | {"started_at": started_at}]}
        )
        assert [one["id"] for one in answer["segments"]] == [f"l{second}"]
    kept = [one["text"] for one in (await office["alice"].api.ok("GET", path))["segments"]]
    assert len(kept) == len(said)
    assert kept[-1] == "Five people, and 40 euros."
    query = select(LiveEvent.data).where(LiveEvent.type == "transcript")
    async with office.services.database.reading() as session:
        told = [data["text"] for data in await session.scalars(query)]
    for text in (*kept, *told):
        secrets = ("4111", "1111 1111", "5500", "482", "eight two", "horse")
        assert not any(secret in text for secret in secrets), text


async def test_a_card_number_goes_in_whatever_order_its_parts_come(office: Office):
    await office.hire("alice", available=False)
    path = f"/api/calls/{await office.served('alice')}/transcript"

    async def say(key: str, second: int, text: str, line: str = "customer") -> None:
        one = {"id": key, "line": line, "speaker": "customer", "text": text}
        started_at = f"2026-01-01T10:00:{second:02}Z"
        body = {"segments": [one | {"started_at": started_at}]}
        await office.root.ok("POST", path, body)

    await say("b", 2, "6362 1486")
    await say("a", 1, "my visa is 4539 5787")
    await say("x", 20, "my visa is 4539 5787")
    await say("x", 20, "6362 1486")
    await say("y", 40, "my pin is 4410 and my visa starts 4539 5787")
    await say("z", 41, "6362 1486")
    kept = [one["text"] for one in (await office.root.ok("GET", path))["segments"]]
    async with office.services.database.reading() as session:
        query = select(LiveEvent.data).where(LiveEvent.type == "transcript")
        told = [data["text"] for data in await session.scalars(query)]
    for texts in (kept, told):
        together = " ".join(texts)
        assert not ("4539" in together and "6362" in together), together


async def test_a_phone_number_is_for_those_who_handle_the_call(office: Office):
    await office.hire("alice", "bob", available=False)
    body = {"customer": {"name": "Casey", "phone": "+15550100"}, "agent": "alice"}
    call_id = (await office.root.ok("POST", "/api/calls", body))["call"]["id"]
    async with office.services.database.transaction() as session:
        call = await session.get_one(Call, call_id)
        call.agent_id, call.state = office["alice"].id, CallState.ACTIVE
        bob = office["bob"]
        leg = await expect(session, call, bob.identity, bob.id, await database_now(session))
        leg.left_at = leg.created_at
    for handle, phone in (("alice", "+15550100"), ("bob", None)):
        seen = await office[handle].api.ok("GET", f"/api/calls/{call_id}")
        assert seen["customer"]["phone"] == phone, handle


@pytest.mark.parametrize("name", ["\x1c", "Casey\x07", "\x85"])
async def test_a_name_has_no_control_characters(office: Office, name: str):
    refused = (422, "invalid_request")
    calls = {"customer": {"name": name}}
    assert await office.root.problem("POST", "/api/calls", calls) == refused
    agent = {"handle": "eve", "name": name}
    assert await office.root.problem("POST", "/api/agents", agent) == refused


async def test_metadata_is_not_nested_without_end(office: Office):
    deep: object = 1
    for _ in range(300):
        deep = {"a": deep}
    body = {"customer": {"name": "Casey"}, "metadata": deep}
    assert await office.root.problem("POST", "/api/calls", body) == (422, "invalid_text")
