"""Calling phones over HTTP."""

from typing import Annotated

from fastapi import APIRouter, Depends, Path

from segue.access.actor import Actor, Scope
from segue.access.audit import audit
from segue.access.dependencies import allow
from segue.calls.repository import get_call, lock_call
from segue.calls.rights import talks
from segue.calls.service import NotYourCall
from segue.calls.views import call_view, leg_view
from segue.database import database_now
from segue.errors import Invalid
from segue.services import Services, WithServices
from segue.telephony.dials import dial_of
from segue.telephony.models import DialPurpose
from segue.telephony.schemas import DialAnswer, DialRequest, KeysRequest, PhoneTransfer
from segue.transfers.endpoints import begin
from segue.transfers.schemas import Target, TransferAnswer, TransferCreate

router = APIRouter(tags=["phones"])

Dialler = Annotated[Actor, Depends(allow(Scope.CALLS_WRITE))]
CallId = Annotated[str, Path(min_length=1, max_length=64, examples=["call_0198f2"])]
Transferrer = Annotated[Actor, Depends(allow(Scope.TRANSFERS_WRITE))]


class AgentNeeded(Invalid):
    """A new call needs an agent who talks on it."""

    code = "agent_needed"
    detail = "Only an agent can call a phone. A program names one in the header Segue-Agent."


class CallNeeded(Invalid):
    """A private talk belongs to a call."""

    code = "call_needed"
    detail = "Name the call that the private talk is about (call_id)."


@router.post("/api/twilio/call", status_code=201)
async def call_phone(services: WithServices, actor: Dialler, body: DialRequest) -> DialAnswer:
    """Call a phone: a new customer, the customer of a call of yours, or somebody for a private talk
    with you. It rings when this answers; what comes of it is told by the events.
    """
    if actor.agent_id is None:
        raise AgentNeeded
    await services.health.require()
    if body.purpose is DialPurpose.CONSULT:
        return await _for_a_private_talk(services, actor, body)
    async with (
        services.phones.noted(actor, body.to, body.call_id),
        services.database.transaction() as session,
    ):
        call, leg = await services.phones.call_customer(session, actor, body.to, body.call_id)
        audit(session, actor, "dial", call.id)
        view = await call_view(session, call, actor, await database_now(session))
        lines = await services.lines.of_agent(session, call, actor.agent_id)
    return DialAnswer(
        call=view,
        leg=leg_view(leg, call, {}),
        provider="sip",
        provider_call_id=None,
        connect=lines,
    )


async def _for_a_private_talk(services: Services, actor: Actor, body: DialRequest) -> DialAnswer:
    if body.call_id is None:
        raise CallNeeded
    wanted = PhoneTransfer(call_id=body.call_id, to=body.to)
    begun = await transfer_to_phone(services, actor, wanted)
    async with services.database.reading() as session:
        call = await get_call(session, body.call_id)
        phone = begun.transfer.to.phone if begun.transfer.to else None
        dial = await dial_of(session, phone.leg_id if phone else None)
        leg = await services.phones.leg_of(session, dial)
        return DialAnswer(
            call=await call_view(session, call, actor, await database_now(session)),
            leg=leg_view(leg, call, {}),
            provider=dial.provider if dial else "sip",
            provider_call_id=dial.provider_call_id if dial else None,
            connect=begun.connect,
        )


@router.post("/api/twilio/transfer", status_code=201)
async def transfer_to_phone(
    services: WithServices, actor: Transferrer, body: PhoneTransfer
) -> TransferAnswer:
    """Transfer a call to a phone: it hears what the call is about, and takes it with the key 1."""
    create = TransferCreate(
        call_id=body.call_id,
        to=Target.model_validate(body.target),
        mode=body.mode,
        explanation=body.explanation,
        ring_seconds=None,
    )
    return await begin(services, actor, create)


@router.post("/api/calls/{call_id}/keys", status_code=204)
async def press_keys(
    services: WithServices, actor: Dialler, call_id: CallId, body: KeysRequest
) -> None:
    """Press keys on the line of a customer who is on a phone, such as for a menu."""
    async with services.database.transaction() as session:
        call = await lock_call(session, call_id)
        if not await talks(session, call, actor):
            raise NotYourCall
        await services.phones.press(session, call, body.keys)
    services.controller.look(call_id)
