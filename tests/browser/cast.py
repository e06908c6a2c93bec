"""Alice, Bob and a customer, and the way into the states that tests begin with."""

from dataclasses import dataclass
from typing import Self

from playwright.sync_api import expect

from tests.browser.office import Office, Picture, Window
from tests.browser.people import CustomerPage, Desk

ALICE, BOB, CUSTOMER = "Alice Ferreira", "Bob Lindgren", "Casey"

MUSIC: Picture = {"customer": {"music"}}
WITH_ALICE: Picture = {"customer": {"alice"}, "alice": {"customer"}}
WITH_BOB: Picture = {"customer": {"bob"}, "bob": {"customer"}}
PRIVATE: Picture = {"customer": {"music"}, "alice": {"bob"}, "bob": {"alice"}}
ALL_THREE: Picture = {
    "customer": {"alice", "bob"},
    "alice": {"customer", "bob"},
    "bob": {"customer", "alice"},
}


@dataclass
class Cast:
    """Two desks that stay open, and a customer's page per call."""

    office: Office
    alice: Desk
    bob: Desk
    customer: CustomerPage | None = None
    call_id: str = ""

    @classmethod
    def hire(cls, office: Office) -> Self:
        """Both sign in for real: Alice with her one-time link, Bob with his password."""
        alice, bob = Desk(office.window("alice")), Desk(office.window("bob"))
        alice.choose_password(office.hire("alice", ALICE, "general"))
        link = office.hire("bob", BOB, "billing")
        bob.choose_password(link)
        bob.window.context.clear_cookies()
        bob.sign_in(office.serve.url, "bob@example.com")
        return cls(office, alice, bob)

    @property
    def windows(self) -> dict[str, Window]:
        """The windows of those who may hear something."""
        everybody = {"alice": self.alice, "bob": self.bob, "customer": self.customer}
        return {name: person.window for name, person in everybody.items() if person}

    def hears(self, wanted: Picture) -> float:
        """Wait until everybody hears exactly whom they should; since when."""
        return self.office.hears(wanted, self.windows)

    def fresh(self) -> None:
        """No call in hand, both available."""
        self.office.clear()
        for desk in (self.alice, self.bob):
            desk.page.goto(self.office.serve.url)
            expect(desk.page.get_by_role("button", name="Your status: Available")).to_be_visible()

    def leave(self) -> None:
        """The customer is gone, and every window but the two desks with them."""
        self.customer = None
        kept = (self.alice.window, self.bob.window)
        self.office.close(*(one for one in list(self.office.windows) if one not in kept))

    def calls(self, transcript: str = "heard") -> CustomerPage:
        """A customer follows an invite and joins; Alice's desk rings."""
        self.call_id, link = self.office.call(transcript=transcript)
        self.customer = CustomerPage(self.office.window("customer"))
        self.customer.join(link)
        return self.customer

    def talk(self, transcript: str = "heard") -> CustomerPage:
        """The customer talks with Alice."""
        customer = self.calls(transcript)
        self.alice.offer(f"{CUSTOMER} is calling").get_by_role("button", name="Answer").click()
        self.alice.sees("In conversation")
        self.hears(WITH_ALICE)
        return customer

    def ring(self) -> CustomerPage:
        """The customer hears music while Bob's desk rings."""
        customer = self.talk()
        self.alice.transfer_to(BOB)
        self.bob.offer(f"{ALICE} brings you {CUSTOMER}")
        return customer

    def accept(self) -> None:
        """Bob accepts; Alice and he talk in private."""
        self.bob.click("Accept")
        self.alice.sees("Private talk")
        self.bob.sees("Private talk")
        self.hears(PRIVATE)

    def consult(self) -> CustomerPage:
        """Alice and Bob talk in private."""
        customer = self.ring()
        self.accept()
        return customer

    def complete(self) -> None:
        """Alice hands over; the customer talks with Bob."""
        self.alice.move(f"Complete to {BOB}")
        self.bob.sees(f"{BOB} has taken over")
        self.hears(WITH_BOB)
