"""Digits in what was said, written or spoken: "4539 1488", "four five", "double four", "forty-five
hundred and eleven".
"""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from segue.assist.numerals import FILLERS, REPEATS, Numeral, folded, numeral

INVISIBLE: Final = dict.fromkeys(map(ord, "\u00ad\u200b\u200c\u200d\u2060\ufeff\u180e"))
TOKEN: Final = re.compile(r"\d+|[^\W\d_]+")
EIGHTY: Final = re.compile(r"(?P<gap>[\s\u2010\u2011-]+)vingt(?P<plural>s?)\b", re.IGNORECASE)
FILLERS_AT_MOST: Final = 2


@dataclass(frozen=True, slots=True)
class Piece:
    """A figure or number word of a run, and where it stands."""

    start: int
    end: int
    digits: str
    word: Numeral | None = None
    """What may follow its last word; None of figures, and of what was said doubled."""
    before: "Piece | None" = None
    """What it was before its last word was added."""
    loose: bool = False
    """Two words make it that may as well be two numbers: fifty two."""


@dataclass(frozen=True, slots=True)
class Run:
    """Pieces that follow one another with nothing but separators and fillers between them."""

    pieces: tuple[Piece, ...]

    @property
    def start(self) -> int:
        return self.pieces[0].start

    @property
    def end(self) -> int:
        return self.pieces[-1].end

    @property
    def digits(self) -> str:
        return "".join(piece.digits for piece in self.pieces)


def in_plain_digits(text: str) -> str:
    """The text with every digit of any script as 0-9 and without invisible characters."""
    if text.isascii():
        return text
    return "".join(_plain(letter) for letter in text.translate(INVISIBLE))


def readings(text: str) -> list[list[Run]]:
    """The runs, and once more if "fifty two" in it may be 50 and 2, or "quatre vingt" 4 and 20."""
    first = runs(text)
    loose = any(piece.loose for run in first for piece in run.pieces)
    if loose or any(found["gap"].isspace() for found in EIGHTY.finditer(text)):
        return [first, runs(text, apart=True)]
    return [first]


def runs(text: str, *, apart: bool = False) -> list[Run]:
    """Every run of digits and numerals in a text that went through `in_plain_digits`. `apart`:
    fifty two is 50 and 2; with a hyphen it is 52 all the same.
    """
    found: list[Run] = []
    pieces: list[Piece] = []
    fillers: list[str] = []
    repeat, begin = 1, -1
    for start, end, word in _words(text, apart=apart):
        piece = _piece(start, end, word, first=not pieces)
        if piece is not None:
            if len(piece.digits) > 1:
                repeat = 1  # nobody says "double 4539"; it must not hide the number
            if repeat > 1:
                piece = Piece(begin, end, piece.digits * repeat)
            loose = bool(pieces) and not fillers and text[pieces[-1].end : start].isspace()
            _add(pieces, piece, link=fillers[-1] if fillers else "", loose=loose, apart=apart)
            fillers, repeat = [], 1
        elif word in REPEATS:
            repeat, begin = REPEATS[word], start
        elif pieces and word in FILLERS and len(fillers) < FILLERS_AT_MOST:
            fillers.append(word)
        else:
            _close(pieces, found)
            fillers, repeat = [], 1
    _close(pieces, found)
    return found


def _words(text: str, *, apart: bool) -> Iterator[tuple[int, int, str]]:
    """Figures and folded words; "quatre-vingt" is one."""
    past = 0
    for token in TOKEN.finditer(text):
        if token.start() < past:
            continue
        word, past = folded(token.group()), token.end()
        twenty = EIGHTY.match(text, past) if word == "quatre" else None
        # "cinquante-quatre vingt" is 54 and 20.
        if twenty and not (twenty["gap"].isspace() and (apart or _hyphenated(text, token.start()))):
            word, past = f"quatre vingt{twenty['plural']}", twenty.end()
        yield token.start(), past, word


def _hyphenated(text: str, start: int) -> bool:
    return text[:start].endswith(("-", "\u2010", "\u2011"))


def _piece(start: int, end: int, word: str, *, first: bool) -> Piece | None:
    if word.isdigit():
        return Piece(start, end, word)
    found = numeral(word)
    if found is None or (first and word in {"o", "oh"}):
        return None
    return Piece(start, end, found.digits, found)


def _plain(letter: str) -> str:
    value = unicodedata.digit(letter, None)
    return letter if value is None else str(value)


def _add(pieces: list[Piece], piece: Piece, *, link: str, loose: bool, apart: bool) -> None:
    """Append; what makes one number with the last piece joins it: forty five hundred is 4500."""
    last = pieces[-1] if pieces else None
    if last is None or last.word is None or piece.word is None:
        pieces.append(piece)
    elif (product := _product(last, piece, piece.word)) is not None:
        pieces[-1] = product
    elif (rest := _taken_back(last, piece, piece.word)) is not None:
        pieces[-1:] = rest
    elif _adds(last.word, int(piece.digits), link) and not (apart and loose and _is_ten(last)):
        total = str(int(last.digits) + int(piece.digits))
        may_follow = piece.word if piece.word.room else Numeral("")
        is_loose = last.loose or (loose and _is_ten(last))
        pieces[-1] = Piece(last.start, piece.end, total, may_follow, last, is_loose)
    else:
        pieces.append(piece)


def _adds(before: Numeral, value: int, link: str) -> bool:
    linked = value not in before.linked or link == before.link
    return before.least <= value < before.room and linked


def _is_ten(piece: Piece) -> bool:
    return piece.word is not None and piece.word.room in {10, 20}


def _product(last: Piece, piece: Piece, word: Numeral) -> Piece | None:
    before, value = int(last.digits), int(piece.digits)
    factor = before % 1000 if value < 1000 else before  # noqa: PLR2004  # four thousand five hundred
    if factor not in word.times:
        return None
    total = str(before - factor + factor * value)
    return Piece(last.start, piece.end, total, word, last, last.loose)


def _taken_back(last: Piece, piece: Piece, word: Numeral) -> list[Piece] | None:
    """One hundred eighty, nine hundred: the nine was added too early."""
    if last.before is None or not last.loose:
        return None
    unit = int(last.digits) - int(last.before.digits)
    if unit not in word.times:
        return None
    product = str(unit * int(piece.digits))
    return [last.before, Piece(last.before.end, piece.end, product, word)]


def _close(pieces: list[Piece], found: list[Run]) -> None:
    if pieces:
        found.append(Run(tuple(pieces)))
        pieces.clear()
