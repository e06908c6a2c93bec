"""Card numbers are found however they are said, and what only looks a little like one stays."""

import pytest

from segue.assist.redaction import redact, redact_all
from segue.assist.spoken_numbers import readings
from tests.fakes.card_talk import card_call

CALLS = 10_000


def test_ten_thousand_calls_with_card_numbers_in_many_forms():
    leaked: list[object] = []
    eaten: list[object] = []
    for seed in range(CALLS):
        call = card_call(seed)
        lines = redact_all([text for _, text in call.lines])
        kept = "\n".join(lines)
        if call.leaks_into(kept):
            leaked.append((seed, call.lines, lines))
        if call.decoy not in lines:
            eaten.append((seed, call.decoy, lines))
        if call.code and f" {call.code}." in kept:
            leaked.append((seed, call.code, lines))
    assert (leaked[:3], eaten[:3]) == ([], [])


def test_a_number_that_is_kept_line_by_line():
    """Each line is judged beside those kept before it, of which some have lost their digits."""
    for seed in range(0, CALLS, 20):
        call = card_call(seed)
        kept: list[str] = []
        for _, text in call.lines:
            kept = [*kept[:-10], *redact_all([*kept[-10:], text])]
        assert not call.leaks_into("\n".join(kept)), (seed, call.lines, kept)
        assert call.decoy in kept, (seed, call.lines, kept)


@pytest.mark.parametrize(
    ("said", "digits"),
    [
        ("forty-five hundred and eleven", ["4511"]),
        ("four thousand five hundred thirty-nine", ["4539"]),
        ("four hundred eleven twelve", ["411", "12"]),
        ("one hundred eighty nine hundred twenty-four", ["180", "924"]),
        ("sixty eleven", ["60", "11"]),
        ("cuatro mil quinientos treinta y nueve ciento dos", ["4539", "102"]),
        ("dos mil setecientos veinte mil trescientos", ["2720", "1300"]),
        ("viertausendfünfhundertneununddreißig zwei hundert elf", ["4539", "211"]),
        ("dreißig drei dreiunddreißig", ["30", "3", "33"]),
        ("soixante-dix-huit quatre-vingt-treize dix-sept", ["78", "93", "17"]),
        ("six mille onze mille vingt et un", ["6011", "1021"]),
        ("cinquante-quatre vingt", ["54", "20"]),
        ("double four hundred", ["44", "100"]),
    ],
)
def test_number_words_of_four_languages(said: str, digits: list[str]):
    read = [[piece.digits for run in reading for piece in run.pieces] for reading in readings(said)]
    assert digits in read


def test_what_may_be_heard_in_two_ways_is_read_in_both():
    assert len(readings("fifty two seventeen")) == 2
    assert len(readings("fifty-two seventeen")) == 1


@pytest.mark.parametrize(
    "lines",
    [
        ["Card number?", "forty-five thirty-nine fourteen eighty-eight", "zero three 43", "64 67"],
        ["Card number?", "45", "mm-hm", "39 148", "One moment. Yes?", "803436", "467"],
        ["Which card?", "4539", "4539.", "1488 0343", "1488 0343, yes", "6467"],
        ["Sure, 4539 uh 1488 äh 0343 euh 6467"],
        ["So 3782, 822463, 10005 was refused"],
        ["The Amex is thirty-seven eighty-two, eight two two four six three, one triple oh five"],
    ],
)  # fmt: skip
def test_parts_of_any_size(lines: list[str]):
    kept = " ".join(redact_all(lines))
    for part in (
        "1488",
        "fourteen eighty",
        "0343",
        "zero three",
        "39 148",
        "803436",
        "8224",
        "eight two two",
    ):
        assert part not in kept


@pytest.mark.parametrize(
    "lines",
    [
        ["The order 403-8841907-2256114 came late."],
        ["The tracking number is 9400 1118 9956 1234 5678 90."],
        ["Is it the card number?", "No, it was on 28/10/2026 at 11:42."],
        ["Card number?", "The parcel is JX409118226GB."],
        ["My card was refused.", "My order is 61-20983.", "And call me on 07700 900 418."],
        ["The card, the post card.", "It was 45.882.", "4438 9021", "4438 9021, it is right."],
        ["Four of the two hundred people, in nineteen ninety-nine."],
    ],
)
def test_other_numbers_stay(lines: list[str]):
    assert redact_all(lines) == lines


def test_a_number_in_a_long_line_costs_no_minutes():
    line = "card 4 " * 570
    assert redact(line) == line
