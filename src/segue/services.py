"""Everything that a running `segue serve` is made of."""

from dataclasses import dataclass
from typing import Annotated

from fastapi import Depends, Request

from segue.assist.choice import assist_for
from segue.assist.port import Assist
from segue.briefing.notes import Notes
from segue.calls.service import Calls
from segue.database import Database
from segue.insights.making import Making
from segue.knowledge.service import Knowledge
from segue.lineup.controller import Controller
from segue.live.service import Live
from segue.live.waits import Waits
from segue.media.health import Health
from segue.media.lines import Lines
from segue.media.livekit import LiveKit
from segue.settings import Settings
from segue.telephony.dialling import Dialling
from segue.telephony.service import Telephony
from segue.telephony.twilio.client import Twilio
from segue.transfers.service import Transfers
from segue.webhooks.sending import Sending


@dataclass(frozen=True, slots=True)
class Services:
    """The parts, wired once at start."""

    settings: Settings
    database: Database
    livekit: LiveKit
    live: Live
    waits: Waits
    health: Health
    calls: Calls
    transfers: Transfers
    lines: Lines
    controller: Controller
    assist: Assist
    notes: Notes
    making: Making
    sending: Sending
    knowledge: Knowledge
    dialling: Dialling
    phones: Telephony
    twilio: Twilio | None

    @classmethod
    def build(cls, settings: Settings) -> "Services":
        """Wire the parts; must run in the event loop that serves."""
        database = Database(settings.database)
        livekit = LiveKit(settings)
        assist = assist_for(settings)
        making = Making(database, assist)
        sending = Sending(database, allow_private=settings.webhooks_allow_private)
        live = Live(database)  # last to have a say before a commit: its counter is everybody's
        health = Health(livekit, database)
        transfers = Transfers(settings)
        calls = Calls(settings, transfers)
        controller = Controller(settings, database, livekit, health, calls, transfers, live)
        return cls(
            settings=settings,
            database=database,
            livekit=livekit,
            live=live,
            waits=Waits(database),
            health=health,
            calls=calls,
            transfers=transfers,
            lines=Lines(livekit),
            controller=controller,
            assist=assist,
            notes=Notes(database, assist),
            making=making,
            sending=sending,
            knowledge=Knowledge(database, settings.knowledge_folder),
            phones=Telephony(settings, database, calls),
            dialling=Dialling(settings, database, livekit, controller.look),
            twilio=Twilio.of(settings),
        )


async def services_of(request: Request) -> Services:  # a plain def would cost a thread per request
    """The services of the app that got a request."""
    services: Services = request.app.state.segue
    return services


WithServices = Annotated[Services, Depends(services_of)]
