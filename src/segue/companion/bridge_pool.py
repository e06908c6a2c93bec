"""All bridges of one companion, in processes of their own: a few in each, and one that waits.

A process that dies takes its bridges with it: the one that waits opens them again under the same
identities. Jobs are threads with event loops of their own, so the pool has a thread too.
"""

import asyncio
import threading
import time
from collections.abc import Callable, Collection, Sequence

import structlog

from segue.companion.bridge_host import COMMAND, Host
from segue.companion.bridge_wire import BridgeState, BridgeWanted
from segue.waking import woken

log = structlog.get_logger(__name__)

BRIDGES_PER_PROCESS = 5
IDLE_SECONDS = 300.0
"""Without a bridge for so long, all processes end."""
LOOK_SECONDS = 5.0
RETRY_SECONDS = 0.5
LONGEST_RETRY_SECONDS = 15.0
STEADY_SECONDS = 5.0
CLOSE_SECONDS = 5.0


class BridgePool:
    """Bridges for the calls of this companion; every method may be called from any thread."""

    def __init__(self, command: Sequence[str] = COMMAND) -> None:
        self._loop = asyncio.new_event_loop()
        self._hosts = Hosts(command)
        self._closed = False
        self._thread = threading.Thread(target=self._run, name="bridges", daemon=True)
        self._thread.start()

    def warm(self) -> None:
        """Have a process ready before the first phone needs it. To be said again and again, for as
        long as phones are in use.
        """
        self._tell(self._hosts.warm)

    def follow(self, call_id: str, wanted: Sequence[BridgeWanted]) -> None:
        """These are the bridges of a call from now on. To be said again and again with fresh
        tokens, which are kept; a bridge that stands is not touched by them.
        """
        bridges = tuple(wanted)
        self._tell(lambda: self._hosts.follow(call_id, bridges))

    def state(self, leg: str) -> BridgeState:
        """How the bridge of a leg is; opening, when it is not known yet."""
        return self._hosts.states.get(leg, BridgeState.OPENING)

    def pids(self) -> dict[int, int]:
        """The processes there are, and how many bridges each has."""
        return self._hosts.pids

    def close(self) -> None:
        """End every bridge and every process; returns when they have ended."""
        self._tell(self._hosts.close)
        self._closed = True
        self._thread.join(CLOSE_SECONDS)

    def _tell(self, what: Callable[[], None]) -> None:
        if not self._closed:
            self._loop.call_soon_threadsafe(what)

    def _run(self) -> None:
        with asyncio.Runner(loop_factory=lambda: self._loop) as runner:
            runner.run(self._hosts.run())


class Hosts:
    """The processes and who bridges what, in the pool's own event loop."""

    def __init__(self, command: Sequence[str]) -> None:
        self.states: dict[str, BridgeState] = {}
        self.pids: dict[int, int] = {}
        self._command = command
        self._calls: dict[str, dict[str, BridgeWanted]] = {}
        self._hosts: dict[Host, asyncio.Task[None]] = {}
        self._changed = asyncio.Event()
        self._used_at = -IDLE_SECONDS
        self._pause = RETRY_SECONDS
        self._not_before = 0.0
        self._closing = False

    def warm(self) -> None:
        """Have a process that waits, for a while."""
        self._used_at = time.monotonic()
        self._changed.set()

    def follow(self, call_id: str, wanted: Sequence[BridgeWanted]) -> None:
        """These are the bridges of a call from now on."""
        self._calls[call_id] = {one.leg: one for one in wanted}
        if not wanted:
            del self._calls[call_id]
        self._changed.set()

    def close(self) -> None:
        """End everything."""
        self._closing = True
        self._changed.set()

    async def run(self) -> None:
        """Match what is wanted, until it is closed."""
        while not self._closing:
            self._changed.clear()
            self._match()
            await woken(self._changed, self._until_next_look())
        for host in self._hosts:
            host.close()
        await asyncio.gather(*self._hosts.values(), return_exceptions=True)

    def _match(self) -> None:
        legs = {leg: one for call in self._calls.values() for leg, one in call.items()}
        if legs:
            self._used_at = time.monotonic()
        placed: set[str] = set()
        for host in self._open():
            kept = {leg: legs[leg] for leg in host.wanted if leg in legs}
            host.follow(kept)
            placed |= kept.keys()
        for leg in legs.keys() - placed:
            if (host := self._place()) is not None:
                host.follow({**host.wanted, leg: legs[leg]})
        self._keep_one_waiting()
        self._note(legs)

    def _place(self) -> Host | None:
        """Where one more bridge may go: beside others, so that one process stays free; else there;
        else into a new one. None when none can be started yet.
        """
        roomy = [host for host in self._open() if len(host.wanted) < BRIDGES_PER_PROCESS]
        if roomy:
            return max(roomy, key=lambda host: (len(host.wanted), host.ready))
        return self._start()

    def _keep_one_waiting(self) -> None:
        waiting = [host for host in self._open() if not host.wanted]
        waiting.sort(key=lambda host: host.ready, reverse=True)
        in_use = time.monotonic() - self._used_at < IDLE_SECONDS
        if in_use and not waiting:
            self._start()
        for host in waiting[1 if in_use else 0 :]:
            host.close()

    def _start(self) -> Host | None:
        if time.monotonic() < self._not_before:
            return None
        host = Host(self._changed.set)
        task = asyncio.create_task(host.run(self._command))
        self._hosts[host] = task
        task.add_done_callback(lambda task: self._ended(host, task))
        return host

    def _ended(self, host: Host, task: asyncio.Task[None]) -> None:
        del self._hosts[host]
        self._changed.set()
        if host.closing or task.cancelled():
            return
        cause = type(task.exception()).__name__ if task.exception() else None
        log.error("a process that bridges has died", bridges=len(host.wanted), cause=cause)
        if host.seconds_ready > STEADY_SECONDS:
            self._pause = RETRY_SECONDS
            return
        # Whatever ends them at once would end the next one too.
        self._not_before = time.monotonic() + self._pause
        self._pause = min(2 * self._pause, LONGEST_RETRY_SECONDS)

    def _open(self) -> list[Host]:
        return [host for host in self._hosts if not host.closing]

    def _note(self, legs: Collection[str]) -> None:
        hosts = self._open()
        known = {leg: state for host in hosts for leg, state in host.states.items()}
        self.states = {leg: known.get(leg, BridgeState.OPENING) for leg in legs}
        self.pids = {host.pid: len(host.wanted) for host in hosts if host.pid is not None}

    def _until_next_look(self) -> float:
        """Seconds."""
        wait = self._not_before - time.monotonic()
        return min(wait, LOOK_SECONDS) if wait > 0 else LOOK_SECONDS
