"""Calls over HTTP."""

from datetime import datetime, timedelta
from typing import Annotated, Literal

from fastapi import APIRouter, Depends, Path, Query, Request, Response
from sqlalchemy import false, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from segue.access import invites
from segue.access.actor import Actor, Role, Scope
from segue.access.audit import audit
from segue.access.cookies import CUSTOMER as CUSTOMER_COOKIE
from segue.access.cookies import read_cookie, set_customer_cookie
from segue.access.dependencies import OnlyCustomer, allow
from segue.briefing import service as briefing
from segue.calls import service
from segue.calls.erasure import erase
from segue.calls.legs import note_heard
from segue.calls.models import Call, Segment
from segue.calls.moves import CallEvent, CallState
from segue.calls.repository import (
    involving,
    lock_call,
    missed,
    missed_of,
    page_of_calls,
    segments_of,
)
from segue.calls.rights import may_invite, serving_call, talks, visible_call
from segue.calls.schemas import (
    BriefingAnswer,
    CallAnswer,
    CallCreate,
    CallDetail,
    CallList,
    ConnectAnswer,
    ConnectRequest,
    CustomerAnswer,
    CustomerCallView,
    CustomerState,
    DeclineRequest,
    DeclineView,
    FirstSound,
    InviteRequest,
    InviteView,
    JoinRequest,
    SegmentView,
    Transcript,
    TranscriptPost,
)
from segue.calls.transcript import keep_segments
from segue.calls.views import call_view, call_views, customer_view, leg_views, publish_call
from segue.database import database_now
from segue.errors import Invalid
from segue.http.secrecy import secret_answer
from segue.insights.repository import insights_view
from segue.media.schemas import Line
from segue.paging import Cursor, Limit, page
from segue.roster.service import require_agent
from segue.services import WithServices
from segue.transfers.repository import open_transfer, transfers_of
from segue.transfers.views import transfer_view

router = APIRouter(tags=["calls"])
UNASKED = ConnectRequest()

CallId = Annotated[str, Path(min_length=1, max_length=64, examples=["call_0198f2"])]
Reader = Annotated[Actor, Depends(allow(Scope.CALLS_READ))]
Writer = Annotated[Actor, Depends(allow(Scope.CALLS_WRITE))]
Overseer = Annotated[Actor, Depends(allow(Scope.CALLS_WRITE, role=Role.SUPERVISOR))]
Anyone = Annotated[Actor, Depends(allow(Scope.CALLS_WRITE, customer=True))]
Secret = Depends(secret_answer)


class CallOver(Invalid):
    """The call has ended."""

    code = "call_over"
    detail = "This call has ended; nobody can be invited to it any more."


@router.post("/api/calls", status_code=201)
async def create_call(services: WithServices, actor: Writer, body: CallCreate) -> CallAnswer:
    """A new call, and its customer's line. It waits for its skill once the customer is there."""
    await services.health.require()
    async with services.database.transaction() as session:
        call = await services.calls.create(session, body)
        view = await call_view(session, call, actor, await database_now(session))
        connect = await services.lines.of_customer(session, call)
    return CallAnswer(call=view, connect=connect)


@router.get("/api/calls")
async def list_calls(
    services: WithServices,
    actor: Reader,
    status: Annotated[
        CallState | Literal["open", "missed"] | None,
        Query(
            description=(
                "Only calls in this state; `open`: all but the ended ones; `missed`: phones that "
                "called and were not answered, also for agents of the skill that they wanted"
            )
        ),
    ] = None,
    agent: Annotated[str | None, Query(max_length=64, description="Served by this agent")] = None,
    q: Annotated[str | None, Query(max_length=80, description="Part of a customer's name")] = None,
    cursor: Cursor = None,
    limit: Limit = 50,
) -> CallList:
    """Calls that the asker may see, newest first."""
    query = select(Call).limit(limit + 1)
    async with services.database.reading() as session:
        if not actor.sees_all(Scope.CALLS_READ):
            mine = involving(actor.agent_id or "")
            asked_for = await missed_of(session, actor.agent_id) if status == "missed" else false()
            query = query.where(or_(mine, asked_for))
        if status == "open":
            query = query.where(Call.state != CallState.ENDED)
        elif status == "missed":
            query = query.where(missed())
        elif status is not None:
            query = query.where(Call.state == status)
        if agent is not None:
            query = query.where(Call.agent_id == (await require_agent(session, agent)).id)
        if q:
            query = query.where(Call.customer_name.icontains(q, autoescape=True))
        if cursor is not None:
            query = query.where(Call.id < cursor)
        rows, more = page(list(await page_of_calls(session, query)), limit)
        now = await database_now(session)
        views = await call_views(session, rows, actor, now)
    return CallList(calls=views, next_cursor=rows[-1].id if more else None)


