"""Who may do what: one table of every route and every kind of caller.

A cell is the status that the caller gets when they ask, each in a fresh call. Authorised requests
may still be refused for what they ask (404, 409, 422): that is what the cell then says.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass, field

import pytest
from fastapi import FastAPI
from pydantic import JsonValue
from starlette.routing import Route

from tests.integration.access_scene import Caller, Headers, House, Scene, a_house, opening_status
from tests.servers import LiveKit


@dataclass(frozen=True)
class Row:
    """What each caller gets from one route.

    `cells` in the order of Caller: nobody, customer of another call, customer, other agent, key
    without scope, supervisor, admin, own agent, unlinked (an account that is no agent).
    """

    cells: tuple[int, int, int, int, int, int, int, int, int]
    body: JsonValue = None
    scene: Scene = Scene.ACTIVE
    path: dict[str, str] = field(default_factory=dict)
    query: str = ""

    def expected(self) -> dict[str, int]:
        return {caller.value: cell for caller, cell in zip(Caller, self.cells, strict=True)}


def everybody(status: int, **rest: object) -> Row:
    one = (status, status, status)
    return Row((*one, *one, *one), **rest)  # type: ignore[arg-type] # the fields of Row, by name


def admins(status: int, body: JsonValue = None, scene: Scene = Scene.ACTIVE) -> Row:
    return Row((401, 403, 403, 403, 403, 403, status, 403, 403), body, scene)


def agents(other: int, over: int, own: int, body: JsonValue = None, **rest: object) -> Row:
    """For people of the desk: `over` is what supervisors and admins get.

    An account that is no agent gets what an agent without a part in the call gets.
    """
    cells = (401, 403, 403, other, 403, over, over, own, other)
    return Row(cells, body, **rest)  # type: ignore[arg-type] # the fields of Row, by name


STREAMS = ("GET /api/events", "GET /api/calls/{call_id}/captions")
PAGE = -1
"""200, or 404 without the web build."""
SEGMENT: JsonValue = {
    "segments": [
        {
            "id": "s1",
            "line": "customer",
            "speaker": "customer",
            "text": "Hello",
            "started_at": "2026-01-01T00:00:00Z",
        }
    ]
}
HEARD: JsonValue = {
    "segments": [
        {
            "id": "heard-1",
            "line": "customer",
            "identity": "customer",
            "text": "Hello",
            "started_at": "2026-01-01T00:00:00Z",
        }
    ]
}
NEW_ACCOUNT: JsonValue = {"email": "{fresh}@example.org", "name": "New"}
TRANSFER: JsonValue = {"call_id": "{call_id}", "to": {"skill": "nobody-has-it"}}

TABLE: dict[str, Row] = {
    # Signing in and out is for everybody; it says who somebody is, not what they may do.
    "POST /api/session": everybody(401, body={"email": "no@example.org", "password": "wrong"}),
    "DELETE /api/session": everybody(204),
    "POST /api/account-links/{code}": everybody(
        200, body={"password": "long enough to use"}, path={"code": "{link}"}
    ),
    "POST /api/invites/{code}/join": everybody(
        200, body={"name": "Casey"}, path={"code": "{invite}"}
    ),
    # Accounts, keys, audit
    "GET /api/accounts": admins(200),
    "POST /api/accounts": admins(201, NEW_ACCOUNT),
    "PATCH /api/accounts/{account_id}": admins(200, {"name": "Changed"}),
    "POST /api/accounts/{account_id}/links": admins(201),
    "GET /api/keys": admins(200),
    "POST /api/keys": admins(201, {"name": "new", "scopes": ["metrics"]}),
    "DELETE /api/keys/{key_id}": admins(204),
    "GET /api/audit": admins(200),
    # Webhooks
    "POST /api/webhooks": admins(
        201, {"url": "https://crm.example.com/segue", "events": ["call.ended"]}
    ),
    "GET /api/webhooks": admins(200),
    "GET /api/webhooks/{webhook_id}/deliveries": admins(200),
    "DELETE /api/webhooks/{webhook_id}": admins(204),
    # Calls
    "POST /api/calls": agents(201, 201, 201, {"customer": {"name": "Casey"}}),
    "GET /api/calls": agents(200, 200, 200),
    "GET /api/calls/{call_id}": agents(403, 200, 200),
    "POST /api/calls/{call_id}/answer": agents(403, 403, 200, scene=Scene.OFFERED),
    "POST /api/calls/{call_id}/decline": agents(403, 403, 200, {"reason": ""}, scene=Scene.OFFERED),
    "POST /api/calls/{call_id}/hold": agents(403, 403, 200),
    "POST /api/calls/{call_id}/resume": agents(403, 403, 200, scene=Scene.HELD),
    "POST /api/calls/{call_id}/end": Row((401, 403, 200, 403, 403, 200, 200, 200, 403)),
    "POST /api/calls/{call_id}/connect": Row((401, 403, 200, 403, 403, 200, 200, 200, 403)),
    "POST /api/calls/{call_id}/heartbeat": Row((401, 403, 200, 403, 403, 403, 403, 403, 403)),
    "GET /api/calls/{call_id}/captions": Row((401, 403, 200, 403, 403, 403, 403, 403, 403)),
    "POST /api/calls/{call_id}/first-sound": Row(
        (401, 403, 204, 403, 403, 403, 403, 403, 403),
        {"identity": "agent:{own}", "track_sid": "TR_1"},
    ),
    "POST /api/calls/{call_id}/transcript": agents(403, 403, 200, SEGMENT),
    "GET /api/calls/{call_id}/transcript": agents(403, 200, 200),
    "DELETE /api/calls/{call_id}/transcript": Row((401, 403, 403, 403, 403, 409, 409, 403, 403)),
    "GET /api/calls/{call_id}/briefing": agents(403, 200, 200),
    "POST /api/calls/{call_id}/invites": agents(403, 201, 201, {}),
    "GET /api/calls/{call_id}/insights": agents(403, 200, 200, scene=Scene.OVER),
    "GET /api/calls/{call_id}/insights/export": agents(403, 200, 200, scene=Scene.OVER),
    "PATCH /api/calls/{call_id}/action-items/{item_id}": agents(
        403, 200, 200, {"done": True}, scene=Scene.OVER
    ),
    # Figures: an agent gets those of their own calls
    "GET /api/analytics": agents(200, 200, 200),
    "GET /api/analytics/export": agents(200, 200, 200, query="?table=agents"),
    # Transfers
    "POST /api/transfer/initiate-v2": agents(403, 403, 422, TRANSFER),
    "POST /api/transfer/accept/{transfer_id}": agents(403, 403, 200, scene=Scene.ASKED),
    "POST /api/transfer/decline/{transfer_id}": agents(
        403, 403, 200, {"reason": "busy"}, scene=Scene.ASKED
    ),
    "POST /api/transfer/swap/{transfer_id}": agents(
        403, 403, 200, {"focus": "customer"}, scene=Scene.CONSULTING
    ),
    "POST /api/transfer/merge/{transfer_id}": agents(403, 403, 200, scene=Scene.CONSULTING),
    "POST /api/transfer/split/{transfer_id}": agents(403, 403, 200, scene=Scene.CONFERENCING),
    "POST /api/transfer/cancel/{transfer_id}": agents(403, 403, 200, scene=Scene.RINGING),
    "POST /api/transfer/complete-v2": agents(
        403, 403, 409, {"transfer_id": "{transfer_id}"}, scene=Scene.RINGING
    ),
    "GET /api/transfer/status/{transfer_id}": agents(403, 200, 200, scene=Scene.RINGING),
    "GET /api/transfer": agents(200, 200, 200),
    "PATCH /api/transfer/briefing/{transfer_id}": agents(
        403, 403, 200, {"text": "Read this"}, scene=Scene.RINGING
    ),
    "POST /api/transfer/read/{transfer_id}": agents(
        403, 403, 409, {"aloud": True}, scene=Scene.CONSULTING
    ),
    # Phones; none can be called here
    "POST /api/twilio/call": Row(
        (401, 403, 403, 422, 403, 422, 422, 422, 422), {"to": "+12025550123"}
    ),
    "POST /api/twilio/transfer": agents(
        403, 403, 422, {"call_id": "{call_id}", "to": "+12025550123"}
    ),
    "POST /api/calls/{call_id}/keys": agents(403, 403, 409, {"keys": "1#"}),
    # The desk
    "GET /api/me": Row((401, 403, 403, 200, 200, 200, 200, 200, 200)),
    "POST /api/me/heartbeat": Row((401, 403, 403, 204, 204, 204, 204, 204, 204), {}),
    "GET /api/events": Row((401, 403, 403, 200, 403, 200, 200, 200, 200)),
    "GET /api/agents": agents(200, 200, 200),
    "POST /api/agents": admins(201, {"handle": "{fresh}", "name": "New"}),
    "PATCH /api/agents/{agent_id}": Row(
        (401, 403, 403, 403, 403, 403, 200, 200, 403), {"status": "away"}
    ),
    # Media
    "POST /api/livekit/token": Row(
        (401, 403, 200, 403, 403, 200, 200, 200, 403), {"call_id": "{call_id}"}
    ),
    "GET /api/livekit/rooms": Row((401, 403, 403, 403, 403, 200, 200, 403, 403)),
    "POST /api/livekit/webhook": everybody(401, body={}),
    "GET /api/companion/calls/{call_id}": admins(200),
    "POST /api/companion/calls/{call_id}": admins(204, {"music": False, "heard": []}),
    # Assistance: a call's for those who may read its transcript, otherwise for everybody signed in
    "POST /api/llm/analyze-call": agents(403, 200, 200, {"call_id": "{call_id}"}),
    "POST /api/llm/suggestions": agents(403, 200, 200, {"call_id": "{call_id}"}),
    "POST /api/llm/sentiment": agents(200, 200, 200, {"text": "It is still down!"}),
    "GET /api/knowledge": agents(200, 200, 200, query="?q=refund"),
    "GET /api/knowledge/{article_id}": agents(200, 200, 200),
    "POST /api/calls/{call_id}/suggestions/{suggestion_id}/feedback": agents(
        403, 204, 204, {"feedback": "used", "kind": "reply"}
    ),
    "POST /api/companion/calls/{call_id}/transcript": admins(204, HEARD),
    # Twilio, which is not set up here; where it is, nobody gets in without its signature
    "GET /api/twilio/twiml/{document}": everybody(404, path={"document": "wait"}),
    "POST /api/twilio/twiml/{document}": everybody(404, path={"document": "wait"}),
    "POST /api/twilio/status": everybody(404),
    # Operating
    "GET /healthz": everybody(200),
    "GET /readyz": everybody(200),
    "GET /api/hold-music.wav": everybody(200),
    "GET /metrics": admins(200),
    # Pages: without the web build they are missing, for everybody alike.
    "GET /openapi.json": everybody(200),
    "GET /call/{code}": everybody(PAGE),
    "GET /{path:path}": everybody(PAGE, path={"path:path": "welcome/x"}),
}

DEMO_TABLE: dict[str, Row] = {
    "GET /api/demo": everybody(200),
    "POST /api/demo/customers": agents(201, 201, 201, {}),
    "POST /api/demo/callers": agents(201, 201, 201),
    "PUT /api/demo/autopilot/{handle}": agents(204, 204, 204, {"on": True}, path={"handle": "bob"}),
}
"""The routes that only the demo has."""


def routes_of(app: FastAPI) -> Iterator[str]:
    for path, methods in app.openapi()["paths"].items():
        for method in methods:
            yield f"{method.upper()} {path}"
    for route in app.routes:
        if isinstance(route, Route):
            for method in (route.methods or set()) - {"HEAD"}:
                yield f"{method} {route.path}"


def filled(value: JsonValue, ids: dict[str, str]) -> JsonValue:
    """The value with the ids of this cell's call in it."""
    text = json.dumps(value)
    for name, found in ids.items():
        text = text.replace(f"{{{name}}}", found)
    return json.loads(text)


