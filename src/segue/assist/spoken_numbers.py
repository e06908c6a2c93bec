"""Digits in what was said, written or spoken: "4539 1488", "four five", "double four"."""

import re
import unicodedata
from dataclasses import dataclass
from typing import Final

INVISIBLE: Final = dict.fromkeys(map(ord, "\u00ad\u200b\u200c\u2060\ufeff\u180e"))
TOKEN: Final = re.compile(r"\d+|[^\W\d_]+")
FILLERS_AT_MOST: Final = 2

_ENGLISH = "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen"
_SPANISH = "cero uno dos tres cuatro cinco seis siete ocho nueve diez once doce trece catorce"
_GERMAN = "null eins zwei drei vier fünf sechs sieben acht neun zehn elf zwölf dreizehn vierzehn"
_FRENCH = "zéro un deux trois quatre cinq six sept huit neuf dix onze douze treize quatorze"
_TENS = (
    "twenty thirty forty fifty sixty seventy eighty ninety",
    "veinte treinta cuarenta cincuenta sesenta setenta ochenta noventa",
    "zwanzig dreißig vierzig fünfzig sechzig siebzig achtzig neunzig",
    "vingt trente quarante cinquante soixante septante huitante nonante",
)
_TEENS = {
    15: "fifteen quince fünfzehn quinze",
    16: "sixteen dieciséis sechzehn seize",
    17: "seventeen diecisiete siebzehn",
    18: "eighteen dieciocho achtzehn",
    19: "nineteen diecinueve neunzehn",
}
_GERMAN_UNITS = "ein zwei drei vier fünf sechs sieben acht neun"
_TWENTIES = "veintiuno veintidós veintitrés veinticuatro veinticinco veintiséis veintisiete"
REPEATS: Final = {
    "double": 2, "doble": 2, "doppel": 2, "doppelt": 2, "triple": 3, "treble": 3, "dreifach": 3,
}  # fmt: skip
FILLERS: Final = frozenset(
    [
        "and",
        "then",
        "uh",
        "um",
        "er",
        "erm",
        "hm",
        "space",
        "dash",
        "hyphen",
        "minus",
        "next",
        "y",
        "e",
        "luego",
        "guion",
        "eh",
        "und",
        "dann",
        "äh",
        "ähm",
        "strich",
        "bindestrich",
        "et",
        "puis",
        "euh",
        "tiret",
    ]
)


def _folded(word: str) -> str:
    if word.isascii():
        return word.casefold()
    plain = unicodedata.normalize("NFD", word.casefold().replace("ß", "ss"))
    return "".join(letter for letter in plain if not unicodedata.combining(letter))


def _numerals() -> dict[str, str]:
    known = {"zwo": "2", "oh": "0", "o": "0", "nought": "0", "niner": "9", "veintiocho": "28"}
    for words in (_ENGLISH, _SPANISH, _GERMAN, _FRENCH):
        known |= {_folded(word): str(number) for number, word in enumerate(words.split())}
    for number, words in _TEENS.items():
        known |= {_folded(word): str(number) for word in words.split()}
    for words in _TENS:
        known |= {_folded(word): f"{tens}0" for tens, word in enumerate(words.split(), 2)}
    known |= {_folded(word): str(number) for number, word in enumerate(_TWENTIES.split(), 21)}
    for tens, ten in enumerate(_TENS[2].split(), 2):
        for unit, word in enumerate(_GERMAN_UNITS.split(), 1):
            known[_folded(f"{word}und{ten}")] = f"{tens}{unit}"
    return known


NUMERALS: Final = _numerals()


@dataclass(frozen=True, slots=True)
class Piece:
    """A figure or numeral of a run, and where it stands."""

    start: int
    end: int
    digits: str
    spoken: bool


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


def runs(text: str) -> list[Run]:
    """Every run of digits and numerals in a text that went through `in_plain_digits`."""
    found: list[Run] = []
    pieces: list[Piece] = []
    fillers = 0
    repeat, begin = 1, -1
    for token in TOKEN.finditer(text):
        word = token.group()
        digits = word if word.isdigit() else NUMERALS.get(_folded(word), "")
        if digits and (pieces or _folded(word) not in {"o", "oh"}):
            if len(digits) > 1:
                repeat = 1  # nobody says "double 4539"; it must not hide the number
            start = begin if repeat > 1 else token.start()
            _add(pieces, Piece(start, token.end(), digits * repeat, not word.isdigit()))
            fillers, repeat = 0, 1
        elif _folded(word) in REPEATS:
            repeat, begin = REPEATS[_folded(word)], token.start()
        elif pieces and _folded(word) in FILLERS and fillers < FILLERS_AT_MOST:
            fillers += 1
        else:
            _close(pieces, found)
            fillers, repeat = 0, 1
    _close(pieces, found)
    return found


def _plain(letter: str) -> str:
    value = unicodedata.digit(letter, None)
    return letter if value is None else str(value)


def _add(pieces: list[Piece], piece: Piece) -> None:
    """Append; a numeral after a ten joins it: forty five is 45."""
    last = pieces[-1] if pieces else None
    joins = (
        last is not None
        and last.spoken
        and piece.spoken
        and len(last.digits) == 2  # noqa: PLR2004 - tens have two digits
        and last.digits[0] in "23456789"
        and last.digits[1] == "0"
        and len(piece.digits) == 1
        and piece.digits != "0"
    )
    if last is not None and joins:
        pieces[-1] = Piece(last.start, piece.end, last.digits[0] + piece.digits, spoken=True)
    else:
        pieces.append(piece)


def _close(pieces: list[Piece], found: list[Run]) -> None:
    if pieces:
        found.append(Run(tuple(pieces)))
        pieces.clear()
