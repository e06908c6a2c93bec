"""The handoff as people have it: the customer and B each in a Chromium of their own, beside B's
cold join in the same two browsers.
"""

import asyncio
import http.server
import threading
import time
from collections.abc import Generator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Any

from playwright.async_api import Page
from tests.browser.chromium import tone_file
from tests.media.party import Api
from tests.media.sound import ALICE, BOB, CUSTOMER
from tests.servers import free_port

from bench import chromium
from bench.conditions import Machine
from bench.figures import Aim, Figure, Sheet, percentile
from bench.stage import LOOPBACK, SETTLE_SECONDS, Stage, until

HERE = Path(__file__).parent
LIVEKIT_CLIENT = HERE.parent / "web/node_modules/livekit-client/dist/livekit-client.esm.mjs"
NAME = "Handoff in Chromium: click → customer hears B"
SEGUE, COLD = "Segue", "B joins cold, A goes at the click"
SINCE = "at => segueProbe.log.find(one => one.hz === %d && one.on && one.at > at)?.at ?? null"
"""When a tone began after a moment, at the ear of a page (ms since the epoch)."""


async def run(runs: int) -> list[Sheet]:
    """`runs` handoffs, each followed by a cold join."""
    if why := chromium.missing():
        return [Sheet(NAME, [], notes=[why])]
    machine = Machine()
    segue, answers, cold = list[float](), list[float](), list[float]()
    async with Stage.open() as stage:
        await stage.hire("alice", "bob")
        place = stage.serve.directory
        async with (
            chromium.page(tone_file(place, BOB)) as desk,
            chromium.page(tone_file(place, CUSTOMER)) as customer,
        ):
            await chromium.sign_in(stage, desk, "bob")
            for _ in range(runs):
                heard, answered = await _handoff(stage, desk, customer)
                segue.append(heard)
                answers.append(answered)
            with _served() as url:
                await asyncio.gather(desk.goto(url), customer.goto(url))
                for n in range(runs):
                    cold.append(await _cold_join(stage, desk, customer, n))
    aim = Aim(p50=round(percentile(cold, 0.5) / 2))
    figures = [
        Figure(SEGUE, segue, aim, beside=COLD),
        Figure(COLD, cold),
        Figure("Segue: click → the API answers", answers),
    ]
    notes = [machine.told(), "the aim is half of the cold join's median in this run"]
    return [Sheet(NAME, figures, notes=notes)]


async def _handoff(stage: Stage, desk: Page, customer: Page) -> tuple[float, float]:
    """From Alice's click until the customer's page hears Bob's, and until the API answers (ms)."""
    async with stage.api("alice") as alice, stage.api("bob") as bob:
        call_id = await _call(stage, customer, alice)
        body = {"call_id": call_id, "to": {"agent": "bob"}}
        asked = await alice.post("/api/transfer/initiate-v2", body)
        await stage.crew.join("alice", asked["connect"])
        transfer_id = asked["transfer"]["id"]
        await desk.get_by_test_id("offer").get_by_role("button", name="Accept").click()
        await until(
            lambda: alice.get(f"/api/transfer/status/{transfer_id}"),
            lambda answer: answer["transfer"]["to"]["present"],
            "Bob is in the consult",
        )
        await asyncio.sleep(1.5)
        clicked = time.time() * 1000
        await alice.post("/api/transfer/complete-v2", {"transfer_id": transfer_id})
        answered = time.time() * 1000
        heard = await _heard(customer, BOB, clicked)
        await bob.post(f"/api/calls/{call_id}/end")
        await stage.crew.go("alice")
        await asyncio.sleep(1.5)
        return heard - clicked, answered - clicked


async def _call(stage: Stage, customer: Page, alice: Api) -> str:
    """A customer who has followed an invite, and talks with Alice; the call's id."""
    made = await stage.root.post(
        "/api/calls", {"customer": {"name": "Casey"}, "skill": "general", "agent": "alice"}
    )
    call_id: str = made["call"]["id"]
    invite = await stage.root.post(f"/api/calls/{call_id}/invites")
    await customer.context.clear_cookies()
    await customer.goto(invite["url"])
    await customer.locator("#join-form input").first.fill("Casey")
    await customer.locator("#join-form button[type=submit]").click()
    await _until_call(stage, call_id, "offered")
    answer = await alice.post(f"/api/calls/{call_id}/answer")
    await stage.crew.come("alice", ALICE)
    await stage.crew.join("alice", answer["connect"])
    await _until_call(stage, call_id, "active")
    return call_id


async def _until_call(stage: Stage, call_id: str, state: str) -> None:
    def there(call: dict[str, Any]) -> bool:
        return call["state"] == state

    await until(lambda: stage.root.get(f"/api/calls/{call_id}"), there, f"the call is {state}")


async def _heard(page: Page, hz: float, since: float) -> float:
    """When a tone began at a page, after a moment (both ms since the epoch)."""
    await asyncio.sleep(1)  # The page has written it down; asking now would take its time.
    deadline = time.monotonic() + SETTLE_SECONDS
    while time.monotonic() < deadline:
        at: float | None = await page.evaluate(SINCE % hz, since)
        if at is not None:
            return at
        await asyncio.sleep(0.05)
    raise TimeoutError(f"{hz:g} Hz was not heard within {SETTLE_SECONDS:g} s")


async def _cold_join(stage: Stage, b: Page, customer: Page, n: int) -> float:
    """From the click at which B's page begins to join until the customer's hears B (ms)."""
    room = f"bench-browser-{n}"
    join = "([line, speaks]) => joinRoom(line.url, line.token, speaks)"
    await stage.crew.come("alice", ALICE)
    await stage.crew.join("alice", [stage.line(room, "a")])
    await customer.evaluate(join, [stage.line(room, "customer"), True])
    await asyncio.sleep(1)
    clicked = time.time() * 1000
    await asyncio.gather(b.evaluate(join, [stage.line(room, "b"), True]), stage.crew.leave("alice"))
    heard = await _heard(customer, BOB, clicked)
    await asyncio.gather(b.evaluate("leaveRoom()"), customer.evaluate("leaveRoom()"))
    await stage.crew.go("alice")
    return heard - clicked


class _Files(http.server.SimpleHTTPRequestHandler):
    """Three files: the page, LiveKit's client, and the ear of Segue's own web build."""

    def translate_path(self, path: str) -> str:
        ear = next(chromium.WEB.glob("assets/probe-*.js"))
        known = {"/livekit-client.esm.mjs": LIVEKIT_CLIENT, "/probe.js": ear}
        return str(known.get(path, HERE / "cold.html"))

    def guess_type(self, path: object) -> str:
        return "text/html" if str(path).endswith(".html") else "text/javascript"

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the base's name
        pass


@contextmanager
def _served() -> Generator[str]:
    port = free_port()
    with http.server.ThreadingHTTPServer((LOOPBACK, port), _Files) as server:
        thread = threading.Thread(target=partial(server.serve_forever, 0.1), daemon=True)
        thread.start()
        yield f"http://{LOOPBACK}:{port}/"
        server.shutdown()
        thread.join()
