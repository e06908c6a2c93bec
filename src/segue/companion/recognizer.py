"""Speech to text, whoever does it: a port, and what may go wrong with it."""

from typing import Protocol

from segue.calls.transcription import Transcription

RATE = 16_000
"""What is recognised is one channel of 16-bit samples at this rate."""


class NotRecognized(Exception):
    """Some speech has not become text. `state` says why; `again` whether another try may help."""

    def __init__(self, state: Transcription, *, again: bool = True) -> None:
        super().__init__(state.value)
        self.state = state
        self.again = again


class Recognizer(Protocol):
    """Whoever turns speech into text. What it answers is not to be trusted."""

    async def text_of(self, samples: bytes) -> str:
        """The words in some speech; empty where there are none. Raises NotRecognized."""
        ...

    async def close(self) -> None:
        """Let go of its connections."""
        ...
