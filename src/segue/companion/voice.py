"""The companion's voice: text as speech, by espeak-ng or by a service with OpenAI's API."""

import asyncio
from collections.abc import AsyncGenerator
from typing import Final, Protocol

import httpx
import numpy as np
import openai

from segue import espeak
from segue.openai_service import client_of
from segue.settings import Settings, Tts
from segue.tts import can_speak

RATE: Final = 24_000
"""What a service's `pcm` has: https://platform.openai.com/docs/guides/text-to-speech"""
WORDS_PER_MINUTE: Final = 160
PITCH: Final = 45
CHUNK_BYTES: Final = RATE // 5
NEXT_SOUND_SECONDS: Final = 10.0
MOST_BYTES: Final = 2 * RATE * 180
"""A briefing has under 120 words; whatever goes on for longer than three minutes is none."""


class NotSpoken(Exception):
    """No speech came of it."""


class Voice(Protocol):
    """Turns text into speech."""

    def speak(self, text: str, language: str) -> AsyncGenerator[bytes]:
        """16-bit mono samples at RATE, as they come; raises NotSpoken.

        `language` is a code of two letters.
        """
        ...

    async def close(self) -> None:
        """Let go of connections."""
        ...


class Espeak:
    """espeak-ng: robotic, but there at once and without a network."""

    async def speak(self, text: str, language: str) -> AsyncGenerator[bytes]:
        try:
            samples = await espeak.spoken(
                text, voice=language, words_per_minute=WORDS_PER_MINUTE, pitch=PITCH, rate=RATE
            )
        except espeak.NotSpoken as error:
            raise NotSpoken from error
        yield samples.round().astype(np.int16).tobytes()

    async def close(self) -> None:
        """It has no connections."""


class Service:
    """A service with POST /v1/audio/speech; belongs to the event loop that first uses it."""

    def __init__(self, settings: Settings) -> None:
        self._model = settings.tts_model
        self._voice = settings.tts_voice
        self._client = client_of(settings)

    async def speak(self, text: str, language: str) -> AsyncGenerator[bytes]:
        """The service hears by itself which language the text has."""
        try:
            async with self._client.audio.speech.with_streaming_response.create(
                model=self._model, voice=self._voice, input=text, response_format="pcm"
            ) as answer:
                sound = answer.iter_bytes(CHUNK_BYTES)
                come = 0
                while come < MOST_BYTES:
                    async with asyncio.timeout(NEXT_SOUND_SECONDS):
                        chunk = await anext(sound, b"")
                    if not chunk:
                        return
                    come += len(chunk)
                    yield chunk
        except (openai.OpenAIError, httpx.HTTPError, TimeoutError) as error:
            raise NotSpoken from error

    async def close(self) -> None:
        """Close the connections."""
        await self._client.close()


def voice_of(settings: Settings) -> Voice | None:
    """The voice that the settings ask for; None when there is none."""
    if not can_speak(settings):
        return None
    return Service(settings) if settings.tts is Tts.OPENAI else Espeak()
