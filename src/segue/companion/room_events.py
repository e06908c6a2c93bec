"""Listening to a LiveKit room, with types."""

from collections.abc import Callable
from typing import Any

from livekit import rtc
from livekit.rtc.room import EventTypes


def listen(room: rtc.Room, event: EventTypes, callback: Callable[..., Any]) -> None:
    """Have a callback run on an event of the room, in the room's own event loop."""
    room.on(event, callback)  # pyright: ignore[reportUnknownMemberType]  # the SDK leaves it open
