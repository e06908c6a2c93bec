"""Fixtures for every test: real servers on loopback, and a database on each dialect.

`Servers` (tests/servers.py) starts them; a test that needs another lifetime uses it itself.
"""

from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import pytest
from xdist.remote import Producer
from xdist.scheduler import LoadScopeScheduling
from xdist.workermanage import WorkerController

from tests.servers import LiveKit, Postgres, Serve, Servers, free_port

MEASURED = "measured"
REPORTS = pytest.StashKey[dict[str, pytest.TestReport]]()
KINDS = {"unit", "integration", "story", "browser"}
TESTS = Path(__file__).parent
MEDIA = tuple(
    f"tests/{folder}/"
    for folder in ("browser", "story", "integration/companion", "integration/phones")
)
PATIENT = ("tests/story/test_old_tokens.py", "tests/story/test_what_is_said.py")


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark each test by the folder it lies in."""
    for item in items:
        if item.path.is_relative_to(TESTS):
            kind = item.path.relative_to(TESTS).parts[0]
            if kind in KINDS:
                item.add_marker(kind)


class MediaLast(LoadScopeScheduling):
    """Whatever listens to sound runs at the end, one by one on one worker: side by side with other
    tests each would take the other's processor. Those that mostly wait for people to speak have a
    second worker. The others are spread.
    """

    def _split_scope(self, nodeid: str) -> str:
        if nodeid.startswith(PATIENT):
            return "patient"
        return "media" if nodeid.startswith(MEDIA) else nodeid

    def _assign_work_unit(self, node: WorkerController) -> None:
        for last in ("media", "patient"):
            if last in self.workqueue:
                self.workqueue.move_to_end(last)
        super()._assign_work_unit(node)


def pytest_xdist_make_scheduler(config: pytest.Config, log: Producer) -> LoadScopeScheduling:
    """Who runs what, with `make test`."""
    return MediaLast(config, log)


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_runtest_makereport(item: pytest.Item) -> Iterator[None]:
    """Let fixtures know how their test went."""
    report = yield
    item.stash.setdefault(REPORTS, {})[report.when] = report
    return report


@pytest.fixture
def measured(record_property: Callable[[str, object], None]) -> Callable[[str], None]:
    """Takes a line that is printed at the end of the run."""
    return partial(record_property, MEASURED)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Print what the tests measured."""
    reports = terminalreporter.getreports("passed") + terminalreporter.getreports("failed")
    lines = [value for one in reports for name, value in one.user_properties if name == MEASURED]
    if lines:
        terminalreporter.section("measured on the way")
        for line in lines:
            terminalreporter.write_line(str(line))


@pytest.fixture(scope="session")
def session_servers(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Servers]:
    """Servers that live as long as the run."""
    with Servers(tmp_path_factory.mktemp("servers")) as servers:
        yield servers


@pytest.fixture(scope="session")
def livekit(session_servers: Servers) -> LiveKit:
    """A livekit-server that all tests share; it has no webhooks. Do not kill it."""
    return session_servers.livekit()


@pytest.fixture(scope="session")
def postgres(session_servers: Servers) -> Postgres:
    """A PostgreSQL that all tests share."""
    return session_servers.postgres()


@pytest.fixture
def servers(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Servers]:
    """Starts servers of the test's own; their logs are shown when it fails."""
    with Servers(tmp_path / "servers") as started:
        yield started
        reports = request.node.stash.get(REPORTS, {})
        if any(report.failed for report in reports.values()):
            for name, text in started.logs():
                request.node.add_report_section("teardown", f"log of {name}", text[-8000:])


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The URL of a new, empty database (as in DATABASE_URL), once on each dialect."""
    if request.param == "sqlite":
        yield f"sqlite+aiosqlite:///{tmp_path / 'segue.db'}"
        return
    postgres: Postgres = request.getfixturevalue("postgres")
    with postgres.database() as url:
        yield url


@pytest.fixture
def serve(servers: Servers, database_url: str) -> Serve:
    """`segue serve` on each dialect, with a livekit-server of its own that calls its webhook."""
    port = free_port()
    voice = servers.livekit(f"http://127.0.0.1:{port}/api/livekit/webhook")
    return servers.serve(voice, database_url, port)
