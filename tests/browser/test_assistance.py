"""What assistance knows is on the desk while people talk, and each of it leads to its lines."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.audit import audit
from tests.browser.cast import ALICE, BOB, CUSTOMER, WITH_ALICE, Cast

pytestmark = pytest.mark.timeout(240)

UPSET = (
    ("customer", "Hello, I was charged twice for my order last week."),
    ("agent", "I am sorry to hear that. I will look into it."),
    ("customer", "This is the third time I call and I am really fed up. It is ridiculous!"),
)
RELIEVED = (
    *UPSET,
    ("agent", "I refund one of the two charges by Friday."),
    ("customer", "Great, thank you so much, that helps a lot."),
)
HEARD = "Show that you have heard it"


def test_the_desk_shows_how_the_customer_sounds_and_what_to_say(cast: Cast):
    cast.talk()
    page = cast.alice.page
    mood = page.get_by_role("region", name="How Casey sounds")
    ideas = page.get_by_role("region", name="Suggestions").get_by_role("listitem")
    expect(mood).to_contain_text("Told with their first words.")
    expect(ideas).to_have_count(0)

    cast.office.say(cast.call_id, *UPSET)
    expect(mood).to_contain_text(re.compile(r"Neutral at .+, then frustrated\."))
    expect(mood).to_contain_text("Built-in estimate")
    expect(mood.locator("canvas")).to_be_visible()
    lines = page.get_by_role("log").locator("[data-speaker=customer]")
    expect(lines.nth(1)).to_contain_text("sounds frustrated")

    heard, question = ideas.filter(has_text=HEARD), ideas.filter(has_text="Which amount is it")
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    heard.get_by_role("button", name="Copy").click()
    expect(heard.get_by_role("button", name="Copied")).to_be_visible()
    assert page.evaluate("navigator.clipboard.readText()").startswith(HEARD)
    question.get_by_role("button", name="Dismiss").click()
    expect(question).to_have_count(0)
    heard.get_by_role("button", name="Show the 2 lines").click()
    expect(page.locator("[data-cited=true]")).to_have_count(2)
    expect(lines.first).to_be_focused()
    wrong = audit(page, "suggestions")

    cast.office.say(cast.call_id, *RELIEVED)
    expect(mood).to_contain_text(re.compile(r"Frustrated at .+, then positive\."))
    expect(heard).to_have_count(1)
    expect(question).to_have_count(0)
    cast.alice.click("End")
    cast.alice.click("End the call")
    page.goto(f"{cast.office.serve.url}/calls/{cast.call_id}")
    outcome = page.get_by_role("region", name="What came of it")
    promised = "refund one of two charges by Friday"
    outcome.get_by_role("button", name=promised, exact=True).click()
    expect(page.locator("[data-cited=true]")).to_contain_text("by Friday")
    outcome.get_by_role("checkbox", name=f"Done: {promised}").check()
    wrong += audit(page, "what came of a call")
    assert not wrong, "\n".join(wrong)


def test_the_customer_reads_along_but_nothing_of_the_private_talk(cast: Cast):
    customer = cast.talk(transcript="posted")
    page = customer.page
    captions, lines = page.get_by_role("switch", name="Captions"), page.get_by_role("log")
    expect(lines).to_be_hidden()
    captions.check()
    expect(page.get_by_text("What is said appears here.")).to_be_visible()
    said = (*UPSET[:2], ("customer", "<i>Fine</i>, but please hurry: I have waited for a week."))
    cast.office.say(cast.call_id, *said)
    expect(lines.get_by_text("You Hello, I was charged twice")).to_be_visible()
    expect(lines.locator("p")).to_have_count(3)
    expect(lines).to_contain_text("<i>Fine</i>")
    wrong = audit(page, "captions")

    cast.alice.transfer_to(BOB)
    cast.bob.offer(f"{ALICE} brings you {CUSTOMER}")
    cast.accept()
    cast.office.say(cast.call_id, ("agent", "Between us: they always call twice."), on="consult")
    expect(cast.alice.page.get_by_text("Between us")).to_be_visible()
    expect(page.get_by_text("Captions pause while music plays.")).to_be_visible()
    expect(lines).to_be_hidden()
    wrong += audit(page, "captions on hold")
    cast.alice.move("Cancel transfer")
    cast.hears(WITH_ALICE)
    cast.office.say(cast.call_id, *said, ("agent", "It is refunded."))
    expect(lines.get_by_text("Agent It is refunded.")).to_be_visible()
    expect(lines.locator("p")).to_have_count(4)
    expect(page.locator("body")).not_to_contain_text("Between us")

    page.reload()
    expect(captions).to_be_checked()
    assert not wrong, "\n".join(wrong)
