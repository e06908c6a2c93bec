"""Transfers over the API, on real media and both databases: every way on, and every refusal."""

import asyncio
from collections.abc import AsyncGenerator
from typing import Any

import pytest

from segue.access.actor import Actor, Role
from segue.transfers.situation import Event
from tests.integration.office import Json, Office, until
from tests.servers import LiveKit

SUPERVISOR = Actor("supervisor", Role.SUPERVISOR)


@pytest.fixture
async def office(database_url: str, livekit: LiveKit) -> AsyncGenerator[Office]:
    async with Office.open(database_url, livekit) as office:
        await office.hire("alice", "bob", "carol", skills=["billing"])
        yield office


def to(handle: str) -> Json:
    return {"agent": handle}


async def move(office: Office, handle: str, name: str, transfer_id: str, body: Any = None) -> int:
    """The status of a move; its body, where it is refused, has state and allowed moves."""
    answer = await office[handle].api.post(f"/api/transfer/{name}/{transfer_id}", json=body or {})
    if answer.status_code == 409:
        assert answer.json()["state"]
        assert isinstance(answer.json()["allowed_moves"], list)
    return answer.status_code


# --- ways on --------------------------------------------------------------------------------------


async def test_a_warm_transfer_from_the_first_ring_to_the_handoff(office: Office):
    call = await office.talking("alice")
    begun = await office.initiate(
        "alice", call.id, to("bob"), reason="A refund", note="Be kind", briefing="Read this."
    )
    assert (begun["state"], begun["mode"]) == ("preparing", "warm")
    assert begun["to"]["agent_id"] == office["bob"].id
    offer = (await office["bob"].api.ok("GET", "/api/me"))["offers"][0]
    assert (offer["kind"], offer["transfer"]["briefing"]["text"]) == ("transfer", "Read this.")
    transfer_id = begun["id"]
    await office.rings_at(transfer_id, "bob")
    assert (await office.call(call.id))["hold"]
    edited = await office["alice"].api.ok(
        "PATCH", f"/api/transfer/briefing/{transfer_id}", {"text": "Better."}
    )
    assert (
        edited["transfer"]["briefing"] | {"text": "Better.", "edited": True}
        == (edited["transfer"]["briefing"])
    )
    accepted = await office["bob"].api.ok("POST", f"/api/transfer/accept/{transfer_id}")
    assert [line["purpose"] for line in accepted["connect"]] == ["consult", "standby"]
    assert accepted["transfer"]["briefing"]["text"] == "Better."
    await office["bob"].party.join(accepted["connect"])
    consulting = await office.transfer_until(transfer_id, "consulting", focus="consult")
    assert consulting["attempts"][-1]["outcome"] == "accepted"
    completed = await office["alice"].api.ok(
        "POST", "/api/transfer/complete-v2", {"transfer_id": transfer_id}
    )
    assert completed["transfer"]["state"] == "completed"
    served = await office.call_until(call.id, "active", agent_id=office["bob"].id)
    assert served["transfer_id"] is None
    timeline = [entry["state"] for entry in completed["transfer"]["timeline"]]
    assert timeline == ["preparing", "ringing", "consulting", "completing", "completed"]
    assert await office.status("alice") == "available"
    again = await office["alice"].api.ok(
        "POST", "/api/transfer/complete-v2", {"transfer_id": transfer_id}
    )
    assert again["transfer"]["version"] == completed["transfer"]["version"]


async def test_a_call_taken_over_keeps_its_briefing_and_rings_as_a_call_once_it_is_lost(
    office: Office,
):
    call = await office.talking("alice")
    transfer_id = (await office.initiate("alice", call.id, to("bob")))["id"]
    await office.rings_at(transfer_id, "bob")
    await office.accept("bob", transfer_id)
    await office.transfer_until(transfer_id, "consulting")
    complete = {"transfer_id": transfer_id}
    await office["alice"].api.ok("POST", "/api/transfer/complete-v2", complete)
    bob = office["bob"]
    desk = await bob.api.ok("GET", "/api/me")
    assert (desk["transfer"]["id"], desk["transfer"]["state"]) == (transfer_id, "completed")
    await bob.party.leave()
    await office.call_until(call.id, "offered", offered_to=bob.id)
    [offer] = (await bob.api.ok("GET", "/api/me"))["offers"]
    assert (offer["kind"], offer["transfer"]) == ("call", None)


