"""Figures, codes, amounts, dates, times and names in what was said."""

import re
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from typing import Final

_MONTHS = (
    "january february march april may june july august september october november december jan "
    "feb mar apr "
    "jun jul aug sept? oct nov dec enero febrero marzo abril mayo junio julio agosto "
    "septiembre octubre "
    "noviembre diciembre januar februar märz mai juni juli oktober dezember janvier février "
    "mars avril juin "
    "juillet août septembre octobre décembre"
).replace(" ", "|")
WEEKDAYS: Final = (
    "monday tuesday wednesday thursday friday saturday sunday lunes martes miércoles jueves "
    "viernes sábado "
    "domingo montag dienstag mittwoch donnerstag freitag samstag sonntag lundi mardi mercredi "
    "jeudi vendredi "
    "samedi dimanche"
).replace(" ", "|")
_MONEY = (
    r"dollars?|bucks|pounds?|quid|euros?|cents?|pence|pesos|francs?|chf|eur|usd|gbp|soles|grand"
)
_NUMBER = r"\d{1,3}(?:[.,' ]\d{3})+(?:[.,]\d{1,2})?|\d+(?:[.,]\d+)?"


class Kind(StrEnum):
    """What a value is."""

    EMAIL = "email"
    TIME = "time"
    DATE = "date"
    MONEY = "money"
    SPELLED = "spelled"
    CODE = "code"
    PERCENT = "percent"
    ADDRESS = "address"
    NUMBER = "number"
    QUANTITY = "quantity"
    FIGURE = "figure"
    WEEKDAY = "weekday"
    NAME = "name"


PATTERNS: Final[tuple[tuple[Kind, re.Pattern[str]], ...]] = (
    (Kind.EMAIL, re.compile(r"[\w.+-]+@[\w-]+\.[\w.-]*\w|\b[\w.]+ at \w+ dot \w+", re.IGNORECASE)),
    (
        Kind.TIME,
        re.compile(
            r"\b\d{1,2}[:h.]\d{2}(?:\s?(?:[ap]\.?m\b\.?|uhr|h\b))|\b\d{1,2}:\d{2}\b|"
            r"\b\d{1,2}h(?:\d{2})?\b|"
            r"\b(?:[01]?\d|2[0-4])(?:[.:]\d{2})?\s?(?:[ap]\.m\.|[ap]m\b|o'clock|uhr\b)",
            re.IGNORECASE,
        ),
    ),
    (
        Kind.DATE,
        re.compile(
            rf"\b(?:{_MONTHS})\.? \d{{1,2}}(?:st|nd|rd|th)?\b(?![\d:])(?:,? \d{{4}}\b)?|"
            r"(?:\b(?:the|el|le|am|zum|bis|vom|día|del) (?:día )?)?"
            rf"\b\d{{1,2}}(?:st|nd|rd|th|\.|er|º)?(?: (?:of|de|"
            rf"den))? (?:{_MONTHS})\b(?:,? (?:de(?:l)? )?\d{{4}}\b)?|"
            r"\b\d{4}-\d{2}-\d{2}\b|\b\d{1,2}/\d{1,2}(?:/\d{2,4})?\b|"
            r"\b(?:0?[1-9]|[12]\d|3[01])\.(?:0?[1-9]|1[0-2])\.(?:\d{2,4})?(?!\d)|"
            r"\b(?:the )?\d{1,2}(?:st|nd|rd|th)\b(?! (?:floor|time|call|party|line|level|"
            r"person|attempt|visit|day|week|agent|"
            r"grade|street|avenue|st|ave|quarter|year|birthday))|\b(?:el(?: día)?|día|"
            r"del) (?:[12]?\d|3[01])\b(?![.,:]?\d| \d)|"
            r"\b(?:am|zum|bis|vom) \d{1,2}\.(?!\d)|\ble \d{1,2}\b(?! \d)",
            re.IGNORECASE,
        ),
    ),
    (
        Kind.MONEY,
        re.compile(
            rf"[$€£]\s?(?:{_NUMBER})(?:\s?(?:k|million|thousand)\b)?|"
            rf"(?:{_NUMBER}) (?:{_MONEY}) (?:und|con|y|and|et) \d{{1,2}}(?: (?:{_MONEY}))?|"
            rf"(?<![\w.-])(?:{_NUMBER})[\s-]?(?:(?:{_MONEY})\b|[€£$])",
            re.IGNORECASE,
        ),
    ),
    (
        Kind.SPELLED,
        re.compile(
            r"\b[A-Z]{1,4}(?:,? \d{1,6}[A-Z]?){2,}(?:,? [A-Z]{1,3})?\b(?!\w)|"
            r"\b[A-Z](?:(?:[\s,.-]|dash|hyphen|Strich|guion|tiret)+(?:[A-Z]|\d{1,6})\b(?!['’])){2,}"  # noqa: RUF001
            r"(?!\w)"
        ),
    ),
    (
        Kind.CODE,
        re.compile(
            r"\b(?=[\w/-]*\d)(?=[\w/-]*[A-Za-z])(?!\d+(?:st|nd|rd|th|h|am|pm|er|k|x|mg|ml|kg|"
            r"gb|mb|tb|cm|mm|km|kwh|inch)\b)"
            r"(?!\d+-(?:year|hour|day|night|minute|week|month|star|inch|person|dollar|seater|"
            r"digit|way|mile|door|bed|page|pound|part|step|seat|foot|core|room|stop|man|euro|"
            r"point|ticket|user|story)\w*\b)"
            r"[A-Za-z\d]+(?:[-/][A-Za-z\d]+)*\b(?:[ -]\d{2,}\b)*|"
            r"\b[A-Z]{1,4}[ ,.-]{1,2}\d{3,}(?:[ -]\d{2,})*(?: [A-Z]\b)?(?![\w])|"
            r"\b\d{2,}(?: \d{2,})+ [A-Z]\b",
        ),
    ),
    (
        Kind.PERCENT,
        re.compile(
            rf"(?:{_NUMBER})\s?(?:%|percent\b|per cent\b|prozent\b|por ciento\b|pour cent\b)",
            re.IGNORECASE,
        ),
    ),
    (
        Kind.ADDRESS,
        re.compile(
            r"(?<![\d.,-])\b\d{1,5}[A-Za-z]? (?:(?:North|South|East|West|N|S|E|"
            r"W)\.? )?[A-ZÀ-Ý][\w'à-ÿ-]+(?: [A-ZÀ-Ý][\w'à-ÿ-]+){1,2}|"
            r"(?<![\d.,-])\b\d{1,4}(?: bis| ter)?,? (?:rue|avenue|boulevard|place|allée|"
            r"impasse|chemin|quai) (?:(?:de|la|des|du|le|les) ){0,2}(?:d'|"
            r"l')?[A-ZÀ-Ý][\wà-ÿ'-]+(?: [A-ZÀ-Ý][\wà-ÿ'-]+)?|"
            r"\b[A-ZÀ-Ý][\wà-ÿß]+(?:straße|strasse|weg|platz|gasse|allee|ring|ufer|"
            r"damm)\.? \d{1,4}[a-z]?\b|"
            r"\b(?:calle|avenida|plaza|"
            r"paseo) [A-ZÀ-Ý][\wà-ÿ]+(?: [A-ZÀ-Ýa-z][\wà-ÿ]+){0,2},? (?:número )?\d{1,4}\b",
        ),
    ),
    (
        Kind.NUMBER,
        re.compile(
            r"(?<![\w.,])\d{2,}(?:[ -]\d{2,}){1,5}(?:-\d)?(?![\w%])(?![.,]\d)|"
            r"(?<![\w.,-])\d{4,}(?![\w-])(?![.,]\d)|\b\d{1,2}-\d{3,}(?:-\d+)*\b"
        ),
    ),
    (
        Kind.QUANTITY,
        re.compile(
            rf"(?<![\w.,-])(?:{_NUMBER})[ -](?!(?:on|in|at|to|and|or|is|was|are|for|of|the|a|"
            rf"an|from|by|with|if|it|"
            r"but|so|no|not|as|per|you|i|we|they|that|this|please|okay|y|o|a|al|de|en|el|la|"
            r"que|und|oder|im|am|"
            r"auf|ist|et|ou|à|le|est|since|until|till|because|then|plus|ending|nope|sorry|wait|"
            r"which|who|when)\b)"
            r"[a-zà-ÿ][\wà-ÿ'-]*",
            re.IGNORECASE,
        ),
    ),
    (Kind.FIGURE, re.compile(rf"(?<![\w.,])(?:{_NUMBER})(?!\w)")),
    (Kind.WEEKDAY, re.compile(rf"\b(?:{WEEKDAYS})s?\b", re.IGNORECASE)),
)
WORTH_A_LOOK = re.compile(rf"\d|@|\b[A-Z][\s,.-]|(?i:\b(?:{WEEKDAYS})|\w at \w+ dot )")


