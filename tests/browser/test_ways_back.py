"""Whoever reloads their page is back where they were, and the others go on meanwhile."""

import time
from collections.abc import Callable

import pytest
from playwright.sync_api import Page

from tests.browser.cast import BOB, CUSTOMER, PRIVATE, WITH_ALICE, WITH_BOB, Cast
from tests.browser.ear import Ear

pytestmark = pytest.mark.timeout(300)

LONGEST_SECONDS = 15.0
"""Within 2 s on a machine with nothing else to do; this only says that it does not hang."""
Measured = Callable[[str], None]


def _reload(page: Page) -> float:
    """Reload as a person does; when (seconds since the epoch)."""
    at = time.time()
    page.reload(wait_until="commit")
    return at


def _both_ways(measured: Measured, what: str, since: float, *ways: tuple[Ear, str]) -> None:
    hears, heard = (ear.until_heard(name, since) for ear, name in ways)
    measured(f"{what}: hears again after {hears:.2f} s, is heard again after {heard:.2f} s")
    assert max(hears, heard) < LONGEST_SECONDS


def test_alice_reloads_in_the_private_talk(cast: Cast, measured: Measured):
    cast.consult()
    since = _reload(cast.alice.page)
    ways = (cast.alice.ear, "bob"), (cast.bob.ear, "alice")
    _both_ways(measured, "Alice reloads in the private talk", since, *ways)
    cast.alice.sees("Private talk")
    cast.hears(PRIVATE)


def test_the_customer_reloads_while_talking_and_on_hold(cast: Cast, measured: Measured):
    customer = cast.talk()
    since = _reload(customer.page)
    ways = (customer.ear, "alice"), (cast.alice.ear, "customer")
    _both_ways(measured, "the customer reloads while talking", since, *ways)
    customer.sees("You are talking with Alice")

    cast.alice.transfer_to(BOB)
    cast.bob.offer(f"Alice Ferreira brings you {CUSTOMER}")
    cast.accept()
    since = _reload(customer.page)
    customer.sees("You are on hold")
    while "music" not in customer.ear.now():
        assert time.time() < since + LONGEST_SECONDS
    measured(f"the customer reloads on hold: music again after {time.time() - since:.2f} s")
    cast.hears(PRIVATE)
    cast.alice.move("Cancel transfer")
    cast.hears(WITH_ALICE)


def test_bob_reloads_after_the_handoff(cast: Cast, measured: Measured):
    customer = cast.consult()
    cast.complete()
    since = _reload(cast.bob.page)
    ways = (cast.bob.ear, "customer"), (customer.ear, "bob")
    _both_ways(measured, "Bob reloads after the handoff", since, *ways)
    cast.bob.sees(f"{BOB} has taken over")
    cast.hears(WITH_BOB)
