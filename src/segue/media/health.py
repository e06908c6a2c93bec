"""Whether LiveKit answers, and since when."""

import asyncio
from datetime import UTC, datetime

import structlog
from sqlalchemy.exc import SQLAlchemyError

from segue.database import Database
from segue.errors import MediaUnavailable
from segue.live.service import NewEvent, publish
from segue.media.livekit import LiveKit
from segue.media.schemas import MediaView
from segue.telemetry import metrics

log = structlog.get_logger()

LOOK_SECONDS = 1.0
# No room has this name: asking for it is the cheapest question that LiveKit answers.
NO_ROOM = "segue-is-livekit-there"


class Health:
    """Watches LiveKit; deadlines pause while it is away, and for a while after."""

    def __init__(self, livekit: LiveKit, database: Database) -> None:
        self._livekit = livekit
        self._database = database
        self.reachable = True
        self.since = datetime.now(UTC)
        self.back_at: datetime | None = None

    @property
    def view(self) -> MediaView:
        """For desks and operators."""
        return MediaView(reachable=self.reachable, since=self.since)

    async def require(self) -> None:
        """Raise MediaUnavailable unless LiveKit answers now; asked before people are moved."""
        try:
            await self._livekit.rooms(NO_ROOM)
        except MediaUnavailable:
            await self._note(reachable=False)
            raise

    async def run(self) -> None:
        """Look once a second, for as long as the process lives."""
        while True:
            try:
                await self._livekit.rooms(NO_ROOM)
            except MediaUnavailable:
                await self._note(reachable=False)
            else:
                await self._note(reachable=True)
            await asyncio.sleep(LOOK_SECONDS)

    async def _note(self, *, reachable: bool) -> None:
        metrics.LIVEKIT_UP.set(int(reachable))
        if reachable == self.reachable:
            return
        self.reachable, self.since = reachable, datetime.now(UTC)
        if reachable:
            self.back_at = self.since
        log.warning("livekit is back" if reachable else "livekit does not answer")
        try:
            async with self._database.transaction() as session:
                publish(session, NewEvent("media", self.view.model_dump(mode="json")))
        except (SQLAlchemyError, OSError):
            log.warning("desks could not be told of livekit", exc_info=True)
