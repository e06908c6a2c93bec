"""Every document keeps to Twilio's grammar, whatever is said in it."""

from xml.etree import ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st

from segue.telephony.twilio import documents
from tests.fakes.twiml import parsed

SERVER = documents.SipServer("sip:sip.example.com")
ACTION = "https://desk.example.com/api/twilio/twiml/briefed?dial=dial_1&x=1"


@pytest.mark.parametrize(
    "wrong",
    [
        "<Response><Dance/></Response>",
        "<Other/>",
        "<Response><Say><Hangup/></Say></Response>",
        "<Response><Gather><Dial/></Gather></Response>",
        "<Response><Say color='red'>Hello</Say></Response>",
        "<Response><Gather numDigits='one'/></Response>",
        "<Response><Hangup/><Say>Hello</Say></Response>",
        "<Response>Hello</Response>",
        "<Response><Say></Say></Response>",
        "<Response><Dial><Sip>alice@example.com</Sip></Dial></Response>",
        "<Response><Dial><Sip>sip:a@b.c</Sip><Number>+442079460018</Number></Dial></Response>",
        "<Response><Dial><Sip>sip:a@b.c?To=x</Sip></Dial></Response>",
    ],
)
def test_what_the_grammar_forbids_is_noticed(wrong: str):
    with pytest.raises(AssertionError):
        parsed(wrong)


def test_a_phone_is_led_to_livekit():
    document = parsed(
        documents.connect(
            documents.SipServer("sip:sip.example.com:5060;transport=tcp", "segue", "secret"),
            "+442079460018",
            {"X-Segue-Dial": "dial_1 &?="},
            action=ACTION,
        )
    )
    dial = document[0]
    assert dial.attrib == {"answerOnBridge": "true", "action": ACTION, "method": "POST"}
    assert dial[0].attrib == {"username": "segue", "password": "secret"}
    assert dial[0].text == (
        "sip:+442079460018@sip.example.com:5060;transport=tcp?X-Segue-Dial=dial_1%20%26%3F%3D"
    )


def test_nobody_becomes_another_by_their_name():
    document = documents.connect(SERVER, "a@evil.example;x?y=z\r\n<", {}, action="/")
    assert parsed(document)[0][0].attrib == {}
    assert parsed(document)[0][0].text == (
        "sip:a%40evil.example%3Bx%3Fy%3Dz%0D%0A%3C@sip.example.com"
    )


def test_a_briefing_is_said_before_the_keys_and_no_key_is_an_answer():
    gather, end = parsed(documents.brief("Der Kunde wartet.", "de", action=ACTION))
    assert [(one.text, one.get("language")) for one in gather] == [
        ("Der Kunde wartet.", "de-DE"),
        (documents.MENU, "en-US"),
    ]
    assert gather.get("action") == ACTION
    assert gather.get("numDigits") == "1"
    assert gather.get("actionOnEmptyResult") == "true"
    assert end.tag == "Hangup"
    assert [one.text for one in parsed(documents.brief(" \x00", "xx", action="/"))[0]] == [
        documents.MENU
    ]


@given(st.text())
def test_nothing_that_is_said_becomes_a_verb(text: str):
    gather = parsed(documents.brief(f"<Dial>+1900</Dial>]]>&x;{text}", "en", action=ACTION))[0]
    assert [one.tag for one in gather] == ["Say", "Say"]
    assert (gather[0].text or "").startswith("<Dial>+1900</Dial>]]>&x;")


@pytest.mark.parametrize(
    "document",
    [
        documents.conference("segue-call_1", wait="https://desk.example.com/api/twilio/twiml/wait"),
        documents.wait("https://desk.example.com/api/hold-music.wav"),
        documents.say_goodbye(documents.CLOSED),
        documents.hang_up(),
    ],
)
def test_the_others_keep_to_the_grammar(document: str):
    assert isinstance(parsed(document), ET.Element)
