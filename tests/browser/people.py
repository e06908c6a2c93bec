"""What people do at their pages, by what they see there."""

import re

from playwright.sync_api import Locator, expect

from tests.browser.ear import PATIENCE_SECONDS
from tests.browser.office import PASSWORD, Window

PATIENCE_MS = PATIENCE_SECONDS * 1000
expect.set_options(timeout=PATIENCE_MS)


class Desk:
    """An agent at their desk."""

    def __init__(self, window: Window) -> None:
        self.window = window
        self.page = window.page
        self.ear = window.ear

    def choose_password(self, link: str) -> None:
        """Open the one-time link of a new account; the desk opens."""
        self.page.goto(link)
        self.page.get_by_label("Choose a password").fill(PASSWORD)
        self.click("Open my desk")
        self.is_there()

    def sign_in(self, address: str, email: str) -> None:
        """Sign in with the password; the desk opens."""
        self.page.goto(address)
        self.page.get_by_label("Email").fill(email)
        self.page.get_by_label("Password").fill(PASSWORD)
        self.click("Sign in")
        self.is_there()

    def is_there(self) -> None:
        """See that the desk is open."""
        expect(self.page.get_by_role("button", name=re.compile("^Your status"))).to_be_visible()

    def button(self, name: str) -> Locator:
        return self.page.get_by_role("button", name=name, exact=True)

    def click(self, name: str) -> None:
        self.button(name).click()

    def offer(self, headline: str) -> Locator:
        """What rings, once it does."""
        card = self.page.get_by_role("region", name=headline, exact=True)
        expect(card).to_be_visible()
        return card

    def sees(self, title: str) -> None:
        """See what the picture of the call says."""
        stage = self.page.get_by_role("region", name="The call as it happens")
        expect(stage.get_by_role("heading", name=title, exact=True)).to_be_visible()

    def move(self, name: str) -> None:
        """Click one of the transfer's moves."""
        moves = self.page.get_by_role("group", name="Transfer", exact=True)
        moves.get_by_role("button", name=name, exact=True).click()

    def open_transfer(self) -> Locator:
        """The dialog in which a transfer is begun."""
        call = self.page.get_by_role("group", name="Call", exact=True)
        call.get_by_role("button", name="Transfer", exact=True).click()
        dialog = self.page.get_by_role("dialog")
        expect(dialog).to_be_visible()
        return dialog

    def transfer_to(self, name: str, note: str = "") -> None:
        """Begin a warm transfer."""
        dialog = self.open_transfer()
        dialog.get_by_role("button", name=re.compile(name)).click()
        if note:
            dialog.get_by_label("Note").fill(note)
        dialog.get_by_role("button", name="Start the transfer").click()
        expect(dialog).to_be_hidden()


class CustomerPage:
    """The customer at theirs."""

    def __init__(self, window: Window) -> None:
        self.window = window
        self.page = window.page
        self.ear = window.ear

    def join(self, link: str, name: str = "Casey") -> None:
        """Follow the invite and join."""
        self.page.goto(link)
        self.page.get_by_label("Your name").fill(name)
        self.page.get_by_role("button", name="Join the call").click()

    def sees(self, title: str) -> None:
        """See how the call stands."""
        expect(self.page.get_by_role("heading", name=title, exact=True)).to_be_visible()
