"""The words for how a call's transcript comes about."""

from enum import StrEnum


class TranscriptSource(StrEnum):
    """Who writes down what is said on a call; never both, or everything would be there twice."""

    HEARD = "heard"
    """The companion, which hears it."""
    POSTED = "posted"
    """Whoever made the call: they post its lines, and the companion leaves it alone."""


class Transcription(StrEnum):
    """Whether what is said on a call is being written down; if not, why."""

    WORKING = "working"
    POSTED = "posted"
    OFF = "off"
    """No speech recognition is set up."""
    NOT_INSTALLED = "not_installed"
    """It is set up, but its package is missing."""
    NO_MODEL = "no_model"
    """Its model cannot be loaded."""
    REFUSED = "refused"
    """The service does not take our key."""
    UNREACHABLE = "unreachable"
    """The service does not answer."""
    FAILING = "failing"
    """The service answers, but not with what was said."""