async def test_swap_merge_split_and_cancel(office: Office):
    call = await office.talking("alice")
    transfer_id = (await office.initiate("alice", call.id, to("bob")))["id"]
    await office.rings_at(transfer_id, "bob")
    await office.accept("bob", transfer_id)
    await office.transfer_until(transfer_id, "consulting", focus="consult")
    aim = {"focus": "customer"}
    assert await move(office, "alice", "swap", transfer_id, aim) == 200
    assert await move(office, "alice", "swap", transfer_id, aim) == 200  # a retry flips nothing
    await office.transfer_until(transfer_id, "consulting", focus="customer")
    assert not (await office.call(call.id))["hold"]
    assert await move(office, "alice", "swap", transfer_id, {"focus": "consult"}) == 200
    await office.transfer_until(transfer_id, "consulting", focus="consult")
    await office.speaks_nowhere_but(call.id, "alice", "consult")
    assert await move(office, "alice", "merge", transfer_id) == 200
    await office.transfer_until(transfer_id, "conferencing")
    await office.speaks_nowhere_but(call.id, "alice", "customer")
    assert await move(office, "alice", "split", transfer_id) == 200
    await office.transfer_until(transfer_id, "consulting", focus="consult")
    await office.speaks_nowhere_but(call.id, "alice", "consult")
    assert await move(office, "bob", "cancel", transfer_id) == 403
    assert await move(office, "alice", "cancel", transfer_id) == 200
    cancelled = await office.transfer_until(transfer_id, "cancelled")
    assert cancelled["cause"] == "cancelled"
    await office.call_until(call.id, "active", agent_id=office["alice"].id, hold=False)
    assert await office.status("bob") == "available"


async def test_ordered_targets_are_asked_one_by_one_and_then_the_call_comes_back(office: Office):
    call = await office.talking("alice")
    transfer_id = (await office.initiate("alice", call.id, to("bob"), to("carol")))["id"]
    await office.rings_at(transfer_id, "bob")
    decline = f"/api/transfer/decline/{transfer_id}"
    await office["bob"].api.ok("POST", decline, {"reason": "lunch"})
    await office.rings_at(transfer_id, "carol")
    assert await office.status("bob") == "available"
    accept = f"/api/transfer/accept/{transfer_id}"
    assert await office["bob"].api.problem("POST", accept) == (409, "offer_over")
    assert await office["bob"].api.problem("GET", f"/api/transfer/status/{transfer_id}") == (
        403,
        "not_your_transfer",
    )
    await office["carol"].api.ok("POST", decline, {})
    over = await office.transfer_until(transfer_id, "declined")
    assert [(one["name"], one["outcome"], one["cause"]) for one in over["attempts"]] == [
        ("Bob", "declined", "lunch"),
        ("Carol", "declined", None),
    ]
    await office.call_until(call.id, "active", agent_id=office["alice"].id)


async def test_a_skill_is_asked_one_agent_at_a_time_longest_idle_first(office: Office):
    call = await office.talking("alice")
    transfer_id = (await office.initiate("alice", call.id, {"skill": "billing"}))["id"]
    await office.rings_at(transfer_id, "bob")
    await office["bob"].api.ok("POST", f"/api/transfer/decline/{transfer_id}", {})
    await office.rings_at(transfer_id, "carol")
    assert await move(office, "alice", "cancel", transfer_id) == 200
    await office.transfer_until(transfer_id, "cancelled")
    accept = f"/api/transfer/accept/{transfer_id}"
    for handle in ("bob", "carol"):
        assert await office[handle].api.problem("POST", accept) in (
            (409, "offer_over"),
            (403, "not_your_transfer"),
        )
    assert await office["carol"].api.problem("POST", accept) == (409, "offer_over")


