"""What Twilio's callbacks make of a dial, in whatever order they come."""

from datetime import UTC, datetime
from itertools import permutations

import pytest

from segue.telephony.models import Dial, DialOutcome, DialState
from segue.telephony.twilio.progress import Told, advance, read

SID = "CA" + "0" * 32
NOW = datetime(2026, 3, 2, tzinfo=UTC)
FAILED_TO_ANSWER = ["queued", "initiated", "ringing", "no-answer"]
ANSWERED = ["initiated", "ringing", "in-progress", "completed"]


def told(status: str, sip: str | None = None) -> Told:
    found = read({"CallSid": SID, "CallStatus": status} | ({"SipResponseCode": sip} if sip else {}))
    assert found is not None
    return found


@pytest.mark.parametrize("order", list(permutations(ANSWERED)))
def test_an_answered_call_ends_as_hung_up_in_any_order(order: tuple[str, ...]):
    dial = Dial(state=DialState.ASKED)
    for status in order:
        before = dial.state
        advance(dial, told(status), NOW)
        assert list(DialState).index(dial.state) >= list(DialState).index(before)
    assert (dial.state, dial.outcome) == (DialState.OVER, DialOutcome.HUNG_UP)


@pytest.mark.parametrize("order", list(permutations(FAILED_TO_ANSWER)))
def test_an_unanswered_call_does_so_too(order: tuple[str, ...]):
    dial = Dial(state=DialState.ASKED)
    for status in order:
        advance(dial, told(status), NOW)
        advance(dial, told(status), NOW)
    assert (dial.state, dial.outcome) == (DialState.OVER, DialOutcome.UNANSWERED)
    assert dial.answered_at is None


def test_the_first_end_stays():
    dial = Dial(state=DialState.OVER, outcome=DialOutcome.CANCELLED)
    assert not advance(dial, told("busy"), NOW)
    assert not advance(dial, told("in-progress"), NOW)
    assert dial.outcome is DialOutcome.CANCELLED


@pytest.mark.parametrize(
    ("status", "sip", "outcome"),
    [
        ("completed", None, DialOutcome.HUNG_UP), ("completed", "200", DialOutcome.HUNG_UP),
        ("busy", None, DialOutcome.BUSY), ("busy", "486", DialOutcome.BUSY),
        ("busy", "603", DialOutcome.DECLINED), ("no-answer", "480", DialOutcome.UNANSWERED),
        ("canceled", "487", DialOutcome.CANCELLED), ("failed", "404", DialOutcome.WRONG_NUMBER),
        ("failed", "484", DialOutcome.WRONG_NUMBER), ("failed", "503", DialOutcome.CARRIER_FAULT),
        ("failed", None, DialOutcome.CARRIER_FAULT), ("failed", "603", DialOutcome.DECLINED),
    ],
)  # fmt: skip
def test_each_end_has_its_outcome(status: str, sip: str | None, outcome: DialOutcome):
    dial = Dial(state=DialState.DIALLING)
    assert advance(dial, told(status, sip), NOW)
    assert (dial.state, dial.outcome, dial.ended_at) == (DialState.OVER, outcome, NOW)
    assert dial.sip_status == (int(sip) if sip else None)


@pytest.mark.parametrize(
    "fields",
    [
        {},
        {"CallSid": SID},
        {"CallStatus": "ringing"},
        {"CallSid": "CA1", "CallStatus": "ringing"},
        {"CallSid": SID, "CallStatus": "exploded"},
        {"CallSid": f"{SID}\n", "CallStatus": "ringing"},
        {"CallSid": "\x00", "CallStatus": "busy"},
    ],
)
def test_what_is_no_callback_is_none(fields: dict[str, str]):
    assert read(fields) is None


@pytest.mark.parametrize("sip", ["", "abc", "9999999999", "²00", "000"])
def test_a_status_that_is_none_of_sips_is_left_out(sip: str):
    found = read({"CallSid": SID, "CallStatus": "failed", "SipResponseCode": sip})
    assert found is not None
    assert found.sip_status is None
