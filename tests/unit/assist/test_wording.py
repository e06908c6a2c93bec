"""A briefing has under 120 words, whoever found its statements, in any language."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from segue.assist.builtin.cues import ALL
from segue.assist.wording import (
    BY_WEIGHT,
    briefing_text,
    in_sentences,
    summary_of,
    within_words,
)
from segue.transfers.schemas import BriefingFields, Statement

statements = st.lists(
    st.integers(1, 60).map(lambda n: Statement(text=" ".join(["word"] * n), evidence=["1"])),
    max_size=12,
)


@given(
    fields=st.builds(BriefingFields, **dict.fromkeys(BriefingFields.model_fields, statements)),
    language=st.sampled_from(sorted(ALL)),
)
def test_under_120_words(fields: BriefingFields, language: str):
    text = briefing_text(within_words(fields), language)
    assert len(text.split()) < 120


@pytest.mark.parametrize("part", BY_WEIGHT)
def test_what_fits_is_kept(part: str):
    fields = BriefingFields.model_validate(
        {part: [{"text": "six words are not too many", "evidence": ["7"]}]}
    )
    assert within_words(fields) == fields
    assert briefing_text(fields, "en").endswith(": six words are not too many")


def test_the_chain_of_transfers_is_no_part_of_what_was_said():
    fields = BriefingFields(chain=[Statement(text="Alice had the call", evidence=[])])
    assert briefing_text(fields, "en") == ""
    assert set(BY_WEIGHT) == set(BriefingFields.model_fields) - {"chain"}


def test_the_reason_outlives_the_facts():
    long = Statement(text="word " * 70, evidence=["1"])
    kept = within_words(BriefingFields(facts=[long], reason=[long]))
    assert (kept.reason, kept.facts) == ([long], [])


def test_a_summary_is_short_and_tells_nothing_twice():
    one = Statement(text="charged twice for order 1042", evidence=["1"])
    two = Statement(text="refund by Friday", evidence=["2"])
    fields = BriefingFields(reason=[one], promises=[two], next_step=[two])
    assert summary_of(fields) == "Charged twice for order 1042. Refund by Friday."
    assert summary_of(BriefingFields()) == ""
    assert len(in_sentences(["word " * 100]).split()) == 45
