"""The trunk for calls in, kept in step with LiveKit: one trunk and one rule, both named for Segue.

Calls out need nothing kept there (see `segue.telephony.sip`).
"""

import asyncio
from dataclasses import dataclass
from enum import StrEnum

import aiohttp
import structlog
from livekit import api
from livekit.protocol.sip import (
    CreateSIPDispatchRuleRequest,
    CreateSIPInboundTrunkRequest,
    DeleteSIPDispatchRuleRequest,
    DeleteSIPTrunkRequest,
    ListSIPDispatchRuleRequest,
    ListSIPInboundTrunkRequest,
    SIPDispatchRule,
    SIPDispatchRuleCallee,
    SIPDispatchRuleInfo,
    SIPInboundTrunkInfo,
)

from segue.errors import MediaUnavailable
from segue.settings import Settings
from segue.telephony.arrivals import PREFIX

log = structlog.get_logger()

NAME = "segue"
RETRY_SECONDS = 5.0
AGAIN_SECONDS = 60.0


class Change(StrEnum):
    """What keeping in step came to."""

    NOTHING = "in step already"
    MADE = "made"
    REPLACED = "replaced, as the settings have changed"
    REMOVED = "removed, as no number is set"


class Refused(Exception):
    """LiveKit refuses the trunk, in its own words."""


async def apply(settings: Settings) -> Change:
    """Bring LiveKit in step with the settings; raises MediaUnavailable and Refused."""
    url = settings.server_livekit_url.replace("ws", "http", 1)
    secret = settings.livekit_api_secret.get_secret_value()
    async with api.LiveKitAPI(url, settings.livekit_api_key, secret) as livekit:
        return await Trunk.of(settings).apply(livekit)


async def keep_in_step(settings: Settings) -> None:
    """Do so at the start, again while LiveKit is away, and now and then: it may lose its Redis."""
    while Trunk.of(settings).wanted is not None:
        pause = AGAIN_SECONDS
        try:
            change = await apply(settings)
            if change is not Change.NOTHING:
                log.info("trunk for calls in", change=change.value)
        except MediaUnavailable:
            pause = RETRY_SECONDS
        except Refused as refused:
            log.warning("LiveKit refuses the trunk for calls in", cause=str(refused))
        await asyncio.sleep(pause)


@dataclass(frozen=True, slots=True)
class Trunk:
    """What calls in should find at LiveKit."""

    wanted: SIPInboundTrunkInfo | None

    @classmethod
    def of(cls, settings: Settings) -> "Trunk":
        """The trunk of the settings; none without a number of our own, or without anything that
        says who may call: an open trunk is everybody's.
        """
        allowed, username = settings.sip_allowed_addresses, settings.sip_in_username
        if not settings.owned_numbers or not (allowed or username):
            return cls(None)
        return cls(
            SIPInboundTrunkInfo(
                name=NAME,
                numbers=settings.owned_numbers,
                allowed_addresses=allowed,
                auth_username=username,
                auth_password=settings.sip_in_password.get_secret_value(),
            )
        )

    async def apply(self, livekit: api.LiveKitAPI) -> Change:
        """Make LiveKit match; running it twice, or from two replicas, does no harm.

        Raises MediaUnavailable when LiveKit cannot be reached, Refused when it refuses.
        """
        try:
            return await self._apply(livekit)
        except api.ServerError as error:
            raise Refused(error.message) from error
        except (TimeoutError, aiohttp.ClientError, OSError) as error:
            raise MediaUnavailable from error

    async def _apply(self, livekit: api.LiveKitAPI) -> Change:
        trunks = (await livekit.sip.list_inbound_trunk(ListSIPInboundTrunkRequest())).items
        rules = (await livekit.sip.list_dispatch_rule(ListSIPDispatchRuleRequest())).items
        ours = [trunk for trunk in trunks if trunk.name == NAME]
        our_rules = [rule for rule in rules if rule.name == NAME]
        if self._in_step(ours, our_rules):
            return Change.NOTHING
        for rule in our_rules:
            await livekit.sip.delete_dispatch_rule(
                DeleteSIPDispatchRuleRequest(sip_dispatch_rule_id=rule.sip_dispatch_rule_id)
            )
        for trunk in ours:
            await livekit.sip.delete_trunk(DeleteSIPTrunkRequest(sip_trunk_id=trunk.sip_trunk_id))
        if self.wanted is None:
            return Change.REMOVED
        made = await livekit.sip.create_inbound_trunk(
            CreateSIPInboundTrunkRequest(trunk=self.wanted)
        )
        await livekit.sip.create_dispatch_rule(
            CreateSIPDispatchRuleRequest(dispatch_rule=_rule(made.sip_trunk_id))
        )
        return Change.REPLACED if ours else Change.MADE

    def _in_step(self, ours: list[SIPInboundTrunkInfo], rules: list[SIPDispatchRuleInfo]) -> bool:
        if self.wanted is None:
            return not ours and not rules
        if len(ours) != 1 or len(rules) != 1:
            return False
        there, wanted = ours[0], self.wanted
        return (
            sorted(there.numbers) == sorted(wanted.numbers)
            and sorted(there.allowed_addresses) == sorted(wanted.allowed_addresses)
            and there.auth_username == wanted.auth_username
            # LiveKit may hide a password that it has: then a changed one cannot be seen.
            and there.auth_password in (wanted.auth_password, "")
            and list(rules[0].trunk_ids) == [there.sip_trunk_id]
            and rules[0].rule.dispatch_rule_callee.room_prefix == PREFIX
        )


def _rule(trunk_id: str) -> SIPDispatchRuleInfo:
    """Each call gets a room of its own, named after our number: the caller's stays out of names."""
    callee = SIPDispatchRuleCallee(room_prefix=PREFIX, randomize=True)
    return SIPDispatchRuleInfo(
        name=NAME, trunk_ids=[trunk_id], rule=SIPDispatchRule(dispatch_rule_callee=callee)
    )
