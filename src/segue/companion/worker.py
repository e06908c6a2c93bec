"""`segue companion`: a LiveKit Agents worker that LiveKit sends to calls by name.

Jobs run as threads of one process: a job mostly sleeps, while a process per call costs many times
the memory. A crash takes all of them; serve misses the heartbeats and sends new companions.
"""

import asyncio
import logging
import os
import signal
import threading
import time
from functools import partial

import structlog
from aiohttp import ClientError
from livekit import rtc
from livekit.agents import (
    AgentServer,
    AutoSubscribe,
    JobContext,
    JobExecutorType,
    JobRequest,
    WorkerPermissions,
)
from livekit.api import LiveKitAPI, TwirpError
from livekit.protocol.room import RoomParticipantIdentity
from pydantic import BaseModel, ValidationError

from segue.companion import music
from segue.companion.bridge_pool import BridgePool
from segue.companion.desired import ServeClient, knock, serve_address
from segue.companion.job import CompanionJob
from segue.companion.speech import Speech
from segue.lineup.lineup import COMPANION
from segue.media.livekit import COMPANION_AGENT
from segue.settings import Settings

log = structlog.get_logger(__name__)

REMOVE_SECONDS = 2.0
HEALTH_HOST = "127.0.0.1"
# How long a job that plays music waits to be replaced when its worker is to go.
DRAIN_SECONDS = 10
SHUTDOWN_SECONDS = 45.0
WAITING_THREADS = 2
# From accepting a job to being in the room; measured 0.3-0.8 s.
JOIN_SECONDS = 4.0


class JobMetadata(BaseModel):
    """What serve writes into a dispatch."""

    call_id: str


