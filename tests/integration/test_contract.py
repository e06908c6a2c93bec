"""Whatever the OpenAPI description allows is answered as it says, and never with a 5xx.

schemathesis makes the requests; each meets a fresh call in the state of the access table's row for
its route, so that many of them succeed. The streams of events never end and are tested elsewhere.
"""

import asyncio
import itertools
import os
import random
from collections import Counter
from collections.abc import Iterator
from contextlib import AsyncExitStack
from pathlib import Path
from typing import Any

import httpx
import jsonschema_rs
import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from schemathesis import Case, GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.core.result import Ok
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from segue.app import create_app
from tests.fakes.settings import FIRST_KEY, settings_for
from tests.integration.access_scene import Caller, Headers, House, Subject, a_house
from tests.integration.test_access_table import STREAMS, TABLE, filled
from tests.servers import LiveKit, Postgres

CASES_PER_OPERATION = int(os.environ.get("SEGUE_TEST_CASES", "8"))
CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_schema_conformance,
]
SUCCEED_AT_LEAST = 0.3
IN_REQUESTS = {"call_id", "transfer_id"}


class Contract:
    """Sends cases to the app, and counts what comes back."""

    def __init__(self, house: House, runner: asyncio.Runner) -> None:
        self.house = house
        self.runner = runner
        self.statuses: Counter[int] = Counter()
        self.by_route: dict[str, Counter[int]] = {}
        self._fresh = itertools.count()

    def send(self, route: str, case: Case, chance: random.Random) -> httpx.Response:
        """Send a case, made to fit a fresh call most of the time."""
        subject = self.runner.run(self.house.subject(TABLE[route].scene))
        headers = self._caller(route, subject, chance)
        if chance.random() < 0.75:
            self._fit(route, case, subject, chance)
        answer = self.runner.run(self._answer(case, headers))
        self.statuses[answer.status_code] += 1
        self.by_route.setdefault(route, Counter())[answer.status_code] += 1
        return answer

    def _caller(self, route: str, subject: Subject, chance: random.Random) -> Headers:
        """A program or an account, mostly one whom the table lets in."""
        let_in = [
            caller
            for caller, status in zip(Caller, TABLE[route].cells, strict=True)
            if 200 <= status < 300 or status in (409, 422)
        ]
        if Caller.OWN in let_in and chance.random() < 0.4:
            return {"authorization": f"Bearer {FIRST_KEY}", "segue-agent": "alice"}
        caller = chance.choice(let_in[-2:] if let_in and chance.random() < 0.9 else list(Caller))
        return subject.customer if caller is Caller.CUSTOMER else self.house.headers[caller]

    def _fit(self, route: str, case: Case, subject: Subject, chance: random.Random) -> None:
        """Real ids where the description can only say `string`; the row's own body now and then."""
        row = TABLE[route]
        ids = subject.ids | {"fresh": f"f{next(self._fresh)}.{os.getpid()}"}
        for name in case.path_parameters or {}:
            real = row.path.get(name, f"{{{name}}}")
            case.path_parameters[name] = str(filled(real, ids))
        if row.body is not None and chance.random() < 0.4:
            case.body = filled(row.body, ids)
        elif isinstance(case.body, dict):
            for name in IN_REQUESTS & set(case.body):
                case.body[name] = ids[name]
            if "to" in case.body:
                case.body["to"] = {"agent": "bob"}

    async def _answer(self, case: Case, headers: Headers) -> httpx.Response:
        sent = case.as_transport_kwargs(base_url="http://localhost:18200")
        sent.pop("cookies", None)
        if isinstance(sent.get("data"), bytes | str):
            sent["content"] = sent.pop("data")
        named = {str(name): value for name, value in (sent.pop("headers", None) or {}).items()}
        async with self.house.client() as client:
            request = client.build_request(
                sent.pop("method"), sent.pop("url"), headers=named | headers, **sent
            )
            async with asyncio.timeout(20):
                return await client.send(request)


@pytest.fixture
def contract(
    postgres: Postgres, livekit: LiveKit, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Contract]:
    """On PostgreSQL, which is the stricter one about what it keeps."""
    monkeypatch.setattr("segue.transfers.endpoints.COMPLETE_SECONDS", 0.1)
    with postgres.database() as database_url, asyncio.Runner() as runner:
        stack = AsyncExitStack()
        house = runner.run(stack.enter_async_context(a_house(database_url, livekit)))
        yield Contract(house, runner)
        runner.run(stack.aclose())


@pytest.mark.timeout(300)
def test_the_description_holds(contract: Contract, capsys: pytest.CaptureFixture[str]):
    wrong: dict[str, str] = {}
    schema = schemathesis.openapi.from_dict(contract.house.app.openapi())
    for result in schema.get_all_operations():
        assert isinstance(result, Ok), result
        operation = result.ok()
        route = f"{operation.method.upper()} {operation.path}"
        if route in STREAMS:
            continue
        contract.runner.run(contract.house.sign_in())
        try:
            _try(contract, route, operation)
        except (AssertionError, ExceptionGroup) as broken:
            wrong[route] = str(broken)
    total = sum(contract.statuses.values())
    succeeded = sum(n for status, n in contract.statuses.items() if 200 <= status < 300)
    with capsys.disabled():
        counts = ", ".join(f"{status}: {n}" for status, n in sorted(contract.statuses.items()))
        print(f"\n{total} requests, {succeeded / total:.0%} answered 2xx ({counts})", end=" ")  # noqa: T201  # to be seen
    assert wrong == {}
    assert succeeded / total >= SUCCEED_AT_LEAST


def _try(contract: Contract, route: str, operation: Any) -> None:
    valid = operation.as_strategy(generation_mode=GenerationMode.POSITIVE)
    strategies = [valid, valid, valid]
    if operation.body or operation.path_parameters or operation.query:
        strategies.append(operation.as_strategy(generation_mode=GenerationMode.NEGATIVE))

    @settings(
        max_examples=CASES_PER_OPERATION,
        phases=[Phase.generate],
        derandomize=True,
        database=None,
        deadline=None,
        suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much],
    )
    @given(case=st.one_of(strategies), seed=st.integers(0, 2**32))
    def try_it(case: Case, seed: int) -> None:
        answer = contract.send(route, case, random.Random(seed))
        case.validate_response(answer, checks=CHECKS)

    try_it()


def test_every_body_has_an_example_that_is_valid(tmp_path: Path):
    described = create_app(settings_for(f"sqlite+aiosqlite:///{tmp_path}/segue.db")).openapi()
    parts = described["components"]["schemas"]
    bodies = {
        media["schema"]["$ref"].rsplit("/", 1)[-1]
        for path in described["paths"].values()
        for operation in path.values()
        for media in operation.get("requestBody", {}).get("content", {}).values()
    }
    assert bodies
    for name in bodies:
        for example in parts[name]["examples"]:
            jsonschema_rs.validate({"components": described["components"], **parts[name]}, example)
