import json
from collections.abc import Iterator

import pytest
from pydantic import SecretStr

from segue.settings import Stt
from segue.up.doctor import Level
from segue.up.stt import check_stt
from tests.fakes.settings import settings_for
from tests.fakes.stt import KEY, FakeStt
from tests.servers import free_port

UNSET: dict[str, object] = {
    "stt_model": None,
    "stt_language": None,
    "openai_api_key": None,
    "openai_base_url": None,
}


async def found(**settings: object) -> tuple[Level, str]:
    (report,) = await check_stt(settings_for("", **(UNSET | settings)))
    return report.level, report.text


@pytest.fixture
def service() -> Iterator[FakeStt]:
    service = FakeStt(free_port())
    service.start()
    yield service
    service.stop()


async def test_nobody_transcribes_unless_told_to() -> None:
    level, text = await found(stt=Stt.NONE)
    assert (level, "Nobody" in text) == (Level.OK, True)


async def test_a_model_that_is_not_there_is_said() -> None:
    level, text = await found(stt=Stt.LOCAL, stt_model="/no/such/model")
    assert (level, "directory" in text) == (Level.FAIL, True)


async def test_a_key_is_asked_for() -> None:
    level, text = await found(stt=Stt.OPENAI)
    assert (level, "no key" in text) == (Level.FAIL, True)


@pytest.mark.parametrize(("key", "level"), [(KEY, Level.OK), ("another", Level.FAIL)])
async def test_a_service_is_asked_whether_it_takes_the_key(
    service: FakeStt, key: str, level: Level
) -> None:
    settings = {"openai_api_key": SecretStr(key), "openai_base_url": service.url}
    found_level, text = await found(stt=Stt.OPENAI, **settings)
    assert found_level is level
    assert key not in json.dumps(text)


async def test_a_service_that_is_away_is_said(service: FakeStt) -> None:
    service.stop()
    level, text = await found(stt=Stt.OPENAI, openai_base_url=service.url)
    assert (level, "does not answer" in text) == (Level.FAIL, True)
