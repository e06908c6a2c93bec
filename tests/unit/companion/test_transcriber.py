"""From speech to a line, whatever the recognizer answers."""

import asyncio
from collections.abc import Sequence
from datetime import UTC, datetime

import pytest

from segue.calls.transcription import Transcription
from segue.companion import transcriber
from segue.companion.outbox import Outbox
from segue.companion.recognizer import NotRecognized
from segue.companion.transcriber import Microphone, Said, Transcriber
from segue.companion.utterances import Utterance

AT = datetime(2026, 1, 1, tzinfo=UTC)
SPEECH = Utterance(bytes(2), AT, AT)
MICROPHONE = Microphone("TR_1", "customer", "customer")


class Scripted:
    """A recognizer that answers what it was told to, one after the other."""

    def __init__(self, *answers: str | NotRecognized) -> None:
        self._answers = list(answers)
        self.asked = 0

    async def text_of(self, samples: bytes) -> str:
        assert samples == SPEECH.samples
        self.asked += 1
        answer = self._answers.pop(0)
        if isinstance(answer, NotRecognized):
            raise answer
        return answer

    async def close(self) -> None:
        """Nothing is open."""


async def written(recognizer: Scripted, *, said_at: float = 1e12) -> tuple[list[object], list[str]]:
    """The lines of one speech, and the states that were told on the way."""
    lines: list[object] = []
    states: list[str] = []

    async def take(segments: Sequence[dict[str, object]]) -> None:
        lines.extend(segment["text"] for segment in segments)

    box = Outbox(take)

    def told() -> None:
        states.append(writer.state)

    writer = Transcriber(recognizer, detector=None, outbox=box, on_change=told)  # type: ignore[arg-type]
    said: Said = asyncio.Queue()
    said.put_nowait((said_at, SPEECH))
    said.put_nowait(None)
    await writer._write_down(said, MICROPHONE)
    await box.empty(1)
    return lines, states


@pytest.fixture(autouse=True)
def _in_no_time(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(transcriber, "RETRY_SECONDS", 0)


async def test_speech_is_tried_again_and_the_desk_knows_meanwhile():
    away = NotRecognized(Transcription.UNREACHABLE)
    recognizer = Scripted(away, away, "I was charged twice")
    assert await written(recognizer) == (["I was charged twice"], ["unreachable", "working"])


async def test_what_a_service_refuses_for_its_content_is_not_sent_again():
    recognizer = Scripted(NotRecognized(Transcription.FAILING, again=False), "never asked for")
    assert await written(recognizer) == ([], ["failing"])
    assert recognizer.asked == 1


async def test_old_speech_is_given_up():
    recognizer = Scripted(NotRecognized(Transcription.FAILING), "never asked for")
    assert await written(recognizer, said_at=-1e12) == ([], ["failing"])


@pytest.mark.parametrize(
    ("answer", "kept"),
    [
        ("two\x00 lines\r\nof \x1b[31mred", ["two lines of [31mred"]),
        (" \n ", []),
        ("\udcff broken", ["broken"]),
        ("x" * 9000, ["x" * 4000]),
    ],
)
async def test_whatever_is_answered_becomes_one_line_that_can_be_kept(
    answer: str, kept: list[object]
):
    assert await written(Scripted(answer)) == (kept, [])
