"""`python -m segue.companion.whisper MODEL [LANGUAGE]`: speech to text in a process of its own.

It reads speech (four bytes of length, then 16-bit samples at 16 kHz) from standard input, and
answers each with one JSON line: `{"text": …}` or `{"trouble": …}`. It ends with standard input.
"""

import json
import os
import signal
import sys
from collections.abc import Callable
from typing import BinaryIO

import numpy as np

from segue.calls.transcription import Transcription

LENGTH_BYTES = 4
# Media goes first: a caption may be late, a voice may not.
NICE = 10


def main() -> None:
    """Answer until standard input ends."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the companion's to handle
    os.nice(NICE)
    # Nothing that a library prints may come between the answers.
    answers = os.fdopen(os.dup(sys.stdout.fileno()), "w")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
    language = sys.argv[2] if len(sys.argv) > 2 else None  # noqa: PLR2004  # the second word
    answer = _answerer(sys.argv[1], language)
    while (samples := _read(sys.stdin.buffer)) is not None:
        answers.write(json.dumps(answer(samples)) + "\n")
        answers.flush()


def _read(source: BinaryIO) -> bytes | None:
    length = int.from_bytes(source.read(LENGTH_BYTES), "big")
    return source.read(length) if length else None


def _answerer(model: str, language: str | None) -> Callable[[bytes], dict[str, str]]:
    try:
        from faster_whisper import WhisperModel

        whisper = WhisperModel(
            model, device="cpu", compute_type="int8", cpu_threads=max(1, (os.cpu_count() or 2) // 2)
        )
    except ImportError:
        return lambda _: {"trouble": Transcription.NOT_INSTALLED}
    except Exception:  # noqa: BLE001  # whatever is wrong with a model, the calls go on
        return lambda _: {"trouble": Transcription.NO_MODEL}

    def answer(samples: bytes) -> dict[str, str]:
        waves = np.frombuffer(samples, dtype=np.int16).astype(np.float32) / 32768
        try:
            segments, _ = whisper.transcribe(  # pyright: ignore[reportUnknownMemberType]  # theirs
                waves,
                language=language,
                beam_size=1,
                # A retry at a higher temperature takes as long again and invents words.
                temperature=0.0,
                without_timestamps=True,
                condition_on_previous_text=False,
            )
            return {"text": " ".join(segment.text.strip() for segment in segments)}
        except Exception:  # noqa: BLE001  # the next speech may fare better
            return {"trouble": Transcription.FAILING}

    return answer


if __name__ == "__main__":
    main()
