"""Markdown as far as it is needed to find things in it: a title, and passages under headings.

Nothing is ever rendered as HTML, here or on a desk: markup goes, a link leaves its text.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Final

TITLE_AT_MOST: Final = 120
PASSAGE_AT_MOST: Final = 280
PASSAGES_AT_MOST: Final = 400
LONGEST_LINE: Final = 4000

HEADING = re.compile(r" {0,3}#{1,6}[ \t]+(?P<text>.*?)[ \t#]*$")
ITEM = re.compile(r"\s*(?:[-*+]|\d{1,4}[.)])[ \t]+(?P<text>.*)$")
FENCE = re.compile(r" {0,3}(?:```|~~~)")
RULE = re.compile(r"[\s|:=*_-]*$")
FRONT_MATTER = re.compile(r"\A---\n.*?\n---\n", re.DOTALL)
LINK = re.compile(
    r"!?\[(?P<text>[^\[\]]{0,300})\](?:\([^()\s]{0,2000}[^()]{0,200}\)|\[[^\]]{0,100}\])"
)
TAG = re.compile(r"<!--.{0,2000}?-->|</?[A-Za-z][^<>]{0,2000}>")
MARKS = re.compile(r"[*`~]+|(?<!\w)_+|_+(?!\w)|^\s*>+\s?")
SPACES = re.compile(r"\s+")
SENTENCE_END = re.compile(r"[.!?…](?=\s)")


@dataclass(frozen=True, slots=True)
class Passage:
    """A paragraph or an item of a list, without markup, and the heading it stands under."""

    heading: str
    text: str


def title_of(text: str, otherwise: str) -> str:
    """The first heading, or what the file is called, in words."""
    for line in FRONT_MATTER.sub("", text).split("\n"):
        heading = HEADING.match(line[:LONGEST_LINE])
        if heading and (title := plain(heading["text"])):
            return _within(title, TITLE_AT_MOST)
    named = re.sub(r"[-_\s]+", " ", otherwise.encode("utf-8", "replace").decode()).strip()
    return _within(named[:1].upper() + named[1:], TITLE_AT_MOST) or "Untitled"


def passages(text: str) -> list[Passage]:
    """What an article tells, piece by piece; the same for the same text, so places stay."""
    return list(islice(_passages(FRONT_MATTER.sub("", text)), PASSAGES_AT_MOST))


def shown(text: str) -> str:
    """A passage as short as it is shown: whole sentences if they fit."""
    if len(text) <= PASSAGE_AT_MOST:
        return text
    ends = [end.end() for end in SENTENCE_END.finditer(text[:PASSAGE_AT_MOST])]
    return text[: ends[-1]] if ends else _within(text, PASSAGE_AT_MOST)


def plain(line: str) -> str:
    """A line without markup."""
    without = TAG.sub(" ", LINK.sub(lambda link: link["text"], line[:LONGEST_LINE]))
    return SPACES.sub(" ", MARKS.sub("", without).replace("|", " ")).strip()


def _passages(text: str) -> Iterator[Passage]:
    heading = ""
    gathered: list[str] = []
    for line in (*text.split("\n"), ""):
        found, item = HEADING.match(line[:LONGEST_LINE]), ITEM.match(line[:LONGEST_LINE])
        ends = found or item or RULE.match(line[:LONGEST_LINE]) or FENCE.match(line)
        if ends and (told := plain(" ".join(gathered))):
            yield Passage(heading, told)
        if ends:
            gathered = []
        if found:
            heading = plain(found["text"])
        elif item:
            gathered = [item["text"]]
        elif not ends:
            gathered.append(line.strip())


def _within(text: str, most: int) -> str:
    return (
        text if len(text) <= most else f"{text[: most - 1].rpartition(' ')[0] or text[: most - 1]}…"
    )
