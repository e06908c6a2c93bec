"""SIP as it is on the wire (RFC 3261), as far as a phone in a test needs it."""

import re
from dataclasses import dataclass
from typing import Self

LONG = {"i": "call-id", "f": "from", "t": "to", "v": "via", "m": "contact", "c": "content-type"}
REASONS = {
    100: "Trying",
    180: "Ringing",
    183: "Session Progress",
    200: "OK",
    404: "Not Found",
    408: "Request Timeout",
    480: "Temporarily Unavailable",
    486: "Busy Here",
    487: "Request Terminated",
    503: "Service Unavailable",
    603: "Decline",
}
Headers = list[tuple[str, str]]


@dataclass(frozen=True)
class Message:
    """A request or a response."""

    start: str
    headers: Headers
    body: str = ""

    @classmethod
    def parse(cls, raw: bytes) -> Self:
        """What came in; ValueError when it is no SIP."""
        head, _, body = raw.decode("utf-8", "replace").partition("\r\n\r\n")
        start, *lines = head.split("\r\n")
        if "SIP/2.0" not in start:
            raise ValueError("no SIP")
        pairs = (line.partition(":") for line in lines)
        named = [(name.strip().lower(), value.strip()) for name, _, value in pairs]
        return cls(start, [(LONG.get(name, name), value) for name, value in named], body)

    @property
    def status(self) -> int:
        """A response's status; 0 of a request."""
        return int(self.start.split()[1]) if self.start.startswith("SIP/2.0 ") else 0

    @property
    def method(self) -> str:
        """What is asked, or was."""
        return self.get("cseq").split()[1]

    @property
    def uri(self) -> str:
        """Whom a request asks."""
        return self.start.split()[1]

    def get(self, name: str) -> str:
        """A header's first value; empty when it is not there."""
        return next((value for known, value in self.headers if known == name), "")

    def render(self) -> bytes:
        """As it is sent."""
        body = self.body.encode()
        sized = [*self.headers, ("content-length", str(len(body)))]
        lines = [self.start, *(f"{name}: {value}" for name, value in sized)]
        return "\r\n".join([*lines, "", ""]).encode() + body


def tag_of(address: str) -> str | None:
    """The tag of a From or To."""
    found = re.search(r";tag=([^;>\s]+)", address)
    return found[1] if found else None


def uri_of(address: str) -> str:
    """The URI of a From, To or Contact."""
    found = re.search(r"<([^>]+)>", address)
    return found[1] if found else address.split(";", maxsplit=1)[0].strip()


def user_of(uri: str) -> str:
    """The number in a SIP URI."""
    return uri.partition(":")[2].partition("@")[0]


def response(request: Message, status: int, tag: str, contact: str, sdp: str = "") -> Message:
    """An answer to a request."""
    to = request.get("to")
    if not tag_of(to) and status > 100:
        to += f";tag={tag}"
    headers: Headers = [(name, value) for name, value in request.headers if name == "via"]
    headers += [("from", request.get("from")), ("to", to), ("call-id", request.get("call-id"))]
    headers += [("cseq", request.get("cseq")), ("contact", contact)]
    if sdp:
        headers.append(("content-type", "application/sdp"))
    return Message(f"SIP/2.0 {status} {REASONS.get(status, 'Other')}", headers, sdp)


@dataclass(frozen=True)
class Sound:
    """Where and how the other side wants sound (RFC 4566)."""

    peer: tuple[str, int]
    key_type: int

    @classmethod
    def parse(cls, sdp: str) -> Self:
        """Of an offer or an answer; ValueError without PCMU or on another machine."""
        host = re.search(r"^c=IN IP4 (127\.\S+)", sdp, re.MULTILINE)
        media = re.search(r"^m=audio (\d+) \S+((?: \d+)+)", sdp, re.MULTILINE)
        if host is None or media is None or "0" not in media[2].split():
            raise ValueError("no PCMU on this machine is offered")
        keys = re.search(r"^a=rtpmap:(\d+) telephone-event/8000", sdp, re.MULTILINE)
        return cls((host[1], int(media[1])), int(keys[1]) if keys else 101)

    def answer(self, port: int) -> str:
        """Our side of it."""
        lines = (
            "v=0",
            f"o=- {port} 1 IN IP4 127.0.0.1",
            "s=-",
            "c=IN IP4 127.0.0.1",
            "t=0 0",
            f"m=audio {port} RTP/AVP 0 {self.key_type}",
            "a=rtpmap:0 PCMU/8000",
            f"a=rtpmap:{self.key_type} telephone-event/8000",
            f"a=fmtp:{self.key_type} 0-15",
            "a=ptime:20",
            "a=sendrecv",
        )
        return "\r\n".join(lines) + "\r\n"


OFFER = Sound(("127.0.0.1", 0), 101)
"""What a phone that calls offers."""
