"""Writes down what people say on one call, each as their own speaker.

Nothing here holds up music or media: speech is recognised elsewhere, and a recognizer that hangs,
fails or is missing only makes lines late. Speech is kept for a while and tried again.
"""

import asyncio
import time
import unicodedata
from collections.abc import AsyncGenerator, Callable, Coroutine
from contextlib import aclosing
from dataclasses import dataclass

import structlog
from livekit import rtc
from livekit.agents import vad

from segue.calls.transcription import Transcription
from segue.companion.outbox import Line, Outbox, Segment
from segue.companion.recognizer import RATE, NotRecognized, Recognizer
from segue.companion.utterances import FRAME_MS, Utterance, Utterances

log = structlog.get_logger(__name__)

RETRY_SECONDS = 1.0
LONGEST_RETRY_SECONDS = 15.0
KEPT_SECONDS = 120.0
"""Speech that has not become text by then is given up; it is 4 MB a person."""
MOST_CHARACTERS = 4000


@dataclass(frozen=True, slots=True)
class Microphone:
    """Whose words come from which track, and where."""

    sid: str
    identity: str
    line: Line


Said = asyncio.Queue[tuple[float, Utterance] | None]
"""Utterances with the moment (monotonic) at which each was over; None after the last."""


class Transcriber:
    """One call's transcription; `on_change` is told whenever `state` changes."""

    def __init__(
        self,
        recognizer: Recognizer,
        detector: vad.VAD,
        outbox: Outbox,
        on_change: Callable[[], None],
    ) -> None:
        self.state = Transcription.WORKING
        self._recognizer = recognizer
        self._detector = detector
        self._outbox = outbox
        self._on_change = on_change
        self._tasks: set[asyncio.Task[None]] = set()

    def follow(self, track: rtc.Track, microphone: Microphone) -> Utterances:
        """Write down what comes from a microphone, until the answer is told to `stop`."""
        said: Said = asyncio.Queue()
        utterances = Utterances(
            self._detector, lambda one: said.put_nowait((time.monotonic(), one))
        )
        self._own(self._listen(track, utterances, said))
        self._own(self._write_down(said, microphone))
        return utterances

    async def close(self, seconds: float) -> None:
        """Finish what was said, for so long at most; every microphone must have been stopped."""
        if self._tasks:
            await asyncio.wait(self._tasks, timeout=seconds)
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        await self._recognizer.close()

    def _own(self, work: Coroutine[None, None, None]) -> None:
        task = asyncio.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._done)

    def _done(self, task: asyncio.Task[None]) -> None:
        self._tasks.discard(task)
        if not task.cancelled() and (error := task.exception()):
            log.error("a microphone is no longer transcribed", cause=type(error).__name__)
            self._set(Transcription.FAILING)

    async def _listen(self, track: rtc.Track, utterances: Utterances, said: Said) -> None:
        try:
            async with aclosing(_frames(track)) as frames:
                await utterances.run(frames)
        finally:
            said.put_nowait(None)

    async def _write_down(self, said: Said, microphone: Microphone) -> None:
        while (next_one := await said.get()) is not None:
            over_at, utterance = next_one
            text = _clean(await self._text_of(utterance, over_at))
            if text:
                self._outbox.put(_segment(microphone, utterance, text))

    async def _text_of(self, utterance: Utterance, over_at: float) -> str:
        """The words; empty when they cannot be had."""
        pause = RETRY_SECONDS
        while True:
            try:
                text = await self._recognizer.text_of(utterance.samples)
            except NotRecognized as trouble:
                self._set(trouble.state)
                if not trouble.again or time.monotonic() - over_at > KEPT_SECONDS:
                    log.warning("some speech stays without text", state=trouble.state)
                    return ""
                await asyncio.sleep(pause)
                pause = min(2 * pause, LONGEST_RETRY_SECONDS)
            else:
                self._set(Transcription.WORKING)
                return text

    def _set(self, state: Transcription) -> None:
        if state is not self.state:
            log.info("transcription changed", state=state)
            self.state = state
            self._on_change()


async def _frames(track: rtc.Track) -> AsyncGenerator[rtc.AudioFrame]:
    stream = rtc.AudioStream(track, sample_rate=RATE, num_channels=1, frame_size_ms=FRAME_MS)
    try:
        async for event in stream:
            yield event.frame
    finally:
        await stream.aclose()


def _segment(microphone: Microphone, utterance: Utterance, text: str) -> Segment:
    # The same speech has the same id, however often it is sent.
    began = round(utterance.started_at.timestamp() * 1000)
    return Segment(
        id=f"heard-{microphone.sid}-{began}",
        line=microphone.line,
        identity=microphone.identity,
        text=text,
        started_at=utterance.started_at,
        ended_at=utterance.ended_at,
    )


def _clean(text: str) -> str:
    """The text as one line that can be kept and shown, whatever the recognizer has answered."""
    shown = "".join(one if unicodedata.category(one)[0] != "C" else " " for one in text)
    return " ".join(shown.split())[:MOST_CHARACTERS]
