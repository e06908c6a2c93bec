"""Dead air: the 10 ms frames in which nothing that arrives at an ear sounds.

An ear hears all its tracks at once, so what counts is their sum: a frame is dead only when no track
sounds in it. Frames reach Python in bunches when a thread or the event loop was busy, though they
were made 10 ms apart and a loudspeaker plays them so; the meter puts each frame where the later
ones prove that it was made. `bench.meter` proves it on planted holes.
"""

from collections import defaultdict
from collections.abc import Iterable
from itertools import pairwise

from tests.media.sound import Heard

FRAME_SECONDS = 0.01
BUNCHED_SECONDS = 0.1
"""No frame is put earlier than this before its arrival."""


def sounding(frames: Iterable[Heard]) -> list[float]:
    """When each sounding frame was made, over all tracks, in order."""
    tracks: defaultdict[tuple[str, str], list[Heard]] = defaultdict(list)
    for frame in frames:
        tracks[frame.room, frame.track].append(frame)
    return sorted(
        at
        for track in tracks.values()
        for at, frame in zip(_made([one.at for one in track]), track, strict=True)
        if frame.sounds
    )


def _made(arrived: list[float]) -> list[float]:
    """Undo bunches: a frame was made at least 10 ms before the one after it."""
    made: list[float] = []
    latest = float("inf")
    for at in reversed(arrived):
        latest = max(min(at, latest - FRAME_SECONDS), at - BUNCHED_SECONDS)
        made.append(latest)
    return made[::-1]


def dead_ms(frames: Iterable[Heard], start: float, end: float) -> float:
    """How many milliseconds of dead air there are between two moments, in whole frames."""
    inside = [at for at in sounding(frames) if start <= at <= end]
    if not inside:
        return round((end - start) / FRAME_SECONDS) * 10.0
    gaps = pairwise([start, *inside, end])
    return 10.0 * sum(max(0, round((b - a) / FRAME_SECONDS) - 1) for a, b in gaps)
