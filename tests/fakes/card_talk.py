"""Calls on which customers say card numbers in every way that people write and speak them.

The same seed makes the same call. Card numbers have a valid check digit and a real card's first
digits; decoys are what looks a little like one and must stay.
"""

import random
import re
import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from tests.fakes.number_words import in_words

AT_LEAST = 4
MAY_BE_SHOWN = 10
"""The first six and the last four: PCI DSS 3.4.1."""
APART = r"[^\d]{0,40}?"
Line = tuple[str, str]
"""A speaker and a text."""
FIRST_DIGITS = {
    16: ("4", "51", "55", "2221", "2720", "6011", "65", "3530", "62", "50"),
    15: ("34", "37"),
    14: ("36", "305", "38"),
    13: ("4",),
    19: ("6304", "62", "4"),
}
LENGTHS = (16, 16, 16, 16, 16, 15, 15, 14, 13, 19)
JOINS = (
    " ", "-", ".", ", ", "\u00a0", " - ", "/", "\u2009", "\u202f", "\u2011", " \u2013 ", "  ", "\n",
    "; ", " uh ", ", um, ", "... ", ", and then ", " then ", ", eh, ", " äh ", ", euh, ", " | ",
)  # fmt: skip
SCRIPTS = (0x30, 0x30, 0x30, 0x30, 0xFF10, 0x0660, 0x06F0, 0x0966)
LANGUAGES = ("en", "en", "es", "de", "fr")
ASKS = {
    "en": ("Can I take the card number?", "Which card is it on?", "The long number, please."),
    "es": ("¿Me dice el número de la tarjeta?", "¿Con qué tarjeta pagó?"),
    "de": ("Wie lautet Ihre Kartennummer?", "Mit welcher Kreditkarte?"),
    "fr": ("Quel est le numéro de votre carte ?", "Avec quelle carte ?"),
}
SAYS = {
    "en": ("{}", "It's {}.", "Sure, {}", "My card number is {}, it's a Visa", "okay so {} please"),
    "es": ("{}", "Es {}.", "Mi tarjeta es la {}, gracias"),
    "de": ("{}", "Das ist die {}.", "Meine Karte hat die Nummer {}, ja"),
    "fr": ("{}", "C'est {}.", "Ma carte, c'est le {}, merci"),
}
UNASKED = {
    "en": ("I typed {} and it was refused.", "So {} was charged twice!"),
    "es": ("Escribí {} y no funcionó.",),
    "de": ("Ich habe {} eingegeben und es ging nicht.",),
    "fr": ("J'ai tapé {} et ça n'a pas marché.",),
}
BETWEEN = {
    "en": ("mm-hm", "And the next four?", "Okay, go on.", "Yes?", "One moment. Right."),
    "es": ("Ajá, siga.", "¿Y los siguientes?"),
    "de": ("Ja, weiter.", "Und die nächsten vier?"),
    "fr": ("Oui, ensuite ?", "D'accord, continuez."),
}
CODES = ("And the security code is {}.", "The three digits on the back are {}.", "CVC {}.")
EXPIRES = ("It expires 09/27.", "Valid until 11 2028.")
DECOYS = (
    "My order is 61-20983.",
    "You can call me on 07700 900 418.",
    "My number is +49 30 901820 55.",
    "The parcel is JX409118226GB.",
    "It was 1,649.00 on 28/10/2026 at 11:42.",
    "The tracking number is 9400 1118 9956 1234 5678 90.",
    "The case is 7302-5518, opened on 2026-10-28.",
    "The order 403-8841907-2256114 came late.",
    "The meter says 46.170, and the account is 300 771 26.",
)


@dataclass(frozen=True, slots=True)
class CardCall:
    """A call: who said what, the number in it, and what of it is to be kept."""

    lines: Sequence[Line]
    number: str
    parts: Sequence[tuple[str, str]]
    """The number's digits as they were said, part by part."""
    code: str
    decoy: str

    def left_in(self, text: str) -> int:
        """How many of the number's digits can still be read there."""
        text, left, digits, said = in_plain_figures(text), 0, "", list[str]()
        for some, words in self.parts:
            digits, said = digits + some, [*said, re.escape(in_plain_figures(words))]
            if len(digits) >= AT_LEAST:
                found = re.search(rf"(?<!\w){APART.join(said)}(?!\w)", text)
                left, digits, said = left + len(digits) * (found is not None), "", []
        return left

    def leaks_into(self, text: str) -> bool:
        """More is left of the number than the first six and the last four digits."""
        return self.left_in(text) > MAY_BE_SHOWN


