"""Speech from text: espeak-ng where it is installed, a murmur of tones otherwise."""

import numpy as np
from numpy.typing import NDArray

from segue import espeak
from segue.demo.conversation import VoiceKind

RATE = 48_000
LEVEL_DBFS = -20.0
PEAK = 0.9

Samples = NDArray[np.int16]
Wave = NDArray[np.float64]


async def speak(text: str, voice: VoiceKind) -> Samples:
    """The text as 16-bit mono samples at 48 kHz."""
    spoken = await _espeak(text, voice) if espeak.is_installed() else _murmur(text, voice)
    return _level(spoken)


async def _espeak(text: str, voice: VoiceKind) -> Wave:
    return await espeak.spoken(
        text,
        voice=voice.name,
        words_per_minute=voice.words_per_minute,
        pitch=voice.pitch,
        rate=RATE,
    )


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
