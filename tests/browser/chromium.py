"""How Chromium is started wherever the project needs one: tests, bench and pictures."""

import wave
from pathlib import Path

import numpy as np

RATE = 48_000
AMPLITUDE = 0.25
FLAGS = (
    "--no-sandbox",
    "--use-fake-device-for-media-stream",
    "--allow-loopback-in-peer-connection",
    "--autoplay-policy=no-user-gesture-required",
)


def with_microphone(file: Path) -> list[str]:
    """The flags with which a page gets its microphone unasked, and it sounds a file."""
    return [
        *FLAGS,
        "--use-fake-ui-for-media-stream",
        f"--use-file-for-fake-audio-capture={file}",
    ]


def tone_file(directory: Path, hz: float) -> Path:
    """A file of a steady tone (silence at 0 Hz), played over and over without a seam."""
    file = directory / f"{hz:g}.wav"
    samples = np.sin(2 * np.pi * hz * np.arange(RATE * 10) / RATE) * AMPLITUDE * 32767
    with wave.open(str(file), "wb") as sink:
        sink.setnchannels(1)
        sink.setsampwidth(2)
        sink.setframerate(RATE)
        sink.writeframes(samples.astype(np.int16).tobytes())
    return file