async def ask(house: House, route: str, row: Row, caller: Caller) -> int:
    """The status that the caller gets, in a fresh call."""
    subject = await house.subject(row.scene)
    ids = subject.ids | {"fresh": subject.call_id.replace("_", "")[-32:]}
    headers: Headers = subject.customer if caller is Caller.CUSTOMER else house.headers[caller]
    method, _, path = route.partition(" ")
    if route in STREAMS:
        return await opening_status(house.app, str(filled(path, ids)), headers)
    for name, value in row.path.items():
        path = path.replace(f"{{{name}}}", str(filled(value, ids)))
    path = str(filled(path, ids)) + row.query
    async with house.client() as client:
        body = filled(row.body, ids) if row.body is not None else None
        answer = await client.request(method, path, headers=headers, json=body)
        return answer.status_code


async def departures(house: House, table: dict[str, Row]) -> dict[str, dict[str, tuple[int, int]]]:
    """Where the app does not do what the table says: route -> caller -> (expected, got)."""
    wrong: dict[str, dict[str, tuple[int, int]]] = {}
    for route, row in table.items():
        await house.sign_in()  # some routes sign their caller out
        for caller, cell in zip(Caller, row.cells, strict=True):
            got = await ask(house, route, row, caller)
            if got != cell and not (cell == PAGE and got in (200, 404)):
                wrong.setdefault(route, {})[caller.value] = (cell, got)
    return wrong


