"""How a phone that is offered a call is told what it is about."""

from enum import StrEnum


class Explanation(StrEnum):
    """What whoever answers hears before the keys that say yes or no."""

    SPOKEN = "spoken"
    """The briefing, read aloud."""
    SCREEN = "screen"
    """Who asks; the briefing stays on the screen of `from`, who tells of it."""
    NONE = "none"
    """Who asks."""
