"""What a customer on a phone is told, and when nobody is to answer."""

from datetime import UTC, datetime

import pytest
from pydantic import ValidationError

from segue.telephony.announcements import GOODBYE, NOTICE, TurnedAway, next_words
from segue.telephony.owned import NumberRule

BERLIN = NumberRule(hours="Mo-Fr 09:00-18:00, Sa 10:00-14:00", zone="Europe/Berlin")


@pytest.mark.parametrize(
    ("utc", "open_"),
    [
        ("2026-11-23T08:00", True),  # Monday, 9:00 in Berlin
        ("2026-11-23T07:59", False),
        ("2026-11-23T17:00", False),
        ("2026-07-20T07:00", True),  # summer time
        ("2026-11-21T12:59", True),  # Saturday
        ("2026-11-21T13:00", False),
        ("2026-11-22T10:00", False),  # Sunday
    ],
)
def test_opening_hours_are_those_of_the_place(utc: str, open_: bool):
    assert BERLIN.open_at(datetime.fromisoformat(utc).replace(tzinfo=UTC)) is open_


def test_a_span_of_days_may_go_over_the_weekend():
    rule = NumberRule(hours="Sa-Mo 00:00-24:00")
    days = [rule.open_at(datetime(2026, 11, day, 23, 59, tzinfo=UTC)) for day in range(20, 26)]
    assert days == [False, True, True, True, False, False]


@pytest.mark.parametrize(
    "wrong",
    [
        {"hours": "all day"},
        {"hours": "Mo 18:00-09:00"},
        {"hours": "Mo-Fr 9:00-18:00"},
        {"zone": "Mars/Olympus"},
        {"zone": "../../etc/passwd"},
        {"skills": "billing"},
    ],
)
def test_a_rule_that_cannot_be_is_refused_at_the_start(wrong: dict[str, str]):
    with pytest.raises(ValidationError):
        NumberRule.model_validate(wrong)


def told(rule: NumberRule, *said: str, **state: object) -> str | None:
    """The id of what is said next."""
    away = state.get("turned_away")
    position = state.get("position")
    words = next_words(
        rule,
        said,
        turned_away=away if isinstance(away, TurnedAway) else None,
        position=position if isinstance(position, int) else None,
    )
    return words.id if words else None


def test_the_notice_is_said_first_and_once():
    rule = NumberRule(notice="This call is written down.")
    assert told(rule, position=2) == NOTICE
    assert told(rule, NOTICE, position=2) == "position-2"
    assert told(rule, NOTICE, "position-2", position=2) is None
    assert told(rule, NOTICE, "position-2", position=1) == "position-1"
    assert told(rule, NOTICE) is None


def test_whoever_is_turned_away_is_told_why_and_nothing_of_a_line():
    assert told(NumberRule(), turned_away=TurnedAway.NOBODY_THERE, position=1) == GOODBYE
    assert told(NumberRule(), GOODBYE, turned_away=TurnedAway.NOBODY_THERE, position=1) is None


@pytest.mark.parametrize("language", ["en", "es", "de", "fr", "xx"])
def test_everything_is_said_in_the_language_of_the_number(language: str):
    rule = NumberRule(language=language, closed=None)
    words = [
        next_words(rule, (), turned_away=away, position=position)
        for away in (None, *TurnedAway)
        for position in (1, 7)
    ]
    assert all(one is not None and one.text and one.language == language for one in words)


def test_words_of_ones_own_are_said_instead():
    rule = NumberRule(closed="Shut.", nobody="Busy.")
    said = [next_words(rule, (), turned_away=why, position=None) for why in TurnedAway]
    assert [one.text for one in said if one] == ["Shut.", "Busy."]
