"""Which of a model's statements stand: those whose lines say them.

A statement falls when it cites no line, names a figure, a name or an address that its lines do not
have, shares no words with them, or repeats what was corrected or injected. What stands is without
secrets, markup, links and instructions, whatever the model wrote.
"""

import re
from collections.abc import Iterable, Sequence
from typing import Final

from segue.assist.answers import Cited, Feeling, Idea, Task
from segue.assist.builtin.action_items import ITEMS_AT_MOST, ActionItem
from segue.assist.builtin.analyser import Heard, is_barred
from segue.assist.builtin.cues.table import words
from segue.assist.builtin.feelings import SIGNALS_AT_MOST, Label, Sentiment
from segue.assist.builtin.suggestions import SUGGESTIONS_AT_MOST, Suggestion
from segue.assist.builtin.transcript import CUSTOMER, words_of
from segue.assist.builtin.untrusted import FIGURE, harmless
from segue.assist.builtin.values import Kind, values
from segue.assist.redaction import redact
from segue.assist.spoken_numbers import runs
from segue.transfers.schemas import Statement

CHARACTERS_AT_MOST: Final = 400
WORDS_AT_MOST: Final = 30
SHARED_AT_LEAST: Final = 1 / 3
STEM: Final = 4
TOPIC_WORDS: Final = 5
SPOKEN_FIGURE: Final = 2
"""So many digits of a spelled number count as a figure; "one" is also just a word."""
PARTIES: Final = words(
    "customer customers agents agent company caller cliente agente empresa kunde kundin firma "
    "client conseiller conseillère entreprise i"
)
NAME = re.compile(r"[A-ZÀ-ÞŒŠŽ][\w'’-]*")  # noqa: RUF001
SIGNS: Final = {Label.POSITIVE: 1, Label.NEUTRAL: 0, Label.NEGATIVE: -1, Label.FRUSTRATED: -1}
LEAST_SCORE: Final = 0.1


