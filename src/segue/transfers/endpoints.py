"""Transfers over HTTP."""

import asyncio
from typing import Annotated

from fastapi import APIRouter, Depends, Path, Query, Response
from sqlalchemy import or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from segue.access.actor import Actor, Scope
from segue.access.dependencies import allow
from segue.briefing.service import brief_call
from segue.calls.repository import get_call
from segue.calls.rights import visible_call
from segue.database import database_now
from segue.errors import Conflict
from segue.media.schemas import Purpose
from segue.paging import Cursor, Limit, page
from segue.services import Services, WithServices
from segue.transfers.models import Transfer
from segue.transfers.moves import allowed_moves
from segue.transfers.repository import get_transfer, page_of_transfers
from segue.transfers.schemas import (
    BriefingEdit,
    CompleteRequest,
    ReadRequest,
    SwapRequest,
    TransferAnswer,
    TransferCreate,
    TransferDecline,
    TransferList,
)
from segue.transfers.service import Moved, NotYourTransfer
from segue.transfers.situation import Event, Facts, State
from segue.transfers.views import side_of, transfer_view
from segue.waking import woken

router = APIRouter(prefix="/api/transfer", tags=["transfers"])

TransferId = Annotated[str, Path(min_length=1, max_length=64, examples=["tr_0198f2"])]
Reader = Annotated[Actor, Depends(allow(Scope.TRANSFERS_READ))]
Writer = Annotated[Actor, Depends(allow(Scope.TRANSFERS_WRITE))]

COMPLETE_SECONDS = 10.0
LOOK_SECONDS = 0.25


CUSTOMER_GONE = "The customer hung up before the other agent could be heard."


class HandoffFailed(Conflict):
    """`to` did not become audible to the customer in time."""

    code = "handoff_failed"
    detail = (
        "The other agent could not be heard by the customer, so the call was not handed over. "
        "The customer is still looked after; please try again or take the call back."
    )


async def _answer(
    services: WithServices, session: AsyncSession, moved: Moved, actor: Actor, *purposes: Purpose
) -> TransferAnswer:
    now = await database_now(session)
    view = await transfer_view(session, moved.call, moved.transfer, actor, now)
    lines = []
    if purposes and actor.agent_id is not None:
        found = await services.lines.of_agent(session, moved.call, actor.agent_id)
        lines = [line for line in found if line.purpose in purposes]
    return TransferAnswer(transfer=view, connect=lines)


async def _command(
    services: WithServices,
    actor: Actor,
    transfer_id: str,
    event: Event,
    facts: Facts | None = None,
    *purposes: Purpose,
    reason: str | None = None,
) -> TransferAnswer:
    async with services.database.transaction() as session:
        moved = await services.transfers.command(session, actor, transfer_id, event, facts, reason)
        return await _answer(services, session, moved, actor, *purposes)


@router.post("/initiate-v2", status_code=201)
async def initiate(services: WithServices, actor: Writer, body: TransferCreate) -> TransferAnswer:
    """Begin a transfer: the customer hears music, and the first target is offered the call."""
    return await begin(services, actor, body)


async def begin(services: Services, actor: Actor, body: TransferCreate) -> TransferAnswer:
    """Begin a transfer, and answer as its `from` sees it."""
    await services.health.require()
    async with services.database.reading() as session:
        services.transfers.check_initiate(await get_call(session, body.call_id), actor)
    # Before the transaction: nobody waits for the analysis of this call but whoever transfers it.
    brief = await brief_call(services.database, body.call_id, note=body.note, reason=body.reason)
    phones = [target.address for target in body.targets if target.address]
    async with (
        services.phones.noted(actor, phones[0] if phones else "", body.call_id),
        services.database.transaction() as session,
    ):
        moved = await services.transfers.initiate(session, actor, body, brief)
        return await _answer(services, session, moved, actor, Purpose.CONSULT)


@router.post("/accept/{transfer_id}")
async def accept(services: WithServices, actor: Writer, transfer_id: TransferId) -> TransferAnswer:
    """Take the offer: into the private talk, and on standby in the customer room."""
    await services.health.require()
    return await _command(services, actor, transfer_id, Event.ACCEPTED, None, *Purpose)


@router.post("/decline/{transfer_id}")
async def decline(
    services: WithServices, actor: Writer, transfer_id: TransferId, body: TransferDecline
) -> TransferAnswer:
    """Turn the offer down: the next target is asked, or the customer goes back to `from`."""
    return await _command(services, actor, transfer_id, Event.DECLINED, reason=body.reason or None)


@router.post("/swap/{transfer_id}")
async def swap(
    services: WithServices, actor: Writer, transfer_id: TransferId, body: SwapRequest
) -> TransferAnswer:
    """Talk with the other one: the customer, or `to` in private."""
    await services.health.require()
    facts = Facts(focus=body.focus)
    return await _command(services, actor, transfer_id, Event.SWAP, facts, Purpose.CONSULT)


@router.post("/merge/{transfer_id}")
async def merge(services: WithServices, actor: Writer, transfer_id: TransferId) -> TransferAnswer:
    """All three talk."""
    await services.health.require()
    return await _command(services, actor, transfer_id, Event.MERGE)


