"""The port with a model: asked within a time limit, read with suspicion, replaced when it fails."""

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import TypeVar

import structlog
from openai import AsyncOpenAI

from segue.assist.answers import Feeling, Ideas, Reading
from segue.assist.builtin.analyser import Heard, hear
from segue.assist.builtin.parts import TOPICS_AT_MOST
from segue.assist.builtin.transcript import CUSTOMER, Said
from segue.assist.by_builtin import BuiltIn
from segue.assist.cache import Cache, key_of
from segue.assist.grounding import Ground, grounded_feeling
from segue.assist.model import Model, ModelFailed, Trouble
from segue.assist.port import Analysed, Felt, Suggested
from segue.assist.prompts import (
    ANALYSIS,
    SENTIMENT,
    SUGGESTIONS,
    Answer,
    Question,
    numbered,
    with_context,
)
from segue.assist.wording import briefing_text, in_sentences, summary_of, within_words
from segue.openai_service import client_of
from segue.settings import Settings
from segue.telemetry import metrics
from segue.transfers.schemas import BriefingFields, Statement

log = structlog.get_logger()

Result = TypeVar("Result", Analysed, Felt, Suggested)


class ByModel:
    """Models in turn, the first one first; the built-in analyser when none gives what stands."""

    def __init__(
        self, models: Sequence[Model], client: AsyncOpenAI, *, seconds: float, at_once: int
    ) -> None:
        self._models = models
        self._client = client
        self._seconds = seconds
        self._slots = asyncio.Semaphore(at_once)
        self._builtin = BuiltIn()
        self._analyses: Cache[Analysed] = Cache()
        self._feelings: Cache[Felt] = Cache()
        self._suggestions: Cache[Suggested] = Cache()

    @classmethod
    def configured(cls, settings: Settings) -> "ByModel":
        """The models that the settings name, at their one server."""
        client = client_of(settings)
        names = dict.fromkeys(filter(None, (settings.llm_model, settings.llm_fallback_model)))
        return cls(
            [Model(name, client, settings.llm_output) for name in names],
            client,
            seconds=settings.llm_timeout_seconds,
            at_once=settings.llm_concurrency,
        )

    @property
    def model(self) -> str:
        return self._models[0].name

    @property
    def up(self) -> bool:
        return not all(model.rests for model in self._models)

    def forget(self) -> None:
        for cache in (self._analyses, self._feelings, self._suggestions):
            cache.clear()

    async def close(self) -> None:
        await self._client.close()

    async def analyse(self, said: Sequence[Said], language: str | None = None) -> Analysed:
        heard = await asyncio.to_thread(hear, said, language)

        def judge(reading: Reading, name: str) -> Analysed | None:
            return _analysed(reading, heard, name)

        found = await self._found(ANALYSIS, heard, judge, self._analyses)
        return found or await self._builtin.analyse(said, language)

    async def suggestions(self, said: Sequence[Said], language: str | None = None) -> Suggested:
        heard = await asyncio.to_thread(hear, said, language)

        def judge(ideas: Ideas, name: str) -> Suggested | None:
            return _suggested(ideas, heard, name)

        found = await self._found(SUGGESTIONS, heard, judge, self._suggestions)
        return found or await self._builtin.suggestions(said, language)

    async def sentiment(
        self, text: str, context: Sequence[str] = (), language: str | None = None
    ) -> Felt:
        said = [Said(str(n), CUSTOMER, one) for n, one in enumerate([*context, text])]
        heard = await asyncio.to_thread(hear, said, language)
        line = heard.lines[-1].text

        def judge(feeling: Feeling, name: str) -> Felt:
            return Felt(grounded_feeling(feeling, [line]), name)

        found = None
        if line:
            message = with_context(line, [one.text for one in heard.lines[:-1]])
            found = await self._answer(SENTIMENT, message, judge, self._feelings, key_of(message))
        return found or await self._builtin.sentiment(text, context, language)

    async def _found(
        self,
        question: Question[Answer],
        heard: Heard,
        judge: Callable[[Answer, str], Result | None],
        cache: Cache[Result],
    ) -> Result | None:
        """What a model found in a conversation; None when nothing was said."""
        if not any(one.text for one in heard.lines):
            return None
        message = numbered(heard.lines)
        # An answer cites the ids of its lines, so the same words under other ids are another one.
        key = key_of(heard.cues.language, message, *(one.id for one in heard.lines))
        return await self._answer(question, message, judge, cache, key)

    async def _answer(
        self,
        question: Question[Answer],
        message: str,
        judge: Callable[[Answer, str], Result | None],
        cache: Cache[Result],
        key: str,
    ) -> Result | None:
        kept = cache.get(key)
        if kept is not None:
            return replace(kept, cached=True)
        try:
            with metrics.LLM_SECONDS.labels(task=question.name).time():
                answer, name = await self._asked(question, message)
            found = await asyncio.to_thread(judge, answer, name)
            if found is None:
                raise ModelFailed(Trouble.UNUSABLE)
        except ModelFailed as failed:
            metrics.LLM_REQUESTS.labels(task=question.name, outcome=failed.trouble).inc()
            log.warning("no answer from a model", task=question.name, trouble=failed.trouble)
            return None
        metrics.LLM_REQUESTS.labels(task=question.name, outcome="answered").inc()
        cache.keep(key, found)
        return found

    async def _asked(self, question: Question[Answer], message: str) -> tuple[Answer, str]:
        """The answer of the first model that gives one, and its name; raises ModelFailed."""
        deadline = asyncio.get_running_loop().time() + self._seconds
        try:
            async with asyncio.timeout_at(deadline):
                await self._slots.acquire()
        except TimeoutError:
            raise ModelFailed(Trouble.BUSY) from None
        try:
            with metrics.LLM_RUNNING.track_inprogress():
                return await self._in_turn(question, message, deadline)
        finally:
            self._slots.release()

    async def _in_turn(
        self, question: Question[Answer], message: str, deadline: float
    ) -> tuple[Answer, str]:
        now = asyncio.get_running_loop().time
        failed = ModelFailed(Trouble.RESTING)
        for place, model in enumerate(self._models):
            share = (deadline - now()) / (len(self._models) - place)
            try:
                return await model.ask(question, message, now() + share), model.name
            except ModelFailed as error:
                failed = error
        raise failed


