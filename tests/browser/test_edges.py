"""What people do that nobody planned for."""

import re
import time

import pytest
from playwright.sync_api import expect

from tests.browser.cast import ALICE, BOB, CUSTOMER, MUSIC, PRIVATE, WITH_ALICE, WITH_BOB, Cast
from tests.browser.people import CustomerPage, Desk

pytestmark = pytest.mark.timeout(240)


def test_a_second_browser_with_the_same_invite_is_refused(cast: Cast):
    cast.call_id, link = cast.office.call()
    cast.customer = customer = CustomerPage(cast.office.window("customer"))
    customer.join(link)
    customer.sees("You are next")
    visitor = CustomerPage(cast.office.window("visitor", browser="customer"))
    visitor.join(link, "Somebody")
    visitor.sees("This link is in use")
    cast.alice.offer(f"{CUSTOMER} is calling").get_by_role("button", name="Answer").click()
    cast.hears(WITH_ALICE)
    assert len(customer.window.voice_connections) == 1


def test_links_that_lead_nowhere_say_so(cast: Cast):
    cast.call_id, link = cast.office.call()
    late = CustomerPage(cast.office.window("late", browser="customer"))
    late.join(link.rsplit("/", 1)[0] + "/AAAAAAAAAAAAAAAAAAAAAA")
    late.sees("This link does not work")
    cast.office.let_invites_expire()
    late.join(link)
    late.sees("This link has expired")


def test_the_newest_desk_has_the_call(cast: Cast):
    cast.talk()
    second = Desk(cast.office.window("alice again", browser="alice"))
    second.sign_in(cast.office.serve.url, "alice@example.com")
    elsewhere = cast.alice.page.get_by_text("Continued elsewhere.")
    expect(elsewhere).to_be_visible()
    second.sees("In conversation")
    windows = {**cast.windows, "alice": second.window}
    cast.office.hears(WITH_ALICE, windows)
    assert cast.alice.ear.now() == set()

    cast.alice.click("Use this device")
    expect(elsewhere).to_be_hidden()
    expect(second.page.get_by_text("Continued elsewhere.")).to_be_visible()
    cast.hears(WITH_ALICE)


# A laptop that sleeps: what the voice server says meanwhile, its farewell too, is never read.
SLEEPS = """() => {
  for (const socket of window.sockets) socket.deaf = true;
}"""
SOCKETS = """
window.sockets = [];
window.WebSocket = class extends WebSocket {
  constructor(...how) {
    super(...how);
    window.sockets.push(this);
    const deaf = (event) => this.deaf && event.stopImmediatePropagation();
    super.addEventListener('message', deaf);
  }
};
"""


def test_a_desk_that_slept_does_not_take_the_call_back_from_the_newer_one(cast: Cast):
    cast.alice.page.add_init_script(SOCKETS)
    cast.alice.page.reload()
    cast.talk()
    cast.alice.page.evaluate(SLEEPS)
    second = Desk(cast.office.window("alice again", browser="alice"))
    second.sign_in(cast.office.serve.url, "alice@example.com")
    windows = {**cast.windows, "alice": second.window}
    cast.office.hears(WITH_ALICE, windows)

    expect(cast.alice.page.get_by_text("Continued elsewhere.")).to_be_visible()
    cast.office.hears(WITH_ALICE, windows)
    expect(second.page.get_by_text("Continued elsewhere.")).to_be_hidden()


def test_a_customer_without_a_microphone_may_listen(cast: Cast):
    cast.call_id, link = cast.office.call()
    window = cast.office.window("silent")
    cast.customer = customer = CustomerPage(window)
    customer.join(link)
    page = customer.page
    expect(page.get_by_text("Microphone is blocked")).to_be_visible()
    expect(page.get_by_text(re.compile("allow the microphone, then check again"))).to_be_visible()
    page.get_by_role("button", name="Join without microphone").click()
    customer.sees("You are next")
    cast.alice.offer(f"{CUSTOMER} is calling").get_by_role("button", name="Answer").click()
    customer.sees("You are talking with Alice")
    cast.hears({"customer": {"alice"}})


def test_bob_declines_with_a_reason(cast: Cast):
    cast.ring()
    cast.bob.click("Decline with a reason")
    cast.bob.page.get_by_label("Reason", exact=True).fill("In a meeting")
    cast.bob.click("Decline with this reason")
    cast.alice.sees("Declined")
    caption = cast.alice.page.get_by_role("status").filter(has_text="Declined")
    expect(caption).to_contain_text(f"{BOB} declined: “In a meeting”.")
    expect(cast.bob.page.get_by_test_id("offer")).to_have_count(0)
    cast.hears(WITH_ALICE)


def test_two_clicks_on_complete_are_one(cast: Cast):
    cast.consult()
    moves = cast.alice.page.get_by_role("group", name="Transfer", exact=True)
    moves.get_by_role("button", name=f"Complete to {BOB}").dblclick()
    cast.hears(WITH_BOB)
    expect(cast.alice.page.get_by_text("That did not work")).to_have_count(0)
    [transfer] = cast.office.look(cast.call_id)["transfers"]
    assert transfer["state"] == "completed"
    assert [step["event"] for step in transfer["timeline"]].count("complete") == 1


def test_a_slow_network_only_slows(cast: Cast):
    cast.talk()
    session = cast.alice.window.context.new_cdp_session(cast.alice.page)
    slow = {"offline": False, "latency": 700, "downloadThroughput": 40_000}
    session.send("Network.emulateNetworkConditions", {**slow, "uploadThroughput": 40_000})
    cast.alice.transfer_to(BOB)
    cast.bob.offer(f"{ALICE} brings you {CUSTOMER}")
    cast.hears(MUSIC)
    cast.accept()
    clicked = time.monotonic()
    cast.alice.move(f"Swap to {CUSTOMER}")
    expect(cast.alice.button("Cancel transfer")).to_be_disabled()
    cast.alice.sees(f"{ALICE} is with {CUSTOMER}")
    assert time.monotonic() - clicked > 0.7
    cast.hears(WITH_ALICE)
    cast.alice.move(f"Swap to {BOB}")
    cast.hears(PRIVATE)
    session.send(
        "Network.emulateNetworkConditions",
        {"offline": False, "latency": 0, "downloadThroughput": -1, "uploadThroughput": -1},
    )
