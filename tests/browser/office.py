"""A whole office on loopback: real servers, and people at real browsers."""

import os
import re
import shutil
import sqlite3
import time
from collections.abc import Mapping
from contextlib import ExitStack
from pathlib import Path
from typing import Any, Self

import httpx
from livekit import api
from playwright.sync_api import Browser, BrowserContext, Page, Playwright

from tests.browser import chromium
from tests.browser.ear import FLAGS, PATIENCE_SECONDS, PITCHES, Ear
from tests.servers import LiveKit, Running, Serve, Servers, free_port
from tests.worker import companion

REPORTS = Path(__file__).parents[2] / "test-results"
VIOLATIONS = """document.addEventListener('securitypolicyviolation', (event) =>
  console.error(`Content Security Policy: ${event.violatedDirective} ${event.blockedURI}`));"""
# The browser's own words for answers that our pages expect and show.
EXPECTED = re.compile(r"Failed to load resource|WebSocket connection to|net::ERR_")
PASSWORD = "three green umbrellas"
COMPANION_STARTS_SECONDS = 180.0
WIDE = {"width": 1280, "height": 800}

Picture = Mapping[str, set[str]]
"""Who hears whom: listener to those who are heard, `music` among them."""


class Window:
    """A page somebody looks at, in a browser profile of its own."""

    def __init__(self, name: str, context: BrowserContext) -> None:
        self.name = name
        self.context = context
        self.page: Page
        self.ear: Ear
        self.complaints: list[str] = []
        """What the browser's console says went wrong."""
        self.voice_connections: list[str] = []
        """Every connection that was opened to the voice server."""
        context.on("page", self._watch)
        context.add_init_script(FLAGS)
        context.add_init_script(VIOLATIONS)
        context.set_default_timeout(PATIENCE_SECONDS * 1000)
        self.page = context.new_page()
        self.ear = Ear(self.page)

    def _watch(self, page: Page) -> None:
        page.on("pageerror", lambda error: self.complaints.append(f"{self.name}: {error}"))
        page.on("console", lambda said: self._said(said.type, said.text))
        page.on("websocket", lambda socket: self._connected(socket.url))

    def _said(self, kind: str, text: str) -> None:
        if kind == "error" and not EXPECTED.search(text):
            self.complaints.append(f"{self.name}: {text}")

    def _connected(self, url: str) -> None:
        if "/rtc" in url:
            self.voice_connections.append(url)

    def close(self) -> None:
        self.context.close()


