"""A part dies in the middle of a call: who talks goes on talking, and pages say what is wrong."""

import time
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import expect

from tests.browser.cast import ALICE, BOB, CUSTOMER, MUSIC, WITH_ALICE, Cast
from tests.browser.ear import PATIENCE_SECONDS
from tests.browser.office import Office
from tests.servers import Running

pytestmark = pytest.mark.timeout(420)

RECONNECT_SECONDS = 11.0
"""What Chromium needs at worst after a voice server that was away for seconds."""
MARGIN_SECONDS = 15.0

WATCH_MUSIC = """() => {
  const watch = (window.musicWatch = { silence: 0, starved: 0, last: performance.now() });
  let polled = performance.now();
  setInterval(() => {
    const now = performance.now();
    watch.starved = Math.max(watch.starved, now - polled);
    polled = now;
    const music = window.segueProbe.levels().filter(
      ({ identity }) => identity === 'companion' || identity === 'local-music');
    if (music.some(({ peak }) => peak > 0.003)) watch.last = now;
    watch.silence = Math.max(watch.silence, now - watch.last);
  }, 10);
}"""


@pytest.fixture
def office_again(office: Office) -> Iterator[Office]:
    """The office, every part of which runs again afterwards."""
    yield office
    if not _runs(office.voice):
        office.voice.start()
    if not _runs(office.serve):
        office.serve.start()
    if not _runs(office.companion):
        office.start_companion()


def _runs(part: Running) -> bool:
    return part.process is not None and part.process.poll() is None


def test_the_page_plays_its_own_music_when_the_companion_dies(
    office_again: Office, cast: Cast, measured: Callable[[str], None]
):
    customer = cast.consult()
    assert ("companion", "music") in customer.ear.sources()
    customer.page.evaluate(WATCH_MUSIC)
    office_again.companion.kill()
    deadline = time.monotonic() + PATIENCE_SECONDS
    while ("local-music", "music") not in customer.ear.sources():
        assert time.monotonic() < deadline
    watch = customer.page.evaluate("window.musicWatch")
    silence, starved = watch["silence"] / 1000, watch["starved"] / 1000
    measured(
        f"companion killed on hold: {silence:.2f} s of silence, then the page's own music "
        f"(the page was starved for {starved:.2f} s at worst)"
    )
    assert silence < 1 + 3 * starved

    office_again.start_companion()
    deadline = time.monotonic() + PATIENCE_SECONDS
    while customer.ear.sources() != {("companion", "music")}:
        assert time.monotonic() < deadline


def test_the_voice_server_dies_and_comes_back(
    office_again: Office, cast: Cast, measured: Callable[[str], None]
):
    customer = cast.talk()
    banner = cast.alice.page.get_by_text("Voice server unreachable since")
    office_again.voice.kill()
    expect(banner).to_be_visible()
    customer.sees("Reconnecting…")
    office_again.voice.start()
    since = time.time()
    later = [
        customer.ear.until_heard("alice", since),
        cast.alice.ear.until_heard("customer", since),
    ]
    measured(f"voice server back: they hear each other again after {max(later):.1f} s")
    assert max(later) < RECONNECT_SECONDS + MARGIN_SECONDS
    expect(banner).to_be_hidden()
    customer.sees("You are talking with Alice")
    cast.hears(WITH_ALICE)


def test_serve_dies_and_comes_back(office_again: Office, cast: Cast):
    customer = cast.talk()
    on_alice = cast.alice.page.get_by_text("Live updates are interrupted.")
    on_customer = customer.page.get_by_text("Our service cannot be reached just now.")
    killed = time.time()
    office_again.serve.kill()
    expect(on_alice).to_be_visible()
    expect(on_customer).to_be_visible()
    cast.hears(WITH_ALICE)
    office_again.serve.start()
    expect(on_alice).to_be_hidden()
    expect(on_customer).to_be_hidden()
    cast.hears(WITH_ALICE)
    _unbroken(cast, killed)

    cast.alice.transfer_to(BOB)
    cast.bob.offer(f"{ALICE} brings you {CUSTOMER}")
    cast.hears(MUSIC)


def _unbroken(cast: Cast, since: float) -> None:
    """They heard each other all the time, but for what a busy machine does to a tone."""
    assert cast.customer
    for ear, name in ((cast.customer.ear, "alice"), (cast.alice.ear, "customer")):
        heard = ear.heard(name, since)
        lengths = [min(sound.end, time.time()) - max(sound.start, since) for sound in heard]
        assert sum(lengths) > 0.8 * (time.time() - since)
