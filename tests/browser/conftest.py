"""The office that the browser tests share, and what they measure on the way."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Playwright, sync_playwright

from tests.browser.cast import Cast
from tests.browser.office import Office
from tests.conftest import REPORTS
from tests.servers import Servers


@pytest.fixture(scope="package")
def playwright() -> Iterator[Playwright]:
    """For this folder only, and not for the whole run: while it runs, no asynchronous test can."""
    with sync_playwright() as playwright:
        yield playwright


@pytest.fixture(scope="package")
def office(playwright: Playwright, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    """Servers and browsers for all tests of this folder."""
    directory = tmp_path_factory.mktemp("office")
    with (
        Servers(directory / "servers") as servers,
        Office(servers, playwright, directory) as office,
    ):
        yield office


@pytest.fixture(scope="package")
def hired(office: Office) -> Cast:
    """Alice and Bob, signed in at their desks."""
    return Cast.hire(office)


@pytest.fixture
def cast(hired: Cast, request: pytest.FixtureRequest) -> Iterator[Cast]:
    """Alice and Bob with nothing in hand; no console may complain of anything."""
    hired.fresh()
    yield hired
    complaints = _complaints(hired.office, request)
    hired.leave()
    assert complaints == []


@pytest.fixture
def demo(
    playwright: Playwright, tmp_path_factory: pytest.TempPathFactory, request: pytest.FixtureRequest
) -> Iterator[Office]:
    """The demo, as `segue up --demo` starts it."""
    directory = tmp_path_factory.mktemp("demo")
    with (
        Servers(directory / "servers") as servers,
        Office(servers, playwright, directory, SEGUE_DEMO="1") as demo,
    ):
        yield demo
        assert _complaints(demo, request) == []


def _complaints(office: Office, request: pytest.FixtureRequest) -> list[str]:
    """What consoles complained of; when the test failed, pictures of all windows are kept."""
    if any(report.failed for report in request.node.stash.get(REPORTS, {}).values()):
        office.show_failure(request.node.name)
    return office.complaints()
