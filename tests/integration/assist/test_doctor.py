"""What `segue doctor` says of the language model."""

import pytest
from pydantic import SecretStr

from segue.up.checks import check_ai
from segue.up.doctor import Level, Report
from tests.fakes.openai import KEY, FakeOpenAI
from tests.fakes.settings import settings_for


async def ask(**settings: object) -> Report:
    (report,) = await check_ai(settings_for("sqlite+aiosqlite://", **settings))
    return report


async def test_without_one_the_built_in_analyser_is_named():
    report = await ask()
    assert report.level is Level.OK
    assert "built-in" in report.text


async def test_a_model_that_answers_is_named(server: FakeOpenAI):
    report = await ask(openai_base_url=server.url, openai_api_key=SecretStr(KEY))
    assert report.level is Level.OK
    assert "gpt-4o-mini" in report.text


async def test_a_server_of_ones_own_needs_no_key(server: FakeOpenAI):
    assert (await ask(openai_base_url=server.url + "/")).level is Level.OK


async def test_a_model_that_the_server_has_not_is_told_with_those_it_has(server: FakeOpenAI):
    report = await ask(openai_base_url=server.url, llm_fallback_model="tiny")
    assert report.level is Level.WARN
    assert "no tiny" in report.text
    assert "gpt-4o-mini" in report.mend


async def test_a_refused_key_is_told_without_the_key(server: FakeOpenAI):
    report = await ask(openai_base_url=server.url, openai_api_key=SecretStr("sk-wrong"))
    assert report.level is Level.WARN
    assert "401" in report.text
    assert "sk-wrong" not in report.text + report.mend


@pytest.mark.parametrize("url", ["http://127.0.0.1:9/v1", "nonsense", "http://[bad"])
async def test_nobody_there_is_a_warning(url: str):
    report = await ask(openai_base_url=url)
    assert report.level is Level.WARN
    assert "stands in" in report.text
