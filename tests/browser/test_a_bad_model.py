"""Whatever a language model does, the desk can be worked at: it fails, hangs, lies, or obeys."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Playwright, expect

from tests.browser.cast import ALICE, BOB, Cast
from tests.browser.office import Office
from tests.fakes.openai import KEY, FakeOpenAI
from tests.fakes.openai_answers import Does
from tests.servers import Servers

pytestmark = pytest.mark.timeout(240)

BAD = (
    Does.WELL,
    Does.RATE_LIMITED,
    Does.SERVER_ERROR,
    Does.SLOWLY,
    Does.NEVER,
    Does.TRUNCATED,
    Does.WRONG_SCHEMA,
    Does.INVENTS,
    Does.OBEYS,
    Does.MARKS_UP,
)
NOBODY_SAID = ("refund of 5000", "Blackwood", "evil.example")


@pytest.fixture
def model() -> Iterator[FakeOpenAI]:
    with FakeOpenAI().running() as model:
        yield model


@pytest.fixture
def asking(
    playwright: Playwright, tmp_path_factory: pytest.TempPathFactory, model: FakeOpenAI
) -> Iterator[Cast]:
    """Alice and Bob in an office of their own, whose serve asks the model."""
    directory = tmp_path_factory.mktemp("asking")
    settings = {
        "OPENAI_API_KEY": KEY,
        "OPENAI_BASE_URL": model.url,
        "SEGUE_LLM_TIMEOUT_SECONDS": "1",
    }
    with (
        Servers(directory / "servers") as servers,
        Office(servers, playwright, directory, **settings) as office,
    ):
        cast = Cast.hire(office)
        cast.fresh()
        yield cast
        assert office.complaints() == []


def test_the_desk_stays_usable_whatever_the_model_does(asking: Cast, model: FakeOpenAI):
    asking.talk()
    desk, page = asking.alice, asking.alice.page
    ideas = page.get_by_role("region", name="Suggestions").get_by_role("listitem")
    mood = page.get_by_role("region", name="How Casey sounds")
    transcript = page.get_by_role("log")
    said: list[tuple[str, str]] = []
    for number, does in enumerate(BAD):
        model.does = does
        said.append(("customer", f"I was charged twice for order 10{number}. It is ridiculous!"))
        asking.office.say(asking.call_id, *said)
        expect(transcript).to_contain_text(f"order 10{number}")
        expect(mood).to_contain_text(re.compile("frustrated|negative", re.IGNORECASE))
        expect(ideas.first).to_be_visible()
        dialog = desk.open_transfer()
        expect(dialog.get_by_label("Briefing")).to_have_value(re.compile("charged twice"))
        page.keyboard.press("Escape")
        expect(dialog).to_have_count(0)
        for words in NOBODY_SAID:
            assert words not in page.inner_text("body"), (does, words)
        expect(page.locator("main script, main img[onerror], main a[href*=evil]")).to_have_count(0)
    model.does = Does.NEVER
    desk.transfer_to(BOB)
    asking.bob.offer(f"{ALICE} brings you Casey")
    expect(asking.bob.page.get_by_test_id("offer")).to_contain_text("charged twice")
    asking.accept()
    asking.complete()
