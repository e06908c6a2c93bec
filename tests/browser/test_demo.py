"""Scenario 1, alone on one laptop: one browser, one person, everybody else plays by themselves."""

import re
import time

import pytest
from playwright.sync_api import expect

from tests.browser.ear import PATIENCE_SECONDS
from tests.browser.office import Office
from tests.browser.people import Desk

pytestmark = pytest.mark.timeout(420)

BOB, TOMAS = "Bob Lindgren", "Tomas Ekholm"
VOICE = """() => window.segueProbe.levels().some(
  ({ identity, peak }) => identity === 'customer' && peak > 0.02)"""


def test_alice_hands_a_simulated_customer_to_bob(demo: Office):
    alice = Desk(demo.window("alice"))
    page = alice.page
    page.goto(demo.serve.url)
    page.get_by_role("link", name=re.compile("Alice Ferreira")).click()
    alice.is_there()
    page.get_by_role("switch", name="Bob answers by himself").click()
    expect(page.get_by_role("switch", name="Bob answers by himself")).to_be_checked()

    alice.click("Simulate a customer")
    page.get_by_role("button", name="The internet drops every evening").click()
    alice.offer(f"{TOMAS} is calling").get_by_role("button", name="Answer").click()
    alice.sees("In conversation")
    alice.click("Mute")
    transcript = page.get_by_role("log")
    expect(transcript).to_contain_text("My internet drops every evening")
    page.wait_for_function(VOICE)

    dialog = alice.open_transfer()
    dialog.get_by_role("button", name=re.compile(BOB)).click()
    expect(dialog.get_by_label("Briefing")).to_have_value(re.compile("drops every evening"))
    dialog.get_by_role("button", name="Start the transfer").click()
    alice.sees("Private talk")
    briefing = page.get_by_role("region", name=f"Briefing for {BOB}")
    expect(briefing).to_contain_text("drops every evening")
    expect(transcript).to_contain_text("I have your notes in front of me")

    alice.move(f"Complete to {BOB}")
    alice.sees(f"{BOB} has taken over")
    _is_with_bob(demo)


def _is_with_bob(demo: Office) -> None:
    [call] = demo.api.get("/api/calls").json()["calls"]
    assert (call["state"], call["agent_name"]) == ("active", BOB)
    wanted = {"customer", f"agent:{call['agent_id']}"}
    deadline = time.monotonic() + PATIENCE_SECONDS
    while (there := set(demo.participants(call["room"])) - {"companion"}) != wanted:
        assert time.monotonic() < deadline, there
        time.sleep(0.1)