@router.get("/api/calls/{call_id}")
async def get_one(services: WithServices, actor: Reader, call_id: CallId) -> CallDetail:
    """A call with its legs, its transfers, and what was made of it after its end."""
    async with services.database.reading() as session:
        call = await visible_call(session, call_id, actor)
        now = await database_now(session)
        view = await call_view(session, call, actor, now)
        return CallDetail(
            **view.model_dump(),
            legs=await leg_views(session, call),
            transfers=[
                await transfer_view(session, call, transfer, actor, now)
                for transfer in await transfers_of(session, call_id)
            ],
            declined=[DeclineView.model_validate(one) for one in call.declined],
            metadata=call.extra,
            insights=await insights_view(session, call_id),
        )


async def _command(
    services: WithServices,
    actor: Actor,
    call_id: str,
    event: CallEvent,
    reason: str | None = None,
) -> CallAnswer:
    async with services.database.transaction() as session:
        call = await services.calls.command(session, actor, call_id, event, reason)
        return await _answer(services, session, call, actor)


async def _answer(
    services: WithServices, session: AsyncSession, call: Call, actor: Actor
) -> CallAnswer:
    view = await call_view(session, call, actor, await database_now(session))
    mine = actor.agent_id is not None and await _has_lines(session, call, actor.agent_id)
    lines = await services.lines.of_agent(session, call, actor.agent_id or "") if mine else []
    return CallAnswer(call=view, connect=lines)


async def _has_lines(session: AsyncSession, call: Call, agent_id: str) -> bool:
    transfer = await open_transfer(session, call)
    return agent_id in (call.agent_id, transfer.to_agent_id if transfer else None)


@router.post("/api/calls/{call_id}/answer")
async def answer(services: WithServices, actor: Writer, call_id: CallId) -> CallAnswer:
    """Take the call that is offered; the customer hears music until you are audible."""
    await services.health.require()
    return await _command(services, actor, call_id, CallEvent.ANSWER)


@router.post("/api/calls/{call_id}/decline")
async def decline(
    services: WithServices, actor: Writer, call_id: CallId, body: DeclineRequest
) -> CallAnswer:
    """Turn the offer down; the next agent is offered the call."""
    return await _command(services, actor, call_id, CallEvent.DECLINE, body.reason or None)


@router.post("/api/calls/{call_id}/hold")
async def hold(services: WithServices, actor: Writer, call_id: CallId) -> CallAnswer:
    """The customer hears music and nobody else; nobody hears the customer."""
    await services.health.require()
    return await _command(services, actor, call_id, CallEvent.HOLD)


@router.post("/api/calls/{call_id}/resume")
async def resume(services: WithServices, actor: Writer, call_id: CallId) -> CallAnswer:
    """Back to the customer; the music runs until you are audible."""
    await services.health.require()
    return await _command(services, actor, call_id, CallEvent.RESUME)


@router.post("/api/calls/{call_id}/end")
async def end(services: WithServices, actor: Anyone, call_id: CallId) -> CustomerState:
    """Hang up. An agent who is in a transfer leaves it, and the call goes on with the others."""
    async with services.database.transaction() as session:
        if actor.is_customer and actor.call_id != call_id:
            raise service.NotYourCall
        call = await services.calls.end(session, actor, call_id)
        if actor.oversees and actor.agent_id != call.agent_id:
            audit(session, actor, "call.end", call.id)
        return CustomerState(call=await customer_view(session, call))


@router.post("/api/calls/{call_id}/connect")
async def connect(
    services: WithServices, actor: Anyone, call_id: CallId, body: ConnectRequest = UNASKED
) -> ConnectAnswer | CustomerAnswer:
    """The way back after a reload: fresh lines, as the state has them now."""
    answered = await _way_back(services, actor, call_id)
    await services.lines.stay_away(answered.connect, body.was)
    return answered


async def _way_back(
    services: WithServices, actor: Actor, call_id: str
) -> ConnectAnswer | CustomerAnswer:
    async with services.database.reading() as session:
        call = await visible_call(session, call_id, actor)
        if actor.is_customer:
            lines = await services.lines.of_customer(session, call)
            view = await customer_view(session, call)
            return _customer_answer(services, view, lines)
        now = await database_now(session)
        transfer = await open_transfer(session, call)
        answered = await _answer(services, session, call, actor)
        return ConnectAnswer(
            call=answered.call,
            connect=answered.connect,
            transfer=await transfer_view(session, call, transfer, actor, now) if transfer else None,
        )


def _customer_answer(
    services: WithServices, view: CustomerCallView, lines: list[Line]
) -> CustomerAnswer:
    return CustomerAnswer(call=view, connect=lines, captions=services.settings.captions)


