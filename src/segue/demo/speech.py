"""Speech from text: espeak-ng where it is installed, a murmur of tones otherwise."""

import asyncio
import io
import shutil
import wave

import numpy as np
from numpy.typing import NDArray

from segue.demo.conversation import VoiceKind

RATE = 48_000
LEVEL_DBFS = -20.0
PEAK = 0.9

Samples = NDArray[np.int16]
Wave = NDArray[np.float64]


async def speak(text: str, voice: VoiceKind) -> Samples:
    """The text as 16-bit mono samples at 48 kHz."""
    program = shutil.which("espeak-ng")
    spoken = await _espeak(program, text, voice) if program else _murmur(text, voice)
    return _level(spoken)


async def _espeak(program: str, text: str, voice: VoiceKind) -> Wave:
    process = await asyncio.create_subprocess_exec(
        program,
        *("-v", voice.name, "-s", str(voice.words_per_minute), "-p", str(voice.pitch)),
        *("-g", "2", "--stdin", "--stdout"),
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
    )
    data, _ = await process.communicate(text.encode())
    with wave.open(io.BytesIO(data)) as file:
        rate = file.getframerate()
        # A WAV that was written to a pipe does not know its length: everything that is there.
        frames = file.readframes(len(data))
    samples = np.frombuffer(frames, dtype=np.int16).astype(np.float64)
    return _resample(samples, rate)


def _resample(samples: Wave, rate: int) -> Wave:
    length = round(len(samples) * RATE / rate)
    return np.interp(np.arange(length) * rate / RATE, np.arange(len(samples)), samples)


def _murmur(text: str, voice: VoiceKind) -> Wave:
    """A soft tone for every word, as long as the word, rising and falling a little."""
    parts: list[Wave] = []
    for number, word in enumerate(text.split()):
        seconds = 0.12 + 0.035 * len(word)
        t = np.arange(round(seconds * RATE)) / RATE
        hertz = 130 + 2 * voice.pitch + 12 * np.sin(number)
        envelope = np.sin(np.pi * t / seconds)
        parts += [
            envelope * np.sin(2 * np.pi * hertz * t),
            np.zeros(RATE * (25 if word[-1] in ".,?!" else 6) // 100),
        ]
    return np.concatenate(parts) if parts else np.zeros(RATE // 10)


def _level(samples: Wave) -> Samples:
    """At the loudness of a voice on the phone, never clipped."""
    loudness = float(np.sqrt(np.mean(samples**2))) or 1.0
    gain = 10 ** (LEVEL_DBFS / 20) / loudness
    loudest = float(np.abs(samples).max()) or 1.0
    scaled: Wave = samples * min(gain, PEAK / loudest) * 32767
    return scaled.round().astype(np.int16)