class Worker:
    """The worker and the jobs it has taken."""

    def __init__(self, settings: Settings, speech: Speech) -> None:
        self._settings = settings
        self._speech = speech
        self._bridges = BridgePool()
        self._draining = threading.Event()
        self._joining = 0
        self._on_calls: dict[str, CompanionJob] = {}
        self._promised: dict[str, float] = {}
        self._livekit: LiveKitAPI | None = None
        self.server = AgentServer(
            ws_url=settings.server_livekit_url,
            api_key=settings.livekit_api_key,
            api_secret=settings.livekit_api_secret.get_secret_value(),
            host=HEALTH_HOST,
            port=settings.companion_port,
            job_executor_type=JobExecutorType.THREAD,
            num_idle_processes=WAITING_THREADS,
            # LiveKit spreads jobs by this load. The default looks at the whole machine's CPU and
            # refuses everything on a small busy one; refusing is `_consider`'s.
            load_fnc=self._load,
            load_threshold=float("inf"),
            # Data is for the keys that an agent presses for a customer on a phone.
            permissions=WorkerPermissions(can_publish_data=True, can_update_metadata=False),
            drain_timeout=DRAIN_SECONDS,
            # A job that is left while it joins a room must hear what came of that.
            shutdown_process_timeout=SHUTDOWN_SECONDS,
            # LiveKit may be away for as long as it likes.
            max_retry=2**31,
        )
        self.server.rtc_session(
            self._serve_call, agent_name=COMPANION_AGENT, on_request=self._consider
        )
        self.server.on(  # pyright: ignore[reportUnknownMemberType]  # the SDK leaves it open
            "worker_registered", self._on_registered
        )

    async def run(self) -> None:
        """Take jobs until a signal: SIGTERM lets music be handed over, SIGINT does not wait."""
        asked, at_once = asyncio.Event(), asyncio.Event()

        def on_signal(now: bool) -> None:
            if now or asked.is_set():
                at_once.set()
            asked.set()

        loop = asyncio.get_running_loop()
        loop.add_signal_handler(signal.SIGTERM, partial(on_signal, False))
        loop.add_signal_handler(signal.SIGINT, partial(on_signal, True))
        running = asyncio.create_task(self.server.run())
        stopping = asyncio.create_task(asked.wait())
        await asyncio.wait({running, stopping}, return_when=asyncio.FIRST_COMPLETED)
        stopping.cancel()
        if not running.done():
            await self._drain(at_once)
            await self.server.aclose()
        if self._livekit is not None:
            await self._livekit.aclose()
        await asyncio.to_thread(self._bridges.close)
        await running

    async def _drain(self, at_once: asyncio.Event) -> None:
        """Let jobs end or be replaced; gives up after DRAIN_SECONDS or when told to."""
        self._draining.set()
        drained = asyncio.create_task(self.server.drain(timeout=DRAIN_SECONDS))
        hurried = asyncio.create_task(at_once.wait())
        await asyncio.wait({drained, hurried}, return_when=asyncio.FIRST_COMPLETED)
        drained.cancel()
        hurried.cancel()
        await asyncio.gather(drained, hurried, return_exceptions=True)

    def _on_registered(self, *_: object) -> None:
        log.info("ready for calls", health_port=self.server.worker_info.http_port)

    def _jobs(self) -> int:
        return len(self.server.active_jobs) + self._joining

    def _load(self) -> float:
        return min(self._jobs() / self._settings.companion_max_jobs, 1.0)

    def _is_on(self, room: str) -> bool:
        """Whether a job of this worker is on the call, or about to join it."""
        promised = self._promised.get(room)
        if promised and time.monotonic() - promised < JOIN_SECONDS:
            return True
        present = self._on_calls.get(room)
        return present is not None and present.alive

    async def _consider(self, request: JobRequest) -> None:
        """Take a job if there is room, and nobody of ours is on the call already."""
        room = request.room.name
        if self._is_on(room):
            await request.reject(terminate=True)
            return
        if self._jobs() >= self._settings.companion_max_jobs:
            await request.reject(terminate=False)
            return
        self._joining += 1
        try:
            self._promised[room] = time.monotonic()
            await self._make_room(room)
            await request.accept(identity=COMPANION)
        finally:
            self._joining -= 1

    async def _make_room(self, room: str) -> None:
        """Remove a companion whose worker died or is to go, before its successor is assigned.

        LiveKit knows the jobs of a room by identity: were the old one thrown out by the new one's
        join, LiveKit would end the new one's job for it (seen with livekit-server 1.13.5).
        """
        request = RoomParticipantIdentity(room=room, identity=COMPANION)
        try:
            async with asyncio.timeout(REMOVE_SECONDS):  # the client's own is not kept
                await self._api().room.remove_participant(request)
        except (TwirpError, TimeoutError, ClientError):
            return  # mostly: there is none

    def _api(self) -> LiveKitAPI:
        if self._livekit is None:
            self._livekit = LiveKitAPI(
                self._settings.server_livekit_url,
                self._settings.livekit_api_key,
                self._settings.livekit_api_secret.get_secret_value(),
            )
        return self._livekit

    async def _serve_call(self, context: JobContext) -> None:
        """Join the call; returns at once, so that LiveKit can end the job at any time."""
        try:
            metadata = JobMetadata.model_validate_json(context.job.metadata)
        except ValidationError:
            log.warning("dispatched without a call", room=context.job.room.name)
            context.shutdown("dispatched without a call")
            return
        # With one peer connection for both ways (its default) rtc 1.1.21 now and then publishes a
        # track that never sounds: in 3 of 10 runs with a dozen busy clients, in none of 8 with two.
        await context.connect(
            auto_subscribe=AutoSubscribe.SUBSCRIBE_NONE, single_peer_connection=False
        )
        job = asyncio.create_task(self._accompany(context, metadata.call_id))
        job.add_done_callback(lambda _: context.shutdown("the call ended"))

        async def ended() -> None:
            await job

        context.add_shutdown_callback(ended)

    async def _accompany(self, context: JobContext, call_id: str) -> None:
        key = self._settings.companion_key
        address = serve_address(self._settings)
        room = context.room
        log.info("joined", call_id=call_id)
        async with ServeClient(address, key.get_secret_value() if key else "", call_id) as serve:
            url = self._settings.server_livekit_url
            bridges = partial(self._bridges.follow, call_id)
            job = CompanionJob(room, serve, self._draining, self._speech, url, bridges)
            self._on_calls[room.name] = job
            self._promised.pop(room.name, None)
            try:
                await job.run()
            finally:
                if self._on_calls.get(room.name) is job:
                    del self._on_calls[room.name]
        log.info("left", call_id=call_id)


def main(settings: Settings) -> None:
    """Run the companion's worker until a signal ends it."""
    # livekit-agents loads 250 MB of voice models at start unless told not to.
    os.environ.setdefault("LIVEKIT_AGENTS_PRELOAD_LOCAL_INFERENCE", "0")
    # It takes every import and every busy moment of the machine for a fault of ours.
    for level in ("WARN", "ERROR"):
        os.environ.setdefault(f"LIVEKIT_AGENTS_LOOP_BLOCK_{level}_MS", "1000")
    if not settings.debug:
        logging.getLogger("livekit").setLevel(logging.WARNING)
        logging.getLogger("aiohttp.access").setLevel(logging.WARNING)
    asyncio.run(_main(settings))


async def prepare(address: str) -> None:
    """What would hold up the first call, or break it, is done before."""
    music.loop()  # computed once
    # The SDK makes its native client at first use, without a lock: of two jobs that began at once
    # one lost its answer to the join, and 15 s later the SDK ended the process (rtc 1.1.21).
    rtc.AudioSource(music.RATE, 1)
    await knock(address)


async def _main(settings: Settings) -> None:
    await prepare(serve_address(settings))
    speech = Speech(settings)
    try:
        await Worker(settings, speech).run()
    finally:
        speech.end()
