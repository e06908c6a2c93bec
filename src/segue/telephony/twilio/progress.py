"""What Twilio tells of a call, and what that makes of its dial: only ever forward.

https://www.twilio.com/docs/voice/api/call-resource#statuscallback
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from segue.telephony.models import Dial, DialOutcome, DialState

SID = re.compile("CA[0-9a-f]{32}")
STATES = {
    "queued": DialState.DIALLING,
    "initiated": DialState.DIALLING,
    "ringing": DialState.DIALLING,
    "in-progress": DialState.ANSWERED,
    "completed": DialState.OVER,
    "busy": DialState.OVER,
    "no-answer": DialState.OVER,
    "canceled": DialState.OVER,
    "failed": DialState.OVER,
}
OUTCOMES = {
    "completed": DialOutcome.HUNG_UP,
    "busy": DialOutcome.BUSY,
    "no-answer": DialOutcome.UNANSWERED,
    "canceled": DialOutcome.CANCELLED,
}
BY_SIP_STATUS = {
    404: DialOutcome.WRONG_NUMBER,
    410: DialOutcome.WRONG_NUMBER,
    484: DialOutcome.WRONG_NUMBER,
    486: DialOutcome.BUSY,
    600: DialOutcome.BUSY,
    603: DialOutcome.DECLINED,
    604: DialOutcome.WRONG_NUMBER,
}
ORDER = list(DialState)


@dataclass(frozen=True, slots=True)
class Told:
    """One callback."""

    sid: str
    state: DialState
    outcome: DialOutcome | None
    sip_status: int | None


def read(fields: Mapping[str, str]) -> Told | None:
    """A callback's fields; None for what is not one."""
    sid, status = fields.get("CallSid", ""), fields.get("CallStatus", "")
    if not SID.fullmatch(sid) or status not in STATES:
        return None
    named = fields.get("SipResponseCode", "")
    sip_status = int(named) if re.fullmatch("[1-6][0-9]{2}", named) else None
    return Told(sid, STATES[status], _outcome(status, sip_status), sip_status)


def _outcome(status: str, sip_status: int | None) -> DialOutcome | None:
    if STATES[status] is not DialState.OVER:
        return None
    if status in ("failed", "busy") and sip_status in BY_SIP_STATUS:
        return BY_SIP_STATUS[sip_status]
    return OUTCOMES.get(status, DialOutcome.CARRIER_FAULT)


def advance(dial: Dial, told: Told, now: datetime) -> bool:
    """Take over what was told, if it is news; told again, late or out of order it is none."""
    if ORDER.index(told.state) <= ORDER.index(DialState(dial.state)):
        return False
    dial.state = told.state
    dial.sip_status = told.sip_status or dial.sip_status
    if told.state is DialState.ANSWERED:
        dial.answered_at = now
    if told.state is DialState.OVER:
        dial.outcome, dial.ended_at = told.outcome, now
    return True
