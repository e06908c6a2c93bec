"""What serve asks of the companion's ears, and what it takes from them.

The calls are served on paper: nobody is in their rooms, as all of this is decided before media.
"""

import jwt
import pytest

from segue.access.actor import Scope
from segue.calls.legs import expect
from segue.calls.repository import get_call
from segue.database import database_now
from segue.lineup.tending import Tending
from segue.transfers.situation import Event
from tests.integration.office import Api, Json, Office

NOW = "2026-01-01T10:00:00Z"


@pytest.fixture(autouse=True)
def _nobody_looks(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody looks at LiveKit, where nobody is."""

    async def look(_: Tending) -> float:
        return 60.0

    monkeypatch.setattr(Tending, "look", look)


@pytest.fixture
async def ears(office: Office) -> Api:
    return await office.a_key(Scope.COMPANION)


def heard(key: str, identity: str, line: str = "customer", **more: object) -> Json:
    one = {"id": f"heard-{key}", "identity": identity, "line": line, "text": key}
    return {"segments": [one | {"started_at": NOW} | more]}


async def came(office: Office, call_id: str, handle: str) -> None:
    """An agent has a place on the call."""
    async with office.services.database.transaction() as session:
        call, somebody = await get_call(session, call_id), office[handle]
        now = await database_now(session)
        await expect(session, call, somebody.identity, somebody.id, now)


async def consulting(office: Office, call_id: str) -> str:
    transfer_id = (await office.initiate("alice", call_id, {"agent": "bob"}))["id"]
    await office["bob"].api.ok("POST", f"/api/transfer/accept/{transfer_id}")
    await happens(office, call_id, transfer_id, Event.PREPARED)
    return transfer_id


async def happens(office: Office, call_id: str, transfer_id: str, event: Event) -> None:
    async with office.services.database.transaction() as session:
        await office.services.transfers.signal(session, call_id, transfer_id, event)


async def test_everybody_who_talks_is_to_be_written_down_but_nobody_on_hold(
    office: Office, ears: Api
):
    call_id = await office.served("alice")
    path, alice = f"/api/companion/calls/{call_id}", office["alice"]
    desired = await ears.ok("GET", path)
    assert (desired["transcribe"], desired["consult"]) == (["customer", alice.identity], None)
    await alice.api.ok("POST", f"/api/calls/{call_id}/hold")
    assert (await ears.ok("GET", path))["transcribe"] == []


async def test_the_private_talk_may_be_heard_once_both_are_there_and_as_long_as_they_talk(
    office: Office, ears: Api
):
    call_id = await office.served("alice")
    path = f"/api/companion/calls/{call_id}"
    transfer_id = await consulting(office, call_id)
    assert (await ears.ok("GET", path))["consult"] is None, "Bob is on his way"
    await happens(office, call_id, transfer_id, Event.TO_ARRIVED)
    desired = await ears.ok("GET", path)
    private = desired["consult"]
    both = [office["alice"].identity, office["bob"].identity]
    assert (desired["transcribe"], private["transcribe"]) == ([], both)
    claims = jwt.decode(private["token"], options={"verify_signature": False})
    assert claims["sub"] == "companion"
    assert claims["exp"] - claims["nbf"] <= 60
    rights = {key for key, given in claims["video"].items() if given}
    assert rights == {"room", "roomJoin", "canSubscribe", "canPublish", "canPublishSources"}
    assert claims["video"]["canPublishSources"] == ["microphone"]
    assert claims["video"]["room"] == private["room"] == f"consult-{transfer_id}"
    await office["alice"].api.ok("POST", f"/api/transfer/merge/{transfer_id}")
    assert (await ears.ok("GET", path))["consult"] is None


async def test_a_call_whose_lines_are_posted_is_left_alone(office: Office, ears: Api):
    body = {"customer": {"name": "Casey"}, "transcript": "posted"}
    call_id = (await office.root.ok("POST", "/api/calls", body))["call"]["id"]
    assert (await ears.ok("GET", f"/api/companion/calls/{call_id}"))["transcribe"] == []
    assert (await office.call(call_id))["transcription"] == "posted"


async def test_words_are_kept_under_the_names_of_who_said_them(office: Office, ears: Api):
    call_id = await office.served("alice")
    await came(office, call_id, "alice")
    path = f"/api/companion/calls/{call_id}/transcript"
    await ears.ok("POST", path, heard("1", "customer", text="my card is", final=False))
    await ears.ok("POST", path, heard("1", "customer", text="my card is 4111 1111 1111 1111"))
    await ears.ok("POST", path, heard("2", office["alice"].identity))
    said = (await office.root.ok("GET", f"/api/calls/{call_id}/transcript"))["segments"]
    assert [(one["speaker"], one["speaker_id"], one["final"]) for one in said] == [
        ("customer", None, True),
        ("agent", office["alice"].id, True),
    ]
    assert "4111 1111" not in said[0]["text"]


async def test_the_private_talk_is_kept_for_the_two_who_had_it(office: Office, ears: Api):
    call_id = await office.served("alice")
    transfer_id = await consulting(office, call_id)
    await happens(office, call_id, transfer_id, Event.TO_ARRIVED)
    path = f"/api/companion/calls/{call_id}/transcript"
    private = heard("p", office["bob"].identity, "consult")
    await ears.ok("POST", path, private)
    for handle in ("alice", "bob"):
        read = await office[handle].api.ok("GET", f"/api/calls/{call_id}/transcript")
        assert [one["line"] for one in read["segments"]] == ["consult"]


@pytest.mark.parametrize(
    ("identity", "line"),
    [("agent:agt_nobody", "customer"), ("companion", "customer"), ("customer", "consult")],
)
async def test_nobody_is_said_to_have_spoken_where_they_are_not(
    office: Office, ears: Api, identity: str, line: str
):
    call_id = await office.served("alice")
    path = f"/api/companion/calls/{call_id}/transcript"
    refused = await ears.problem("POST", path, heard("x", identity, line))
    assert refused == (422, "not_on_the_line")


async def test_the_companions_key_posts_what_it_heard_and_nothing_else(office: Office, ears: Api):
    call_id = await office.served("alice")
    own = {"id": "typed-1", "line": "customer", "speaker": "customer", "text": "?"}
    typed = {"segments": [own | {"started_at": NOW}]}
    path = f"/api/calls/{call_id}/transcript"
    assert await ears.problem("POST", path, typed) == (403, "scope_needed")
    assert await ears.problem("GET", path) == (403, "scope_needed")
    taken = heard("x", "customer", id="typed-1")
    path = f"/api/companion/calls/{call_id}/transcript"
    assert (await ears.problem("POST", path, taken))[0] == 422


async def test_the_desk_is_told_when_nobody_writes_down_what_is_said(office: Office, ears: Api):
    call_id = await office.served("alice")
    assert (await office.call(call_id))["transcription"] is None
    path = f"/api/companion/calls/{call_id}"
    for state in ("working", "unreachable", "working"):
        await ears.ok("POST", path, {"music": False, "transcription": state})
        assert (await office.call(call_id))["transcription"] == state
