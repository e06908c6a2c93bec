"""The test phone's own ear: what it takes for a tone, for music and for silence."""

import numpy as np
import pytest

from segue.companion.music import loop
from tests.fakes.phone.message import Message, Sound
from tests.fakes.phone.sound import FRAME, RATE, decode, encode
from tests.media.sound import ALICE, AMPLITUDE, MIXTURE, TONES, Ear, Samples, longest_gap


def tone(hz: float) -> Samples:
    return np.sin(2 * np.pi * hz * np.arange(RATE) / RATE) * AMPLITUDE


def music() -> Samples:
    """The whole loop as a phone gets it: every sixth sample, nothing above 3.4 kHz."""
    spectrum = np.fft.rfft(loop() / 32768)
    spectrum[np.fft.rfftfreq(len(loop()), 1 / 48_000) > 3400] = 0
    whole: Samples = np.fft.irfft(spectrum)[::6]
    return whole


def heard(samples: Samples) -> Ear:
    ear = Ear()
    for start in range(0, len(samples) - FRAME + 1, FRAME):
        ear.hear_mixture(decode(encode(samples[start : start + FRAME])), RATE, "phone")
    return ear


def test_g711_is_near_what_was_said() -> None:
    said = np.linspace(-0.99, 0.99, 2001)
    assert np.abs(decode(encode(said)) - said).max() < 0.02
    assert encode(np.array([0.0, 0.99, -0.99])) == b"\xff\x80\x00"  # G.711, table 2a


@pytest.mark.parametrize("hz", TONES)
def test_a_tone_is_no_music(hz: float) -> None:
    frames = heard(tone(hz)).frames
    assert all(frame.has(hz) and frame.identity == MIXTURE for frame in frames)
    assert not any(frame.has(other) for frame in frames for other in TONES if other != hz)
    assert not any(frame.music for frame in frames)


def test_music_is_no_tone() -> None:
    frames = heard(music()).frames
    assert all(frame.music for frame in frames)
    assert not any(frame.has(hz) for frame in frames for hz in TONES)


@pytest.mark.parametrize("hz", TONES)
def test_a_tone_is_heard_through_the_music(hz: float) -> None:
    both = music()[:RATE] + tone(hz)
    frames = heard(both).frames
    assert sum(frame.has(hz) for frame in frames) > 0.9 * len(frames)
    assert all(frame.music for frame in frames)


def test_silence_is_dead_air() -> None:
    ear = heard(np.zeros(RATE))
    assert not any(frame.sounds or frame.music or frame.has(ALICE) for frame in ear.frames)
    assert longest_gap(ear.frames, 0.0, 1.0) == 1.0


def test_sound_from_another_machine_is_not_taken() -> None:
    sdp = "c=IN IP4 192.0.2.1\r\nm=audio 4000 RTP/AVP 0\r\n"
    with pytest.raises(ValueError, match="this machine"):
        Sound.parse(sdp)


def test_what_is_sent_can_be_read() -> None:
    sent = Message("BYE sip:a@127.0.0.1 SIP/2.0", [("cseq", "2 BYE"), ("via", "x")], "body")
    read = Message.parse(sent.render())
    assert (read.method, read.uri, read.body) == ("BYE", "sip:a@127.0.0.1", "body")
