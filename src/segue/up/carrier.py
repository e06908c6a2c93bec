"""What `segue doctor` says of the carrier: its trunk, and Twilio's account. Nothing is dialled."""

import asyncio
import socket
from typing import Final

from segue.errors import SegueError
from segue.settings import Settings
from segue.telephony.twilio.client import Twilio
from segue.telephony.twilio.errors import CarrierRefusesUs
from segue.up import sip
from segue.up.doctor import Level, Report

PART: Final = "carrier"
CONNECT_SECONDS = 3.0
PORTS: Final = {"udp": 5060, "tcp": 5060, "tls": 5061}
"""Where SIP is spoken if an address names no port (RFC 3261, 19.1.2)."""


async def check_carrier(settings: Settings) -> list[Report]:
    """Whether the trunk's host is there, and whether Twilio knows our account and number."""
    reports: list[Report] = []
    if settings.sip_trunk is not None:
        reports.append(await _trunk(settings, settings.sip_trunk))
    twilio = Twilio.of(settings)
    if twilio is not None:
        reports.append(await _account(settings, twilio))
    return reports or [
        Report(PART, Level.OK, "No carrier is set: phones are neither called nor call in")
    ]


async def _trunk(settings: Settings, trunk: str) -> Report:
    transport = settings.sip_trunk_transport
    host, _, port = trunk.partition(":")
    place = (host, int(port) if port else PORTS[transport])
    shown = f"{place[0]}:{place[1]} ({transport})"
    try:
        await asyncio.get_running_loop().getaddrinfo(*place, family=socket.AF_INET)
    except socket.gaierror:
        mend = "Check SEGUE_SIP_TRUNK: it is the carrier's SIP server, such as pstn.example.com"
        return Report(PART, Level.FAIL, f"There is no host {host}", mend)
    if transport == "udp":
        if await sip.answers_soon(*place):
            return Report(PART, Level.OK, f"The trunk at {shown} answers")
        mend = "Not every carrier answers OPTIONS. If calls fail as well: let UDP out to it"
        return Report(PART, Level.WARN, f"The trunk at {shown} does not answer", mend)
    if await _connects(place):
        return Report(PART, Level.OK, f"The trunk at {shown} takes connections")
    mend = "Check SEGUE_SIP_TRUNK and SEGUE_SIP_TRUNK_TRANSPORT, and that the firewall lets it out"
    return Report(PART, Level.FAIL, f"The trunk at {shown} takes no connection", mend)


async def _connects(place: tuple[str, int]) -> bool:
    try:
        async with asyncio.timeout(CONNECT_SECONDS):
            _, writer = await asyncio.open_connection(*place)
    except OSError:
        return False
    writer.close()
    return True


async def _account(settings: Settings, twilio: Twilio) -> Report:
    number = settings.twilio_phone_number
    try:
        owned = number is None or await twilio.owns(number)
    except CarrierRefusesUs:
        mend = "Copy Account SID and Auth Token from Twilio's console; test credentials cannot dial"
        sentence = "Twilio does not know TWILIO_ACCOUNT_SID with TWILIO_AUTH_TOKEN"
        return Report(PART, Level.FAIL, sentence, mend)
    except SegueError as error:
        return Report(PART, Level.FAIL, f"Twilio could not be asked ({error.code})", "Try again")
    if number is None:
        return Report(
            PART, Level.WARN, "Twilio's account has no number here", "Set TWILIO_PHONE_NUMBER"
        )
    if not owned:
        mend = "Buy the number in Twilio's console, or name one that the account has"
        return Report(PART, Level.FAIL, "TWILIO_PHONE_NUMBER is not of Twilio's account", mend)
    return Report(PART, Level.OK, "Twilio knows the account, and the number is its own")
