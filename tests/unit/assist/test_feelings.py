"""Sentiment by cues: a label, a score, and the phrases that speak for it."""

import pytest

from segue.assist.builtin.cues import ALL
from segue.assist.builtin.feelings import Label, mood_at_the_end, sentiment, sentiments

EN = ALL["en"]


@pytest.mark.parametrize(
    ("line", "label"),
    [
        ("This is ridiculous, I've told you people three times!", Label.FRUSTRATED),
        ("I'm so worried, what if it doesn't arrive?", Label.NEGATIVE),
        ("Oh wonderful, thank you so much!", Label.POSITIVE),
        ("The number is 7302-5518.", Label.NEUTRAL),
        ("That's not great, honestly.", Label.NEGATIVE),
        ("Great, so you lost it again.", Label.FRUSTRATED),
    ],
)
def test_labels(line: str, label: Label):
    found = sentiment(line, EN, Label.NEUTRAL)
    assert found.label is label
    assert -1 <= found.score <= 1
    assert (found.score > 0) == (label is Label.POSITIVE)
    assert all(signal in line.casefold() for signal in found.signals)
    assert bool(found.signals) == (label is not Label.NEUTRAL)


@pytest.mark.parametrize(
    ("language", "line", "label"),
    [
        ("es", "¡Esto es una vergüenza, llevo dos horas!", Label.FRUSTRATED),
        ("de", "Das ist eine Frechheit, mir reicht's!", Label.FRUSTRATED),
        ("fr", "C'est inadmissible, j'en ai marre !", Label.FRUSTRATED),
        ("es", "Muchísimas gracias, qué alivio.", Label.POSITIVE),
        ("de", "Vielen Dank, das ist sehr nett.", Label.POSITIVE),
        ("fr", "Merci infiniment, vous êtes un ange.", Label.POSITIVE),
    ],
)
def test_other_languages(language: str, line: str, label: Label):
    assert sentiment(line, ALL[language]).label is label


def test_a_word_of_thanks_at_the_end_turns_nothing():
    course = sentiments(["It's broken again, this is a joke!", "Nobody ever helps.", "Thanks."], EN)
    assert mood_at_the_end(course) is not Label.POSITIVE


def test_no_words_no_mood():
    assert mood_at_the_end([]) is Label.NEUTRAL