def in_plain_figures(text: str) -> str:
    """Digits of any script as 0-9."""
    return "".join(str(unicodedata.digit(one, one)) for one in text)


def card_number(chance: random.Random) -> str:
    """A number with a card's first digits and a valid check digit."""
    length = chance.choice(LENGTHS)
    head = chance.choice(FIRST_DIGITS[length])
    body = head + "".join(str(chance.randrange(10)) for _ in range(length - len(head) - 1))
    doubled = [int(d) * (1 if at % 2 else 2) for at, d in enumerate(reversed(body))]
    return body + str(-sum(d - 9 if d > 9 else d for d in doubled) % 10)


def card_call(seed: int) -> CardCall:
    """One of endlessly many calls."""
    chance = random.Random(seed)
    number, language = card_number(chance), chance.choice(LANGUAGES)
    parts = _said(number, language, chance)
    spread = chance.random() < 0.4 and len(parts) > 1  # over several lines
    asked = spread or chance.random() < 0.7
    lines: list[Line] = [("agent", chance.choice(ASKS[language]))] if asked else []
    if spread:
        lines += _over_lines(parts, language, chance)
    else:
        frame = chance.choice((SAYS if asked else UNASKED)[language])
        join = chance.choice(JOINS) if all(text.isdigit() for _, text in parts) else " "
        if len(parts) > 1 and not asked and len({len(digits) for digits, _ in parts[:-1]}) > 1:
            join = chance.choice((" ", "-", "\u00a0"))  # nobody can tell it from a row of figures
        lines.append(("customer", frame.format(join.join(text for _, text in parts))))
    decoy = chance.choice(DECOYS)
    code = next(c for c in (f"{chance.randrange(100, 1000)}" for _ in range(99)) if c not in decoy)
    if chance.random() < 0.3:
        lines.append(("customer", chance.choice(EXPIRES)))
    if coded := chance.random() < 0.3:
        lines.append(("customer", chance.choice(CODES).format(code)))
    lines.insert(chance.choice((0, len(lines))), ("customer", decoy))
    return CardCall(lines, number, parts, code if coded else "", decoy)


def _over_lines(
    parts: Sequence[tuple[str, str]], language: str, chance: random.Random
) -> list[Line]:
    cuts = sorted(chance.sample(range(1, len(parts)), min(chance.randint(1, 3), len(parts) - 1)))
    lines: list[Line] = []
    for first, last in zip([0, *cuts], [*cuts, len(parts)], strict=True):
        lines.append(("customer", " ".join(text for _, text in parts[first:last])))
        if last < len(parts) and chance.random() < 0.6:
            lines.append(("agent", chance.choice(BETWEEN[language])))
    return lines


def _said(number: str, language: str, chance: random.Random) -> list[tuple[str, str]]:
    """The number cut into groups, each with the way it is said."""
    if chance.random() < 0.5:
        script = chance.choice(SCRIPTS)
        groups = chance.choice((_whole, _in_fours, _in_fours, _as_printed, _in_any, _one_by_one))
        return [(group, _in_script(group, script)) for group in groups(number, chance)]
    groups = chance.choice((_in_fours, _in_pairs, _in_threes, _one_by_one, _as_printed))
    speak = chance.choice(("digits", "digits", "doubled", "pairs", "whole"))
    return [(group, in_words(group, language, speak)) for group in groups(number, chance)]


def _in_script(digits: str, zero: int) -> str:
    return "".join(chr(zero + int(digit)) for digit in digits)


def _cut(number: str, sizes: Callable[[], int]) -> list[str]:
    groups: list[str] = []
    while number:
        size = sizes()
        groups.append(number[:size])
        number = number[size:]
    return groups


def _whole(number: str, _: random.Random) -> list[str]:
    return [number]


def _in_fours(number: str, _: random.Random) -> list[str]:
    return _cut(number, lambda: 4)


def _in_threes(number: str, _: random.Random) -> list[str]:
    return _cut(number, lambda: 3)


def _in_pairs(number: str, _: random.Random) -> list[str]:
    return _cut(number, lambda: 2)


def _one_by_one(number: str, _: random.Random) -> list[str]:
    return list(number)


def _in_any(number: str, chance: random.Random) -> list[str]:
    return _cut(number, lambda: chance.randint(2, 6))


def _as_printed(number: str, chance: random.Random) -> list[str]:
    """As on the card itself."""
    sizes = iter((4, 6, 9))
    if len(number) in (14, 15):
        return _cut(number, lambda: next(sizes))
    return _in_fours(number, chance)
