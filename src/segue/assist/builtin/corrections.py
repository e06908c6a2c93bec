"""Values that were corrected: from here on only the right one is in the conversation."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Final

from segue.assist.builtin.cues import Cues
from segue.assist.builtin.transcript import Said, sentences
from segue.assist.builtin.values import Kind, Value, values

GAP: Final = 95
LEAD: Final = 16
BEGINNING: Final = 12
BARE = re.compile(r"(?:\W|uh|um|er|euh|äh|eh|hm+|oh|ay|ach)*", re.IGNORECASE)
YEAR = re.compile(r"\b\d{4}$")
LINES_LATER: Final = 2
ALIKE: Final = 3
LONG: Final = 4
"""So many digits are a number of something: wrong once, wrong wherever it stands."""
AMOUNTS: Final = frozenset({Kind.MONEY, Kind.FIGURE, Kind.PERCENT, Kind.QUANTITY, Kind.NUMBER})
CALENDAR: Final = frozenset({Kind.DATE, Kind.TIME, Kind.WEEKDAY})
NUMBERS: Final = frozenset({Kind.SPELLED, Kind.CODE, Kind.NUMBER, Kind.FIGURE})
LAST_LETTER = re.compile(
    r"(?P<spelled>\b[A-Z\d]{1,4}(?:,?[ -][A-Z\d]{1,6})*,?[ -][A-Z])[.,]+ *(?P<wrong>[A-Z])?,? *"
    r"(?:no|sorry|nein|perdón|pardon|"
    r"non)\b[^.?!\d]{0,22}?(?<=[ ,.])(?P<right>[B-HJ-Z])\b(?:,? \w as in \w+)?",
)
NAMES = re.compile(
    r"\b([A-ZÀ-Ý][\w'’-]{2,})[,.…—– -]+(?:no|nope|sorry|I mean|wait|nein|perdón|digo|non|pardon)\b"  # noqa: RUF001
    r"[,. ]+(?:sorry,? |wait,? |it's |es |es ist |c'est )*([A-ZÀ-Ý][\w'’-]{2,})"  # noqa: RUF001
)


@dataclass(frozen=True, slots=True)
class Correction:
    """What was wrong, and what is right."""

    wrong: str
    right: str
    line: int
    everywhere: bool


def corrected(said: Sequence[Said], cues: Cues) -> tuple[list[Said], set[str]]:
    """The lines with right values only, and the wrong ones, which nothing may repeat."""
    wrong: list[Correction] = []
    lines: list[Said] = []
    for at, one in enumerate(said):
        text, found = _in_one_line(one.text, at, cues)
        wrong += found
        lines.append(replace(one, text=text))
    wrong += _in_the_answer(lines, cues)
    wrong += _echoed(lines)
    wrong += _misread(lines)
    lines = [replace(one, text=_mended(one.text, at, wrong)) for at, one in enumerate(lines)]
    return lines, {one.wrong for one in wrong if one.everywhere} - _said_right(lines)


def _said_right(lines: Sequence[Said]) -> set[str]:
    return {value.text for one in lines for value in values(one.text)}


def _in_one_line(text: str, line: int, cues: Cues) -> tuple[str, list[Correction]]:
    """Such as "5581. No wait, sorry, 5518": the first is replaced, with all that stood between."""
    found: list[Correction] = []
    text = LAST_LETTER.sub(_respelled, text)
    text = NAMES.sub(lambda m: m.group(2) if _alike(m.group(1), m.group(2)) else m.group(), text)
    for _ in range(4):
        pair = next(_corrected_pairs(text, cues), None)
        if pair is None:
            break
        first, second = pair
        right = _completed(first, second)
        found.append(Correction(first.text, right, line, everywhere=_unmistakable(first)))
        text = text[: first.start] + right + text[second.end :]
    text, denied = _denied(text, line, cues)
    return text, found + denied


def _respelled(match: re.Match[str]) -> str:
    spelled = match.group("spelled")
    return f"{spelled[:-1]}{match.group('right')}"


def _corrected_pairs(text: str, cues: Cues) -> Iterator[tuple[Value, Value]]:
    here = values(text)
    for first, *after in zip(here, here[1:], [*here[2:], None], strict=False):
        if cues.not_this.search(text[max(0, first.start - 12) : first.start] + "|"):
            continue
        for second in after:
            next_but_one = second is not after[0]
            if second is None or (next_but_one and not _alike(first.key, second.key)):
                continue
            if _is_corrected(text, first, second, cues):
                yield first, second


def _is_corrected(text: str, first: Value, second: Value, cues: Cues) -> bool:
    """A cue stands between the two, at once or with a slip of the tongue."""
    between = text[first.end : second.start]
    cue = cues.correcting.search(between)
    if not cue or len(between) > GAP or first.key == second.key or not _same_sort(first, second):
        return False
    if BARE.fullmatch(between[: cue.start()]):
        return True
    return _close_by(first, second) and (cue.start() <= LEAD or _alike(first.key, second.key))


def _denied(text: str, line: int, cues: Cues) -> tuple[str, list[Correction]]:
    """Such as "7 guests, not 6 guests": the denied one goes."""
    for right, wrong in pairwise(values(text)):
        between = text[right.end : wrong.start]
        denial = next(reversed(list(cues.not_this.finditer(between))), None)
        told = denial is not None and not between[denial.end() :].strip(" ,")
        if told and len(between) < LEAD and _same_sort(right, wrong) and right.key != wrong.key:
            found = Correction(wrong.text, right.text, line, _unmistakable(wrong))
            return text[: right.end] + text[wrong.end :], [found]
    return text, []


def _completed(first: Value, second: Value) -> str:
    """The second value; when it is only an end, after the beginning of the first one."""
    if first.kind is Kind.DATE and second.kind is not Kind.DATE and YEAR.search(first.text):
        return YEAR.sub(second.text, first.text)
    if first.kind not in NUMBERS or not second.digits or len(second.digits) >= len(first.digits):
        return second.text
    if len(first.digits) < LONG or re.search(r"[A-Za-z]", second.text):
        return second.text
    kept = len(first.digits) - len(second.digits)
    seen = 0
    for at, letter in enumerate(first.text):
        if seen == kept and letter.isdigit():
            return first.text[:at] + second.text
        seen += letter.isdigit()
    return second.text


def _in_the_answer(lines: Sequence[Said], cues: Cues) -> Iterable[Correction]:
    """Such as "Ending 3319?" "No, it's 3391." And "I think a thousand." "It's 1,500"."""
    for at, one in enumerate(lines):
        for later in lines[at + 1 : at + 1 + LINES_LATER]:
            if later.speaker == one.speaker:
                continue
            refused = cues.refusing.match(_start(later.text)) or _refuses_within(later.text, cues)
            for value in _last_values(one.text):
                if value.kind in CALENDAR and not _asked_and_refused(one.text, later.text, cues):
                    continue
                hedged = cues.hedging.search(one.text[max(0, value.start - 40) : value.start])
                if refused or hedged:
                    yield from _replacing(value, one.text, later.text, at, bool(refused), cues)


def _asked_and_refused(text: str, answer: str, cues: Cues) -> bool:
    """Days and times change all the time: only "the 14th?" "No, the 15th." is a correction."""
    asked = [*sentences(text), ""][:-1][-1:]
    first, *rest = [*sentences(_start(answer)), ""]
    parts = [first, *rest[:1]] if len(first.split()) == 1 else [first]
    return (
        text.rstrip().endswith("?")
        and any(value.kind in CALENDAR for part in asked for value in values(part))
        and cues.refusing.match(first) is not None
        and any(value.kind in CALENDAR for part in parts for value in values(part[:40]))
    )


def _start(text: str) -> str:
    return re.sub(
        r"^(?:\W|uh|um|well|oh|ah|hm+|äh|eh|euh|ja|okay|yeah)+(?=\W)\W*",
        "",
        text,
        flags=re.IGNORECASE,
    )


def _refuses_within(text: str, cues: Cues) -> bool:
    """Further on in the answer, but at the beginning of a sentence."""
    return any(cues.refusing.match(_start(part)) for part in sentences(text)[1:3])


def _last_values(text: str) -> Sequence[Value]:
    return values(text)[-4:]


def _replacing(
    value: Value, text: str, answer: str, line: int, refused: bool, cues: Cues
) -> Iterable[Correction]:
    there = values(answer)
    if any(other.key == value.key for other in there):
        return
    for other in there[:3]:
        negated = cues.not_this.search(answer[max(0, other.start - 8) : other.start])
        if negated or not _same_sort(value, other):
            continue
        same_place = _neighbour(text, value) == _neighbour(answer, other) != ""
        if _close_by(value, other) or same_place or (not refused and other.kind in AMOUNTS):
            everywhere = _unmistakable(value)
            yield Correction(value.text, _completed(value, other), line, everywhere)
            return


def _neighbour(text: str, value: Value) -> str:
    """The word next to a value: what it counts, or what stands before it."""
    if value.kind is Kind.QUANTITY:
        return re.split(r"[ -]", value.text, maxsplit=1)[-1].casefold().rstrip("s")
    if value.kind is Kind.ADDRESS:
        return re.sub(r"[\d ]", "", value.text).casefold()
    before = re.findall(r"[^\W\d_]+", text[: value.start])
    return before[-1].casefold() if before else ""


def _echoed(lines: Sequence[Said]) -> Iterable[Correction]:
    """Such as "417 Wren Street?" "471 Wren Street.": an answer that begins with nearly the same."""
    for at, (one, later) in enumerate(pairwise(lines)):
        first = next(iter(values(later.text[:60])), None)
        if first is None or one.speaker == later.speaker or first.start > BEGINNING:
            continue
        for value in _last_values(one.text):
            if (
                value.kind is first.kind
                and value.key != first.key
                and _nearly(one.text, value, first)
            ):
                yield Correction(value.text, first.text, at, _unmistakable(value))
            elif value.kind is Kind.ADDRESS and _shuffled(first.digits, value.digits):
                right = value.text.replace(value.digits, first.digits)
                yield Correction(value.text, right, at, everywhere=True)


def _shuffled(one: str, two: str) -> bool:
    return one != two and len(one) > 1 and sorted(one) == sorted(two)


def _nearly(text: str, value: Value, other: Value) -> bool:
    """One digit other, or the same digits shuffled; a date in the same month."""
    if value.kind in {Kind.DATE, Kind.TIME} and text.rstrip().endswith("?"):
        return value in values(text)[-1:]
    if value.kind is Kind.DATE:
        month = re.sub(r"[\W\d]|the|st|nd|rd|th", "", value.text.casefold())
        return bool(month) and month == re.sub(r"[\W\d]|the|st|nd|rd|th", "", other.text.casefold())
    if value.kind in {Kind.TIME, Kind.WEEKDAY, Kind.MONEY} or len(value.digits) < LONG - 1:
        return False
    asked = text.rstrip().endswith("?")
    return _shuffled(value.digits, other.digits) or (asked and _alike(value.key, other.key))


def _misread(lines: Sequence[Said]) -> Iterable[Correction]:
    """Two numbers of the same digits in another order: the one said more often, or last."""
    seen: dict[str, list[tuple[int, Value]]] = {}
    for at, one in enumerate(lines):
        for value in values(one.text):
            if value.kind in NUMBERS and len(value.digits) >= LONG:
                seen.setdefault(value.key, []).append((at, value))
    keys = list(seen)
    for number, key in enumerate(keys):
        for other in keys[number + 1 :]:
            if key != other and sorted(key) == sorted(other) and _distance(key, other) <= 2:  # noqa: PLR2004
                wrong, right = _rarer(seen[key], seen[other])
                yield Correction(wrong[0][1].text, right[0][1].text, wrong[0][0], everywhere=True)


def _rarer(
    first: list[tuple[int, Value]], second: list[tuple[int, Value]]
) -> tuple[list[tuple[int, Value]], list[tuple[int, Value]]]:
    return (second, first) if len(first) > len(second) else (first, second)


def _mended(text: str, line: int, wrong: Sequence[Correction]) -> str:
    for one in wrong:
        if one.everywhere or line == one.line:
            pattern = rf"(?<![\w.,]){re.escape(one.wrong)}(?!\w|[.,]\d)"
            text = re.sub(pattern, one.right.replace("\\", ""), text)
    return text


def _unmistakable(value: Value) -> bool:
    return len(value.digits) >= LONG or value.kind in {Kind.EMAIL, Kind.SPELLED, Kind.ADDRESS}


def _same_sort(first: Value, second: Value) -> bool:
    if first.kind in AMOUNTS and second.kind in AMOUNTS:
        return not (
            first.kind is Kind.QUANTITY
            and second.kind is Kind.QUANTITY
            and len(first.digits) > 1
            and _unit(first) != _unit(second)
        )
    if first.kind in NUMBERS and second.kind in NUMBERS:
        return True
    if first.kind is Kind.DATE and YEAR.search(first.text) and YEAR.fullmatch(second.text):
        return True
    days = {Kind.DATE, Kind.WEEKDAY}
    return first.kind == second.kind or {first.kind, second.kind} <= days


def _unit(value: Value) -> str:
    return _neighbour(value.text, value)


def _close_by(first: Value, second: Value) -> bool:
    """A slip of the tongue: the same digits in another order, one off, or only the end anew."""
    one, two = first.key, second.key
    if first.kind is second.kind and first.kind in {Kind.TIME, Kind.DATE, Kind.WEEKDAY, Kind.EMAIL}:
        return True
    if first.kind in NUMBERS and second.kind in NUMBERS and 1 < len(two) < len(one):
        return True
    return _alike(one, two) or (len(one) == len(two) <= 2)  # noqa: PLR2004


def _alike(one: str, two: str) -> bool:
    one, two = one.casefold(), two.casefold()
    if abs(len(one) - len(two)) > 1:
        return False
    return sorted(one) == sorted(two) or _distance(one, two) <= max(1, min(ALIKE, len(one) // 3))


def _distance(one: str, two: str) -> int:
    """How many places differ; a missing one counts by what it shifts."""
    row = list(range(len(two) + 1))
    for i, a in enumerate(one, 1):
        last, row[0] = row[0], i
        for j, b in enumerate(two, 1):
            last, row[j] = row[j], min(row[j] + 1, row[j - 1] + 1, last + (a != b))
    return row[-1]