@router.post("/split/{transfer_id}")
async def split(services: WithServices, actor: Writer, transfer_id: TransferId) -> TransferAnswer:
    """Back to the private talk; the music begins before anybody falls silent."""
    await services.health.require()
    return await _command(services, actor, transfer_id, Event.SPLIT)


@router.post("/cancel/{transfer_id}")
async def cancel(services: WithServices, actor: Writer, transfer_id: TransferId) -> TransferAnswer:
    """Take the customer back."""
    return await _command(services, actor, transfer_id, Event.CANCEL)


@router.post(
    "/complete-v2",
    responses={202: {"model": TransferAnswer, "description": "Still completing after 10 s"}},
)
async def complete(
    services: WithServices, actor: Writer, response: Response, body: CompleteRequest
) -> TransferAnswer:
    """Hand the customer over; answers when `to` is audible to them."""
    await services.health.require()
    async with services.database.reading() as session:
        call_id = (await get_transfer(session, body.transfer_id)).call_id
    with services.waits.on(call_id) as moved:
        async with services.database.transaction() as session:
            done = await services.transfers.command(
                session, actor, body.transfer_id, Event.COMPLETE
            )
        if done.transfer.state is State.COMPLETING:
            moved.clear()  # that was our own move
            await woken(moved, LOOK_SECONDS)
        answer = await _handed_over(services, actor, body.transfer_id, moved)
    if answer.transfer.state is State.COMPLETING:
        response.status_code = 202
    return answer


async def _handed_over(
    services: WithServices, actor: Actor, transfer_id: str, moved: asyncio.Event
) -> TransferAnswer:
    loop = asyncio.get_running_loop()
    until = loop.time() + COMPLETE_SECONDS
    while True:
        moved.clear()
        async with services.database.reading() as session:
            transfer = await get_transfer(session, transfer_id)
            if transfer.state == State.COMPLETED or (
                transfer.state == State.COMPLETING and loop.time() >= until
            ):
                call = await get_call(session, transfer.call_id)
                seen = Moved(call, transfer, moved=True)
                return await _answer(services, session, seen, actor)
        if transfer.state != State.COMPLETING:
            raise HandoffFailed(
                CUSTOMER_GONE if transfer.state == State.ABANDONED else None,
                state=transfer.state,
                allowed_moves=allowed_moves(transfer.situation, side_of(transfer, actor)),
            )
        # Another replica may be the one that moves the transfer: look again by ourselves.
        await woken(moved, LOOK_SECONDS)


@router.post("/read/{transfer_id}")
async def read_briefing(
    services: WithServices, actor: Writer, transfer_id: TransferId, body: ReadRequest
) -> TransferAnswer:
    """Have the companion read the briefing aloud in the private talk, or be silent again."""
    await services.health.require()
    async with services.database.transaction() as session:
        aloud = body.aloud
        moved = await services.transfers.read_briefing(session, actor, transfer_id, aloud=aloud)
        return await _answer(services, session, moved, actor)


@router.get("/status/{transfer_id}")
async def status(services: WithServices, actor: Reader, transfer_id: TransferId) -> TransferAnswer:
    """How a transfer stands."""
    async with services.database.reading() as session:
        transfer = await get_transfer(session, transfer_id)
        call = await get_call(session, transfer.call_id)
        if side_of(transfer, actor) is None and not actor.sees_all(Scope.TRANSFERS_READ):
            raise NotYourTransfer
        return await _answer(services, session, Moved(call, transfer, moved=False), actor)


@router.get("")
async def list_transfers(
    services: WithServices,
    actor: Reader,
    call_id: Annotated[str | None, Query(max_length=64)] = None,
    state: State | None = None,
    cursor: Cursor = None,
    limit: Limit = 50,
) -> TransferList:
    """Transfers that the asker has, or had, a part in; newest first."""
    query = select(Transfer).limit(limit + 1)
    async with services.database.reading() as session:
        if not actor.sees_all(Scope.TRANSFERS_READ):
            me = actor.agent_id or ""
            query = query.where(or_(Transfer.from_agent_id == me, Transfer.to_agent_id == me))
        if call_id is not None:
            await visible_call(session, call_id, actor)
            query = query.where(Transfer.call_id == call_id)
        if state is not None:
            query = query.where(Transfer.state == state)
        if cursor is not None:
            query = query.where(Transfer.id < cursor)
        rows, more = page(list(await page_of_transfers(session, query)), limit)
        now = await database_now(session)
        views = [
            await transfer_view(
                session, await get_call(session, transfer.call_id), transfer, actor, now
            )
            for transfer in rows
        ]
    return TransferList(transfers=views, next_cursor=rows[-1].id if more else None)


@router.patch("/briefing/{transfer_id}")
async def edit_briefing(
    services: WithServices, actor: Writer, transfer_id: TransferId, body: BriefingEdit
) -> TransferAnswer:
    """`from` edits what `to` reads, before or during the consult."""
    async with services.database.transaction() as session:
        moved = await services.transfers.edit_briefing(session, actor, transfer_id, body)
        return await _answer(services, session, moved, actor)
