"""A port that asks a fake OpenAI server over real HTTP."""

from collections.abc import AsyncGenerator, Iterator

import pytest
from pydantic import SecretStr

from segue.assist.by_model import ByModel
from tests.fakes.openai import KEY, FakeOpenAI
from tests.fakes.settings import settings_for

SECONDS = 1.5


@pytest.fixture
def server() -> Iterator[FakeOpenAI]:
    with FakeOpenAI().running() as server:
        yield server


@pytest.fixture
async def assist(server: FakeOpenAI, request: pytest.FixtureRequest) -> AsyncGenerator[ByModel]:
    """With a short time limit; a marker's parameters change the settings."""
    changed: dict[str, object] = getattr(request, "param", {})
    settings = settings_for(
        "sqlite+aiosqlite://",
        openai_api_key=SecretStr(KEY),
        openai_base_url=server.url,
        llm_timeout_seconds=SECONDS,
        **changed,
    )
    assist = ByModel.configured(settings)
    yield assist
    await assist.close()
