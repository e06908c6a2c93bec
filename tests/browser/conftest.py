"""The office that the browser tests share, and what they measure on the way."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.browser.cast import Cast
from tests.browser.office import Office
from tests.conftest import REPORTS
from tests.servers import Servers

MEASURED: list[str] = []


@pytest.fixture
def measured() -> Callable[[str], None]:
    """Takes a line that is printed at the end of the run."""
    return MEASURED.append


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Print what was measured."""
    if MEASURED:
        terminalreporter.section("measured in Chromium")
        for line in MEASURED:
            terminalreporter.write_line(line)


@pytest.fixture(scope="package")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    """Servers and browsers, for all tests of this folder.

    Not for the whole run: while Playwright runs, no asynchronous test can.
    """
    directory: Path = tmp_path_factory.mktemp("office")
    with Servers(directory / "servers") as servers, Office(servers, directory) as office:
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
    if any(report.failed for report in request.node.stash.get(REPORTS, {}).values()):
        hired.office.show_failure(request.node.name)
    complaints = hired.office.complaints()
    hired.leave()
    assert complaints == []
