"""The plain extract: quotes of what was said, each with its evidence; short, no card numbers."""

from hypothesis import given
from hypothesis import strategies as st

from segue.briefing.extract import WORDS_AT_MOST, Said, as_text, extract

CALL = [
    Said("1", "agent", "Good morning, how can I help?"),
    Said("2", "customer", "Hello there. I was charged twice for order 1042. It is 59.90 euros."),
    Said("3", "agent", "I see order 1042 here."),
    Said("4", "customer", "My card is 4111 1111 1111 1111."),
]


def test_the_first_problem_the_numbers_and_the_last_lines():
    fields = extract(CALL)
    (reason,) = fields.reason
    assert (reason.text, reason.evidence) == ("I was charged twice for order 1042.", ["2"])
    assert [fact.evidence for fact in fields.facts][:2] == [["2"], ["3"]]
    assert any("59.90" in fact.text for fact in fields.facts)
    assert [one.evidence for one in fields.open_questions] == [["2"], ["3"], ["4"]]


def test_card_numbers_are_never_repeated():
    text = extract(CALL).model_dump_json()
    assert "4111 1111" not in text
    assert "•••• 1111" in text


def test_without_a_problem_the_first_words_stand_and_without_words_nothing_does():
    said = [Said("1", "customer", "Good morning.")]
    assert extract(said).reason[0].text == "Good morning."
    assert as_text(extract([]), None, None) == "Nothing has been said yet."


def test_the_text_begins_with_the_note_and_the_reason_of_from():
    text = as_text(extract(CALL), "Be kind", "A refund")
    assert text.splitlines()[:2] == ["Note: Be kind", "Reason: A refund"]


@given(st.lists(st.tuples(st.sampled_from(["customer", "agent"]), st.text(max_size=400))))
def test_every_statement_has_evidence_and_the_text_stays_short(lines: list[tuple[str, str]]):
    said = [Said(str(n), speaker, text) for n, (speaker, text) in enumerate(lines)]
    fields = extract(said)
    known = {one.id for one in said}
    for statements in (fields.reason, fields.facts, fields.open_questions):
        for statement in statements:
            assert statement.evidence
            assert set(statement.evidence) <= known
    assert len(as_text(fields, None, None).split()) <= WORDS_AT_MOST