async def test_whoever_goes_offline_while_it_rings_is_passed_over(office: Office):
    call = await office.talking("alice")
    transfer_id = (await office.initiate("alice", call.id, to("bob"), to("carol")))["id"]
    await office.rings_at(transfer_id, "bob")
    await office.says("bob", "offline")
    ringing = await office.rings_at(transfer_id, "carol")
    assert ringing["attempts"][0]["outcome"] == "gone"


async def test_nobody_answers_in_time(office: Office):
    call = await office.talking("alice")
    transfer_id = (await office.initiate("alice", call.id, to("bob"), ring_seconds=5))["id"]
    over = await office.transfer_until(transfer_id, "unanswered")
    assert (over["cause"], over["attempts"][0]["outcome"]) == ("ring_timeout", "unanswered")
    await office.call_until(call.id, "active", agent_id=office["alice"].id)


async def test_to_accepts_and_never_comes(office: Office, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("segue.transfers.moves.ARRIVE_SECONDS", 1.0)
    call = await office.talking("alice")
    transfer_id = (await office.initiate("alice", call.id, to("bob"), to("carol")))["id"]
    await office.rings_at(transfer_id, "bob")
    await office["bob"].api.ok("POST", f"/api/transfer/accept/{transfer_id}")
    ringing = await office.rings_at(transfer_id, "carol")
    assert ringing["attempts"][0]["outcome"] == "unanswered"


async def test_an_accept_while_preparing_counts_when_prepared(office: Office):
    call = await office.talking("alice")
    transfer_id = (await office.initiate("alice", call.id, to("bob")))["id"]
    accepted = await office.accept("bob", transfer_id)
    assert accepted["state"] in ("preparing", "consulting")
    await office.transfer_until(transfer_id, "consulting")


async def test_blind_lets_from_go_at_once(office: Office):
    call = await office.talking("alice")
    begun = await office.initiate("alice", call.id, to("bob"), mode="blind")
    assert await office.status("alice") == "available"
    await office.rings_at(begun["id"], "bob")
    await office.accept("bob", begun["id"])
    await office.transfer_until(begun["id"], "completed")
    await office.call_until(call.id, "active", agent_id=office["bob"].id)


async def test_blind_that_nobody_takes_goes_back_to_from_or_the_queue(office: Office):
    call = await office.talking("alice")
    begun = await office.initiate("alice", call.id, to("bob"), mode="blind")
    await office.rings_at(begun["id"], "bob")
    await office["bob"].api.ok("POST", f"/api/transfer/decline/{begun['id']}", {})
    await office.transfer_until(begun["id"], "requeued")
    await office.call_until(call.id, "offered", offered_to=office["alice"].id)


async def test_auto_complete_hands_over_as_soon_as_to_is_there(office: Office):
    call = await office.talking("alice")
    begun = await office.initiate("alice", call.id, to("bob"), auto_complete=True)
    await office.rings_at(begun["id"], "bob")
    await office.accept("bob", begun["id"])
    await office.transfer_until(begun["id"], "completed")


async def test_agents_who_hang_up_leave_the_transfer_to_the_others(office: Office):
    call = await office.talking("alice")
    transfer_id = (await office.initiate("alice", call.id, to("bob")))["id"]
    await office.rings_at(transfer_id, "bob")
    await office.accept("bob", transfer_id)
    await office.transfer_until(transfer_id, "consulting")
    await office["alice"].api.ok("POST", f"/api/calls/{call.id}/end")
    await office.transfer_until(transfer_id, "completed")
    await office.call_until(call.id, "active", agent_id=office["bob"].id)


async def test_a_customer_who_hangs_up_ends_everything(office: Office):
    call = await office.talking("alice")
    transfer_id = (await office.initiate("alice", call.id, to("bob")))["id"]
    await office.rings_at(transfer_id, "bob")
    async with office.services.database.transaction() as session:
        await office.services.calls.customer_left(session, call.id, "customer_ended")
    await office.transfer_until(transfer_id, "abandoned", cause="customer_ended")
    await office.call_until(call.id, "ended", end_cause="customer_ended")
    assert [await office.status(one) for one in ("alice", "bob")] == ["available", "available"]


# --- races ----------------------------------------------------------------------------------------


async def test_both_are_told_at_once_who_is_away_and_who_is_back(office: Office):
    call = await office.talking("alice")
    transfer_id = (await office.initiate("alice", call.id, to("bob")))["id"]
    await office.rings_at(transfer_id, "bob")
    bob = office["bob"]
    accepted = await bob.api.ok("POST", f"/api/transfer/accept/{transfer_id}")
    await bob.party.join(accepted["connect"])
    await office.transfer_until(transfer_id, "consulting")

    async def there() -> bool:
        return (await office.transfer(transfer_id))["to"]["present"]

    await until(there, "bob is there")
    since = await office.services.live.committed()
    await bob.party.leave()
    async with asyncio.timeout(20):
        async for event in office.services.live.follow(SUPERVISOR, since):
            if event is not None and event.type == "transfer":
                assert event.data["view"]["state"] == "consulting"
                assert not event.data["view"]["to"]["present"]
                break
    # Before his absence counts as having left.
    await bob.party.join((await bob.api.ok("POST", f"/api/calls/{call.id}/connect"))["connect"])
    await until(there, "bob is back")


async def test_one_of_many_initiates_wins(office: Office):
    call_id = await office.served("alice")
    body = {"call_id": call_id, "to": to("bob")}
    answers = await asyncio.gather(
        *(office["alice"].api.post("/api/transfer/initiate-v2", json=body) for _ in range(8))
    )
    assert sorted(answer.status_code for answer in answers) == [201] + [409] * 7
    refused = next(answer for answer in answers if answer.status_code == 409)
    assert refused.json() | {"state": "active", "allowed_moves": ["end"]} == refused.json()
    assert len((await office.root.ok("GET", "/api/transfer"))["transfers"]) == 1


async def test_two_devices_of_one_agent_both_have_the_offer(office: Office):
    call_id = await office.served("alice")
    transfer_id = (await office.initiate("alice", call_id, to("bob")))["id"]
    await office.rings_at(transfer_id, "bob")
    answers = await asyncio.gather(*(move(office, "bob", "accept", transfer_id) for _ in range(4)))
    assert answers == [200] * 4
    attempts = (await office.transfer(transfer_id))["attempts"]
    assert [one["outcome"] for one in attempts] == ["accepted"]


@pytest.mark.parametrize("rival", [Event.RING_TIMEOUT, Event.DECLINED, Event.TO_GONE])
async def test_an_accept_at_the_last_moment_wins_or_loses_but_never_both(
    office: Office, rival: Event
):
    call_id = await office.served("alice")
    transfer_id = (await office.initiate("alice", call_id, to("bob"), to("carol")))["id"]
    await office.rings_at(transfer_id, "bob")

    async def passed_on() -> bool:
        async with office.services.database.transaction() as session:
            transfers = office.services.transfers
            return await transfers.signal(session, call_id, transfer_id, rival)

    accepted, passed, again = await asyncio.gather(
        move(office, "bob", "accept", transfer_id),
        passed_on(),
        move(office, "bob", "accept", transfer_id),
    )
    after = await office.transfer(transfer_id)
    if passed:
        assert (accepted, again) != (200, 200)
        assert after["to"]["agent_id"] == office["carol"].id
        assert await office.status("bob") == "available"
    else:
        assert (accepted, again) == (200, 200)
        assert (after["state"], after["to"]["agent_id"]) == ("consulting", office["bob"].id)
        assert await office.status("carol") == "available"


async def test_accept_and_cancel_at_once_end_as_one_of_them(office: Office):
    call_id = await office.served("alice")
    transfer_id = (await office.initiate("alice", call_id, to("bob")))["id"]
    await office.rings_at(transfer_id, "bob")
    accepted, cancelled = await asyncio.gather(
        move(office, "bob", "accept", transfer_id), move(office, "alice", "cancel", transfer_id)
    )
    assert cancelled == 200  # what is ringing and what is accepted can both be cancelled
    assert accepted in (200, 409)
    after = await office.transfer(transfer_id)
    assert after["state"] == "returning"
    states = [entry["event"] for entry in after["timeline"]]
    assert ("accepted" in states) == (accepted == 200)
    assert await move(office, "bob", "accept", transfer_id) == 409


# --- again, with the same key ---------------------------------------------------------------------


async def test_a_repeated_initiate_gets_the_same_transfer_and_fresh_tokens(office: Office):
    call_id = await office.served("alice")
    key = {"idempotency-key": "once"}
    body = {"call_id": call_id, "to": to("bob")}
    path = "/api/transfer/initiate-v2"
    first = await office["alice"].api.ok("POST", path, body, headers=key)
    replayed = await office["alice"].api.post(path, json=body, headers=key)
    assert replayed.status_code == 201
    assert replayed.headers["idempotency-replayed"] == "true"
    again = replayed.json()
    assert again["transfer"]["id"] == first["transfer"]["id"]
    assert [line["room"] for line in again["connect"]] == [
        line["room"] for line in first["connect"]
    ]
    assert again["connect"][0]["token"]
    assert len((await office.root.ok("GET", "/api/transfer"))["transfers"]) == 1
    other = {**body, "note": "another body"}
    assert (await office["alice"].api.problem("POST", path, other, headers=key))[0] == 422


# --- who may --------------------------------------------------------------------------------------


async def test_only_the_two_of_a_transfer_may_move_it_each_their_own_moves(office: Office):
    call_id = await office.served("alice")
    transfer_id = (await office.initiate("alice", call_id, to("bob")))["id"]
    await office.rings_at(transfer_id, "bob")
    for name in ("accept", "decline", "cancel", "merge", "split"):
        path = f"/api/transfer/{name}/{transfer_id}"
        assert await office["carol"].api.problem(
            "POST", path, {} if name == "decline" else None
        ) == (
            403,
            "not_your_transfer",
        )
    accept, cancel = (f"/api/transfer/{name}/{transfer_id}" for name in ("accept", "cancel"))
    assert await office["alice"].api.problem("POST", accept) == (403, "not_your_move")
    assert await office["bob"].api.problem("POST", cancel) == (403, "not_your_move")
    edit = f"/api/transfer/briefing/{transfer_id}"
    assert await office["bob"].api.problem("PATCH", edit, {"text": "x"}) == (403, "not_your_move")
    bodies = {"call_id": call_id, "to": to("carol")}
    assert (await office["bob"].api.problem("POST", "/api/transfer/initiate-v2", bodies))[0] == 403


async def test_each_side_is_told_what_it_may_do_and_others_nothing(office: Office):
    call_id = await office.served("alice")
    transfer_id = (await office.initiate("alice", call_id, to("bob")))["id"]
    await office.rings_at(transfer_id, "bob")
    alice, bob = office["alice"].api, office["bob"].api
    assert (await office.transfer(transfer_id, alice))["allowed_moves"] == [
        "cancel",
        "edit_briefing",
    ]
    assert (await office.transfer(transfer_id, bob))["allowed_moves"] == ["accept", "decline"]
    program = await office.transfer(transfer_id)
    assert (program["allowed_moves"], program["briefing"]) == ([], None)
    status = f"/api/transfer/status/{transfer_id}"
    assert await office["carol"].api.problem("GET", status) == (403, "not_your_transfer")
    listed = (await office["carol"].api.ok("GET", "/api/transfer"))["transfers"]
    assert listed == []
    query = f"/api/transfer?call_id={call_id}&state=ringing&limit=1"
    assert [one["id"] for one in (await bob.ok("GET", query))["transfers"]] == [transfer_id]


# --- bad input ------------------------------------------------------------------------------------


BAD_TARGETS: list[tuple[Any, int, str]] = [
    (to("alice"), 422, "transfer_to_self"),
    (to("olivia"), 422, "agent_unavailable"),
    (to("dana"), 422, "agent_not_configured"),
    (to("nobody"), 404, "agent_unknown"),
    ({"skill": "juggling"}, 422, "skill_unknown"),
    ({"phone": "+15550100"}, 422, "telephony_not_available"),
    ({"sip_uri": "sip:bob@example.org"}, 422, "telephony_not_available"),
    ([to("olivia"), {"skill": "closed"}], 422, "nobody_available"),
    ([to("bob"), to("alice")], 422, "transfer_to_self"),
    ({"agent": "bob", "skill": "billing"}, 422, "invalid_request"),
    ({}, 422, "invalid_request"),
    ([], 422, "invalid_request"),
    ([to("bob")] * 11, 422, "invalid_request"),
]


async def test_a_bad_target_is_refused_and_nothing_changes(office: Office):
    await office.hire("olivia", skills=["closed"], available=False)
    ai = {"handle": "dana", "name": "Dana", "kind": "ai"}
    await office.root.ok("POST", "/api/agents", ai)
    call_id = await office.served("alice")
    before = await office.kept(call_id)
    for targets, status, code in BAD_TARGETS:
        body = {"call_id": call_id, "to": targets}
        path = "/api/transfer/initiate-v2"
        assert await office["alice"].api.problem("POST", path, body) == (status, code), targets
        after = await office.kept(call_id)
        assert (after.state, after.version, after.transfer_id) == (
            before.state,
            before.version,
            None,
        )
        assert await office.status("bob") == "available"
    assert (await office.root.ok("GET", "/api/transfer"))["transfers"] == []


async def test_other_bad_requests(office: Office):
    alice, call_id = office["alice"].api, await office.served("alice")
    initiate = "/api/transfer/initiate-v2"
    good = {"call_id": call_id, "to": to("bob")}
    for body, status in (
        ({**good, "surprise": 1}, 422),
        ({**good, "mode": "lukewarm"}, 422),
        ({**good, "ring_seconds": 1}, 422),
        ({**good, "note": "x" * 501}, 422),
        ({**good, "briefing": "x" * 2_000_000}, 413),
        ({**good, "call_id": "call_none"}, 404),
    ):
        assert (await alice.problem("POST", initiate, body))[0] == status
    for name in ("accept", "cancel", "merge", "split"):
        path = f"/api/transfer/{name}/tr_none"
        assert await alice.problem("POST", path) == (404, "transfer_unknown")
    transfer_id = (await office.initiate("alice", call_id, to("bob")))["id"]
    await office.rings_at(transfer_id, "bob")
    complete = {"transfer_id": transfer_id}
    refused = await alice.post("/api/transfer/complete-v2", json=complete)
    assert refused.status_code == 409
    said = refused.json()
    assert (said["state"], said["allowed_moves"]) == ("ringing", ["cancel", "edit_briefing"])
    swap = f"/api/transfer/swap/{transfer_id}"
    assert await alice.problem("POST", swap, {"focus": "nobody"}) == (422, "invalid_request")
    edit = f"/api/transfer/briefing/{transfer_id}"
    assert (await alice.problem("PATCH", edit, {}))[0] == 422
    await office["alice"].api.ok("POST", f"/api/transfer/cancel/{transfer_id}")
