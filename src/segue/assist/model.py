"""One language model behind an OpenAI-compatible server: asked with patience, up to a point.

Retried is what a retry can help: a rate limit, a server's error, a connection. A refusal (4xx) and
an answer of the wrong form are not.
"""

import asyncio
import random
from enum import StrEnum
from typing import Any, Final, Literal

from openai import AsyncOpenAI, OpenAIError
from pydantic_ai import Agent, NativeOutput, RunUsage, ToolOutput
from pydantic_ai.exceptions import (
    AgentRunError,
    ModelAPIError,
    ModelConnectionError,
    ModelRateLimitError,
    ModelServerError,
    ModelUnavailableError,
    UnexpectedModelBehavior,
)
from pydantic_ai.models.openai import OpenAIChatModel
from pydantic_ai.providers.openai import OpenAIProvider

from segue.assist.breaker import Breaker, BreakerOpen
from segue.assist.prompts import Answer, Question
from segue.telemetry import metrics

RETRIES: Final = 2
FIRST_PAUSE_SECONDS: Final = 0.25
TOKENS_AT_MOST: Final = 1500
MAY_PASS: Final = (
    ModelRateLimitError,
    ModelUnavailableError,
    ModelServerError,
    ModelConnectionError,
)
OutputMode = Literal["json_schema", "tool"]


class Trouble(StrEnum):
    """Why a model gave no answer that can be used."""

    RATE_LIMITED = "rate_limited"
    SERVER_ERROR = "server_error"
    UNREACHABLE = "unreachable"
    REFUSED = "refused"
    INVALID = "invalid"
    TIMEOUT = "timeout"
    RESTING = "resting"
    BUSY = "busy"
    UNUSABLE = "unusable"


class ModelFailed(Exception):
    """There is no answer; what the server said stays out of it, as it may quote the transcript."""

    def __init__(self, trouble: Trouble) -> None:
        super().__init__(trouble.value)
        self.trouble = trouble


def _counts(error: Exception) -> bool:
    """Whatever a model does not answer in time or in form; a timeout of ours has its own name."""
    return isinstance(error, ModelFailed)


class Model:
    """A model by its name at a server, with a breaker of its own."""

    def __init__(
        self,
        name: str,
        client: AsyncOpenAI,
        mode: OutputMode = "json_schema",
        breaker: Breaker | None = None,
    ) -> None:
        self.name = name
        self._chat = OpenAIChatModel(name, provider=OpenAIProvider(openai_client=client))
        self._mode = mode
        self._breaker = breaker or Breaker(_counts)
        self._agents: dict[str, Agent[object, Any]] = {}

    @property
    def rests(self) -> bool:
        """Whether it is left alone after failures."""
        return self._breaker.is_open

    async def ask(self, question: Question[Answer], message: str, deadline: float) -> Answer:
        """The answer, in its form, before the deadline by the loop's clock; raises ModelFailed."""
        try:
            with self._breaker.trying():
                return await self._in_time(question, message, deadline)
        except BreakerOpen:
            raise ModelFailed(Trouble.RESTING) from None
        finally:
            metrics.LLM_BREAKER_OPEN.labels(model=self.name).set(int(self.rests))

    async def _in_time(self, question: Question[Answer], message: str, deadline: float) -> Answer:
        try:
            async with asyncio.timeout_at(deadline):
                return await self._patiently(question, message, deadline)
        except TimeoutError:
            raise ModelFailed(Trouble.TIMEOUT) from None
        except (AgentRunError, OpenAIError, ValueError) as error:
            raise ModelFailed(_trouble_of(error)) from None

    async def _patiently(self, question: Question[Answer], message: str, deadline: float) -> Answer:
        for retry in range(RETRIES):
            try:
                return await self._once(question, message)
            except MAY_PASS as error:
                backoff = FIRST_PAUSE_SECONDS * 2**retry * random.uniform(0.5, 1.5)  # noqa: S311 - jitter is no secret
                pause = max(backoff, error.retry_after or 0)
                if asyncio.get_running_loop().time() + pause >= deadline:
                    raise
                await asyncio.sleep(pause)
                metrics.LLM_RETRIES.inc()
        return await self._once(question, message)

    async def _once(self, question: Question[Answer], message: str) -> Answer:
        usage = RunUsage()
        try:
            return (await self._agent(question).run(message, usage=usage)).output
        finally:
            self._count(usage)

    def _agent(self, question: Question[Answer]) -> Agent[object, Answer]:
        if question.name not in self._agents:
            native = self._mode == "json_schema"
            form = question.answer
            self._agents[question.name] = Agent(
                self._chat,
                output_type=NativeOutput(form) if native else ToolOutput(form),
                instructions=question.instructions,
                model_settings={"temperature": 0, "max_tokens": TOKENS_AT_MOST},
                retries=0,
            )
        return self._agents[question.name]

    def _count(self, usage: RunUsage) -> None:
        metrics.LLM_TOKENS.labels(model=self.name, direction="input").inc(usage.input_tokens)
        metrics.LLM_TOKENS.labels(model=self.name, direction="output").inc(usage.output_tokens)
        if usage.cost is not None:
            metrics.LLM_COST.labels(model=self.name).inc(float(usage.cost))


def _trouble_of(error: Exception) -> Trouble:
    if isinstance(error, ModelRateLimitError):
        return Trouble.RATE_LIMITED
    if isinstance(error, ModelServerError | ModelUnavailableError):
        return Trouble.SERVER_ERROR
    if isinstance(error, ModelConnectionError):
        return Trouble.UNREACHABLE
    if isinstance(error, ModelAPIError):
        return Trouble.REFUSED
    if isinstance(error, UnexpectedModelBehavior | ValueError):
        return Trouble.INVALID
    return Trouble.UNREACHABLE
