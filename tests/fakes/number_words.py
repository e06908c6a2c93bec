"""Groups of digits as people say them in four languages."""

import re

UNITS = {
    "en": "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen "
    "fifteen sixteen seventeen eighteen nineteen",
    "es": "cero uno dos tres cuatro cinco seis siete ocho nueve diez once doce trece catorce "
    "quince dieciséis diecisiete dieciocho diecinueve veinte veintiuno veintidós veintitrés "
    "veinticuatro veinticinco veintiséis veintisiete veintiocho veintinueve",
    "de": "null eins zwei drei vier fünf sechs sieben acht neun zehn elf zwölf dreizehn vierzehn "
    "fünfzehn sechzehn siebzehn achtzehn neunzehn",
    "fr": "zéro un deux trois quatre cinq six sept huit neuf dix onze douze treize quatorze "
    "quinze seize dix-sept dix-huit dix-neuf",
}
TENS = {
    "en": "twenty thirty forty fifty sixty seventy eighty ninety",
    "es": "veinte treinta cuarenta cincuenta sesenta setenta ochenta noventa",
    "de": "zwanzig dreißig vierzig fünfzig sechzig siebzig achtzig neunzig",
    "fr": "vingt trente quarante cinquante soixante",
}
SPANISH_HUNDREDS = (
    "ciento doscientos trescientos cuatrocientos quinientos seiscientos setecientos ochocientos "
    "novecientos"
)
TWICE = {"en": "double", "es": "doble", "de": "doppel", "fr": "double"}


def in_words(digits: str, language: str, way: str) -> str:
    """Digits as words: one by one (`digits`), with what comes twice said so (`doubled`), in
    `pairs`, or each group as one number (`whole`).
    """
    if way == "doubled":
        return re.sub(r"(\d)\1|\d", lambda m: f"{_doubled(m, language)} ", digits).strip()
    if way == "pairs":
        return " ".join(_pair(digits[at : at + 2], language) for at in range(0, len(digits), 2))
    if way == "whole" and len(digits) <= 4:
        nulls = len(digits) - len(digits.lstrip("0"))
        rest = digits[nulls:]
        said = [_word(0, language)] * nulls + ([_number(int(rest), language)] if rest else [])
        return " ".join(said)
    return " ".join(_word(int(digit), language) for digit in digits)


def _doubled(found: re.Match[str], language: str) -> str:
    word = _word(int(found.group()[0]), language)
    return f"{TWICE[language]} {word}" if found.group(1) else word


def _word(number: int, language: str) -> str:
    return UNITS[language].split()[number]


def _pair(digits: str, language: str) -> str:
    if len(digits) < 2 or digits[0] == "0":
        return " ".join(_word(int(digit), language) for digit in digits)
    return _number(int(digits), language)


def _number(number: int, language: str) -> str:
    return {"en": _english, "es": _spanish, "de": _german, "fr": _french}[language](number)


def _english(number: int) -> str:
    if number >= 1000:
        if number % 1000 >= 100 and number // 100 % 10:  # forty-five hundred
            high, low = divmod(number, 100)
            return f"{_english(high)} hundred" + (f" and {_english(low)}" if low else "")
        high, low = divmod(number, 1000)
        return f"{_english(high)} thousand" + (f" {_english(low)}" if low else "")
    if number >= 100:
        high, low = divmod(number, 100)
        return f"{_english(high)} hundred" + (f" {_english(low)}" if low else "")
    if number < 20:
        return _word(number, "en")
    ten = TENS["en"].split()[number // 10 - 2]
    return f"{ten}-{_word(number % 10, 'en')}" if number % 10 else ten


def _spanish(number: int) -> str:
    if number >= 1000:
        high, low = divmod(number, 1000)
        return ("mil" if high == 1 else f"{_spanish(high)} mil") + (
            f" {_spanish(low)}" if low else ""
        )
    if number >= 100:
        high, low = divmod(number, 100)
        if number == 100:
            return "cien"
        return SPANISH_HUNDREDS.split()[high - 1] + (f" {_spanish(low)}" if low else "")
    if number < 30:
        return _word(number, "es")
    ten = TENS["es"].split()[number // 10 - 2]
    return f"{ten} y {_word(number % 10, 'es')}" if number % 10 else ten


def _german(number: int) -> str:
    if number >= 1000:
        high, low = divmod(number, 1000)
        return ("ein" if high == 1 else _german(high)) + "tausend" + (_german(low) if low else "")
    if number >= 100:
        high, low = divmod(number, 100)
        return ("ein" if high == 1 else _german(high)) + "hundert" + (_german(low) if low else "")
    if number < 20:
        return _word(number, "de")
    ten = TENS["de"].split()[number // 10 - 2]
    unit = _word(number % 10, "de")
    return f"{'ein' if unit == 'eins' else unit}und{ten}" if number % 10 else ten


def _french(number: int) -> str:
    if number >= 1000:
        high, low = divmod(number, 1000)
        return ("mille" if high == 1 else f"{_french(high)} mille") + (
            f" {_french(low)}" if low else ""
        )
    if number >= 100:
        high, low = divmod(number, 100)
        return ("cent" if high == 1 else f"{_french(high)} cent") + (
            f" {_french(low)}" if low else ""
        )
    if number < 20:
        return _word(number, "fr")
    if number >= 80:
        return f"quatre-vingt-{_french(number - 80)}" if number > 80 else "quatre-vingts"
    ten = TENS["fr"].split()[min(number, 60) // 10 - 2]
    rest = number - min(number // 10, 6) * 10
    if not rest:
        return ten
    return f"{ten} et {_french(rest)}" if rest in (1, 11) else f"{ten}-{_french(rest)}"
