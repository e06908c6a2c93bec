"""Starts the processes of one machine, starts again what dies, and stops all of them together."""

import asyncio
import signal
from collections.abc import Awaitable, Callable

import httpx
import structlog

from segue.settings import Settings
from segue.up import livekit, runfile, sip
from segue.up.children import Child, Program
from segue.up.plan import CannotStart, Plan, make
from segue.up.ports import listens
from segue.up.readiness import missing_parts
from segue.up.screen import Screen

log = structlog.get_logger(__name__)

BACKOFF_SECONDS = (0.1, 0.5, 1.0, 2.0, 5.0)
# After that long a death is a new misfortune, not the old one again.
STEADY_SECONDS = 30.0
TRIES_BEFORE_READY = 4
POLL_SECONDS = 0.15
WATCH_SECONDS = 5.0
PATIENCE_SECONDS = 10.0
VOICE_PATIENCE_SECONDS = 3.0
COMPANION_IS_READY = "ready for calls"


class GaveUp(Exception):
    """A program ended again and again before everything was ready."""

    def __init__(self, program: Program) -> None:
        super().__init__(
            f"{program.name} does not start. The end of {program.log_file}:\n{program.log_tail()}"
        )


async def up(settings: Settings, screen: Screen, *, demo: bool, phones: bool = False) -> int:
    """Run everything until a signal; the exit status."""
    data_dir = settings.data_dir.resolve()
    try:
        with runfile.hold(data_dir):
            ended = runfile.end_leftovers(data_dir)
            if ended:
                screen.note(_ended(len(ended)))
            plan = await make(settings, demo=demo, phones=phones)
            if phones and plan.phones is None:
                screen.note(
                    f"Phones are left to the livekit-sip of {plan.voice.url}, if it has one"
                )
            with runfile.recorded(data_dir, plan.run):
                return await Supervisor(plan, screen).run()
    except (CannotStart, runfile.AlreadyRunning) as error:
        screen.fail(str(error))
        return 1


class Stopped(Exception):
    """A signal asked for the end."""


class Supervisor:
    """Keeps the programs of a plan running."""

    def __init__(self, plan: Plan, screen: Screen) -> None:
        self._plan = plan
        self._screen = screen
        self._children: dict[str, Child] = {}
        self._ready = False

    async def run(self) -> int:
        """Start all, say when all is ready, and stop all at a signal or when one cannot start."""
        status = 0
        try:
            async with asyncio.TaskGroup() as group:
                group.create_task(_until_signal())
                for program in self._plan.programs:
                    group.create_task(self._keep(program))
                group.create_task(self._announce())
        except* Stopped:
            self._screen.note("Stopping")
        except* GaveUp as gave_up:
            status = 1
            for error in gave_up.exceptions:
                self._screen.fail(str(error))
        finally:
            await self._stop_all()
        return status

    async def _keep(self, program: Program) -> None:
        """Start a program whenever it does not run."""
        clock = asyncio.get_running_loop().time
        deaths = 0
        while True:
            await _until_listening(program.after_port)
            begun = clock()
            child = self._children[program.name] = await Child.start(program)
            code = await child.wait()
            child.end_group()
            deaths = 1 if clock() - begun > STEADY_SECONDS else deaths + 1
            if deaths >= TRIES_BEFORE_READY and not self._ready:
                raise GaveUp(program)
            pause = BACKOFF_SECONDS[min(deaths, len(BACKOFF_SECONDS)) - 1]
            log.warning("child ended", child=program.name, exit_code=code, pause_seconds=pause)
            self._screen.warn(f"{program.name} ended ({_how(code)}); starting it again")
            await asyncio.sleep(pause)

    async def _announce(self) -> None:
        """Say what is ready as it comes, then watch a voice server that is not ours."""
        voice = self._plan.voice
        await self._until(self._voice_trouble, VOICE_PATIENCE_SECONDS)
        kind = "embedded" if voice.embedded else "yours"
        self._screen.good(f"voice server  {voice.url} ({kind})")
        if place := self._plan.phones:
            await self._until(self._sip_trouble)
            self._screen.good(f"phones        sip:{place.asked_at}:{place.port} (embedded)")
        await self._until(self._serve_trouble)
        self._screen.good(f"desk          {self._plan.serve_url}")
        await self._until(self._companion_trouble)
        self._screen.good("companion     ready for calls")
        self._ready = True
        self._screen.plain(f"Segue is ready: {self._plan.run.url}")
        while True:
            await asyncio.sleep(WATCH_SECONDS)
            await self._until(self._voice_trouble, VOICE_PATIENCE_SECONDS)

    async def _until(
        self, trouble: Callable[[], Awaitable[str | None]], patience: float = PATIENCE_SECONDS
    ) -> None:
        """Wait until nothing is wrong; what stays wrong is said, and said again when it changes."""
        clock = asyncio.get_running_loop().time
        begun, told = clock(), None
        while (text := await trouble()) is not None:
            if clock() - begun > patience and text != told:
                told = text
                self._screen.warn(f"{text}; trying again")
            await asyncio.sleep(POLL_SECONDS)
        if told:
            self._screen.good("That is mended")

    async def _voice_trouble(self) -> str | None:
        keys, url = self._plan.keys, self._plan.voice.url
        answer = await livekit.check(url, keys.livekit_api_key, keys.livekit_api_secret)
        return livekit.TROUBLES[answer].format(url=url) if answer in livekit.TROUBLES else None

    async def _sip_trouble(self) -> str | None:
        place = self._plan.phones
        if place is None or await sip.answers_soon(place.asked_at, place.port):
            return None
        return f"livekit-sip does not answer at {place.asked_at}:{place.port}"

    async def _serve_trouble(self) -> str | None:
        try:
            async with httpx.AsyncClient(timeout=3, trust_env=False) as client:
                answer = await client.get(f"{self._plan.serve_url}/readyz")
        except httpx.HTTPError:
            return "serve does not answer yet"
        return None if answer.is_success else f"serve misses: {missing_parts(answer)}"

    async def _companion_trouble(self) -> str | None:
        child = self._children.get("companion")
        ready = child is not None and child.running and child.wrote(COMPANION_IS_READY)
        return None if ready else "the companion has not found the voice server yet"

    async def _stop_all(self) -> None:
        """Stop in the order that leaves nobody calling a server that is gone."""
        for program in reversed(self._plan.programs):
            child = self._children.get(program.name)
            if child is not None:
                await child.stop()


async def _until_listening(port: int | None) -> None:
    while port is not None and not listens(port):  # noqa: ASYNC110 - another process opens it
        await asyncio.sleep(POLL_SECONDS)


async def _until_signal() -> None:
    """Raise Stopped at the first Ctrl-C, SIGTERM or hang-up."""
    stop = asyncio.Event()
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        if number is signal.SIGHUP and signal.getsignal(number) is signal.SIG_IGN:
            continue  # nohup
        asyncio.get_running_loop().add_signal_handler(number, stop.set)
    await stop.wait()
    raise Stopped


def _how(code: int) -> str:
    """How a process ended, in words."""
    return f"exit {code}" if code >= 0 else signal.Signals(-code).name


def _ended(count: int) -> str:
    processes = "1 process" if count == 1 else f"{count} processes"
    return f"Ended {processes} that a killed run had left behind"
