"""Takes the README's pictures anew, of the demo as it runs: `make pictures`.

Alice's desk is real, Bob's desk is real, the customer is the demo's, and so is all that is said.
"""

import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path

import httpx
from playwright.sync_api import Browser, Page, ViewportSize, expect, sync_playwright
from tests.browser.chromium import tone_file, with_microphone
from tests.servers import free_port

ROOT = Path(__file__).parents[1]
IMAGES = ROOT / "docs/images"
CONVERSATION, CUSTOMER = "The internet drops every evening", "Tomas Ekholm"
LAST_LINE = "Thank you, that saves us some steps."
PATIENCE_MS = 120_000
DESK: ViewportSize = {"width": 1280, "height": 800}
PHONE: ViewportSize = {"width": 390, "height": 700}


@contextmanager
def demo(data: Path) -> Generator[str]:
    """The demo on ports of its own, with its database there; its address."""
    url = f"http://127.0.0.1:{(port := free_port())}"
    settings = {
        "SEGUE_DATA_DIR": str(data),
        "SEGUE_PORT": str(port),
        "SEGUE_LIVEKIT_PORT": str(free_port()),
    }
    command = [sys.executable, "-m", "segue", "up", "--demo"]
    running = subprocess.Popen(command, env=os.environ | settings, cwd=ROOT)
    try:
        _wait_until_ready(url, running)
        yield url
    finally:
        running.terminate()
        running.wait(30)


def _wait_until_ready(url: str, running: "subprocess.Popen[bytes]") -> None:
    while True:
        try:
            if httpx.get(f"{url}/readyz", trust_env=False).is_success:
                return
        except httpx.TransportError:
            pass
        if running.poll() is not None:
            raise SystemExit("segue up --demo ended; its own words say why.")
        time.sleep(0.5)


def desk(browser: Browser, url: str, who: str) -> Page:
    """The desk of one of the demo's people."""
    page = browser.new_page(viewport=DESK, color_scheme="light", device_scale_factor=1)
    page.set_default_timeout(PATIENCE_MS)
    page.goto(url)
    page.get_by_role("link", name=re.compile(who)).click()
    expect(page.get_by_role("button", name=re.compile("^Your status"))).to_be_visible()
    return page


def take(page: Page, name: str) -> None:
    """A picture without a pointer or a focus in it."""
    IMAGES.mkdir(parents=True, exist_ok=True)
    page.mouse.move(0, 0)
    page.evaluate("document.activeElement?.blur()")
    page.evaluate("document.fonts.ready")
    page.screenshot(path=IMAGES / f"{name}.png", animations="disabled", caret="hide")
    print(f"docs/images/{name}.png: {(IMAGES / f'{name}.png').stat().st_size // 1024} kB")


def simulated(alice: Page) -> None:
    """The demo's customer calls and says what is written, up to the transfer."""
    alice.get_by_role("button", name="Simulate a customer").click()
    alice.get_by_role("button", name=CONVERSATION).click()
    alice.get_by_role("button", name="Answer").click()
    expect(alice.get_by_role("log")).to_contain_text(LAST_LINE, timeout=PATIENCE_MS)


def transfer(alice: Page, to: str) -> None:
    """Begin a warm transfer."""
    call = alice.get_by_role("group", name="Call", exact=True)
    call.get_by_role("button", name="Transfer", exact=True).click()
    dialog = alice.get_by_role("dialog")
    dialog.get_by_role("button", name=re.compile(to)).click()
    dialog.get_by_label("Note").fill("Very patient so far. Please do not ask to restart again.")
    expect(dialog.get_by_label("Briefing")).not_to_have_value("")
    take(alice, "transfer-dialog")
    dialog.get_by_role("button", name="Start the transfer").click()


def the_desks(browser: Browser, url: str) -> None:
    """The offer with its briefing at Bob's, the private talk at Alice's."""
    alice, bob = desk(browser, url, "Alice"), desk(browser, url, "Bob")
    simulated(alice)
    transfer(alice, "Bob")
    offer = bob.get_by_test_id("offer")
    expect(offer.get_by_text(re.compile("^0:1[5-8] to answer"))).to_be_visible(timeout=PATIENCE_MS)
    take(bob, "offer")
    bob.get_by_role("button", name="Accept").click()
    expect(alice.get_by_role("heading", name="Private talk")).to_be_visible(timeout=PATIENCE_MS)
    expect(bob.get_by_role("heading", name="Private talk")).to_be_visible(timeout=PATIENCE_MS)
    expect(alice.get_by_text(re.compile(r"^Music \d"))).to_be_visible()
    take(alice, "private-talk")
    alice.emulate_media(color_scheme="dark")
    take(alice, "private-talk-dark")


def the_customers_page(browser: Browser, url: str) -> None:
    """A customer on hold, on a telephone's screen."""
    carol = desk(browser, url, "Carol")
    with carol.context.expect_page() as opened:
        carol.get_by_role("button", name="Be the customer yourself").click()
    customer = opened.value
    customer.wait_for_url("**/call/*")
    customer.set_viewport_size(PHONE)
    customer.get_by_label("Your name").fill("Tomas")
    customer.get_by_role("button", name="Join the call").click()
    carol.get_by_role("button", name="Answer").click()
    carol.get_by_role("button", name="Hold").click()
    expect(customer.get_by_role("heading", name="You are on hold")).to_be_visible(
        timeout=PATIENCE_MS
    )
    take(customer, "customer-on-hold")


def main() -> None:
    """Take them all."""
    chromium = shutil.which("chromium")
    if chromium is None:
        raise SystemExit("Chromium is missing: apt-get install chromium")
    with (
        tempfile.TemporaryDirectory(prefix="segue-pictures-") as place,
        demo(Path(place)) as url,
        sync_playwright() as playwright,
    ):
        # A polite customer would wait for the end of Chromium's own beeps.
        flags = with_microphone(tone_file(Path(place), 0))
        browser = playwright.chromium.launch(executable_path=chromium, args=flags)
        the_desks(browser, url)
        the_customers_page(browser, url)
        browser.close()


if __name__ == "__main__":
    main()
