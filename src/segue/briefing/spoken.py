"""A briefing as it is read aloud."""

import re
from dataclasses import dataclass

from segue.assist.builtin.transcript import CUSTOMER, Said, language_of
from segue.assist.redaction import redact

HEADING = re.compile(r"^([^:.;]{1,40}):\s*")
CHARACTERS_AT_MOST = 1200


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


def _parts(line: str) -> list[str]:
    heading = HEADING.match(line)
    statements = HEADING.sub("", line).split(";")
    return [heading[1], *statements] if heading else statements
