"""What number words of English, Spanish, German and French are worth, and what may follow them."""

import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

_SMALL = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen "
    "sixteen seventeen eighteen nineteen",
    "cero uno dos tres cuatro cinco seis siete ocho nueve diez once doce trece catorce quince "
    "dieciséis diecisiete dieciocho diecinueve veinte veintiuno veintidós veintitrés veinticuatro "
    "veinticinco veintiséis veintisiete veintiocho veintinueve",
    "null eins zwei drei vier fünf sechs sieben acht neun zehn elf zwölf dreizehn vierzehn "
    "fünfzehn sechzehn siebzehn achtzehn neunzehn",
    "zéro un deux trois quatre cinq six sept huit neuf dix onze douze treize quatorze quinze seize",
)
_TENS = (
    "twenty thirty forty fifty sixty seventy eighty ninety",
    "x treinta cuarenta cincuenta sesenta setenta ochenta noventa",
    "zwanzig dreißig vierzig fünfzig sechzig siebzig achtzig neunzig",
    "vingt trente quarante cinquante soixante septante huitante nonante",
)
_SPANISH_HUNDREDS = (
    "ciento doscientos trescientos cuatrocientos quinientos seiscientos setecientos ochocientos "
    "novecientos"
)
_GERMAN_UNITS = "ein zwei drei vier fünf sechs sieben acht neun"
REPEATS: Final = {
    "double": 2, "doble": 2, "doppel": 2, "doppelt": 2, "triple": 3, "treble": 3, "dreifach": 3,
}  # fmt: skip
FILLERS: Final = frozenset({
    "and", "then", "uh", "um", "er", "erm", "hm", "space", "dash", "hyphen", "minus", "next",
    "y", "e", "luego", "guion", "eh", "und", "dann", "ah", "ahm", "strich", "bindestrich",
    "et", "puis", "euh", "tiret",
})  # fmt: skip
"""Folded."""


@dataclass(frozen=True, slots=True)
class Numeral:
    """A number word: twenty is worth 20, and a number below 10 may follow and be added."""

    digits: str
    room: int = 0
    """Below this, what follows is added."""
    least: int = 1
    """From this on."""
    times: range = range(0)
    """What stands before it is multiplied with it, if it is one of these: four hundred."""
    link: str = ""
    linked: frozenset[int] = frozenset()
    """These are added only after the link: treinta y uno, trente et un."""


def folded(word: str) -> str:
    """The word without case and accents."""
    if word.isascii():
        return word.casefold()
    plain = unicodedata.normalize("NFD", word.casefold().replace("ß", "ss"))
    return "".join(letter for letter in plain if not unicodedata.combining(letter))


def _simple() -> dict[str, Numeral]:
    known = {"zwo": "2", "oh": "0", "o": "0", "nought": "0", "niner": "9", "ein": "1", "une": "1"}
    for words in _SMALL:
        known |= {folded(word): str(number) for number, word in enumerate(words.split())}
    numerals = {word: Numeral(digits) for word, digits in known.items()}
    english, spanish, german, french = (words.split() for words in _TENS)
    for tens in range(2, 10):
        digits = f"{tens}0"
        numerals[english[tens - 2]] = Numeral(digits, room=10)
        numerals[spanish[tens - 2]] = Numeral(digits, 10, link="y", linked=frozenset(range(10)))
        numerals[folded(german[tens - 2])] = Numeral(digits)  # the unit comes first, in one word
        numerals[french[tens - 2]] = Numeral(digits, 10, link="et", linked=frozenset({1}))
    # Seventy is sixty-ten in French, and seventeen ten-seven; English "sixty eleven" is 60 and 11.
    numerals["soixante"] = Numeral("60", 20, link="et", linked=frozenset({1, 11}))
    numerals["quatre vingt"] = Numeral("80", room=20)
    numerals["quatre vingts"] = Numeral("80")
    numerals["dix"] = Numeral("10", room=10, least=7)
    return numerals


def _scales() -> dict[str, Numeral]:
    numerals = {
        "hundred": Numeral("100", room=100, times=range(1, 100)),
        "hundert": Numeral("100", room=100, times=range(1, 100)),
        "cent": Numeral("100", room=100, times=range(2, 10)),
        "cents": Numeral("100", times=range(2, 10)),
        "cien": Numeral("100"),
        "thousand": Numeral("1000", room=1000, times=range(1, 1000)),
        "tausend": Numeral("1000", room=1000, times=range(1, 1000)),
        "mil": Numeral("1000", room=1000, times=range(2, 1000)),
        "mille": Numeral("1000", room=1000, times=range(2, 1000)),
    }
    for hundreds, word in enumerate(_SPANISH_HUNDREDS.split(), 1):
        numerals[word] = Numeral(f"{hundreds}00", room=100)
    return numerals


def _german_below_100(simple: dict[str, Numeral]) -> dict[str, int]:
    below = {folded(word): number for number, word in enumerate(_SMALL[2].split()) if number}
    for tens, ten in enumerate(_TENS[2].split(), 2):
        below[folded(ten)] = tens * 10
        for unit, word in enumerate(_GERMAN_UNITS.split(), 1):
            below[folded(f"{word}und{ten}")] = tens * 10 + unit
    return below | {"ein": 1, "zwo": int(simple["zwo"].digits)}


_SIMPLE: Final = _simple()
NUMERALS: Final = _SIMPLE | _scales()
_GERMAN: Final = _german_below_100(_SIMPLE)


def numeral(word: str) -> Numeral | None:
    """What a folded word is worth; None if it is no number."""
    return NUMERALS.get(word) or _german_compound(word)


@lru_cache(maxsize=1024)
def _german_compound(word: str) -> Numeral | None:
    """einundzwanzig, vierhundertelf, dreitausendvierhundertdreißig."""
    thousands, said, rest = word.rpartition("tausend")
    high = _german_below_1000(thousands) if said and thousands else 1 if said else 0
    low = _german_below_1000(rest) if rest else 0
    if high is None or low is None or not high + low:
        return None
    return Numeral(str(high * 1000 + low))


def _german_below_1000(word: str) -> int | None:
    hundreds, said, rest = word.rpartition("hundert")
    high = _GERMAN.get(hundreds) if said and hundreds else 1 if said else 0
    low = _GERMAN.get(rest.removeprefix("und") if said else rest) if rest else 0
    return None if high is None or low is None else high * 100 + low
