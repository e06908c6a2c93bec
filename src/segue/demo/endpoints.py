"""The demo over HTTP; mounted by `segue up --demo` only, which answers this machine alone."""

from typing import Annotated
from urllib.parse import urlsplit

from fastapi import APIRouter, Depends, Path, Request

from segue.access.actor import Actor, Scope
from segue.access.dependencies import allow
from segue.demo.conversation import conversations
from segue.demo.director import Director
from segue.demo.schemas import (
    AutopilotRequest,
    CallerAnswer,
    DemoAgentView,
    DemoView,
    SimulateAnswer,
    SimulateRequest,
    SimulationView,
)
from segue.demo.seed import AGENTS, OFFICE
from segue.http.secrecy import secret_answer
from segue.roster.schemas import AgentKind
from segue.services import WithServices
from segue.settings import is_loopback

router = APIRouter(prefix="/api/demo", tags=["demo"])


async def director_of(request: Request) -> Director:
    """The director of the app that got the request."""
    director: Director = request.app.state.demo
    return director


WithDirector = Annotated[Director, Depends(director_of)]
SignedIn = Annotated[Actor, Depends(allow(Scope.CALLS_WRITE))]


def desk_url(public_url: str, handle: str) -> str:
    """The desk of one agent, on an origin of its own, so that each browser tab is somebody."""
    parts = urlsplit(public_url)
    if not is_loopback(parts.hostname):
        return public_url
    port = f":{parts.port}" if parts.port else ""
    return f"{parts.scheme}://{handle}.localhost{port}"


@router.get("")
async def show(services: WithServices, director: WithDirector) -> DemoView:
    """Who can be signed in with one click, what can be simulated, who answers by themselves.

    Asked by the sign-in page: the only page of the demo that nobody is signed in on.
    """
    people = [(a.handle, a.name) for a in AGENTS if a.kind is AgentKind.HUMAN]
    people += [(office.handle, office.name) for office in OFFICE]
    url = services.settings.public_url
    return DemoView(
        agents=[
            DemoAgentView(handle=handle, name=name, url=desk_url(url, handle))
            for handle, name in people
        ],
        simulations=[
            SimulationView(id=id_, title=script.title) for id_, script in conversations().items()
        ],
        autopilot=director.autopilot,
    )


@router.post("/customers", status_code=201)
async def simulate(
    director: WithDirector, actor: SignedIn, body: SimulateRequest
) -> SimulateAnswer:
    """A simulated customer calls; the call is offered to the asker first."""
    return SimulateAnswer(call_id=await director.simulate(body.conversation, actor.agent_id))


@router.post("/callers", status_code=201, dependencies=[Depends(secret_answer)])
async def be_the_customer(director: WithDirector, actor: SignedIn) -> CallerAnswer:
    """A call, and the page on which to be its customer."""
    return CallerAnswer(url=await director.caller(actor.agent_id))


@router.put("/autopilot/{handle}", status_code=204)
async def autopilot(
    director: WithDirector,
    _: SignedIn,
    handle: Annotated[str, Path(min_length=1, max_length=63)],
    body: AutopilotRequest,
) -> None:
    """An agent answers by themselves from now on, or no more."""
    await director.fly(handle, body.on)