class Office:
    """The servers, a Chromium for each person, and the API key that sets scenes.

    `settings` are serve's, as environment variables.
    """

    def __init__(
        self, servers: Servers, playwright: Playwright, directory: Path, **settings: str
    ) -> None:
        self._stack = ExitStack()
        self._playwright = playwright
        self._directory = directory
        port = free_port()
        self.voice: LiveKit = servers.livekit(f"http://127.0.0.1:{port}/api/livekit/webhook")
        self.serve: Serve = servers.serve(
            self.voice, None, port, SEGUE_WRAP_UP_SECONDS="0", **settings
        )
        self.companion: Running = companion(
            servers, self.voice, self.serve, directory / "companion"
        )
        self.start_companion()
        self.api: httpx.Client = self._stack.enter_context(self.serve.client())
        self._boss: httpx.Client | None = None
        self._browsers: dict[str, Browser] = {}
        self.windows: list[Window] = []
        self.desks: dict[str, Window] = {}
        self.agents: dict[str, str] = {}

    def start_companion(self) -> None:
        """Start it, also again; it loads much and takes half a minute on a crowded machine."""
        self.companion.launch()
        self.companion.wait_until_ready(COMPANION_STARTS_SECONDS)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        for browser in self._browsers.values():
            browser.close()
        self._stack.close()

    # --- windows ----------------------------------------------------------------------------------

    def browser(self, name: str, *flags: str) -> Browser:
        """The Chromium of somebody, whose microphone sounds their tone."""
        if name not in self._browsers:
            pitch = PITCHES.get(name)
            sound = chromium.tone_file(self._directory, pitch) if pitch else None
            all_flags = chromium.with_microphone(sound) if sound else chromium.FLAGS
            self._browsers[name] = self._playwright.chromium.launch(
                executable_path=shutil.which("chromium"), args=[*all_flags, *flags]
            )
        return self._browsers[name]

    def window(self, name: str, browser: str | None = None, **options: Any) -> Window:
        """A new window of somebody, in a profile that knows no cookie."""
        options = {"viewport": WIDE, "reduced_motion": "reduce"} | options
        window = Window(name, self.browser(browser or name).new_context(**options))
        self.windows.append(window)
        return window

    def close(self, *windows: Window) -> None:
        """Close these windows for good."""
        for window in windows:
            if window in self.windows:
                self.windows.remove(window)
                window.close()

    def complaints(self) -> list[str]:
        """What any console said went wrong since the last time this was asked."""
        said = [complaint for window in self.windows for complaint in window.complaints]
        for window in self.windows:
            window.complaints.clear()
        return said

    def show_failure(self, test: str) -> None:
        """Keep a picture of every window, and what their consoles said."""
        REPORTS.mkdir(exist_ok=True)
        stem = re.sub(r"\W+", "-", test)
        for index, window in enumerate(self.windows):
            window.page.screenshot(path=REPORTS / f"{stem}-{index}-{window.name}.png")
        (REPORTS / f"{stem}.log").write_text(os.linesep.join(self.complaints()))

    # --- people -----------------------------------------------------------------------------------

    def hire(self, handle: str, name: str, *skills: str) -> str:
        """A new agent with an account; the link on which they choose a password."""
        agent = {"handle": handle, "name": name, "skills": list(skills)}
        self.agents[handle] = self._post("/api/agents", agent)["agent"]["id"]
        account = {"email": f"{handle}@example.com", "name": name, "agent": handle}
        return self._post("/api/accounts", account)["link"]["url"]

    @property
    def boss(self) -> httpx.Client:
        """An admin's session: only people who oversee may end the calls of others."""
        if self._boss is None:
            account = {"email": "boss@example.com", "name": "Ada", "role": "admin"}
            code = self._post("/api/accounts", account)["link"]["url"].rsplit("/", 1)[1]
            headers = {"Origin": self.serve.url}
            client = httpx.Client(base_url=self.serve.url, headers=headers, trust_env=False)
            self._boss = self._stack.enter_context(client)
            opened = self._boss.post(f"/api/account-links/{code}", json={"password": PASSWORD})
            assert opened.is_success, opened.text
        return self._boss

    def identity(self, handle: str) -> str:
        """An agent's identity in every room."""
        return f"agent:{self.agents[handle]}"

    def call(
        self, agent: str | None = "alice", name: str = "Casey", transcript: str = "heard"
    ) -> tuple[str, str]:
        """A new call; its id, and the address of its customer's page."""
        body: dict[str, Any] = {"customer": {"name": name}, "transcript": transcript}
        body |= {"agent": agent} if agent else {}
        call_id = self._post("/api/calls", body)["call"]["id"]
        return call_id, self._post(f"/api/calls/{call_id}/invites", {})["url"]

    def let_invites_expire(self) -> None:
        """Let the time of every invite have passed; the shortest that may be asked is a minute."""
        with sqlite3.connect(self.serve.directory / "segue.db", timeout=10) as database:
            database.execute("UPDATE invites SET expires_at = created_at")
        database.close()

    def say(self, call_id: str, *lines: tuple[str, str], on: str = "customer") -> None:
        """Lines of the conversation, each a speaker and a text; `on` the line where it is said."""
        segments = [
            {
                "id": f"{on}-{index}",
                "line": on,
                "speaker": speaker,
                "text": text,
                "started_at": f"2026-01-05T09:00:{index:02}Z",
                "final": True,
            }
            for index, (speaker, text) in enumerate(lines)
        ]
        self._post(f"/api/calls/{call_id}/transcript", {"segments": segments})

    def look(self, call_id: str) -> dict[str, Any]:
        """A call as the server has it."""
        answer = self.api.get(f"/api/calls/{call_id}")
        answer.raise_for_status()
        return answer.json()

    def clear(self) -> None:
        """End every open call, and let everybody be available."""
        calls = self.boss.get("/api/calls", params={"status": "open"}).json()["calls"]
        for call in calls:
            ended = self.boss.post(f"/api/calls/{call['id']}/end")
            assert ended.is_success, ended.text
        for agent_id in self.agents.values():
            self.api.patch(f"/api/agents/{agent_id}", json={"status": "available"})

    def _post(self, path: str, body: dict[str, Any]) -> dict[str, Any]:
        answer = self.api.post(path, json=body)
        assert answer.is_success, answer.text
        return answer.json()

    # --- proof ------------------------------------------------------------------------------------

    def participants(self, room: str) -> dict[str, dict[str, Any]]:
        """Who is in a room, as LiveKit has it: identity to its description."""
        grants = api.VideoGrants(room_admin=True, room=room)
        token = api.AccessToken(self.voice.key, self.voice.secret).with_grants(grants).to_jwt()
        answer = httpx.post(
            f"{self.voice.http_url}/twirp/livekit.RoomService/ListParticipants",
            json={"room": room},
            headers={"Authorization": f"Bearer {token}"},
            trust_env=False,
        )
        answer.raise_for_status()
        return {one["identity"]: one for one in answer.json().get("participants", [])}

    def hears(
        self,
        wanted: Picture,
        windows: Mapping[str, Window],
        seconds: float = PATIENCE_SECONDS,
    ) -> float:
        """Wait until everybody hears exactly whom they should, twice in a row.

        Whoever is not named should hear nobody. Answers since when (seconds since the epoch).
        """
        everybody = {name: set(wanted.get(name, set())) for name in windows}
        deadline = time.monotonic() + seconds
        since: float | None = None
        while True:
            start = time.time()
            picture = {name: window.ear.now() for name, window in windows.items()}
            if picture != everybody:
                since = None
            elif since is not None:
                return since
            else:
                since = start
            assert time.monotonic() < deadline, f"{picture}, not {everybody}"
