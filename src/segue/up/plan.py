"""What `segue up` is about to start, decided before anything is."""

import os
import sys
from dataclasses import dataclass, replace

from segue.settings import Settings, is_loopback
from segue.up import keys as installation
from segue.up import livekit, redis, runfile, sip, toolchain
from segue.up.children import Program
from segue.up.keys import Keys
from segue.up.livekit import VoiceServer
from segue.up.phones import wanted_ports as wanted_for_phones
from segue.up.ports import LOOPBACK, Wanted, free_port
from segue.up.redis import Redis

ANY_ADDRESS = {"0.0.0.0": LOOPBACK, "::": "[::1]"}  # noqa: S104 - compared with, not bound


class CannotStart(Exception):
    """Why Segue cannot start, in one line that also says how to mend it."""


@dataclass(frozen=True)
class Plan:
    """Where everything will be, and the programs to start."""

    voice: VoiceServer
    keys: Keys
    run: runfile.Run
    serve_url: str
    programs: tuple[Program, ...]
    phones: sip.Place | None = None
    """Where phones are taken; None when none are, or another livekit-sip takes them."""


def serve_url(settings: Settings) -> str:
    """Where this machine reaches `segue serve`."""
    host = ANY_ADDRESS.get(settings.host, settings.host)
    bracketed = f"[{host}]" if ":" in host and not host.startswith("[") else host
    return f"http://{bracketed}:{settings.port}"


async def make(settings: Settings, *, demo: bool, phones: bool = False) -> Plan:
    """Decide what to start; raises CannotStart before anything has been."""
    _refuse_what_is_unsafe(settings, demo=demo)
    _demand_urls(settings)
    voice = await livekit.choose(settings)
    if not voice.embedded and not settings.livekit_api_secret.get_secret_value():
        raise CannotStart(
            f"A LiveKit server at {voice.url} is to be used, but its key is not known. "
            "Set LIVEKIT_API_KEY and LIVEKIT_API_SECRET to the ones in its configuration."
        )
    # Another LiveKit has a Redis and a livekit-sip of its own, or none.
    place = sip.Place.of(settings) if phones and voice.embedded else None
    _demand_free_ports(settings, voice, place)
    keys = installation.load_or_make(settings)
    url = serve_url(settings)
    run = runfile.Run(
        run_id=runfile.new_run_id(),
        pid=os.getpid(),
        url=settings.public_url,
        livekit_url=voice.url,
        companion_port=settings.companion_port or free_port(),
        phones=place is not None,
    )
    programs = [*_our_programs(settings, keys, run, demo=demo)]
    if voice.embedded_port is not None:
        servers = _servers(settings, keys, voice.embedded_port, place)
        programs = [*_marked(servers, run), *programs]
    return Plan(voice, keys, run, url, tuple(programs), place)


def _refuse_what_is_unsafe(settings: Settings, *, demo: bool) -> None:
    refusal = installation.refusal(settings)
    if refusal:
        raise CannotStart(refusal)
    if demo and not is_loopback(settings.host):
        raise CannotStart(
            "The demo signs anybody in with one click, so it stays on this machine, but SEGUE_HOST "
            f"is {settings.host}. Unset SEGUE_HOST, or start without --demo."
        )


def _demand_urls(settings: Settings) -> None:
    named = {
        "LIVEKIT_URL": settings.livekit_url,
        "LIVEKIT_PUBLIC_URL": settings.livekit_public_url,
    }
    for name, url in named.items():
        if url and not livekit.is_url(url):
            raise CannotStart(f"{name} is {url}, which is no LiveKit URL such as ws://host:7880.")


def _demand_free_ports(settings: Settings, voice: VoiceServer, place: sip.Place | None) -> None:
    wanted = [Wanted("the desk", settings.host, settings.port, "SEGUE_PORT")]
    if voice.embedded_port is not None:
        wanted += livekit.wanted_ports(voice.embedded_port)
    if place is not None:
        wanted += wanted_for_phones(settings)
    for port in wanted:
        complaint = port.complaint()
        if complaint:
            raise CannotStart(complaint)


def _servers(settings: Settings, keys: Keys, port: int, place: sip.Place | None) -> list[Program]:
    """The voice server; for phones with Redis before it and livekit-sip after it."""
    data_dir = settings.data_dir.resolve()
    webhook = f"{serve_url(settings)}/api/livekit/webhook"
    binary = livekit.find_binary()
    if binary is None:
        raise CannotStart(
            "There is no livekit-server. Run `make livekit` to build it, put the official one on "
            "PATH (its releases, or the image livekit/livekit-server), or set LIVEKIT_URL."
        )
    if place is None:
        return [livekit.program(binary, data_dir, keys, port=port, webhook_url=webhook)]
    redis_binary, sip_binary = _phone_binaries()
    shared = Redis(settings.redis_port)
    url = f"ws://{LOOPBACK}:{port}"
    return [
        redis.program(redis_binary, data_dir, shared),
        livekit.program(binary, data_dir, keys, port=port, webhook_url=webhook, redis=shared),
        sip.program(sip_binary, data_dir, keys, place, shared, url=url),
    ]


def _phone_binaries() -> tuple[str, str]:
    finding = toolchain.redis()
    redis_binary, sip_binary = redis.find_binary(), sip.find_binary()
    if redis_binary is None or not finding.fine:
        raise CannotStart(
            f"Phones need Redis. {finding.text} To mend it: {finding.mend} "
            "(or start without --phones)"
        )
    if sip_binary is None:
        raise CannotStart(
            "Phones need a livekit-sip: run `make livekit-sip` to build it, or put the official "
            "one on PATH (the image livekit/sip). Or start without --phones."
        )
    return redis_binary, sip_binary


def _marked(programs: list[Program], run: runfile.Run) -> list[Program]:
    """The programs with the run's mark, by which the next run finds what was left behind."""
    mark = {runfile.MARK: run.run_id}
    return [replace(one, environment=one.environment | mark) for one in programs]


def _our_programs(
    settings: Settings, keys: Keys, run: runfile.Run, *, demo: bool
) -> tuple[Program, Program]:
    data_dir = settings.data_dir.resolve()
    environment = os.environ | {
        "LIVEKIT_URL": run.livekit_url,
        "LIVEKIT_PUBLIC_URL": settings.livekit_public_url or run.livekit_url,
        "LIVEKIT_API_KEY": keys.livekit_api_key,
        "LIVEKIT_API_SECRET": keys.livekit_api_secret,
        "SEGUE_COMPANION_KEY": keys.companion_key,
        "SEGUE_COMPANION_PORT": str(run.companion_port),
        "SEGUE_DATA_DIR": str(data_dir),
        "SEGUE_HOST": settings.host,
        "SEGUE_PORT": str(settings.port),
        "SEGUE_DEMO": "1" if demo else "0",
        runfile.MARK: run.run_id,
    }
    segue = (sys.executable, "-m", "segue")
    logs = data_dir / "logs"
    return (
        Program("serve", (*segue, "serve"), logs / "serve.log", environment),
        # A second SIGTERM tells it not to wait until its music has been handed over.
        Program("companion", (*segue, "companion"), logs / "companion.log", environment, terms=2),
    )
