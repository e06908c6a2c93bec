"""What serve wants of the companion on one call, and what the companion tells it back."""

import contextlib
import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from http import HTTPStatus
from types import TracebackType
from typing import Self
from urllib.parse import urlsplit

import httpx
from pydantic import BaseModel, ValidationError

from segue.calls.transcription import Transcription
from segue.settings import Settings
from segue.transfers.reading import Reading

# A serve that hangs must not keep the companion from its next try.
TIMEOUT_SECONDS = 2.0
_WILL_NOT_DO = (
    HTTPStatus.BAD_REQUEST,
    HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
    HTTPStatus.UNPROCESSABLE_ENTITY,
)


class ReadAloud(BaseModel):
    """A text to be read aloud, once."""

    id: str
    text: str
    language: str


class PrivateTalk(BaseModel):
    """A consult room to be in, who is to be written down there, and what is to be read aloud."""

    room: str
    token: str
    transcribe: list[str]
    read: ReadAloud | None = None
    keys_of: str | None = None


class Bridged(BaseModel):
    """A phone to be bridged: its line, the consult room, with the customer room."""

    leg: str
    identity: str
    phone: str
    customer_room: str
    customer_token: str
    consult_room: str
    consult_token: str


class KeysToPress(BaseModel):
    """Keys to be sent to the customer's phone, once."""

    number: int
    keys: str


class Desired(BaseModel):
    """What should be, by serve's own count `v`: of two statements the later one stands."""

    v: int = 0
    music: bool = False
    listen_for: list[str] = []
    transcribe: list[str] = []
    consult: PrivateTalk | None = None
    say: ReadAloud | None = None
    bridge: Bridged | None = None
    press: list[KeysToPress] = []
    ended: bool = False


class RoomNote(BaseModel):
    """The room's metadata: something changed, and whether there is music now."""

    v: int = 0
    hold: bool = False


@dataclass(frozen=True, slots=True)
class Heard:
    """A participant's microphone track whose sound has reached the companion."""

    identity: str
    track_sid: str


@dataclass(frozen=True, slots=True)
class Pressed:
    """A key that was pressed on a phone."""

    identity: str
    key: str


@dataclass(frozen=True, slots=True)
class ReadingReport:
    """How far the reading of one text is."""

    id: str
    state: Reading


@dataclass(frozen=True, slots=True)
class Report:
    """What the companion does now: what is audible, whom it has heard, whether it can write down
    what is said, whether it can speak, and what it reads aloud.
    """

    music: bool
    heard: tuple[Heard, ...] = ()
    transcription: Transcription = Transcription.OFF
    voice: bool = False
    reading: ReadingReport | None = None
    said: ReadingReport | None = None
    pressed: tuple[Pressed, ...] = ()
    keyed: int = 0

    def body(self) -> dict[str, object]:
        """The report as JSON."""
        return {
            "music": self.music,
            "heard": [{"identity": h.identity, "track_sid": h.track_sid} for h in self.heard],
            "transcription": self.transcription,
            "voice": self.voice,
            "reading": asdict(self.reading) if self.reading else None,
            "said": asdict(self.said) if self.said else None,
            "keyed": self.keyed,
            "pressed": [asdict(one) for one in self.pressed],
        }


class ServeUnreachable(Exception):
    """Serve did not give a usable answer; what it said last still holds."""


class ServeRefuses(Exception):
    """Serve will not take this, however often it is sent."""


def read_note(metadata: str) -> RoomNote | None:
    """The note in a room's metadata; None where there is none that we can read."""
    try:
        return RoomNote.model_validate(json.loads(metadata))
    except (ValueError, ValidationError):
        return None


def serve_address(settings: Settings) -> str:
    """Where this machine reaches serve.

    Browsers resolve `*.localhost` by themselves; Python asks the resolver, which need not know it.
    """
    parts = urlsplit(settings.public_url)
    host = parts.hostname or ""
    if host == "localhost" or host.endswith(".localhost"):
        port = f":{parts.port}" if parts.port else ""
        return parts._replace(netloc=f"127.0.0.1{port}").geturl()
    return settings.public_url


async def knock(address: str) -> None:
    """Ask serve for anything once: the HTTP client loads most of itself at its first request, which
    would hold up the first call for 100 ms and more.
    """
    with contextlib.suppress(httpx.HTTPError):
        async with httpx.AsyncClient(timeout=TIMEOUT_SECONDS, trust_env=False) as client:
            await client.get(f"{address}/healthz")


class ServeClient:
    """One call's line to serve: ask what should be, tell what is."""

    def __init__(self, address: str, key: str, call_id: str) -> None:
        self._path = f"/api/companion/calls/{call_id}"
        self._client = httpx.AsyncClient(
            base_url=address,
            headers={"Authorization": f"Bearer {key}"},
            timeout=TIMEOUT_SECONDS,
            # Building a TLS context costs 20 ms and a megabyte per call; plain HTTP needs none.
            verify=address.startswith("https:"),
            trust_env=False,
        )

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        await self._client.aclose()

    async def desired(self) -> Desired:
        """What should be now. A call that serve does not know has ended.

        Raises ServeUnreachable.
        """
        try:
            response = await self._client.get(self._path)
            if _unknown(response):
                return Desired(ended=True)
            response.raise_for_status()
            return Desired.model_validate_json(response.content)
        except (httpx.HTTPError, ValidationError) as error:
            raise ServeUnreachable(type(error).__name__) from error

    async def report(self, report: Report) -> None:
        """Tell what is. Raises ServeUnreachable."""
        try:
            response = await self._client.post(self._path, json=report.body())
            response.raise_for_status()
        except httpx.HTTPError as error:
            raise ServeUnreachable(type(error).__name__) from error

    async def say(self, segments: Sequence[dict[str, object]]) -> None:
        """Hand over what was said. Raises ServeUnreachable, or ServeRefuses with the status."""
        try:
            response = await self._client.post(
                f"{self._path}/transcript", json={"segments": segments}
            )
            if _unknown(response) or response.status_code in _WILL_NOT_DO:
                raise ServeRefuses(response.status_code)
            response.raise_for_status()
        except httpx.HTTPError as error:
            raise ServeUnreachable(type(error).__name__) from error


def _unknown(response: httpx.Response) -> bool:
    """Whether serve itself, not a proxy whose backend is away, says 404."""
    kind = response.headers.get("content-type", "")
    return response.status_code == HTTPStatus.NOT_FOUND and kind.startswith(
        "application/problem+json"
    )
