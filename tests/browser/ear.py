"""Who hears whom in a page, by the tone that arrives on each of its tracks.

The page's own probe (web/phone/probe.ts) listens behind the flags below; it is never loaded
without them. It keeps a log of every tone that began or ended, with the time.
"""

import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from playwright.sync_api import Page

PITCHES = {"alice": 440, "bob": 880, "customer": 1320, "carol": 1760}
NAMES = {hz: name for name, hz in PITCHES.items()}
MUSICIANS = ("companion", "local-music")
FLAGS = """if (location.protocol.startsWith('http')) {
  localStorage.setItem('segue.tone', '1');
  localStorage.setItem('segue.probe', '1');
}"""
PATIENCE_SECONDS = 60.0
ON_ITS_WAY_SECONDS = 0.6
"""What is on its way when a right is taken still sounds: the jitter buffer and concealment."""
SHORTEST_TONE_SECONDS = 0.02
"""A window of 10 ms that holds the seam of two sounds shows a little of every tone."""

LISTEN = """async () => {
  const probe = window.segueProbe;
  if (!probe) return [];
  const heard = {};
  for (let look = 0; look < 8; look += 1) {
    for (const { slot, identity, tones, peak } of probe.levels()) {
      const music = identity === 'companion' || identity === 'local-music';
      const loud = Object.entries(tones).filter(([, level]) => level > 0.05);
      const sounds = music ? (peak > 0.003 ? ['music'] : []) : loud.map(([hz]) => hz);
      for (const sound of sounds) {
        const key = JSON.stringify([slot, identity, sound]);
        heard[key] = (heard[key] ?? 0) + 1;
      }
    }
    await new Promise((resolve) => setTimeout(resolve, 30));
  }
  return Object.entries(heard).filter(([, times]) => times >= 3).map(([key]) => JSON.parse(key));
}"""
LOG = "() => window.segueProbe?.log ?? []"
TRACKS = """() => (window.segueProbe?.tracks ?? []).map(
  ({ slot, identity, sid }) => ({ slot, identity, sid }))"""


@dataclass(frozen=True, slots=True)
class Sound:
    """One tone from one participant, from its begin to its end (seconds since the epoch)."""

    name: str
    identity: str
    slot: str
    start: float
    end: float


class Ear:
    """What one page hears."""

    def __init__(self, page: Page) -> None:
        self._page = page

    def now(self) -> set[str]:
        """Whom it hears just now, `music` among them."""
        return {_name(sound) for _, _, sound in self._page.evaluate(LISTEN)}

    def sources(self) -> set[tuple[str, str]]:
        """The participants that are heard just now, each with the name of their tone."""
        found: Sequence[tuple[str, str, str]] = self._page.evaluate(LISTEN)
        return {(identity, _name(sound)) for _, identity, sound in found}

    def tracks(self) -> list[dict[str, str]]:
        """Every track that was ever received: slot, identity and sid."""
        return self._page.evaluate(TRACKS)

    def sounds(self) -> list[Sound]:
        """Every tone heard so far that lasted, music left out: its notes have every pitch."""
        changes: list[dict[str, Any]] = self._page.evaluate(LOG)
        return [
            sound for sound in _sounds(changes) if sound.end - sound.start >= SHORTEST_TONE_SECONDS
        ]

    def heard(self, name: str, start: float, end: float = float("inf")) -> list[Sound]:
        """The sounds of somebody within a span of time (seconds since the epoch)."""
        return [s for s in self.sounds() if s.name == name and s.start < end and s.end > start]

    def until_heard(self, name: str, since: float, seconds: float = PATIENCE_SECONDS) -> float:
        """Wait until somebody begins to be heard; how long that took since then (seconds)."""
        deadline = time.monotonic() + seconds
        while True:
            begun = [sound.start for sound in self.sounds() if sound.name == name]
            if late := [start for start in begun if start >= since]:
                return min(late) - since
            assert time.monotonic() < deadline, f"{name} was not heard within {seconds:g} s"
            self._page.wait_for_timeout(50)


def _name(sound: str) -> str:
    return sound if sound == "music" else NAMES[int(sound)]


def _sounds(changes: Iterable[dict[str, Any]]) -> Iterable[Sound]:
    begun: dict[tuple[str, str, int], float] = {}
    for change in changes:
        slot, identity, hz = change["slot"], change["identity"], int(change["hz"])
        if identity in MUSICIANS:
            continue
        key, at = (slot, identity, hz), change["at"] / 1000
        if change["on"]:
            begun[key] = at
        elif key in begun:
            yield Sound(NAMES[hz], identity, slot, begun.pop(key), at)
    for (slot, identity, hz), at in begun.items():
        yield Sound(NAMES[hz], identity, slot, at, float("inf"))
