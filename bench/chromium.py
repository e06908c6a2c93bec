"""Real Chromium: the desk and the customer's page as people use them."""

import shutil
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from pathlib import Path

from playwright.async_api import Page, async_playwright
from tests.browser.chromium import FLAGS, with_microphone

from bench.stage import Stage

WEB = Path(__file__).parents[1] / "src/segue/web"
PASSWORD = "a-desk-for-the-bench"
TEST_SOUND = "localStorage.setItem('segue.tone', '1'); localStorage.setItem('segue.probe', '1');"


def missing() -> str | None:
    """Why Chromium cannot be measured here; None when it can."""
    if shutil.which("chromium") is None:
        return "not measured: chromium is missing (apt-get install chromium)"
    if not (WEB / "desk/index.html").is_file():
        return "not measured: the pages have not been built (make setup)"
    return None


@asynccontextmanager
async def page(sound: Path | None = None) -> AsyncGenerator[Page]:
    """A page in a Chromium of its own, whose microphone plays a file."""
    flags = with_microphone(sound) if sound else FLAGS
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(
            executable_path=shutil.which("chromium"), args=flags
        )
        try:
            opened = await browser.new_page()
            await opened.add_init_script(TEST_SOUND)
            yield opened
        finally:
            await browser.close()


async def sign_in(stage: Stage, opened: Page, handle: str) -> None:
    """An agent's desk, open and connected."""
    email = f"{handle}@example.com"
    account = {"email": email, "name": handle.title(), "agent": handle}
    made = await stage.root.post("/api/accounts", account)
    code = made["link"]["url"].rsplit("/", 1)[1]
    await stage.root.post(f"/api/account-links/{code}", {"password": PASSWORD})
    answer = await opened.context.request.post(
        f"{stage.serve.url}/api/session",
        data={"email": email, "password": PASSWORD},
        headers={"Origin": stage.serve.url},
    )
    assert answer.ok, await answer.text()
    async with opened.expect_request("**/api/events*"):
        await opened.goto(stage.serve.url)
    await opened.wait_for_timeout(1000)
