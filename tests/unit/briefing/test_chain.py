"""Who had the call before, in a few words."""

from dataclasses import replace

import pytest

from segue.assist.builtin.transcript import Said
from segue.briefing.chain import Link, chain_of
from segue.briefing.service import with_words_of_from

AGREED = (
    Said("a", "agent", "Can you take it?"),
    Said("b", "agent", "Yes. I will send the form today."),
)
LINK = Link("Alice", "Bob", completed=True, reason="A refund", said=AGREED)


def texts(links: list[Link], language: str = "en") -> list[str]:
    return [one.text for one in chain_of(links, language)]


def test_a_link_tells_who_why_and_what_was_agreed_with_its_line():
    (told,) = chain_of([LINK], "en")
    assert told.text.startswith("Alice to Bob (A refund), agreed: ")
    assert told.text.endswith("send form today")
    assert told.evidence == ["b"]


@pytest.mark.parametrize(
    ("changed", "told"),
    [
        ({"completed": False, "said": ()}, "Alice asked Bob (A refund)"),
        ({"reason": None, "said": ()}, "Alice to Bob"),
    ],
)
def test_what_is_not_known_is_not_told(changed: dict[str, object], told: str):
    assert texts([replace(LINK, **changed)]) == [told]


def test_the_last_two_are_told_and_the_others_counted():
    links = [replace(LINK, who=f"Agent{n}", said=()) for n in range(5)]
    assert texts(links) == [
        "3 before that",
        "Agent3 to Bob (A refund)",
        "Agent4 to Bob (A refund)",
    ]


@pytest.mark.parametrize(
    ("language", "told"),
    [
        ("de", "Alice an Bob (A refund)"),
        ("fr", "de Alice à Bob (A refund)"),
        ("es", "de Alice a Bob (A refund)"),
        ("xx", "Alice to Bob (A refund)"),
    ],
)
def test_the_words_around_quotes_are_of_the_call(language: str, told: str):
    assert texts([replace(LINK, said=())], language) == [told]


def test_secrets_and_long_words_stay_out():
    link = replace(LINK, reason="card 4111 1111 1111 1111; " + "word " * 50)
    (told,) = chain_of([link], "en")
    assert "4111 1111" not in told.text
    assert ";" not in told.text
    assert len(told.text.split()) < 30


def test_the_whole_briefing_stays_under_120_words():
    chain = chain_of([replace(LINK, reason="word " * 30)] * 4, "en")
    text = with_words_of_from("Reason: " + "late " * 200, "note " * 10, None, chain)
    assert len(text.split()) < 120
    assert text.splitlines()[1].startswith("So far: ")
