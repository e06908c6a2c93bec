"""The demo by itself: a customer calls, agents answer, one hands over to the other."""

import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import httpx
import psutil
import pytest

from tests.servers import LiveKit, Serve, Servers, free_port, wait_for
from tests.worker import companion

pytestmark = pytest.mark.timeout(400)
SERVE_PORT = free_port()


@pytest.fixture
def voice(servers: Servers) -> LiveKit:
    return servers.livekit(f"http://127.0.0.1:{SERVE_PORT}/api/livekit/webhook")


@pytest.fixture
def demo(servers: Servers, voice: LiveKit) -> Serve:
    return servers.serve(voice, None, SERVE_PORT, SEGUE_DEMO="1")


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Serve]:
    """A demo whose calls are of no interest."""
    with Servers(tmp_path_factory.mktemp("office")) as servers:
        yield servers.serve(servers.livekit(), None, SEGUE_DEMO="1")


def as_agent(serve: Serve, handle: str) -> httpx.Client:
    return serve.client(**{"Segue-Agent": handle})


def get(client: httpx.Client, path: str) -> Any:
    response = client.get(path)
    response.raise_for_status()
    return response.json()


def post(client: httpx.Client, path: str, body: object = None) -> Any:
    response = client.post(path, json=body)
    assert response.is_success, response.text
    return response.json() if response.content else None


def eventually(look: Callable[[], bool], seconds: float, what: str) -> float:
    start = time.monotonic()
    wait_for(look, seconds, what)
    return time.monotonic() - start


def test_a_conversation_goes_from_alice_to_bob_by_itself(
    servers: Servers, voice: LiveKit, demo: Serve, tmp_path: Path
):
    companion(servers, voice, demo, tmp_path / "companion").start()
    with as_agent(demo, "alice") as alice:
        assert get(alice, "/api/demo")["autopilot"] == {
            "alice": False,
            "bob": False,
            "carol": False,
        }
        for handle in ("alice", "bob"):
            assert alice.put(f"/api/demo/autopilot/{handle}", json={"on": True}).is_success
        assert get(alice, "/api/demo")["autopilot"]["bob"]
        created = post(alice, "/api/demo/customers", {"conversation": "quick-question"})
        call = f"/api/calls/{created['call_id']}"

        eventually(lambda: get(alice, call)["state"] == "active", 60, "alice answered")
        eventually(lambda: len(_said(alice, call)) >= 2, 90, "they talk")
        speakers = {segment["speaker"] for segment in _said(alice, call)}
        assert speakers == {"customer", "agent"}

        body = {"call_id": created["call_id"], "to": {"agent": "bob"}, "reason": "A refund"}
        transfer = post(alice, "/api/transfer/initiate-v2", body)["transfer"]["id"]
        status = f"/api/transfer/status/{transfer}"

        def state() -> str:
            return get(alice, status)["transfer"]["state"]

        eventually(lambda: state() == "consulting", 60, "bob accepted")
        eventually(lambda: bool(_said(alice, call, "consult")), 45, "bob speaks in the consult")
        at_handoff = len(_said(alice, call))
        post(alice, "/api/transfer/complete-v2", {"transfer_id": transfer})
        eventually(lambda: state() == "completed", 20, "the handoff")

    with as_agent(demo, "bob") as bob:
        eventually(lambda: len(_said(bob, call)) >= at_handoff + 2, 90, "bob goes on with it")
        last = [segment for segment in _said(bob, call) if segment["speaker"] == "agent"][-1]
        assert last["speaker_id"] == get(bob, "/api/me")["agent"]["id"]
        eventually(lambda: get(bob, call)["state"] == "ended", 120, "the customer hung up")
        assert get(bob, call)["end_cause"] == "customer_ended"


def _said(client: httpx.Client, call: str, line: str = "customer") -> list[dict[str, Any]]:
    segments = get(client, f"{call}/transcript")["segments"]
    return [segment for segment in segments if segment["line"] == line]


def test_a_restart_keeps_the_roster_and_leaves_no_party_behind(demo: Serve):
    with as_agent(demo, "alice") as alice:
        roster = {a["handle"]: a["id"] for a in get(alice, "/api/agents")["agents"]}
        assert set(roster) == {"alice", "bob", "carol", "dana"}
        post(alice, "/api/demo/customers", {})
        assert alice.put("/api/demo/autopilot/bob", json={"on": True}).is_success
        parties = psutil.Process(demo.pid).children(recursive=True)
        assert len(parties) == 2
        demo.restart()
        _, alive = psutil.wait_procs(parties, timeout=10)
        assert not alive
        assert {a["handle"]: a["id"] for a in get(alice, "/api/agents")["agents"]} == roster


def test_there_are_no_more_customers_than_a_laptop_takes(office: Serve):
    with as_agent(office, "alice") as alice:
        for _ in range(5):
            post(alice, "/api/demo/customers", {})
        refused = alice.post("/api/demo/customers", json={})
        assert (refused.status_code, refused.json()["code"]) == (429, "demo_full")


def test_what_does_not_exist_is_refused(office: Serve):
    with as_agent(office, "alice") as alice:
        unknown = alice.post("/api/demo/customers", json={"conversation": "no-such"})
        assert (unknown.status_code, unknown.json()["code"]) == (422, "conversation_unknown")
        assert alice.put("/api/demo/autopilot/dana", json={"on": True}).status_code == 404
    anonymous = httpx.post(f"{office.url}/api/demo/callers", trust_env=False)
    assert anonymous.status_code == 401


def test_one_click_signs_in_and_makes_me_the_customer(office: Serve):
    with httpx.Client(base_url=office.url, headers={"Origin": office.url}, trust_env=False) as bob:
        assert get(bob, "/api/demo")["agents"][1] == {
            "handle": "bob",
            "name": "Bob Lindgren",
            "url": f"http://bob.localhost:{office.port}",
        }
        post(bob, "/api/session", {"demo": "bob"})
        assert get(bob, "/api/me")["agent"]["handle"] == "bob"
        page = post(bob, "/api/demo/callers")["url"]
        assert page.startswith(f"{office.url}/call/")
