"""The shape of a language's table of cues."""

import re
from dataclasses import dataclass


def phrases(alternatives: str = "") -> re.Pattern[str]:
    """Any of the phrases, as whole words, in any case. None of them matches nothing.

    They stand between bars with blanks around them, each a regular expression of its own; a line
    that ends in a bar without a blank before it goes on in the next one.
    """
    text = re.sub(r"(?<=\S\|)\n\s*", "", alternatives)
    found = [phrase for phrase in re.split(r"\s+\|\s+", text.strip()) if phrase]
    if not found:
        return re.compile(r"(?!)")
    return re.compile(rf"(?<!\w)(?:{'|'.join(found)})(?!\w)", re.IGNORECASE)


def words(text: str) -> frozenset[str]:
    """A set from words between blanks."""
    return frozenset(text.split())


@dataclass(frozen=True, slots=True)
class Headings:
    """What the parts of a briefing are called."""

    chain: str
    handed: str
    """Who gave the call to whom: a pattern with `who` and `whom`."""
    consulted: str
    """Who asked whom in private, and kept the call: a pattern with `who` and `whom`."""
    agreed: str
    earlier: str
    """So many hops before those that are told: a pattern with `n`."""
    reason: str
    mood: str
    facts: str
    tried: str
    promises: str
    open_questions: str
    next_step: str
    moods: dict[str, str]
    customer: str
    agent: str
    nothing: str


@dataclass(frozen=True, slots=True)
class Feeling:
    """Phrases by the feeling that they speak for; strong ones count twice."""

    positive: re.Pattern[str]
    very_positive: re.Pattern[str]
    negative: re.Pattern[str]
    very_negative: re.Pattern[str]
    frustrated: re.Pattern[str]
    very_frustrated: re.Pattern[str]
    polite: re.Pattern[str]
    """Thanks and agreement that say little by themselves."""


@dataclass(frozen=True, slots=True)
class Cues:
    """Everything the analyser knows of a language."""

    language: str
    headings: Headings
    feeling: Feeling
    common: frozenset[str]
    """Frequent words, by which the language is told."""
    chatter: frozenset[str]
    """Words that a telegram leaves out."""
    openers: re.Pattern[str]
    """Chatter at the beginning of a sentence."""
    small_talk: re.Pattern[str]
    """A sentence with this says nothing that a briefing needs."""
    correcting: re.Pattern[str]
    """Right after a value: what follows is the right one."""
    refusing: re.Pattern[str]
    """At the beginning of an answer: what was just said is wrong."""
    hedging: re.Pattern[str]
    not_this: re.Pattern[str]
    """Ends right before a value that is named as the wrong one."""
    topics: tuple[tuple[str, re.Pattern[str]], ...]
    """Why people call: a short name, and how they say it. The first that fits best stands."""
    wanting: re.Pattern[str]
    trouble: re.Pattern[str]
    done: re.Pattern[str]
    """The agent says what they did or tried."""
    tried: re.Pattern[str]
    """An attempt, a check or a change that somebody made already."""
    failed: re.Pattern[str]
    offered: re.Pattern[str]
    promised: re.Pattern[str]
    handing_over: re.Pattern[str]
    """Putting through: no news by itself, but what the next one can do stands beside it."""
    others_task: re.Pattern[str]
    """What a team, a specialist or an office can, should or must do."""
    customers_task: re.Pattern[str]
    """The agent asks the customer for it."""
    customers_word: re.Pattern[str]
    """The customer says that they will."""
    wish: re.Pattern[str]
    """The customer asks for it."""
    alert: re.Pattern[str]
    """Health, safety, deadlines, threats, ways to be reached: never to be missed."""
    naming: re.Pattern[str]
    """What a number can be the number of."""
    due: re.Pattern[str]
    connectives: re.Pattern[str]
    """Where a sentence falls into statements."""
