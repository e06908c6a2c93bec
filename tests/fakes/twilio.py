"""A server that speaks the part of Twilio's REST API that is used, well or badly, as it is told.

Calls are made, changed and fetched over real HTTP; it answers with the fields, errors and statuses
that Twilio publishes. It signs callbacks as Twilio does, by Twilio's description of it.
https://www.twilio.com/docs/voice/api/call-resource https://www.twilio.com/docs/usage/security
"""

import base64
import hashlib
import hmac
import json
import re
import threading
import uuid
from collections import deque
from collections.abc import Generator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from enum import Enum, auto
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs

from tests.fakes.serving import serving

ACCOUNT = "AC" + "5" * 32
TOKEN = "0123456789abcdef0123456789abcdef"
OURS = "+442079460018"
UNVERIFIED = "+442079460999"
NOT_REACHED = "+442079460888"
SLOW_SECONDS = 0.3
NEVER_SECONDS = 30.0
E164 = re.compile(r"\+[1-9][0-9]{6,14}")
PATH = re.compile(r"/2010-04-01/Accounts/(?P<account>\w+)/Calls(?:/(?P<sid>\w+))?\.json")
NUMBERS = re.compile(
    r"/2010-04-01/Accounts/(?P<account>\w+)/IncomingPhoneNumbers\.json\?(?P<query>.*)"
)
OVER = ("completed", "busy", "no-answer", "canceled", "failed")
MESSAGES = {
    20003: "Authenticate",
    20404: "The requested resource was not found",
    20429: "Too Many Requests",
    21201: "No 'To' number is specified",
    21205: "Url parameter is required.",
    21210: "The source phone number provided is not yet verified for your account.",
    21211: "Invalid 'To' Phone Number",
    21213: "No 'From' number is specified",
    21215: "Account not authorized to call this number.",
    21219: "The number is unverified. Trial accounts may only make calls to verified numbers.",
    21220: "Call is not in-progress. Cannot redirect.",
}


class Mood(Enum):
    """What the server does with a request."""

    WELL = auto()
    BUSY = auto()
    BROKEN = auto()
    SLOW = auto()
    NEVER = auto()
    CLOSES = auto()
    """Having done what it was asked."""
    GIBBERISH = auto()


class Refused(Exception):
    """An error of the API."""

    def __init__(self, code: int, status: int = 400) -> None:
        self.code = code
        self.status = status


@dataclass
class Got:
    """One request as it came."""

    method: str
    sid: str | None
    form: dict[str, list[str]]


@dataclass
class FakeTwilio:
    """One server; in its `moods` once each, then well."""

    moods: deque[Mood] = field(default_factory=deque[Mood])
    got: list[Got] = field(default_factory=list[Got])
    calls: dict[str, dict[str, Any]] = field(default_factory=dict[str, dict[str, Any]])
    port: int = 0
    ending: threading.Event = field(default_factory=threading.Event)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @contextmanager
    def running(self) -> Generator["FakeTwilio"]:
        """Serve until the end of the block."""
        server = _Server(self)
        self.port = server.server_port
        with serving(server, self.ending):
            yield self

    def create(self, form: dict[str, list[str]]) -> dict[str, Any]:
        """Dial, as Twilio checks and answers it."""
        to, from_ = (form.get(name, [""])[0] for name in ("To", "From"))
        if not to:
            raise Refused(21201)
        if not from_:
            raise Refused(21213)
        if "Url" not in form and "Twiml" not in form:
            raise Refused(21205)
        if not E164.fullmatch(to):
            raise Refused(21211)
        if from_ != OURS:
            raise Refused(21210)
        if to in (UNVERIFIED, NOT_REACHED):
            raise Refused(21219 if to == UNVERIFIED else 21215)
        sid = f"CA{uuid.uuid4().hex}"
        self.calls[sid] = resource(sid, to, from_)
        return self.calls[sid]

    def update(self, sid: str, form: dict[str, list[str]]) -> dict[str, Any]:
        """Change a call that is not over."""
        call = self.fetch(sid)
        if call["status"] in OVER:
            raise Refused(21220)
        call["status"] = form.get("Status", [call["status"]])[0]
        return call

    def fetch(self, sid: str) -> dict[str, Any]:
        """A call."""
        if sid not in self.calls:
            raise Refused(20404, 404)
        return self.calls[sid]


