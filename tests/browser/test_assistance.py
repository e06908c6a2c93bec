"""What assistance knows is on the desk while people talk, and each of it leads to its lines."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.audit import audit
from tests.browser.cast import Cast

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
