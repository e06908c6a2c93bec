"""espeak-ng, the speech synthesizer that a machine may have installed.

https://github.com/espeak-ng/espeak-ng/blob/master/docs/guide.md
"""

import asyncio
import io
import shutil
import wave

import numpy as np
from numpy.typing import NDArray

PROGRAM = "espeak-ng"
ANSWER_SECONDS = 20.0


class NotSpoken(Exception):
    """The program is missing, or gave no speech."""


def is_installed() -> bool:
    """Whether it can be asked at all."""
    return shutil.which(PROGRAM) is not None


async def spoken(
    text: str, *, voice: str, words_per_minute: int, pitch: int, rate: int
) -> NDArray[np.float64]:
    """The text as mono samples (of 16 bit, not rounded), so many per second. Raises NotSpoken."""
    program = shutil.which(PROGRAM)
    if program is None:
        raise NotSpoken
    process = await asyncio.create_subprocess_exec(
        program,
        *("-v", voice, "-s", str(words_per_minute), "-p", str(pitch)),
        *("-g", "2", "--stdin", "--stdout"),
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.DEVNULL,
    )
    try:
        async with asyncio.timeout(ANSWER_SECONDS):
            data, _ = await process.communicate(text.encode())
    except TimeoutError as error:
        raise NotSpoken from error
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()
    try:
        with wave.open(io.BytesIO(data)) as file:
            # A WAV that was written to a pipe does not know its length: everything that is there.
            samples = np.frombuffer(file.readframes(len(data)), dtype=np.int16)
            return _resampled(samples, file.getframerate(), rate)
    except (wave.Error, EOFError) as error:
        raise NotSpoken from error


def _resampled(samples: NDArray[np.int16], given: int, wanted: int) -> NDArray[np.float64]:
    places = np.arange(round(len(samples) * wanted / given)) * given / wanted
    return np.interp(places, np.arange(len(samples)), samples.astype(np.float64))
