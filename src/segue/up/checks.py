"""What `segue doctor` looks at, part by part."""

import asyncio
import os
import shutil
from pathlib import Path

import httpx
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError

from segue.database import Database
from segue.migrations import run as migrations
from segue.settings import Settings, Tts
from segue.tts import can_speak
from segue.up import keys, livekit, phones, runfile, toolchain
from segue.up.carrier import check_carrier
from segue.up.doctor import Check, Level, Report
from segue.up.knowledge import check_knowledge
from segue.up.plan import serve_url
from segue.up.ports import Wanted, owner
from segue.up.readiness import missing_parts
from segue.up.stt import check_stt

DESK = Path(__file__).parent.parent / "web"
STANDS_IN = "the built-in analyser stands in"
MODELS_SHOWN = 5


def _of(part: str, finding: toolchain.Finding, missing: Level = Level.FAIL) -> Report:
    level = Level.OK if finding.fine else missing
    return Report(part, level, finding.text, finding.mend)


async def check_python(_: Settings) -> list[Report]:
    """The Python that runs Segue."""
    return [_of("python", toolchain.python())]


async def check_node(_: Settings) -> list[Report]:
    """Node, needed only to build the desk."""
    built = DESK.is_dir()
    desk = Report(
        "node",
        Level.OK if built else Level.FAIL,
        "The desk is built" if built else "The desk is not built: its pages cannot be shown",
        "" if built else "make web",
    )
    return [_of("node", toolchain.node(), Level.WARN if built else Level.FAIL), desk]


async def check_livekit(settings: Settings) -> list[Report]:
    """The voice server: its binary, whether it answers, whether it takes our key."""
    for url in filter(None, (settings.livekit_url, settings.livekit_public_url)):
        if not livekit.is_url(url):
            mend = "Name it like ws://host:7880 or wss://voice.example.com"
            return [Report("livekit", Level.FAIL, f"{url} is no LiveKit URL", mend)]
    voice = await livekit.choose(settings)
    running = runfile.read(settings.data_dir) if runfile.is_held(settings.data_dir) else None
    if voice.embedded and running is None:
        return [_binary(), _embedded_note(voice)]
    url = running.livekit_url if running else voice.url
    known = keys.load_or_make(settings)
    answer = await livekit.check(url, known.livekit_api_key, known.livekit_api_secret)
    if answer is livekit.Answer.GOOD:
        return [Report("livekit", Level.OK, f"{url} answers and takes our key")]
    sentence = livekit.TROUBLES[answer].format(url=url)
    return [Report("livekit", Level.FAIL, sentence, _LIVEKIT_MENDS[answer])]


_LIVEKIT_MENDS = {
    livekit.Answer.UNREACHABLE: "Start that server, or check LIVEKIT_URL and the firewall between. "
    "Unset LIVEKIT_URL to use the embedded server.",
    livekit.Answer.KEY_REFUSED: "Copy the pair under `keys:` in the server's configuration into "
    "LIVEKIT_API_KEY and LIVEKIT_API_SECRET.",
    livekit.Answer.NOT_LIVEKIT: "LIVEKIT_URL must name livekit-server itself, such as "
    "ws://127.0.0.1:7880; a proxy before it must pass /twirp on.",
}


def _binary() -> Report:
    found = livekit.find_binary()
    if found:
        return Report("livekit", Level.OK, f"livekit-server is at {found}")
    go = toolchain.go()
    mend = "make livekit" if go.fine else go.mend
    return Report("livekit", Level.FAIL, "There is no livekit-server", mend)


def _embedded_note(voice: livekit.VoiceServer) -> Report:
    return Report(
        "livekit", Level.OK, f"`segue up` will start it at {voice.url}; it is not running"
    )


async def check_secrets(settings: Settings) -> list[Report]:
    """Whether a well-known secret would let strangers in."""
    refusal = keys.refusal(settings)
    if refusal:
        return [Report("secrets", Level.FAIL, refusal)]
    secret = settings.livekit_api_secret.get_secret_value()
    if secret and keys.is_weak(secret):
        sentence = "LIVEKIT_API_SECRET is a development secret; on this machine only, that may be"
        return [Report("secrets", Level.WARN, sentence)]
    return [Report("secrets", Level.OK, "No well-known secret is in use")]


