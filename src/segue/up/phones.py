"""What `segue doctor` says of phones: Redis, livekit-sip, and whether it answers."""

from segue.settings import Settings
from segue.up import livekit, redis, runfile, sip, toolchain
from segue.up.doctor import Level, Report
from segue.up.ports import Wanted

PART = "phones"
ONLY_PHONES = "Only `segue up --phones` needs one."


async def check_phones(settings: Settings) -> list[Report]:
    """The programs that phones stand on, and whether livekit-sip answers OPTIONS."""
    run = runfile.read(settings.data_dir) if runfile.is_held(settings.data_dir) else None
    voice = await livekit.choose(settings)
    if run is None and not voice.embedded:
        sentence = f"Phones are left to the livekit-sip of {voice.url}, if it has one"
        return [Report(PART, Level.OK, sentence)]
    wanted = run.phones if run else settings.phones
    reports = [_redis(wanted=wanted), _livekit_sip(wanted=wanted)]
    if run and run.phones:
        reports.append(await _answer(sip.Place.of(settings), settings))
    return reports


def wanted_ports(settings: Settings) -> list[Wanted]:
    """What Redis and livekit-sip will listen on."""
    return [redis.wanted_port(settings.redis_port), *sip.Place.of(settings).wanted_ports()]


def _redis(*, wanted: bool) -> Report:
    finding = toolchain.redis()
    if finding.fine:
        return Report(PART, Level.OK, f"{finding.text} is at {redis.find_binary()}")
    return _missing(finding.text, finding.mend, wanted=wanted)


def _livekit_sip(*, wanted: bool) -> Report:
    found = sip.find_binary()
    if found:
        return Report(PART, Level.OK, f"livekit-sip is at {found}")
    build = toolchain.sip_build()
    return _missing(
        "There is no livekit-sip.", "make livekit-sip" if build.fine else build.mend, wanted=wanted
    )


def _missing(sentence: str, mend: str, *, wanted: bool) -> Report:
    if wanted:
        return Report(PART, Level.FAIL, sentence, mend)
    return Report(PART, Level.OK, f"{sentence} {ONLY_PHONES}", mend)


async def _answer(place: sip.Place, settings: Settings) -> Report:
    where = f"{place.asked_at}:{place.port}"
    if await sip.answers_soon(place.asked_at, place.port):
        return Report(PART, Level.OK, f"livekit-sip answers at {where}")
    mend = f"See its log: {settings.data_dir / 'logs' / 'sip.log'}"
    return Report(PART, Level.FAIL, f"livekit-sip does not answer at {where}", mend)