class Ground:
    """The lines of a conversation that a model was asked about."""

    def __init__(self, heard: Heard) -> None:
        self._heard = heard
        self.dropped = 0
        """How many statements fell."""

    def statements(self, found: Iterable[Cited], most: int) -> list[Statement]:
        """Those that stand, at most so many, each told once."""
        stand = [one for cited in found if (one := self.statement(cited)) is not None]
        return list({one.text: one for one in stand}.values())[:most]

    def statement(self, cited: Cited | None) -> Statement | None:
        """The statement cleaned, or None when its lines do not say it."""
        if cited is None:
            return None
        text = self._standing(cited, cited.text, SHARED_AT_LEAST)
        return None if text is None else Statement(text=text, evidence=self.ids(cited.lines))

    def task(self, task: Task) -> ActionItem | None:
        """The action item, with its time only if a line says it."""
        found = self.statement(task)
        if found is None:
            return None
        due = cleaned(task.due or "")
        said = due and due.casefold() in self._said(task.lines).casefold()
        return ActionItem(task.owner, found.text, due if said else None, tuple(found.evidence))

    def tasks(self, found: Iterable[Task]) -> list[ActionItem]:
        """The action items that stand; at most five."""
        return [one for task in found if (one := self.task(task)) is not None][:ITEMS_AT_MOST]

    def ideas(self, found: Iterable[Idea]) -> list[Suggestion]:
        """The suggestions that stand; at most five. Who a call goes to is not a model's choice."""
        kept: dict[str, Suggestion] = {}
        for idea in found:
            text, why = self._standing(idea, idea.text, 0.0), self._standing(idea, idea.why, 0.0)
            shares = self._share(f"{idea.text} {idea.why}", idea.lines) > 0
            if text and shares and not self._heard.cues.handing_over.search(text):
                kept.setdefault(
                    text, Suggestion(text, idea.kind, why or "", tuple(self.ids(idea.lines)))
                )
        return list(kept.values())[:SUGGESTIONS_AT_MOST]

    def topics(self, found: Iterable[str], most: int) -> tuple[str, ...]:
        """Topics that the conversation has words of."""
        everywhere = range(1, len(self._heard.lines) + 1)
        kept = (cleaned(one) for one in found)
        short = (one for one in kept if one and len(one.split()) <= TOPIC_WORDS)
        told = [one for one in short if self._names_only_what_was_said(one, everywhere)]
        return tuple(dict.fromkeys(one for one in told if self._share(one, everywhere) > 0))[:most]

    def feeling(self, found: Feeling) -> Sentiment:
        """The label, a score on its side of zero, and the phrases that the customer did say."""
        lines = [one.text for one in self._heard.lines if one.speaker == CUSTOMER]
        return grounded_feeling(found, lines)

    def _standing(self, cited: Cited, text: str, shared_at_least: float) -> str | None:
        clean = cleaned(text)
        stands = (
            clean
            and self.ids(cited.lines)
            and not is_barred(clean, self._heard.barred)
            and self._names_only_what_was_said(clean, cited.lines)
            and self._share(clean, cited.lines) >= shared_at_least
        )
        self.dropped += not stands
        return clean if stands else None

    def ids(self, numbers: Iterable[int]) -> list[str]:
        """The ids of the lines with these numbers; what is no line is left out."""
        lines = self._heard.lines
        return list(dict.fromkeys(lines[n - 1].id for n in numbers if 1 <= n <= len(lines)))

    def _said(self, numbers: Iterable[int]) -> str:
        lines = self._heard.lines
        return "\n".join(lines[n - 1].text for n in dict.fromkeys(numbers) if 1 <= n <= len(lines))

    def _names_only_what_was_said(self, text: str, numbers: Iterable[int]) -> bool:
        said = self._said(numbers)
        spoken = {word.casefold() for word in words_of(said)} | PARTIES
        names = {name.casefold() for name in NAME.findall(text)}
        known = spoken | {part for word in spoken for part in re.split(r"\W", word)}
        emails = {value.key for value in values(said) if value.kind is Kind.EMAIL}
        return (
            all(name in known or name.removesuffix("'s") in known for name in names)
            and _figures(text) <= _figures(said)
            and all(one.key in emails for one in values(text) if one.kind is Kind.EMAIL)
        )

    def _share(self, text: str, numbers: Iterable[int]) -> float:
        """How much of what a statement says is also in its lines, by the beginnings of words."""
        mine, theirs = self._stems(text), self._stems(self._said(numbers))
        return len(mine & theirs) / len(mine) if mine else 0.0

    def _stems(self, text: str) -> set[str]:
        cues = self._heard.cues
        bare = (word.casefold() for word in words_of(text))
        telling = (word for word in bare if word not in cues.common and word not in PARTIES)
        return {word[:STEM] for word in telling if len(word) >= STEM or any(map(str.isdigit, word))}


def cleaned(text: str) -> str:
    """What a model wrote, without secrets, markup, links and instructions, and not too long."""
    clean = harmless(redact(text[:CHARACTERS_AT_MOST])).split()
    return " ".join(clean[:WORDS_AT_MOST]).strip(" ;")


def grounded_feeling(found: Feeling, lines: Sequence[str]) -> Sentiment:
    """The label, a score on its side of zero, and those signals that the lines have."""
    sign = SIGNS[found.label]
    score = sign * min(max(abs(found.score), LEAST_SCORE), 1.0)
    said = "\n".join(lines).casefold()
    phrases = (cleaned(signal).casefold() for signal in found.signals)
    signals = dict.fromkeys(phrase for phrase in phrases if phrase and phrase in said)
    return Sentiment(found.label, round(score, 2) + 0.0, tuple(signals)[:SIGNALS_AT_MOST])


def _figures(text: str) -> set[str]:
    written = {re.sub(r"\D", "", figure) for figure in FIGURE.findall(text)}
    spoken = {piece.digits for run in runs(text) for piece in run.pieces if piece.word}
    return written | {digits for digits in spoken if len(digits) >= SPOKEN_FIGURE}
