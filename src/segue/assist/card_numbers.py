"""Card numbers among the digits that were said: by their check digit, their issuer's first digits
and their length, in one breath or over several lines.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from segue.assist.spoken_numbers import Run, readings

CARD_DIGITS: Final = range(13, 20)
LINES_OF_A_CARD: Final = 6
"""Over so many lines a card number may be said in parts."""
PARTS_LOOKED_AT: Final = 16
TRIES: Final = 200
"""Looked at for each first part: a chain of parts is found early or not at all."""
LONE_WORDS: Final = 3
A_PART: Final = 4
"""So many digits are a part wherever they stand; fewer where little else is said in their line."""

# https://en.wikipedia.org/wiki/Payment_card_number: who issues which, and how long they are
ISSUED = re.compile(
    r"4(?:\d{12}|\d{15}|\d{18})|"
    r"(?:5[1-5]\d\d|222[1-9]|22[3-9]\d|2[3-6]\d\d|27[01]\d|2720)\d{12}|"
    r"3[47]\d{13}|3(?:0[0-5]|[689]\d)\d{11}|35(?:2[89]|[3-8]\d)\d{12}|"
    r"(?:50|5[6-8]|6[02-57])(?:\d{14}|\d{16,17})"
)
BEGINS_LIKE_ONE = re.compile(r"4|5[0-8]|2[2-7]|3[04-9]|6[02-57]|[2356]$")
COMMON: Final = range(14, 17)
COMMON_FIRST: Final = frozenset("23456")
CLOSE = " -\u2010\u2011\u2012\u2013\u00a0\u2007\u2009\u202f\t\n_/"
"""What stands between the digits of one number and seldom between two."""
GLUED_AHEAD = re.compile(r"[^\W\d_]$")
GLUED_BEHIND = re.compile(r"^[^\W\d_]")
OTHER = re.compile(
    r"(?:\d{1,2}[./-]\d{1,2}[./-]\d{4}|\d{4}-\d\d-\d\d|\d{1,2}:\d\d|"
    r"\d{1,3}(?:,\d{3})*\.\d\d|\d{1,3}(?:\.\d{3})*,\d\d|"
    r"\d{1,3}[.,]\d{3})"
)
"""Dates, times, amounts and readings."""
OTHER_AHEAD = re.compile(
    r"\+$|\b(?:order|case|ticket|account|tracking|parcel|reference|invoice|booking|policy|meter|"
    r"phone|(?:call|ring|reach) me|pedido|caso|cuenta|factura|referencia|tel[eé]fono|bestell\w*|"
    r"auftrag\w*|konto\w*|rechnung\w*|kunden\w*|telefon\w*|commande|compte|facture|dossier|"
    r"r[eé]f[eé]rence|t[eé]l[eé]phone)\b[^.?!\d]{0,25}$",
    re.IGNORECASE,
)
WORD = re.compile(r"[^\W\d_]+|\d+")


def issued(digits: str) -> bool:
    """Whether a card may have this number: its issuer, its length and its check digit fit."""
    return ISSUED.fullmatch(digits) is not None and valid(digits)


def valid(digits: str) -> bool:
    """Whether the check digit is right."""
    doubled = [int(d) * (2 if at % 2 else 1) for at, d in enumerate(reversed(digits))]
    return len(set(digits)) > 1 and sum(d - 9 if d > 9 else d for d in doubled) % 10 == 0  # noqa: PLR2004


def is_another_kind(run: Run, text: str) -> bool:
    """A date, time or amount, a number that is said to be another's, or digits with letters of
    the same word beside them, as in JX409118226GB.
    """
    ahead, said = text[max(0, run.start - 60) : run.start], text[run.start : run.end]
    after = text[run.end : run.end + 1]
    glued = (
        said[0].isdigit()
        and said[-1].isdigit()
        and (GLUED_AHEAD.search(ahead) or GLUED_BEHIND.match(after))
    )
    return bool(glued or OTHER.fullmatch(said) or OTHER_AHEAD.search(ahead))


def within(run: Run, text: str, *, about_card: bool) -> tuple[int, int] | None:
    """The pieces from first to before last that make a valid card number, 16 digits first.

    In a row of numbers with commas one in ten would be valid by chance: there they must be said
    of a card, or like a card's, or be a number that is issued and nothing else.
    """
    count = len(run.pieces)
    lengths = [len(piece.digits) for piece in run.pieces]
    spans = [
        (first, last)
        for first in range(count)
        for last in range(first + 1, min(count, first + CARD_DIGITS.stop) + 1)
        if sum(lengths[first:last]) in CARD_DIGITS
    ]
    for first, last in sorted(spans, key=lambda span: abs(sum(lengths[span[0] : span[1]]) - 16)):
        part = Run(run.pieces[first:last])
        alone = (first, last) == (0, count) and issued(part.digits)
        if alone or (valid(part.digits) and (about_card or _one_number(part, text))):
            return first, last
    return None


def _one_number(run: Run, text: str) -> bool:
    common = len(run.digits) in COMMON and run.digits[0] in COMMON_FIRST
    return unbroken(run, text) and (common or ISSUED.fullmatch(run.digits) is not None)


def looks_issued(run: Run, text: str) -> bool:
    """Said like one number that an issuer may have given; a digit of it may be misheard."""
    return unbroken(run, text) and ISSUED.fullmatch(run.digits) is not None


def unbroken(run: Run, text: str) -> bool:
    """Only blanks and dashes between its pieces, or each digit by itself, or fours."""
    gaps = [text[one.end : two.start] for one, two in pairwise(run.pieces)]
    half, odd = divmod(len(run.digits), 2)
    if not odd and run.digits[:half] == run.digits[half:]:
        return False  # a shorter number, said twice
    alone = all(len(piece.digits) <= 2 for piece in run.pieces)  # noqa: PLR2004 - said one by one
    groups = {len(piece.digits) for piece in run.pieces[:-1]} <= {4}
    return alone or groups or all(not gap.strip(CLOSE) for gap in gaps)


@dataclass(frozen=True, slots=True)
class Part:
    """Digits that may be a part of a card number, and the line they are in."""

    line: int
    run: Run
    certain: bool
    """Enough of them, so that they are not a "one" that happens to be said."""


def over_lines(lines: Sequence[str]) -> Iterator[Part]:
    """The parts of card numbers that were said in parts, with other words between them."""
    read = [readings(line) for line in lines]
    yield from _chains([(line, runs[0]) for line, runs in zip(lines, read, strict=True)])
    if any(len(runs) > 1 for runs in read):
        yield from _chains([(line, runs[-1]) for line, runs in zip(lines, read, strict=True)])


def _chains(lines: Sequence[tuple[str, Sequence[Run]]]) -> Iterator[Part]:
    parts = [part for at, (line, found) in enumerate(lines) for part in _parts(at, line, found)]
    for first, part in enumerate(parts):
        near = [
            one
            for one in parts[first + 1 : first + PARTS_LOOKED_AT]
            if one.line - part.line <= LINES_OF_A_CARD
        ]
        if near and BEGINS_LIKE_ONE.match(part.run.digits):
            chain = _completed(part, near)
            number = "".join(one.run.digits for one in chain)
            yield from chain
            yield from (one for one in near if one.certain and one.run.digits in number)


def _parts(at: int, line: str, found: Sequence[Run]) -> Iterator[Part]:
    words = len(WORD.findall(line))
    for run in found:
        length = len(run.digits)
        certain = length >= A_PART
        if length >= CARD_DIGITS.stop or is_another_kind(run, line):
            continue
        if certain or words - len(WORD.findall(line[run.start : run.end])) <= LONE_WORDS:
            yield Part(at, run, certain)


def _completed(first: Part, near: Sequence[Part]) -> tuple[Part, ...]:
    """The first part with those near it that make it a card number; none if they make none.

    Passed over may be what was read back, and a "one" or "four" that is no part of it.
    """
    chains: list[tuple[tuple[Part, ...], str, int]] = [((first,), first.run.digits, 0)]
    for _ in range(TRIES):
        if not chains:
            break
        chain, digits, at = chains.pop()
        if len(chain) > 1 and issued(digits):
            return chain
        if at == len(near) or len(digits) >= CARD_DIGITS.stop:
            continue
        said = near[at].run.digits
        if said in digits or not near[at].certain:
            chains.append((chain, digits, at + 1))
        if said != digits or len(said) <= A_PART:  # else a shorter number, said twice
            chains.append(((*chain, near[at]), digits + said, at + 1))
    return ()
