"""LiveKit's SIP: calling a phone into a room, and what became of it."""

import asyncio
from dataclasses import dataclass
from datetime import timedelta

import aiohttp
from google.protobuf.duration_pb2 import Duration
from livekit import api
from livekit.protocol.sip import (
    CreateSIPParticipantRequest,
    SIPOutboundConfig,
    SIPTransport,
)

from segue.settings import Settings
from segue.telephony.models import DialOutcome
from segue.telephony.numbers import SIP

# What a phone's own status says (RFC 3261, 21); LiveKit hands it on as `sip_status_code`.
OUTCOMES = {
    404: DialOutcome.WRONG_NUMBER,
    408: DialOutcome.UNANSWERED,
    410: DialOutcome.WRONG_NUMBER,
    480: DialOutcome.UNANSWERED,
    484: DialOutcome.WRONG_NUMBER,
    486: DialOutcome.BUSY,
    487: DialOutcome.CANCELLED,
    600: DialOutcome.BUSY,
    603: DialOutcome.DECLINED,
    604: DialOutcome.WRONG_NUMBER,
    607: DialOutcome.DECLINED,
}
TRANSPORTS = {
    "udp": SIPTransport.SIP_TRANSPORT_UDP,
    "tcp": SIPTransport.SIP_TRANSPORT_TCP,
    "tls": SIPTransport.SIP_TRANSPORT_TLS,
}
SETTLES_SECONDS = 5.0
"""How much longer than the ringing LiveKit may take to say what became of it."""


@dataclass(frozen=True, slots=True)
class Failed(Exception):
    """The phone was not reached."""

    outcome: DialOutcome
    sip_status: int | None = None


class Sip:
    """Calls phones through the trunk of the settings."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._caller_id = next(iter(settings.owned_numbers), "")
        self._opened: api.LiveKitAPI | None = None

    async def close(self) -> None:
        """Close the connections."""
        if self._opened is not None:
            await self._opened.aclose()

    @property
    def _api(self) -> api.LiveKitAPI:
        if self._opened is None:
            url = self._settings.server_livekit_url.replace("ws", "http", 1)
            secret = self._settings.livekit_api_secret.get_secret_value()
            self._opened = api.LiveKitAPI(url, self._settings.livekit_api_key, secret)
        return self._opened

    async def call(
        self, address: str, room: str, identity: str, ring_seconds: float, *, audibly: bool
    ) -> None:
        """Call a number or SIP address, and return when it was answered; raises Failed.

        With `audibly`, whoever waits in the room hears it ring.
        """
        user, trunk = self._way(address)
        ringing = Duration()
        ringing.FromTimedelta(timedelta(seconds=ring_seconds))
        request = CreateSIPParticipantRequest(
            trunk=trunk,
            sip_call_to=user,
            sip_number=self._caller_id,
            room_name=room,
            participant_identity=identity,
            wait_until_answered=True,
            play_dialtone=audibly,
            ringing_timeout=ringing,
        )
        try:
            async with asyncio.timeout(ring_seconds + SETTLES_SECONDS):
                await self._api.sip.create_sip_participant(
                    request, timeout=ring_seconds + SETTLES_SECONDS
                )
        except api.SipCallError as error:
            raise _failure(error.sip_status_code) from error
        except api.ServerError as error:
            # At its ringing timeout LiveKit only says `canceled`, without a status (measured).
            rang = error.code in ("canceled", "deadline_exceeded")
            unreached = DialOutcome.UNANSWERED if rang else DialOutcome.CARRIER_FAULT
            raise Failed(unreached) from error
        except (TimeoutError, aiohttp.ClientError, OSError) as error:
            raise Failed(DialOutcome.UNKNOWN) from error

    def _way(self, address: str) -> tuple[str, SIPOutboundConfig]:
        """Whom to call, and how. The trunk of the settings is sent along with each call: there is
        nothing to keep in step. A SIP address is called where it says, without our credentials.
        """
        settings = self._settings
        if (sip := SIP.fullmatch(address)) is not None:
            place = f"{sip['host']}:{sip['port']}" if sip["port"] else sip["host"]
            transport = TRANSPORTS[(sip["transport"] or ";transport=udp").partition("=")[2]]
            return sip["user"], SIPOutboundConfig(hostname=place, transport=transport)
        return address, SIPOutboundConfig(
            hostname=settings.sip_trunk or "",
            transport=TRANSPORTS[settings.sip_trunk_transport],
            auth_username=settings.sip_trunk_username,
            auth_password=settings.sip_trunk_password.get_secret_value(),
        )


def _failure(sip_status: int | None) -> Failed:
    if sip_status is None:
        return Failed(DialOutcome.UNANSWERED)
    return Failed(OUTCOMES.get(sip_status, DialOutcome.CARRIER_FAULT), sip_status)
