"""What `segue up` is about to start, decided before anything is."""

import os
import sys
from dataclasses import dataclass, replace
from pathlib import Path

from segue.settings import Settings, is_loopback
from segue.up import keys as installation
from segue.up import livekit, runfile
from segue.up.children import Program
from segue.up.keys import Keys
from segue.up.livekit import VoiceServer
from segue.up.ports import LOOPBACK, Wanted, free_port

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


def serve_url(settings: Settings) -> str:
    """Where this machine reaches `segue serve`."""
    host = ANY_ADDRESS.get(settings.host, settings.host)
    bracketed = f"[{host}]" if ":" in host and not host.startswith("[") else host
    return f"http://{bracketed}:{settings.port}"


async def make(settings: Settings, *, demo: bool) -> Plan:
    """Decide what to start; raises CannotStart before anything has been."""
    _refuse_what_is_unsafe(settings, demo=demo)
    _demand_urls(settings)
    voice = await livekit.choose(settings)
    if not voice.embedded and not settings.livekit_api_secret.get_secret_value():
        raise CannotStart(
            f"A LiveKit server at {voice.url} is to be used, but its key is not known. "
            "Set LIVEKIT_API_KEY and LIVEKIT_API_SECRET to the ones in its configuration."
        )
    _demand_free_ports(settings, voice)
    data_dir = settings.data_dir.resolve()
    keys = installation.load_or_make(settings)
    url = serve_url(settings)
    run = runfile.Run(
        run_id=runfile.new_run_id(),
        pid=os.getpid(),
        url=settings.public_url,
        livekit_url=voice.url,
        companion_port=settings.companion_port or free_port(),
    )
    programs = [*_our_programs(settings, keys, run, demo=demo)]
    if voice.embedded_port is not None:
        programs.insert(0, _voice_server(data_dir, keys, voice.embedded_port, url, run))
    return Plan(voice, keys, run, url, tuple(programs))


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


def _demand_free_ports(settings: Settings, voice: VoiceServer) -> None:
    wanted = [Wanted("the desk", settings.host, settings.port, "SEGUE_PORT")]
    if voice.embedded_port is not None:
        wanted += livekit.wanted_ports(voice.embedded_port)
    for port in wanted:
        complaint = port.complaint()
        if complaint:
            raise CannotStart(complaint)


def _voice_server(data_dir: Path, keys: Keys, port: int, url: str, run: runfile.Run) -> Program:
    binary = livekit.find_binary()
    if binary is None:
        raise CannotStart(
            "There is no livekit-server. Run `make livekit` to build it, put the official one on "
            "PATH (its releases, or the image livekit/livekit-server), or set LIVEKIT_URL."
        )
    webhook = f"{url}/api/livekit/webhook"
    program = livekit.program(binary, data_dir, keys, port=port, webhook_url=webhook)
    return replace(program, environment=program.environment | {runfile.MARK: run.run_id})


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