@router.post("/api/calls/{call_id}/heartbeat")
async def heartbeat(services: WithServices, actor: OnlyCustomer, call_id: CallId) -> CustomerState:
    """The customer's page asks how the call stands, every 2 s."""
    async with services.database.reading() as session:
        call = await visible_call(session, call_id, actor)
        return CustomerState(call=await customer_view(session, call))


@router.post("/api/calls/{call_id}/first-sound", status_code=204)
async def first_sound(
    services: WithServices, actor: OnlyCustomer, call_id: CallId, body: FirstSound
) -> None:
    """The customer's page hears an agent's track: evidence for a handoff."""
    async with services.database.transaction() as session:
        call = await visible_call(session, call_id, actor)
        new = await note_heard(session, call, body.identity, body.track_sid)
    if new:
        services.controller.look(call_id)


@router.post("/api/calls/{call_id}/transcript")
async def post_transcript(
    services: WithServices, actor: Writer, call_id: CallId, body: TranscriptPost
) -> Transcript:
    """Keep what was said; the same id again replaces it."""
    async with services.database.transaction() as session:
        call = await lock_call(session, call_id)
        # Programs transcribe; of people, only who is on the call says what was said.
        if not (actor.as_program(Scope.CALLS_WRITE) or await talks(session, call, actor)):
            raise service.NotYourCall
        return Transcript(segments=await keep_segments(session, call, body.segments))


@router.get("/api/calls/{call_id}/transcript")
async def get_transcript(
    services: WithServices,
    actor: Reader,
    call_id: CallId,
    cursor: Cursor = None,
    limit: Limit = 200,
) -> Transcript:
    """What was said, in order of time; private talks are for the two who had them, and for those
    who oversee.
    """
    private_of = None if actor.sees_all(Scope.CALLS_READ) else actor.agent_id or ""
    async with services.database.reading() as session:
        await visible_call(session, call_id, actor)
        after = await _place(session, call_id, cursor)
        found = await segments_of(
            session, call_id, consults_of=private_of, after=after, limit=limit + 1
        )
    rows, more = page(list(found), limit)
    views = [SegmentView.model_validate(one, from_attributes=True) for one in rows]
    return Transcript(segments=views, next_cursor=rows[-1].id if more else None)


@router.delete("/api/calls/{call_id}/transcript", status_code=204)
async def erase_transcript(services: WithServices, actor: Overseer, call_id: CallId) -> None:
    """Erase what was said on a call that has ended, and all that was made of it, everywhere."""
    async with services.database.transaction() as session:
        await erase(session, await lock_call(session, call_id), actor)
    services.assist.forget()


async def _place(
    session: AsyncSession, call_id: str, cursor: str | None
) -> tuple[datetime, str] | None:
    if cursor is None:
        return None
    segment = await session.get(Segment, (call_id, cursor))
    return None if segment is None else (segment.started_at, segment.id)


@router.get("/api/calls/{call_id}/briefing")
async def get_briefing(services: WithServices, actor: Reader, call_id: CallId) -> BriefingAnswer:
    """The briefing as it stands now."""
    async with services.database.reading() as session:
        await serving_call(session, call_id, actor, Scope.CALLS_READ)
    return BriefingAnswer(briefing=await briefing.brief_call(services.database, call_id))


@router.post("/api/calls/{call_id}/invites", status_code=201, dependencies=[Secret])
async def invite(
    services: WithServices, actor: Writer, call_id: CallId, body: InviteRequest
) -> InviteView:
    """A link that lets one browser join as the call's customer."""
    async with services.database.transaction() as session:
        call = await lock_call(session, call_id)
        if not may_invite(call, actor):
            raise service.NotYourCall
        if call.state == CallState.ENDED:
            raise CallOver
        ttl = timedelta(seconds=body.expires_in_seconds)
        code, expires_at = await invites.create_invite(session, call_id, ttl)
        call.customer_due_at = max(call.customer_due_at, expires_at)
        audit(session, actor, "invite.create", call_id)
    return InviteView(url=f"{services.settings.public_url}/call/{code}", expires_at=expires_at)


@router.post("/api/invites/{code}/join", dependencies=[Secret])
async def join(
    services: WithServices,
    request: Request,
    response: Response,
    code: Annotated[str, Path(min_length=1, max_length=64)],
    body: JoinRequest,
) -> CustomerAnswer:
    """Become the customer of a call; only the first browser may, and may again."""
    cookie = read_cookie(request.headers, services.settings, CUSTOMER_COOKIE)
    async with services.database.transaction() as session:
        redeemed = await invites.redeem(session, code, cookie)
        call = await lock_call(session, redeemed.call_id)
        if call.state != CallState.ENDED and call.customer_name != body.name:
            call.customer_name = body.name
            await publish_call(session, call, await database_now(session))
        lines = await services.lines.of_customer(session, call)
        view = await customer_view(session, call)
    set_customer_cookie(response, services.settings, redeemed.cookie)
    return _customer_answer(services, view, lines)
