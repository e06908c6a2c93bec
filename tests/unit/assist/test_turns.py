"""Who talked how much, and how long nobody did."""

from datetime import UTC, datetime, timedelta

from segue.assist.turns import Talk, Turn, silence_of, talk_of

BEGIN = datetime(2026, 3, 4, 9, 30, tzinfo=UTC)


def turn(who: str, start: float | None = None, end: float | None = None, words: int = 5) -> Turn:
    begun, ended = (None if at is None else BEGIN + timedelta(seconds=at) for at in (start, end))
    return Turn(who == "customer", words, begun, ended)


def test_by_time_where_all_lines_have_their_end():
    turns = [turn("agent", 0, 1), turn("customer", 2, 5)]
    assert talk_of(turns) == Talk(0.75, 0.25, "time")


def test_by_words_where_one_has_none():
    turns = [turn("agent", 0, 1, words=10), turn("customer", 2, None, words=30)]
    assert talk_of(turns) == Talk(0.75, 0.25, "words")
    assert silence_of(turns) is None


def test_nothing_said_has_no_shares():
    assert talk_of([]) is None
    assert talk_of([turn("agent", words=0)]) is None
    assert silence_of([]) is None


def test_only_pauses_count_as_silence_and_nobody_while_another_talks():
    turns = [
        turn("agent", 0, 10),
        turn("customer", 4, 6),  # into the agent's words
        turn("customer", 11, 12),  # a breath
        turn("agent", 15.5, 16),
        turn("agent", 20, 18),  # ends before it began: a clock was put right
    ]
    assert silence_of(turns) == 7.5
