"""Twilio's published grammar of voice documents, as far as documents of ours may use it: which
verbs and nouns there are, what may stand in what, and which attributes take which values.

https://www.twilio.com/docs/voice/twiml
"""

import re
from dataclasses import dataclass, field
from xml.etree import ElementTree as ET

URL = re.compile(r"https?://[^\s]+|/[^\s]*")
BOOLEAN = re.compile("true|false")
METHOD = re.compile("GET|POST")
COUNT = re.compile("[0-9]{1,5}")
WORDS = re.compile(".+", re.DOTALL)
LANGUAGE = re.compile("[a-z]{2,3}-[A-Z]{2}")
SIP_URI = re.compile(
    r"sips?:[^\s@:;?]{1,100}@[A-Za-z0-9.-]+(:[0-9]+)?(;transport=(udp|tcp|tls))?"
    r"(\?X-[A-Za-z0-9-]+=[^\s&]*(&X-[A-Za-z0-9-]+=[^\s&]*)*)?"
)
MESSAGE_AT_MOST = 4096
SIP_URI_AT_MOST = 1024
LAST = {"Hangup", "Reject", "Redirect"}
"""Nothing after them is ever done."""


@dataclass(frozen=True)
class Element:
    """What an element may have in it, and on it."""

    attributes: dict[str, re.Pattern[str]] = field(default_factory=dict[str, re.Pattern[str]])
    children: frozenset[str] = frozenset()
    text: re.Pattern[str] | None = None


ACTION = {"action": URL, "method": METHOD}
VERBS = frozenset({"Say", "Play", "Pause", "Gather", "Dial", "Hangup", "Reject", "Redirect"})
GRAMMAR: dict[str, Element] = {
    "Response": Element(children=VERBS),
    "Say": Element({"voice": WORDS, "loop": COUNT, "language": LANGUAGE}, text=WORDS),
    "Play": Element({"loop": COUNT, "digits": re.compile("[0-9w*#]+")}, text=URL),
    "Pause": Element({"length": COUNT}),
    "Hangup": Element(),
    "Reject": Element({"reason": re.compile("rejected|busy")}),
    "Redirect": Element({"method": METHOD}, text=URL),
    "Gather": Element(
        {
            **ACTION,
            "input": re.compile("dtmf|speech|dtmf speech"),
            "numDigits": re.compile("[1-9][0-9]?"),
            "timeout": COUNT,
            "finishOnKey": re.compile("[0-9*#]?"),
            "actionOnEmptyResult": BOOLEAN,
            "language": LANGUAGE,
        },
        frozenset({"Say", "Play", "Pause"}),
    ),
    "Dial": Element(
        {
            **ACTION,
            "answerOnBridge": BOOLEAN,
            "callerId": WORDS,
            "timeout": COUNT,
            "timeLimit": COUNT,
            "hangupOnStar": BOOLEAN,
        },
        frozenset({"Number", "Sip", "Conference"}),
    ),
    "Number": Element({"url": URL, "method": METHOD}, text=re.compile(r"\+[1-9][0-9]{6,14}")),
    "Sip": Element({"username": WORDS, "password": WORDS, "url": URL}, text=SIP_URI),
    "Conference": Element(
        {
            "muted": BOOLEAN,
            "beep": re.compile("true|false|onEnter|onExit"),
            "startConferenceOnEnter": BOOLEAN,
            "endConferenceOnExit": BOOLEAN,
            "waitUrl": URL,
            "waitMethod": METHOD,
            "maxParticipants": COUNT,
        },
        text=WORDS,
    ),
}


def parsed(document: str) -> ET.Element:
    """The document, if it keeps to the grammar; otherwise an AssertionError says where not."""
    root = ET.fromstring(document)
    assert root.tag == "Response", f"the root is {root.tag}"
    _check(root)
    return root


def _check(one: ET.Element) -> None:
    known = GRAMMAR.get(one.tag)
    assert known is not None, f"no verb or noun: {one.tag}"
    for name, value in one.attrib.items():
        assert name in known.attributes, f"{one.tag} has no attribute {name}"
        assert known.attributes[name].fullmatch(value), f"{one.tag} {name}={value!r}"
    text = (one.text or "").strip()
    if known.text is None:
        assert not text, f"{one.tag} with text"
    else:
        assert known.text.fullmatch(text), f"{one.tag}: {text!r}"
        assert len(text) <= (SIP_URI_AT_MOST if one.tag == "Sip" else MESSAGE_AT_MOST), one.tag
    tags = [child.tag for child in one]
    assert set(tags) <= known.children, f"{tags} in {one.tag}"
    assert not set(tags[:-1]) & LAST, f"never reached: {tags}"
    if one.tag == "Dial":
        assert len(tags) == 1, f"a Dial to {tags}"
    for child in one:
        assert not (child.tail or "").strip(), f"text after {child.tag}"
        _check(child)
