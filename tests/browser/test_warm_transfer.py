"""The whole story, through what people see and click; tones prove who hears whom."""

import time
from collections.abc import Callable
from dataclasses import dataclass

import pytest
from playwright.sync_api import expect

from tests.browser.cast import (
    ALICE,
    ALL_THREE,
    BOB,
    CUSTOMER,
    MUSIC,
    PRIVATE,
    WITH_ALICE,
    WITH_BOB,
    Cast,
)
from tests.browser.ear import ON_ITS_WAY_SECONDS
from tests.browser.people import CustomerPage

pytestmark = pytest.mark.timeout(420)


def test_the_whole_story(cast: Cast, measured: Callable[[str], None]):
    story = Story(cast, cast.calls())
    story.customer.sees("You are next")
    cast.hears(MUSIC)
    story.answer()
    before = story.place_of_customer()

    story.brief()
    story.talk_in_private()
    story.swap_there_and_back()
    story.talk_together_and_part()
    seconds = story.hand_over()

    assert story.place_of_customer() == before
    assert len(story.customer.window.voice_connections) == 1
    story.each_tone_is_its_own_microphone()
    measured(f"warm transfer: click -> customer hears Bob {seconds * 1000:.0f} ms")


@dataclass
class Story:
    """The steps of a warm transfer, each with who hears whom in it and who never did."""

    cast: Cast
    customer: CustomerPage
    switched: float = 0.0
    """Since when the customer has heard music for the transfer."""

    def answer(self) -> None:
        """Alice answers; they talk."""
        cast, alice = self.cast, self.cast.alice
        alice.offer(f"{CUSTOMER} is calling").get_by_role("button", name="Answer").click()
        alice.sees("In conversation")
        self.customer.sees("You are talking with Alice")
        cast.hears(WITH_ALICE)
        cast.office.say(
            cast.call_id,
            ("customer", "My router 4711 shows a red light since Monday."),
            ("agent", "I see. I will bring in a colleague."),
        )

    def brief(self) -> None:
        """Bob reads the briefing before he accepts; nobody hears anybody meanwhile."""
        self.cast.alice.transfer_to(BOB, note="Speaks slowly.")
        offer = self.cast.bob.offer(f"{ALICE} brings you {CUSTOMER}")
        expect(offer).to_contain_text("red light")
        expect(offer).to_contain_text("Speaks slowly.")
        self.switched = self.cast.hears(MUSIC)
        self.customer.sees("You are on hold")
        self.cast.alice.sees(f"Ringing {BOB}")
        offer.get_by_role("button", name="Accept").click()

    def talk_in_private(self) -> None:
        """Both have the briefing before them, and the customer has music."""
        self.cast.alice.sees("Private talk")
        self.cast.hears(PRIVATE)
        briefing = self.cast.bob.page.get_by_role("region", name=f"Briefing for {BOB}")
        expect(briefing).to_contain_text("red light")
        self.customer.sees("You are on hold")

    def swap_there_and_back(self) -> None:
        """Alice goes to the customer and back; nothing passes between customer and Bob."""
        cast, alice, bob, customer = self.cast, self.cast.alice, self.cast.bob, self.customer
        quiet = self.switched + ON_ITS_WAY_SECONDS
        clicked = time.time()
        assert customer.ear.heard("alice", quiet, clicked) == []
        assert alice.ear.heard("customer", quiet, clicked) == []
        alice.move(f"Swap to {CUSTOMER}")
        alice.sees(f"{ALICE} is with {CUSTOMER}")
        with_customer = cast.hears(WITH_ALICE)
        clicked = time.time()
        assert alice.ear.heard("bob", with_customer, clicked) == []
        assert bob.ear.heard("alice", with_customer, clicked) == []
        alice.move(f"Swap to {BOB}")
        self.switched = cast.hears(PRIVATE)

    def talk_together_and_part(self) -> None:
        """All three talk, for the first time; then Alice and Bob are alone again."""
        cast, bob, customer = self.cast, self.cast.bob, self.customer
        assert customer.ear.heard("bob", 0) == []
        assert bob.ear.heard("customer", 0) == []
        assert {track["slot"] for track in bob.ear.tracks()} == {"consult"}
        assert customer.ear.heard("alice", self.switched + ON_ITS_WAY_SECONDS) == []
        cast.alice.move("Merge all three")
        cast.alice.sees("All together")
        cast.hears(ALL_THREE)
        cast.alice.move("Split again")
        cast.alice.sees("Private talk")
        self.switched = cast.hears(PRIVATE)

    def hand_over(self) -> float:
        """Bob takes over; how long after the click the customer heard him (seconds)."""
        cast, bob, customer = self.cast, self.cast.bob, self.customer
        clicked, quiet = time.time(), self.switched + ON_ITS_WAY_SECONDS
        cast.alice.move(f"Complete to {BOB}")
        seconds = customer.ear.until_heard("bob", clicked)
        bob.sees(f"{BOB} has taken over")
        cast.hears(WITH_BOB)
        customer.sees("You are talking with Bob")
        assert customer.ear.heard("bob", quiet, clicked) == []
        assert bob.ear.heard("customer", quiet, clicked) == []
        assert customer.ear.heard("alice", quiet) == []
        return seconds

    def place_of_customer(self) -> tuple[str, str, list[str]]:
        """The customer's participant and tracks in the room, as LiveKit has them."""
        room = self.cast.office.look(self.cast.call_id)["room"]
        listed = self.cast.office.participants(room)["customer"]
        return listed["sid"], listed["joined_at"], [track["sid"] for track in listed["tracks"]]

    def each_tone_is_its_own_microphone(self) -> None:
        """What proves the rest: nobody's tone ever came from anybody else."""
        office = self.cast.office
        speakers = {"alice": office.identity("alice"), "bob": office.identity("bob")}
        speakers["customer"] = "customer"
        for person in (self.cast.alice, self.cast.bob, self.customer):
            for sound in person.ear.sounds():
                assert sound.identity == speakers[sound.name], sound
