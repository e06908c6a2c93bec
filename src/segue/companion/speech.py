"""What a worker needs to write down speech and to speak, made once for all of its calls."""

from collections.abc import Callable

import structlog
from livekit.agents import vad

from segue.calls.transcription import Transcription
from segue.companion.local_stt import LocalStt
from segue.companion.outbox import Outbox
from segue.companion.recognizer import Recognizer
from segue.companion.transcriber import Transcriber
from segue.companion.utterances import PAUSE_SECONDS
from segue.companion.voice import Voice, voice_of
from segue.settings import Settings, Stt
from segue.stt import trouble_with

log = structlog.get_logger(__name__)


class Speech:
    """The detector, the recognizer and the voice that the settings ask for. Must be made in the
    main thread: livekit-agents registers its plugins nowhere else.
    """

    def __init__(self, settings: Settings) -> None:
        self.trouble = trouble_with(settings)
        """Why nothing can be written down; None when it can."""
        self._settings = settings
        self._detector: vad.VAD | None = None
        self._local: LocalStt | None = None
        if self.trouble is not None:
            if self.trouble is not Transcription.OFF:
                log.warning("speech cannot be transcribed", state=self.trouble)
            return
        from livekit.plugins import silero

        self._detector = silero.VAD.load(min_silence_duration=PAUSE_SECONDS)
        if settings.stt is Stt.LOCAL:
            self._local = LocalStt(settings)
            self._local.warm()

    def transcriber(self, outbox: Outbox, on_change: Callable[[], None]) -> Transcriber | None:
        """The transcriber of one call; None when nothing can be written down."""
        if self._detector is None:
            return None
        return Transcriber(self._recognizer(), self._detector, outbox, on_change)

    def voice(self) -> Voice | None:
        """The voice of one call; None when there is none."""
        return voice_of(self._settings)

    def end(self) -> None:
        """End the model's process, if there is one."""
        if self._local is not None:
            self._local.end()

    def _recognizer(self) -> Recognizer:
        if self._local is not None:
            return self._local
        from segue.companion.remote_stt import RemoteStt

        return RemoteStt(self._settings)
