"""Our own numbers: who answers a call to each, and when."""

import re
from datetime import datetime
from typing import Annotated
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StringConstraints

DAYS = ("mo", "tu", "we", "th", "fr", "sa", "su")
SPAN = re.compile(
    r"(?P<first>mo|tu|we|th|fr|sa|su)(?:-(?P<last>mo|tu|we|th|fr|sa|su))?\s+"
    r"(?P<opens>[01]\d:[0-5]\d|2[0-3]:[0-5]\d)-(?P<closes>[01]\d:[0-5]\d|2[0-3]:[0-5]\d|24:00)"
)


def _spans(text: str) -> str:
    for span in text.split(","):
        match = SPAN.fullmatch(span.strip().lower())
        if match is None or match["opens"] >= match["closes"]:
            raise ValueError("opening hours look like this: Mo-Fr 09:00-18:00, Sa 10:00-14:00")
    return text


def _zone(name: str) -> str:
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError) as error:
        raise ValueError("not a time zone; one is Europe/Berlin") from error
    return name


Sentence = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=600)]


class NumberRule(BaseModel):
    """What happens to a call to one of our numbers."""

    model_config = ConfigDict(extra="forbid")

    skill: str | None = Field(default=None, max_length=63)
    language: str = Field(default="en", pattern="^[a-z]{2}$")
    hours: Annotated[str, AfterValidator(_spans)] | None = None
    """Open all the time without it."""
    zone: Annotated[str, AfterValidator(_zone)] = "UTC"
    notice: Sentence | None = None
    """Said first; such as that the call is written down."""
    closed: Sentence | None = None
    """Said outside the hours, instead of what we say."""
    nobody: Sentence | None = None
    """Said when nobody is signed in, instead of what we say."""

    def open_at(self, moment: datetime) -> bool:
        """Whether somebody is to answer at a moment (UTC)."""
        if self.hours is None:
            return True
        local = moment.astimezone(ZoneInfo(self.zone))
        day, clock = local.weekday(), f"{local:%H:%M}"
        return any(_covers(span, day, clock) for span in self.hours.lower().split(","))


def _covers(span: str, day: int, clock: str) -> bool:
    match = SPAN.fullmatch(span.strip())
    if match is None:
        return False
    first = DAYS.index(match["first"])
    days = (DAYS.index(match["last"] or match["first"]) - first) % 7
    return (day - first) % 7 <= days and match["opens"] <= clock < match["closes"]