async def check_ports(settings: Settings) -> list[Report]:
    """Whether the ports are free, or Segue has them."""
    if runfile.is_held(settings.data_dir):
        run = runfile.read(settings.data_dir)
        where = run.url if run else settings.port
        return [Report("ports", Level.OK, f"Segue is running and has them ({where})")]
    voice = await livekit.choose(settings)
    wanted = [Wanted("the desk", settings.host, settings.port, "SEGUE_PORT")]
    if voice.embedded_port is not None:
        wanted += livekit.wanted_ports(voice.embedded_port)
        wanted += phones.wanted_ports(settings) if settings.phones else []
    if await _serve_answers(settings):
        wanted = wanted[1:]
    complaints = [complaint for port in wanted if (complaint := port.complaint())]
    if not complaints:
        numbers = ", ".join(str(port.port) for port in wanted)
        return [Report("ports", Level.OK, f"Free: {numbers}" if numbers else "Segue has them")]
    return [Report("ports", Level.FAIL, complaint) for complaint in complaints]


async def _serve_answers(settings: Settings) -> bool:
    try:
        async with httpx.AsyncClient(timeout=3, trust_env=False) as client:
            answer = await client.get(f"{serve_url(settings)}/healthz")
    except httpx.HTTPError:
        return False
    return answer.is_success


async def check_database(settings: Settings) -> list[Report]:
    """Whether the database answers and has this version's tables."""
    if not settings.database_url and not (settings.data_dir / "segue.db").exists():
        return [Report("database", Level.OK, "SQLite; made at the first start")]
    database = Database(settings.database)
    kind = "SQLite" if database.is_sqlite else "PostgreSQL"
    try:
        async with database.reading() as session:
            await session.execute(text("SELECT 1"))
        present = await _revision(database)
    except (SQLAlchemyError, OSError) as error:
        cause = str(error).splitlines()[0]
        mend = "Check DATABASE_URL, and that the server runs and lets this user in."
        return [Report("database", Level.FAIL, f"{kind} cannot be used: {cause}", mend)]
    finally:
        await database.close()
    if present == (newest := migrations.newest()):
        return [Report("database", Level.OK, f"{kind} answers and is at revision {present}")]
    sentence = f"{kind} answers, but is at revision {present}; this version needs {newest}"
    return [Report("database", Level.WARN, sentence, "Start `segue serve`: it migrates by itself.")]


async def _revision(database: Database) -> str | None:
    try:
        return await migrations.current(database)
    except SQLAlchemyError:  # no such table yet
        return None


async def check_data(settings: Settings) -> list[Report]:
    """The data directory: ours to write, and its keys nobody else's to read."""
    place = settings.data_dir.resolve()
    if not place.exists():
        return [Report("data", Level.OK, f"{place} will be made at the first start")]
    if not os.access(place, os.W_OK | os.X_OK):
        mend = (
            f"chown it to the user that runs Segue, or set SEGUE_DATA_DIR: chown -R $USER {place}"
        )
        return [Report("data", Level.FAIL, f"{place} cannot be written", mend)]
    secret = place / keys.FILE_NAME
    if secret.exists() and secret.stat().st_mode & 0o077:
        return [Report("data", Level.FAIL, f"Others may read {secret}", f"chmod 600 {secret}")]
    return [Report("data", Level.OK, f"{place} can be written; its keys are private")]


async def check_serve(settings: Settings) -> list[Report]:
    """Whether the control plane runs, and which of its parts it misses."""
    url = serve_url(settings)
    try:
        async with httpx.AsyncClient(timeout=5, trust_env=False) as client:
            answer = await client.get(f"{url}/readyz")
    except httpx.HTTPError:
        taker = owner(settings.port)
        sentence = f"Nobody answers at {url}" + (f"; {taker} has the port" if taker else "")
        return [Report("serve", Level.WARN, sentence, "Start it: make run, or segue up")]
    if answer.is_success:
        return [Report("serve", Level.OK, f"{url} is ready")]
    mend = f"See its log: {settings.data_dir / 'logs' / 'serve.log'}"
    return [Report("serve", Level.FAIL, f"{url} misses: {missing_parts(answer)}", mend)]


async def check_companion(settings: Settings) -> list[Report]:
    """Whether this machine's companion answers, and how many calls it is on."""
    run = runfile.read(settings.data_dir)
    port = settings.companion_port or (run.companion_port if run else 0)
    if not port or not runfile.is_held(settings.data_dir):
        mend = "It starts with `segue up`; alone: segue companion"
        return [Report("companion", Level.WARN, "No companion was started here", mend)]
    try:
        async with httpx.AsyncClient(timeout=5, trust_env=False) as client:
            answer = await client.get(f"http://127.0.0.1:{port}/worker")
            calls = answer.json().get("active_jobs", 0)
    except (httpx.HTTPError, ValueError):
        mend = f"Calls go on without it. See {settings.data_dir / 'logs' / 'companion.log'}"
        return [Report("companion", Level.FAIL, "The companion does not answer", mend)]
    return [Report("companion", Level.OK, f"The companion answers; calls now: {calls:.0f}")]