@dataclass(frozen=True, slots=True)
class Value:
    """A value and where it stands in its text."""

    kind: Kind
    text: str
    start: int
    end: int

    @property
    def digits(self) -> str:
        return re.sub(r"\D", "", self.text)

    @property
    def key(self) -> str:
        """Alike for every way of writing the same value."""
        if self.kind in {Kind.MONEY, Kind.FIGURE, Kind.PERCENT, Kind.NUMBER}:
            return self.digits
        if self.kind is Kind.QUANTITY:
            return self.text.casefold().replace("-", " ")
        if self.kind is Kind.ADDRESS:
            return " ".join(self.text.casefold().split()[:2])
        plain = re.sub(r"(?i)dash|hyphen|strich|guion|tiret", "", self.text)
        return re.sub(r"\W", "", plain).casefold()


def values(text: str) -> tuple[Value, ...]:
    """The values in a text, in order, none inside another."""
    return _values(text)


def forget() -> None:
    """Keep nothing of what was said; the answers are kept only while one conversation is read."""
    _values.cache_clear()


@lru_cache(maxsize=2048)
def _values(text: str) -> tuple[Value, ...]:
    if not WORTH_A_LOOK.search(text):
        return ()
    taken = bytearray(len(text))
    found: list[Value] = []
    for kind, pattern in PATTERNS:
        for match in pattern.finditer(text):
            start, end = match.span()
            if not any(taken[start:end]):
                taken[start:end] = b"\1" * (end - start)
                found.append(Value(kind, match.group().rstrip(" ,.-"), start, end))
    return tuple(sorted(found, key=lambda value: value.start))
