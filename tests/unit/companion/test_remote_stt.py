"""A speech service over real HTTP, in each of its moods."""

from collections.abc import Iterator

import pytest
from pydantic import SecretStr

from segue.calls.transcription import Transcription
from segue.companion import remote_stt
from segue.companion.recognizer import NotRecognized
from segue.companion.remote_stt import RemoteStt
from segue.settings import Stt
from tests.fakes.settings import settings_for
from tests.fakes.stt import KEY, FakeStt
from tests.servers import free_port

SPEECH = bytes(2 * 16_000)


@pytest.fixture
def service() -> Iterator[FakeStt]:
    service = FakeStt(free_port())
    service.start()
    yield service
    service.stop()


def client(service: FakeStt, key: str = KEY) -> RemoteStt:
    return RemoteStt(
        settings_for(
            "",
            stt=Stt.OPENAI,
            stt_model=None,
            stt_language=None,
            openai_api_key=SecretStr(key),
            openai_base_url=service.url,
        )
    )


async def trouble(recognizer: RemoteStt) -> tuple[Transcription, bool]:
    with pytest.raises(NotRecognized) as raised:
        await recognizer.text_of(SPEECH)
    await recognizer.close()
    return raised.value.state, raised.value.again


async def test_a_good_service_gives_the_words(service: FakeStt):
    recognizer = client(service)
    assert await recognizer.text_of(SPEECH) == service.said
    assert service.asked[0] > len(SPEECH)
    await recognizer.close()


@pytest.mark.parametrize(
    ("mood", "state", "again"),
    [
        ("broken", Transcription.FAILING, True),
        ("garbage", Transcription.FAILING, True),
        ("numbers", Transcription.FAILING, True),
        ("choosy", Transcription.FAILING, False),
    ],
)
async def test_a_service_that_fails_says_how(
    service: FakeStt, mood: str, state: Transcription, again: bool
):
    service.mood = mood
    assert await trouble(client(service)) == (state, again)


async def test_a_service_that_never_answers_is_unreachable(
    service: FakeStt, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(remote_stt, "ANSWER_SECONDS", 0.2)
    service.mood = "silent"
    assert await trouble(client(service)) == (Transcription.UNREACHABLE, True)


async def test_a_service_that_is_away_is_unreachable(service: FakeStt):
    service.stop()
    assert await trouble(client(service)) == (Transcription.UNREACHABLE, True)


async def test_a_wrong_key_is_told_apart(service: FakeStt):
    assert await trouble(client(service, "another")) == (Transcription.REFUSED, True)
