"""A briefing as it is read aloud."""

import re
from dataclasses import dataclass

from segue.assist.builtin.transcript import CUSTOMER, Said, language_of
from segue.assist.redaction import redact

HEADING = re.compile(r"^([^:.;]{1,40}):\s*")
CHARACTERS_AT_MOST = 1200
OFFERS = {
    "en": (
        "{who} would like to transfer a call to you.",
        "To take the call, press 1. To decline, press 2. To hear this again, press 3.",
    ),
    "es": (
        "{who} quiere transferirle una llamada.",
        "Para aceptar la llamada, pulse 1. Para rechazarla, pulse 2. Para oírlo otra vez, pulse 3.",
    ),
    "de": (
        "{who} möchte Ihnen einen Anruf übergeben.",
        "Zum Annehmen drücken Sie die 1. Zum Ablehnen die 2. Um dies noch einmal zu hören, die 3.",
    ),
    "fr": (
        "{who} souhaite vous transférer un appel.",
        "Pour prendre l'appel, tapez 1. Pour refuser, tapez 2. Pour réécouter, tapez 3.",
    ),
}
"""What is said before and after the briefing, by language."""


@dataclass(frozen=True, slots=True)
class Spoken:
    """What a voice is to say, and its language, a code of two letters."""

    text: str
    language: str


def spoken_form(text: str) -> Spoken:
    """The text of a briefing in sentences, each part after its heading.

    It may have an agent's words in it, so that secrets are removed here as well: a voice may be a
    service.
    """
    parts = [part for line in redact(text).splitlines() for part in _parts(line)]
    told = " ".join(f"{part}." for one in parts if (part := one.strip(" .…")))
    told = told[:CHARACTERS_AT_MOST]
    return Spoken(told, language_of([Said("", CUSTOMER, told)]))


def offer_form(text: str, from_name: str) -> Spoken:
    """What whoever answers a phone hears: who asks, the briefing, and which keys there are."""
    told = spoken_form(text)
    before, after = OFFERS.get(told.language, OFFERS["en"])
    who = redact(from_name)
    return Spoken(f"{before.format(who=who)} {told.text} {after}", told.language)


def _parts(line: str) -> list[str]:
    heading = HEADING.match(line)
    statements = HEADING.sub("", line).split(";")
    return [heading[1], *statements] if heading else statements
