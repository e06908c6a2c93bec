"""The port without a model: the built-in analyser, which needs no network and always answers."""

import asyncio
from collections.abc import Iterable, Sequence
from typing import Final

from segue.assist.builtin import analyser
from segue.assist.builtin import suggestions as suggesting
from segue.assist.builtin.analyser import Analysis
from segue.assist.builtin.cues import ALL
from segue.assist.builtin.feelings import SIGNALS_AT_MOST, Label, Sentiment, sentiments
from segue.assist.builtin.statements import Told
from segue.assist.builtin.transcript import CUSTOMER, Said, language_of
from segue.assist.port import Analysed, Felt, Suggested
from segue.assist.redaction import redact_all
from segue.assist.wording import summary_of
from segue.transfers.schemas import BriefingFields, Statement

LAST_LINES: Final = 5


class BuiltIn:
    """The built-in analyser. It reads in a thread, so that calls go on meanwhile."""

    model = analyser.NAME
    up = True

    async def analyse(self, said: Sequence[Said], language: str | None = None) -> Analysed:
        return await asyncio.to_thread(analysed, said, language)

    async def sentiment(
        self, text: str, context: Sequence[str] = (), language: str | None = None
    ) -> Felt:
        return Felt(await asyncio.to_thread(felt, text, context, language), self.model)

    async def suggestions(self, said: Sequence[Said], language: str | None = None) -> Suggested:
        found = await asyncio.to_thread(suggesting.suggestions, said, language)
        return Suggested(tuple(found), self.model)

    def forget(self) -> None:
        """It remembers nothing."""

    async def close(self) -> None:
        """It has no connections."""


def analysed(said: Sequence[Said], language: str | None) -> Analysed:
    """What the analyser found, as the port gives it."""
    found = analyser.analyse(said, language)
    fields = briefing_fields(found)
    resolution = _statement(found.resolution)
    return Analysed(
        language=found.language,
        summary=summary_of(fields, resolution),
        briefing=fields,
        text=found.text,
        topics=found.topics,
        cause=_statement(found.cause),
        resolution=resolution,
        action_items=found.action_items,
        sentiment=_at_the_end(found),
        model=analyser.NAME,
    )


def felt(text: str, context: Sequence[str], language: str | None) -> Sentiment:
    """How a line sounds after others."""
    lines = redact_all([*context, text])
    told = language_of([Said("", CUSTOMER, line) for line in lines])
    return sentiments(lines, ALL[language if language in ALL else told])[-1]


def briefing_fields(found: Analysis) -> BriefingFields:
    """The parts of the briefing."""
    return BriefingFields(
        reason=_statements(found.reason),
        mood=_statements(found.course),
        facts=_statements(found.facts),
        tried=_statements(found.tried),
        promises=_statements(found.promises),
        open_questions=_statements(found.open_questions),
        next_step=_statements(found.next_step),
    )


def _at_the_end(found: Analysis) -> Sentiment:
    """The mood, with the score and the phrases of the last lines that sound of it."""
    if found.mood is Label.NEUTRAL:
        return Sentiment(Label.NEUTRAL, 0.0, ())
    lines = [one for one in found.sentiments[-LAST_LINES:] if one.label is found.mood]
    score = sum(one.score for one in lines) / len(lines) if lines else 0.0
    signals = dict.fromkeys(signal for one in lines for signal in one.signals)
    return Sentiment(found.mood, round(score, 2), tuple(signals)[:SIGNALS_AT_MOST])


def _statements(told: Iterable[Told]) -> list[Statement]:
    return [Statement(text=one.text, evidence=list(one.evidence)) for one in told]


def _statement(told: Told | None) -> Statement | None:
    return next(iter(_statements([told] if told else [])), None)
