"""A briefing is read aloud when `from` asks for it, and for as long as the private talk goes on.

On paper: nobody is in the rooms, as all of this is decided before media.
"""

import pytest

from segue.access.actor import Scope
from segue.lineup.tending import Tending
from segue.transfers.situation import Event
from tests.integration.office import Api, Json, Office
from tests.integration.test_what_the_companion_hears import consulting, happens

SPEAKS = {"music": False, "voice": True}


@pytest.fixture(autouse=True)
def _nobody_looks(monkeypatch: pytest.MonkeyPatch) -> None:
    async def look(_: Tending) -> float:
        return 60.0

    monkeypatch.setattr(Tending, "look", look)


@pytest.fixture
async def voice(office: Office) -> Api:
    return await office.a_key(Scope.COMPANION)


class Talk:
    """Alice and Bob in private, and a companion with a voice."""

    def __init__(self, office: Office, voice: Api, call_id: str, transfer_id: str) -> None:
        self.office = office
        self.alice = office["alice"].api
        self.call_id = call_id
        self.transfer_id = transfer_id
        self.path = f"/api/transfer/read/{transfer_id}"
        self._companion = f"/api/companion/calls/{call_id}"
        self._voice = voice

    @classmethod
    async def begin(cls, office: Office, voice: Api) -> "Talk":
        call_id = await office.served("alice")
        talk = cls(office, voice, call_id, await consulting(office, call_id))
        await talk.report()
        await happens(office, call_id, talk.transfer_id, Event.TO_ARRIVED)
        return talk

    async def read(self, *, aloud: bool = True) -> Json:
        return (await self.alice.ok("POST", self.path, {"aloud": aloud}))["transfer"]

    async def report(self, **more: object) -> None:
        await self._voice.ok("POST", self._companion, SPEAKS | more)

    async def wanted(self) -> Json | None:
        private = (await self._voice.ok("GET", self._companion))["consult"]
        return private["read"] if private else None

    async def reading(self) -> str | None:
        return (await self.office.transfer(self.transfer_id, self.alice))["reading"]


async def test_from_has_it_read_once_and_both_see_how_far_it_is(office: Office, voice: Api):
    talk = await Talk.begin(office, voice)
    assert (await office.call(talk.call_id))["voice"]
    edit = f"/api/transfer/briefing/{talk.transfer_id}"
    await talk.alice.ok("PATCH", edit, {"text": "Reason: Charged twice"})
    assert await talk.wanted() is None
    assert (await talk.read())["reading"] == "asked"
    assert (await talk.read())["reading"] == "asked", "a second click changes nothing"
    wanted = await talk.wanted()
    assert wanted is not None
    assert (wanted["text"], wanted["language"]) == ("Reason. Charged twice.", "en")
    for state in ("speaking", "spoken"):
        await talk.report(reading={"id": wanted["id"], "state": state})
        assert await talk.reading() == state
    assert await talk.wanted() is None
    await talk.read()
    again = await talk.wanted()
    assert again is not None
    assert again["id"] != wanted["id"], "or the companion would take it for done"
    await talk.report(reading={"id": wanted["id"], "state": "failed"})
    assert await talk.reading() == "asked", "that was told of the first time"


async def test_it_stops_when_it_is_told_to_and_with_the_private_talk(office: Office, voice: Api):
    talk = await Talk.begin(office, voice)
    await talk.read()
    assert (await talk.read(aloud=False))["reading"] is None
    assert await talk.wanted() is None
    await talk.read()
    merge = f"/api/transfer/merge/{talk.transfer_id}"
    await talk.alice.ok("POST", merge)
    assert await talk.wanted() is None
    assert await talk.reading() is None
    refused = await talk.alice.problem("POST", talk.path, {"aloud": True})
    assert refused == (409, "move_refused")


async def test_a_call_that_nobody_writes_down_can_have_its_briefing_read(
    office: Office, voice: Api
):
    call_id = await office.served("alice", transcript="posted")
    talk = Talk(office, voice, call_id, await consulting(office, call_id))
    await talk.report()
    await happens(office, call_id, talk.transfer_id, Event.TO_ARRIVED)
    path = f"/api/companion/calls/{call_id}"
    assert (await voice.ok("GET", path))["consult"] is None
    await talk.read()
    assert (await voice.ok("GET", path))["consult"]["transcribe"] == []


async def test_only_from_and_only_where_there_is_a_voice(office: Office, voice: Api):
    talk = await Talk.begin(office, voice)
    assert "read_briefing" in (await office.transfer(talk.transfer_id, talk.alice))["allowed_moves"]
    bob = office["bob"].api
    assert await bob.problem("POST", talk.path, {"aloud": True}) == (403, "not_your_move")
    await talk.report(voice=False)
    assert await talk.alice.problem("POST", talk.path, {"aloud": True}) == (409, "no_voice")
    nowhere = await talk.alice.problem("POST", "/api/transfer/read/tr_no", {"aloud": True})
    assert nowhere[0] == 404
    assert (await talk.alice.problem("POST", talk.path, {"aloud": "loudly"}))[0] == 422
