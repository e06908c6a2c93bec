"""What `segue doctor` says of speech recognition."""

from http import HTTPStatus

import httpx

from segue import stt
from segue.settings import Settings, Stt
from segue.up.doctor import Level, Report

WORDS = {
    "not_installed": (
        "SEGUE_STT is local, but faster-whisper is not installed",
        "pip install 'segue[local-stt]'",
    ),
    "no_model": (
        "SEGUE_STT_MODEL names a directory that is not there",
        "Name the directory of a faster-whisper model, or a model such as base",
    ),
    "refused": (
        "SEGUE_STT is openai, but there is no key",
        "Set OPENAI_API_KEY, or OPENAI_BASE_URL for a service of your own",
    ),
}


async def check_stt(settings: Settings) -> list[Report]:
    """Who writes down what people say on calls."""
    if settings.stt is Stt.NONE:
        sentence = "Nobody transcribes calls; lines are typed or posted (SEGUE_STT is none)"
        return [Report("stt", Level.OK, sentence)]
    if trouble := stt.trouble_with(settings):
        sentence, mend = WORDS[trouble]
        return [Report("stt", Level.FAIL, f"{sentence}; calls go on without a transcript", mend)]
    if settings.stt is Stt.LOCAL:
        sentence = f"This machine transcribes calls, with {stt.model_of(settings)}"
        return [Report("stt", Level.OK, sentence)]
    return [await _service(settings)]


async def _service(settings: Settings) -> Report:
    where = settings.openai_service
    key = settings.openai_key
    headers = {"Authorization": f"Bearer {key}"} if key else {}
    try:
        async with httpx.AsyncClient(timeout=5) as client:
            answer = await client.get(f"{where}/models", headers=headers)
    except (httpx.HTTPError, httpx.InvalidURL):
        sentence = f"{where} does not answer; calls go on without a transcript"
        return Report("stt", Level.FAIL, sentence, "Check OPENAI_BASE_URL and the way there")
    if answer.status_code in (HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN):
        return Report("stt", Level.FAIL, f"{where} refuses the key", "Check OPENAI_API_KEY")
    sentence = f"{where} answers; it is asked for what is said on calls"
    return Report("stt", Level.OK, sentence)