def resource(sid: str, to: str, from_: str) -> dict[str, Any]:
    """A call as it is right after it was made."""
    uri = f"/2010-04-01/Accounts/{ACCOUNT}/Calls/{sid}"
    return {
        "account_sid": ACCOUNT, "annotation": None, "answered_by": None,
        "api_version": "2010-04-01", "caller_name": None, "date_created": None,
        "date_updated": None, "direction": "outbound-api", "duration": None, "end_time": None,
        "forwarded_from": None, "from": from_, "from_formatted": from_, "group_sid": None,
        "parent_call_sid": None, "phone_number_sid": None, "price": None, "price_unit": "USD",
        "queue_time": "0", "sid": sid, "start_time": None, "status": "queued",
        "subresource_uris": {"events": f"{uri}/Events.json"}, "to": to, "to_formatted": to,
        "trunk_sid": None, "uri": f"{uri}.json",
    }  # fmt: skip


def owned(number: str) -> dict[str, Any]:
    """A page of the account's numbers, of those asked for."""
    uri = f"/2010-04-01/Accounts/{ACCOUNT}/IncomingPhoneNumbers.json"
    ours = {"account_sid": ACCOUNT, "phone_number": OURS, "sid": "PN" + "5" * 32}
    return {
        "incoming_phone_numbers": [ours] if number == OURS else [],
        "first_page_uri": uri, "next_page_uri": None, "previous_page_uri": None, "uri": uri,
        "page": 0, "page_size": 1, "start": 0, "end": 0,
    }  # fmt: skip


def signature(url: str, form: Mapping[str, str] | None = None, token: str = TOKEN) -> str:
    """X-Twilio-Signature: the URL and then each field's name and value, sorted by name."""
    text = url + "".join(name + value for name, value in sorted((form or {}).items()))
    made = hmac.new(token.encode(), text.encode(), hashlib.sha1).digest()
    return base64.b64encode(made).decode()


class _Server(ThreadingHTTPServer):
    daemon_threads = True

    def __init__(self, twilio: FakeTwilio) -> None:
        self.twilio = twilio
        super().__init__(("127.0.0.1", 0), _Handler)

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Whom it never answered hangs up."""


class _Handler(BaseHTTPRequestHandler):
    @property
    def twilio(self) -> FakeTwilio:
        assert isinstance(self.server, _Server)
        return self.server.twilio

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["content-length"]))
        self._serve(parse_qs(body.decode(), keep_blank_values=True))

    def do_GET(self) -> None:
        self._serve({})

    def _serve(self, form: dict[str, list[str]]) -> None:
        one = self.twilio
        mood = one.moods.popleft() if one.moods else Mood.WELL
        path = PATH.fullmatch(self.path)
        one.got.append(Got(self.command, path["sid"] if path else None, form))
        if mood is Mood.SLOW:
            one.ending.wait(SLOW_SECONDS)
        if mood is Mood.NEVER:
            one.ending.wait(NEVER_SECONDS)
        if mood is Mood.BROKEN:
            self._send(500, b"<html>Internal Server Error</html>", "text/html")
        elif mood is Mood.GIBBERISH:
            self._send(201, b"{}[]")
        else:
            self._answer(path, form, mood)

    def _answer(self, path: re.Match[str] | None, form: dict[str, list[str]], mood: Mood) -> None:
        try:
            if mood is Mood.BUSY:
                raise Refused(20429, 429)
            answer = self._done(path, form)
        except Refused as refused:
            self._send(refused.status, json.dumps(problem(refused)).encode())
            return
        if mood is not Mood.CLOSES:
            made = self.command == "POST" and path is not None and path["sid"] is None
            self._send(201 if made else 200, json.dumps(answer).encode())

    def _done(self, path: re.Match[str] | None, form: dict[str, list[str]]) -> dict[str, Any]:
        asked = base64.b64encode(f"{ACCOUNT}:{TOKEN}".encode()).decode()
        if self.headers["authorization"] != f"Basic {asked}":
            raise Refused(20003, 401)
        if self.path == f"/2010-04-01/Accounts/{ACCOUNT}.json":
            return {"sid": ACCOUNT, "status": "active", "type": "Full"}
        if (numbers := NUMBERS.fullmatch(self.path)) and numbers["account"] == ACCOUNT:
            return owned(parse_qs(numbers["query"]).get("PhoneNumber", [OURS])[0])
        if path is None or path["account"] != ACCOUNT:
            raise Refused(20404, 404)
        if self.command == "GET":
            return self.twilio.fetch(path["sid"])
        return self.twilio.update(path["sid"], form) if path["sid"] else self.twilio.create(form)

    def _send(self, status: int, body: bytes, kind: str = "application/json") -> None:
        self.send_response(status)
        self.send_header("content-type", kind)
        self.send_header("content-length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - stdlib's name
        """Say nothing."""


def problem(refused: Refused) -> dict[str, Any]:
    """The body of an error."""
    return {
        "code": refused.code,
        "message": MESSAGES[refused.code],
        "more_info": f"https://www.twilio.com/docs/errors/{refused.code}",
        "status": refused.status,
    }
