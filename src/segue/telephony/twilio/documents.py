"""What Twilio is to do with a phone that called or was dialled: TwiML, made by Twilio's library.

https://www.twilio.com/docs/voice/twiml
"""
# Twilio's library has no types here.
# pyright: reportUnknownMemberType=false

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import quote, urlencode

from twilio.twiml.voice_response import Dial, Gather, VoiceResponse

KEY_SECONDS = 8
LANGUAGES = {"de": "de-DE", "en": "en-US", "es": "es-ES", "fr": "fr-FR"}
NOT_IN_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""https://www.w3.org/TR/xml/#charsets"""
MENU = "Press 1 to take the call, 2 to decline, or 3 to hear this again."
GOODBYE = "Thank you. Goodbye."
CLOSED = "Nobody is here at this time. Please call again later. Goodbye."
UNAVAILABLE = "We cannot take your call just now. Please call again in a few minutes. Goodbye."


@dataclass(frozen=True, slots=True)
class SipServer:
    """LiveKit's SIP server, as Twilio reaches it."""

    uri: str
    """`sip:host[:port][;transport=…]`."""
    username: str = ""
    password: str = field(default="", repr=False)

    def of(self, user: str, headers: Mapping[str, str]) -> str:
        """The address of a user there, with headers (`X-…`) for it."""
        scheme, _, host = self.uri.partition(":")
        asked = f"?{urlencode(headers, quote_via=quote)}" if headers else ""
        return f"{scheme}:{quote(user, safe='+')}@{host}{asked}"


def connect(server: SipServer, user: str, headers: Mapping[str, str], *, action: str) -> str:
    """Lead the phone to LiveKit, to `user` there.

    Whoever calls hears it ring until LiveKit answers; what comes after is asked for at `action`.
    """
    dial = Dial(answer_on_bridge=True, action=action, method="POST")
    dial.sip(
        server.of(user, headers),
        username=server.username or None,
        password=server.password or None,
    )
    response = VoiceResponse()
    response.append(dial)
    return str(response)


def brief(text: str, language: str, *, action: str) -> str:
    """Tell an agent on a phone what they are told before they take a call, and ask for a key.

    The key, or none, goes to `action` as `Digits`.
    """
    gather = Gather(
        input="dtmf",
        num_digits=1,
        timeout=KEY_SECONDS,
        action=action,
        method="POST",
        action_on_empty_result=True,
    )
    if told := _speakable(text):
        gather.say(told, language=LANGUAGES.get(language, LANGUAGES["en"]))
    gather.say(MENU, language=LANGUAGES["en"])
    response = VoiceResponse()
    response.append(gather)
    response.hangup()
    return str(response)


def conference(name: str, *, wait: str) -> str:
    """Have the phone join a conference of Twilio's, with what `wait` says until it begins."""
    dial = Dial()
    dial.conference(
        name,
        beep="false",
        start_conference_on_enter=True,
        end_conference_on_exit=False,
        wait_url=wait,
        wait_method="POST",
    )
    response = VoiceResponse()
    response.append(dial)
    return str(response)


def wait(music: str) -> str:
    """Music until somebody comes."""
    response = VoiceResponse()
    response.play(music, loop=0)
    return str(response)


def say_goodbye(text: str) -> str:
    """A sentence, and the end."""
    response = VoiceResponse()
    response.say(_speakable(text), language=LANGUAGES["en"])
    response.hangup()
    return str(response)


def hang_up() -> str:
    """The end, without a word."""
    response = VoiceResponse()
    response.hangup()
    return str(response)


def _speakable(text: str) -> str:
    """The text without what XML cannot hold: Twilio would play an error instead."""
    return NOT_IN_XML.sub(" ", text).strip()
