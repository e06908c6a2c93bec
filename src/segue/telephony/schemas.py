"""Phones as the API takes and shows them."""

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from segue.calls.schemas import CallView, LegView
from segue.media.schemas import Line
from segue.requests import Strict
from segue.telephony.models import DialPurpose
from segue.transfers.explanation import Explanation
from segue.transfers.situation import Mode

Identifier = Annotated[str, StringConstraints(min_length=1, max_length=64)]
Address = Annotated[str, StringConstraints(min_length=1, max_length=256)]


class DialRequest(Strict):
    """Call a phone."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"to": "+442079460018"}]})

    to: Address = Field(description="A number in E.164, or a SIP address")
    call_id: Identifier | None = Field(
        None, description="Your call that the phone is to join; without it a new call begins"
    )
    purpose: DialPurpose = Field(
        DialPurpose.CUSTOMER,
        description="The customer of the call, or somebody for a private talk (needs `call_id`)",
    )


class DialAnswer(BaseModel):
    """The call, and the leg that the phone is to become."""

    call: CallView
    leg: LegView
    provider: str = Field(description="Who calls: `sip`")
    provider_call_id: str | None
    connect: list[Line] = []


class KeysRequest(Strict):
    """Keys to press for an automatic voice at the other end."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"keys": "12#"}]})

    keys: Annotated[str, StringConstraints(pattern=r"^[0-9*#]{1,32}$")]


class PhoneTransfer(Strict):
    """Transfer a call to a phone."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [{"call_id": "call_0198f2", "to": "+442079460018", "mode": "warm"}]
        }
    )

    call_id: Identifier
    to: Address = Field(description="A number in E.164, or a SIP address")
    mode: Mode = Mode.WARM
    explanation: Explanation = Explanation.SPOKEN

    @property
    def target(self) -> dict[str, str]:
        """Where it goes, as a target of a transfer."""
        return {"sip_uri" if self.to.lower().startswith("sip") else "phone": self.to}
