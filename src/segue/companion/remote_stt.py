"""Speech to text by a service with OpenAI's POST /v1/audio/transcriptions.

With OpenAI's own client, not livekit-agents' plugin around it: the plugin leaves the connections of
each call open (1.8.9), and hides which of a service's answers are worth another try.
"""

import asyncio
from http import HTTPStatus
from typing import Any

import openai
from livekit import rtc

from segue import stt
from segue.calls.transcription import Transcription
from segue.companion.recognizer import RATE, NotRecognized
from segue.openai_service import client_of
from segue.settings import Settings

ANSWER_SECONDS = 15.0
KEY_TROUBLE = (HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN)
OF_THIS_SPEECH = (
    HTTPStatus.BAD_REQUEST,
    HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
    HTTPStatus.UNSUPPORTED_MEDIA_TYPE,
    HTTPStatus.UNPROCESSABLE_ENTITY,
)


class RemoteStt:
    """One call's connections to the service; belongs to the event loop that first uses it."""

    def __init__(self, settings: Settings) -> None:
        self._model = stt.model_of(settings)
        self._language = settings.stt_language or openai.omit
        self._client = client_of(settings)

    async def text_of(self, samples: bytes) -> str:
        """The words; raises NotRecognized."""
        speech = rtc.AudioFrame(samples, RATE, 1, len(samples) // 2).to_wav_bytes()
        try:
            async with asyncio.timeout(ANSWER_SECONDS):
                answer = await self._client.audio.transcriptions.create(
                    file=("speech.wav", speech, "audio/wav"),
                    model=self._model,
                    language=self._language,
                    response_format="json",
                )
        except (openai.OpenAIError, ValueError, TimeoutError) as error:
            raise _trouble(error) from error
        # The client does not look at what came over the wire.
        text: Any = getattr(answer, "text", None)
        if not isinstance(text, str):
            raise NotRecognized(Transcription.FAILING)
        return text

    async def close(self) -> None:
        """Close the connections."""
        await self._client.close()


def _trouble(error: Exception) -> NotRecognized:
    if isinstance(error, openai.APIStatusError):
        state = Transcription.REFUSED if error.status_code in KEY_TROUBLE else Transcription.FAILING
        return NotRecognized(state, again=error.status_code not in OF_THIS_SPEECH)
    if isinstance(error, (openai.APIConnectionError, TimeoutError)):
        return NotRecognized(Transcription.UNREACHABLE)
    return NotRecognized(Transcription.FAILING)