async def check_audio(_: Settings) -> list[Report]:
    """What speaks for the simulated customer; microphones are the browser's."""
    if shutil.which("espeak-ng"):
        return [Report("audio", Level.OK, "espeak-ng speaks for the simulated customer")]
    sentence = "espeak-ng is missing: the simulated customer plays tones instead of speech"
    return [Report("audio", Level.WARN, sentence, "apt-get install espeak-ng")]


async def check_tts(settings: Settings) -> list[Report]:
    """Who reads briefings aloud, on request."""
    if settings.tts is Tts.NONE:
        return [Report("tts", Level.OK, "Briefings are not read aloud (SEGUE_TTS is none)")]
    if can_speak(settings):
        voice = "espeak-ng" if settings.tts is Tts.ESPEAK else settings.openai_service
        return [Report("tts", Level.OK, f"{voice} reads briefings aloud")]
    if settings.tts is Tts.ESPEAK:
        sentence = "espeak-ng is missing: briefings stay on the screens"
        return [Report("tts", Level.WARN, sentence, "apt-get install espeak-ng")]
    sentence = "SEGUE_TTS is openai, but there is no key; briefings stay on the screens"
    mend = "Set OPENAI_API_KEY, or OPENAI_BASE_URL for a service of your own"
    return [Report("tts", Level.FAIL, sentence, mend)]


async def check_browser(_: Settings) -> list[Report]:
    """Chromium, which the browser tests need."""
    if shutil.which("chromium"):
        version = await asyncio.to_thread(toolchain.version_of, "chromium", "--version")
        return [Report("browser", Level.OK, f"Chromium {toolchain.dotted(version or ())}")]
    sentence = "Chromium is missing; only `make test` needs it"
    return [Report("browser", Level.WARN, sentence, "apt-get install chromium")]


async def check_ai(settings: Settings) -> list[Report]:
    """Who reads calls: the built-in analyser always; a language model as well, if it answers."""
    if not settings.has_openai:
        sentence = "The built-in analyser reads calls; no AI service is asked"
        return [Report("ai", Level.OK, sentence)]
    server, key = settings.openai_service, settings.openai_key
    headers = {"authorization": f"Bearer {key}"} if key else {}
    try:
        async with httpx.AsyncClient(timeout=5) as client:
            answer = await client.get(f"{server}/models", headers=headers)
            answer.raise_for_status()
            offered = {str(one["id"]) for one in answer.json()["data"]}
    except httpx.HTTPStatusError as refused:
        sentence = f"{server} refuses ({refused.response.status_code}); {STANDS_IN}"
        return [Report("ai", Level.WARN, sentence, "Check OPENAI_API_KEY and OPENAI_BASE_URL.")]
    except (httpx.HTTPError, httpx.InvalidURL, ValueError, KeyError, TypeError):
        sentence = f"{server} does not answer like OpenAI; {STANDS_IN}"
        mend = "Check OPENAI_BASE_URL, which ends in /v1 with most servers, and the way there."
        return [Report("ai", Level.WARN, sentence, mend)]
    return [_models(settings, server, offered)]


def _models(settings: Settings, server: str, offered: set[str]) -> Report:
    wanted = [name for name in (settings.llm_model, settings.llm_fallback_model) if name]
    missing = [name for name in wanted if name not in offered]
    if not missing:
        return Report("ai", Level.OK, f"{server} answers and has {' and '.join(wanted)}")
    some = ", ".join(sorted(offered)[:MODELS_SHOWN]) or "none"
    sentence = f"{server} answers, but has no {' and no '.join(missing)}; {STANDS_IN}"
    mend = f"Set SEGUE_LLM_MODEL or SEGUE_LLM_FALLBACK_MODEL to one that it has: {some}"
    return Report("ai", Level.WARN, sentence, mend)


CHECKS: dict[str, Check] = {
    "python": check_python,
    "node": check_node,
    "livekit": check_livekit,
    "phones": phones.check_phones,
    "carrier": check_carrier,
    "secrets": check_secrets,
    "ports": check_ports,
    "database": check_database,
    "data": check_data,
    "serve": check_serve,
    "companion": check_companion,
    "audio": check_audio,
    "browser": check_browser,
    "ai": check_ai,
    "stt": check_stt,
    "tts": check_tts,
    "knowledge": check_knowledge,
}