def _analysed(reading: Reading, heard: Heard, name: str) -> Analysed | None:
    """What stands of a model's analysis; None without a reason that its lines tell."""
    ground = Ground(heard)
    fields = within_words(
        BriefingFields(
            reason=ground.statements(reading.reason, 1),
            mood=_mood(reading, heard, ground),
            facts=ground.statements(reading.facts, 8),
            tried=ground.statements(reading.tried, 4),
            promises=ground.statements(reading.promises, 3),
            open_questions=ground.statements(reading.open_questions, 2),
            next_step=ground.statements(reading.next_step, 1),
        )
    )
    resolution = ground.statement(reading.resolution)
    summary = [one.text for one in ground.statements(reading.summary, 2)]
    found = Analysed(
        language=heard.cues.language,
        summary=in_sentences(summary) or summary_of(fields, resolution),
        briefing=fields,
        text=briefing_text(fields, heard.cues.language),
        topics=ground.topics(reading.topics, TOPICS_AT_MOST),
        cause=ground.statement(reading.cause),
        resolution=resolution,
        action_items=tuple(ground.tasks(reading.action_items)),
        sentiment=ground.feeling(reading.mood),
        model=name,
    )
    metrics.LLM_DROPPED.inc(ground.dropped)
    return found if fields.reason else None


def _mood(reading: Reading, heard: Heard, ground: Ground) -> list[Statement]:
    """The mood in the language's own word, if lines are cited for it."""
    evidence = ground.ids(reading.mood_lines)
    word = heard.cues.headings.moods[reading.mood.label]
    return [Statement(text=word, evidence=evidence)] if evidence else []


def _suggested(ideas: Ideas, heard: Heard, name: str) -> Suggested | None:
    """The suggestions that stand; None when there were some and none does."""
    ground = Ground(heard)
    stand = tuple(ground.ideas(ideas.suggestions))
    metrics.LLM_DROPPED.inc(ground.dropped)
    return Suggested(stand, name) if stand or not ideas.suggestions else None
