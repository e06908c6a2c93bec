"""A briefing that the companion reads aloud in the private talk."""

from enum import StrEnum


class Reading(StrEnum):
    """How far the reading of a briefing is."""

    ASKED = "asked"
    """The companion has not begun yet."""
    SPEAKING = "speaking"
    SPOKEN = "spoken"
    FAILED = "failed"
    """No speech came of it."""

    @property
    def going_on(self) -> bool:
        """Whether there is something to be read."""
        return self in (Reading.ASKED, Reading.SPEAKING)
