"""The hold music: never dead air, no click, the same everywhere."""

import io
import time
import wave

import numpy as np

from segue.companion import music

FRAME = music.RATE // 100


def _samples() -> np.ndarray:
    return music.loop().astype(np.float64) / 32768


def test_no_ten_milliseconds_of_it_are_dead_air():
    frames = _samples().reshape(-1, FRAME)
    dbfs = 10 * np.log10((frames**2).mean(axis=1))
    assert dbfs.min() > -35
    assert dbfs.max() < -12


def test_it_is_as_loud_as_promised_and_never_clips():
    samples = _samples()
    assert abs(10 * np.log10((samples**2).mean()) - music.LEVEL_DBFS) < 0.1
    assert np.abs(samples).max() < 0.5


def test_the_seam_is_as_smooth_as_the_rest():
    samples = _samples()
    bends = np.abs(np.diff(np.concatenate([samples, samples[:4]]), n=2))
    assert bends[-6:].max() <= np.percentile(bends, 99)


def test_a_phone_would_carry_enough_of_it():
    power = np.abs(np.fft.rfft(_samples())) ** 2
    hertz = np.fft.rfftfreq(len(_samples()), 1 / music.RATE)
    assert power[(hertz > 300) & (hertz < 3400)].sum() / power.sum() > 0.3


def test_it_is_made_quickly_and_is_the_same_each_time():
    music.loop.cache_clear()
    start = time.perf_counter()
    first = music.loop()
    assert time.perf_counter() - start < 2
    music.loop.cache_clear()
    assert np.array_equal(first, music.loop())


def test_the_page_gets_the_same_loop_as_a_wav():
    with wave.open(io.BytesIO(music.wav_bytes())) as file:
        assert (file.getnchannels(), file.getframerate()) == (1, music.PAGE_RATE)
        assert file.getnframes() / music.PAGE_RATE == music.LOOP_SECONDS
