"""No screen has a serious or critical violation of axe's, in any of its colours and widths."""

import pytest
from playwright.sync_api import expect

from tests.browser.audit import audit
from tests.browser.cast import ALICE, ALL_THREE, BOB, CUSTOMER, WITH_ALICE, Cast
from tests.browser.office import PASSWORD, Office
from tests.browser.people import CustomerPage, Desk

pytestmark = pytest.mark.timeout(420)


def test_a_call_and_its_transfer_at_both_desks(cast: Cast):
    alice, bob = cast.alice.page, cast.bob.page
    wrong = audit(alice, "desk idle")
    cast.call_id, link = cast.office.call()
    cast.customer = customer = CustomerPage(cast.office.window("customer"))
    customer.join(link)
    offer = cast.alice.offer(f"{CUSTOMER} is calling")
    wrong += audit(alice, "incoming call")
    offer.get_by_role("button", name="Answer").click()
    cast.hears(WITH_ALICE)
    cast.office.say(
        cast.call_id,
        ("customer", "My router 4711 shows a red light since Monday."),
        ("agent", "I see. I will bring in a colleague."),
    )
    expect(alice.get_by_role("log")).to_contain_text("red light")
    cast.alice.click("Mute")
    wrong += audit(alice, "muted in a call")
    cast.alice.click("Unmute")
    wrong += audit(alice, "in a call")
    dialog = cast.alice.open_transfer()
    wrong += audit(alice, "transfer dialog")
    dialog.get_by_role("button", name="Not now").click()
    cast.alice.transfer_to(BOB, note="Speaks slowly.")
    offer = cast.bob.offer(f"{ALICE} brings you {CUSTOMER}")
    wrong += audit(bob, "offer with briefing")
    cast.alice.sees(f"Ringing {BOB}")
    wrong += audit(alice, "ringing")
    cast.accept()
    wrong += audit(alice, "private talk of from") + audit(bob, "private talk of to")
    cast.alice.move("Merge all three")
    cast.hears(ALL_THREE)
    wrong += audit(alice, "all together")
    cast.complete()
    wrong += audit(alice, "handed over") + audit(bob, "taken over")
    assert not wrong, "\n".join(wrong)


def test_declining(cast: Cast):
    cast.ring()
    cast.bob.click("Decline with a reason")
    wrong = audit(cast.bob.page, "declining")
    cast.bob.click("Decline")
    cast.alice.sees("Declined")
    wrong += audit(cast.alice.page, "declined")
    assert not wrong, "\n".join(wrong)


def test_the_customers_page_in_each_state(cast: Cast):
    cast.call_id, link = cast.office.call()
    cast.customer = customer = CustomerPage(cast.office.window("customer"))
    page = customer.page
    page.goto(link)
    wrong = audit(page, "before the call")
    customer.join(link)
    customer.sees("You are next")
    wrong += audit(page, "waiting")
    cast.alice.offer(f"{CUSTOMER} is calling").get_by_role("button", name="Answer").click()
    customer.sees("You are talking with Alice")
    wrong += audit(page, "talking")
    cast.alice.click("Hold")
    customer.sees("You are on hold")
    wrong += audit(page, "on hold")
    page.get_by_role("button", name="End", exact=True).click()
    wrong += audit(page, "asked whether to end")
    page.get_by_role("button", name="End the call").click()
    customer.sees("The call has ended")
    wrong += audit(page, "ended")
    customer.join(f"{cast.office.serve.url}/call/AAAAAAAAAAAAAAAAAAAAAA")
    customer.sees("This link does not work")
    wrong += audit(page, "link unknown")
    _, link = cast.office.call()
    cast.office.let_invites_expire()
    customer.join(link)
    customer.sees("This link has expired")
    wrong += audit(page, "link expired")
    assert not wrong, "\n".join(wrong)


def test_signing_in_and_what_an_admin_sees(cast: Cast):
    admin = Desk(cast.office.window("admin", browser="customer"))
    page = admin.page
    page.goto(cast.office.serve.url)
    expect(admin.button("Sign in")).to_be_visible()
    wrong = audit(page, "sign-in")
    wrong += _as_admin(cast.office, admin)
    assert not wrong, "\n".join(wrong)


def _as_admin(office: Office, admin: Desk) -> list[str]:
    page = admin.page
    page.get_by_label("Email").fill("boss@example.com")
    page.get_by_label("Password").fill(PASSWORD)
    admin.click("Sign in")
    menu = page.get_by_role("navigation", name="Main")
    expect(menu).to_be_visible()
    wrong: list[str] = []
    pages = {name: name for name in ("Calls", "Analytics", "Accounts", "Webhooks")}
    for name, heading in (pages | {"Keys": "API keys"}).items():
        menu.get_by_role("link", name=name).click()
        expect(page.get_by_role("heading", name=heading, level=1)).to_be_visible()
        wrong += audit(page, name.lower())
    admin.click("Add a key")
    wrong += audit(page, "adding a key")
    page.goto(f"{office.serve.url}/welcome/AAAAAAAAAAAAAAAAAAAAAA")
    expect(admin.button("Open my desk")).to_be_visible()
    return wrong + audit(page, "welcome")
