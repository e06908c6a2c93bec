"""Hold music of our own: a short loop of soft chords and an arpeggio, computed, not recorded.

The loop is built on a ring: every note's tail wraps around to the start, so there is no seam to
hear. A held pad lies under every bar, so that no 10 ms of it count as dead air (below -50 dBFS).
"""

import io
import wave
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

RATE = 48_000
PAGE_RATE = 24_000
"""The customer's page gets half the rate: the same loop to the ear, half the bytes."""

BEAT_SECONDS = 0.6
BEATS_PER_BAR = 4
LEVEL_DBFS = -20.0
"""Loudness (RMS) of the loop: clearly there, and quieter than a voice."""

# One chord a bar, as MIDI notes: C major, moving by small steps.
CHORDS: tuple[tuple[int, ...], ...] = (
    (48, 55, 59, 64),  # Cmaj7
    (45, 55, 60, 64),  # Am7
    (53, 57, 60, 64),  # Fmaj7
    (43, 55, 59, 62),  # G
    (52, 55, 59, 62),  # Em7
    (45, 55, 60, 64),  # Am7
    (50, 57, 60, 65),  # Dm7
    (43, 53, 60, 62),  # G7sus4
)
# Which note of the chord each eighth plays, an octave up; None rests.
ARPEGGIO: tuple[int | None, ...] = (1, 2, 3, None, 2, 3, 1, None)

# Partials put part of the sound above 300 Hz: a phone carries nothing below.
PAD_PARTIALS = ((1, 1.0), (2, 0.5), (3, 0.25))
PLUCK_PARTIALS = ((1, 1.0), (2, 0.3), (4, 0.1))
LOOP_SECONDS = BEAT_SECONDS * BEATS_PER_BAR * len(CHORDS)

Wave = NDArray[np.float64]


def _hertz(note: int) -> float:
    return 440.0 * 2 ** ((note - 69) / 12)


def _tone(note: int, partials: tuple[tuple[int, float], ...], t: Wave) -> Wave:
    wave_form = np.zeros_like(t)
    for number, weight in partials:
        wave_form += weight * np.sin(2 * np.pi * _hertz(note) * number * t)
    return wave_form


def _pad(chord: tuple[int, ...], rate: int) -> Wave:
    """A chord that swells over half a beat and leaves as the next one comes."""
    bar = BEAT_SECONDS * BEATS_PER_BAR
    swell = BEAT_SECONDS / 2
    t = np.arange(round((bar + swell) * rate)) / rate
    envelope = np.sin(np.pi / 2 * np.clip(np.minimum(t, bar + swell - t) / swell, 0, 1))
    return envelope * sum((_tone(note, PAD_PARTIALS, t) for note in chord), np.zeros_like(t))


def _pluck(note: int, rate: int) -> Wave:
    """One soft note of the arpeggio: 8 ms of attack, so that it does not click, then fading."""
    t = np.arange(round(1.2 * rate)) / rate
    envelope = np.clip(t / 0.008, 0, 1) * np.exp(-4 * t) * np.clip((1.2 - t) / 0.1, 0, 1)
    return envelope * _tone(note, PLUCK_PARTIALS, t)


def _lay(ring: Wave, note: Wave, seconds: float, rate: int) -> None:
    """Add a note to the ring at a time; what reaches past the end goes on at the start."""
    start = round(seconds * rate)
    over = max(start + len(note) - len(ring), 0)
    ring[start : start + len(note) - over] += note[: len(note) - over]
    ring[:over] += note[len(note) - over :]


@lru_cache(maxsize=2)
def loop(rate: int = RATE) -> NDArray[np.int16]:
    """The loop as 16-bit mono samples at `rate` Hz; the same on every machine and every call."""
    ring = np.zeros(round(LOOP_SECONDS * rate))
    bar = BEAT_SECONDS * BEATS_PER_BAR
    eighth = bar / len(ARPEGGIO)
    for number, chord in enumerate(CHORDS):
        _lay(ring, 0.5 * _pad(chord, rate), number * bar, rate)
        for step, degree in enumerate(ARPEGGIO):
            if degree is not None:
                pluck = _pluck(chord[degree] + 12, rate)
                _lay(ring, pluck, number * bar + step * eighth, rate)
    loudness = float(np.sqrt(np.mean(ring**2)))
    samples: Wave = ring * (10 ** (LEVEL_DBFS / 20) / loudness * 32767)
    return samples.round().astype(np.int16)


@lru_cache(maxsize=1)
def wav_bytes() -> bytes:
    """The loop as a WAV file, for the customer's page, which plays it when nothing else sounds."""
    file = io.BytesIO()
    with wave.open(file, "wb") as writer:
        writer.setnchannels(1)
        writer.setsampwidth(2)
        writer.setframerate(PAGE_RATE)
        writer.writeframes(loop(PAGE_RATE).tobytes())
    return file.getvalue()
