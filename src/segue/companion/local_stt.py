"""Speech to text on this machine: one model in one process, shared by all calls of this worker.

A small model takes some 200 MB, and a core while it works; in a thread of a job it would hold up
music.
"""

import asyncio
import contextlib
import json
import subprocess
import sys
import threading
from concurrent.futures import ThreadPoolExecutor

import structlog

from segue import stt
from segue.calls.transcription import Transcription
from segue.companion.recognizer import NotRecognized
from segue.companion.whisper import LENGTH_BYTES
from segue.settings import Settings

log = structlog.get_logger(__name__)

# No speech takes so long, unless the process hangs; a model that is fetched at its first use may.
ANSWER_SECONDS = 30.0
LOAD_SECONDS = 600.0


class LocalStt:
    """The model's process, started at its first use and again when it died; for any event loop."""

    def __init__(self, settings: Settings) -> None:
        words = [stt.model_of(settings), settings.stt_language]
        module = "segue.companion.whisper"
        self._command = [sys.executable, "-m", module, *(word for word in words if word)]
        self._process: subprocess.Popen[bytes] | None = None
        self._closed = False
        # One thread: the model answers one at a time.
        self._thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="whisper")

    def warm(self) -> None:
        """Load the model before anybody speaks."""
        self._thread.submit(self._quietly_ask, bytes(2 * 1600))

    async def text_of(self, samples: bytes) -> str:
        """The words; raises NotRecognized."""
        try:
            asked = self._thread.submit(self._ask, samples)
        except RuntimeError as error:  # shut down
            raise NotRecognized(Transcription.FAILING, again=False) from error
        return await asyncio.wrap_future(asked)

    async def close(self) -> None:
        """Nothing: other calls go on using it."""

    def end(self) -> None:
        """End the process; nothing more is recognised."""
        self._closed = True
        if self._process:
            self._process.kill()
        self._thread.shutdown(cancel_futures=True)

    def _quietly_ask(self, samples: bytes) -> None:
        with contextlib.suppress(NotRecognized):
            self._ask(samples)

    def _ask(self, samples: bytes) -> str:
        new = self._process is None or self._process.poll() is not None
        if new and not self._closed:
            self._process = subprocess.Popen(  # noqa: S603  # every word is ours or the settings'
                self._command, stdin=subprocess.PIPE, stdout=subprocess.PIPE
            )
        process = self._process
        assert process is not None
        hung = threading.Timer(LOAD_SECONDS if new else ANSWER_SECONDS, process.kill)
        hung.start()
        try:
            return _exchange(process, samples)
        finally:
            hung.cancel()


def _exchange(process: subprocess.Popen[bytes], samples: bytes) -> str:
    assert process.stdin is not None
    assert process.stdout is not None
    try:
        process.stdin.write(len(samples).to_bytes(LENGTH_BYTES, "big") + samples)
        process.stdin.flush()
        answer: dict[str, str] = json.loads(process.stdout.readline())
    except (OSError, ValueError) as error:
        log.warning("the speech model's process died and will be started again")
        process.kill()
        process.wait()
        raise NotRecognized(Transcription.FAILING) from error
    if trouble := answer.get("trouble"):
        if trouble == Transcription.NO_MODEL:
            process.kill()  # a model that could not be fetched may be had at the next try
        raise NotRecognized(Transcription(trouble))
    return answer["text"]