async def test_no_route_is_without_a_row(database_url: str, livekit: LiveKit):
    async with a_house(database_url, livekit) as house:
        assert set(routes_of(house.app)) == set(TABLE)


@pytest.mark.timeout(600)  # some 500 requests, each in a call of its own
async def test_everybody_gets_what_the_table_says(database_url: str, livekit: LiveKit):
    async with a_house(database_url, livekit) as house:
        assert await departures(house, TABLE) == {}


async def test_an_account_that_is_no_agent_has_no_calls(database_url: str, livekit: LiveKit):
    async with a_house(database_url, livekit) as house:
        subject = await house.subject(Scene.RINGING)
        headers = house.headers[Caller.UNLINKED]
        async with house.client() as client:
            calls = (await client.get("/api/calls", headers=headers)).json()["calls"]
            transfers = (await client.get("/api/transfer", headers=headers)).json()["transfers"]
            of_call = await client.get(f"/api/transfer?call_id={subject.call_id}", headers=headers)
    assert (calls, transfers, of_call.status_code) == ([], [], 403)


async def test_the_demo_has_no_other_routes_and_the_same_rules(database_url: str, livekit: LiveKit):
    async with a_house(database_url, livekit, demo=True) as house:
        assert set(routes_of(house.app)) == set(TABLE) | set(DEMO_TABLE)
        assert await departures(house, DEMO_TABLE) == {}
