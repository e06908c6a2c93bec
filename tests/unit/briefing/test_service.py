"""The briefing of a transfer: the built-in analyser's parts, after the words of from."""

from segue.assist.builtin.transcript import Said
from segue.briefing.service import BRIEFER, NOTHING_SAID, with_words_of_from

CALL = [
    Said("1", "agent", "Good morning, how can I help?"),
    Said("2", "customer", "Hello there. I was charged twice for order 1042. It is 59.90 euros."),
    Said("3", "agent", "I see order 1042 here. I'll refund it by Friday."),
    Said("4", "customer", "My card is 4111 1111 1111 1111."),
]


def test_the_built_in_analyser_fills_the_parts_with_evidence():
    brief = BRIEFER.brief(CALL)
    assert BRIEFER.name == "built-in"
    (reason,) = brief.fields.reason
    assert "charged twice" in reason.text
    assert reason.evidence == ["2"]
    assert any("59.90" in fact.text for fact in brief.fields.facts)
    assert brief.fields.promises[0].evidence == ["3"]


def test_card_numbers_are_never_repeated():
    brief = BRIEFER.brief(CALL)
    assert "4111 1111" not in brief.fields.model_dump_json() + brief.text


def test_the_text_begins_with_the_note_and_the_reason_of_from():
    text = with_words_of_from(BRIEFER.brief(CALL).text, "Be kind", "A refund")
    assert text.splitlines()[:2] == ["Note: Be kind", "For: A refund"]


def test_the_note_of_from_is_cut_before_the_text_is_too_long():
    text = with_words_of_from("Reason: late", "word " * 300, None)
    assert len(text.split()) < 120
    assert "4111 1111" not in with_words_of_from("", "card 4111 1111 1111 1111", None)


def test_without_words_nothing_was_said():
    assert with_words_of_from(BRIEFER.brief([]).text, None, None) == NOTHING_SAID
