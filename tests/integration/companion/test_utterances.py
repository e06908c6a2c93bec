"""How speech is cut: spoken words, the real detector, no room."""

import asyncio
from collections.abc import AsyncGenerator

import numpy as np
import pytest
from livekit import rtc
from livekit.plugins import silero
from numpy.typing import NDArray

from segue.companion import utterances
from segue.companion.recognizer import RATE
from segue.companion.utterances import PAUSE_SECONDS, Utterance, Utterances
from segue.demo.speech import speak
from tests.fakes.voice import MAN

FRAME = RATE // 20
WORDS = "I was charged twice for the same order last week"


@pytest.fixture(scope="module")
def detector() -> silero.VAD:
    return silero.VAD.load(min_silence_duration=PAUSE_SECONDS)  # type: ignore[return-value]


async def spoken(*parts: str | float) -> NDArray[np.int16]:
    """Words, and silences in seconds."""
    sounds = [
        (await speak(part, MAN))[::3] if isinstance(part, str) else np.zeros(int(part * RATE))
        for part in parts
    ]
    return np.concatenate(sounds).astype(np.int16)


async def frames(samples: NDArray[np.int16]) -> AsyncGenerator[rtc.AudioFrame]:
    for at in range(0, len(samples) - FRAME, FRAME):
        yield rtc.AudioFrame(samples[at : at + FRAME].tobytes(), RATE, 1, FRAME)
        await asyncio.sleep(0)


def seconds(one: Utterance) -> float:
    return len(one.samples) / 2 / RATE


async def test_a_pause_ends_an_utterance(detector: silero.VAD):
    found: list[Utterance] = []
    said = await spoken(0.6, WORDS, 1.0, WORDS, 1.0)
    await Utterances(detector, found.append).run(frames(said))
    assert len(found) == 2
    assert all(one.started_at <= one.ended_at for one in found)


async def test_what_was_said_before_it_is_stopped_is_given(detector: silero.VAD):
    found: list[Utterance] = []
    cutting = Utterances(detector, found.append)
    said = await spoken(0.6, WORDS)

    async def until_stopped() -> AsyncGenerator[rtc.AudioFrame]:
        async for frame in frames(said):
            yield frame
        cutting.stop()
        await asyncio.Event().wait()

    await asyncio.wait_for(cutting.run(until_stopped()), 10)
    assert [seconds(one) > 2 for one in found] == [True]


async def test_whoever_speaks_without_a_pause_is_cut_and_nothing_is_lost(
    detector: silero.VAD, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(utterances, "LONG_SECONDS", 2.0)
    monkeypatch.setattr(utterances, "LONGEST_SECONDS", 3.0)
    found: list[Utterance] = []
    said = await spoken(0.6, WORDS, WORDS, WORDS, 1.0)
    await Utterances(detector, found.append).run(frames(said))
    assert max(seconds(one) for one in found) < 3.2
    assert sum(seconds(one) for one in found) > len(said) / RATE - 2
