"""The API as the demo's parties use it: a customer by invite, an agent by a key."""

from http import HTTPStatus

import httpx
from pydantic import BaseModel

from segue.calls.schemas import (
    CallView,
    CustomerAnswer,
    CustomerCallView,
    CustomerState,
    FirstSound,
    SegmentIn,
    TranscriptPost,
)
from segue.desk.schemas import MeView, OfferKind, OfferView

TIMEOUT_SECONDS = 10.0


class Access(BaseModel):
    """Where serve is, and the demo's key to it."""

    address: str
    key: str


def open_client(access: Access, **headers: str) -> httpx.AsyncClient:
    """A client with the demo's key."""
    return httpx.AsyncClient(
        base_url=access.address,
        headers={"Authorization": f"Bearer {access.key}", **headers},
        timeout=TIMEOUT_SECONDS,
        trust_env=False,
    )


class CustomerClient:
    """A customer's page without the page: no key, only the cookie that the invite gives."""

    def __init__(self, address: str) -> None:
        self._http = httpx.AsyncClient(
            base_url=address,
            # What a browser sends of itself: the cookie counts for our own pages only.
            headers={"Origin": address, "Segue-As": "customer"},
            timeout=TIMEOUT_SECONDS,
            trust_env=False,
        )

    async def close(self) -> None:
        """Close the connections."""
        await self._http.aclose()

    async def join(self, code: str, name: str) -> CustomerAnswer:
        """Become the customer of the invite's call."""
        response = await self._http.post(f"/api/invites/{code}/join", json={"name": name})
        response.raise_for_status()
        return CustomerAnswer.model_validate_json(response.content)

    async def state(self, call_id: str) -> CustomerCallView:
        """How the call stands."""
        response = await self._http.post(f"/api/calls/{call_id}/heartbeat")
        response.raise_for_status()
        return CustomerState.model_validate_json(response.content).call

    async def first_sound(self, call_id: str, heard: FirstSound) -> None:
        """Tell that an agent is heard."""
        path = f"/api/calls/{call_id}/first-sound"
        response = await self._http.post(path, json=heard.model_dump())
        response.raise_for_status()

    async def hang_up(self, call_id: str) -> None:
        """End the call."""
        response = await self._http.post(f"/api/calls/{call_id}/end")
        response.raise_for_status()


async def post_segment(http: httpx.AsyncClient, call_id: str, segment: SegmentIn) -> None:
    """Add one thing said to the transcript."""
    body = TranscriptPost(segments=[segment]).model_dump(mode="json")
    response = await http.post(f"/api/calls/{call_id}/transcript", json=body)
    response.raise_for_status()


async def call_of(http: httpx.AsyncClient, call_id: str) -> CallView:
    """The call as the demo's key sees it."""
    response = await http.get(f"/api/calls/{call_id}")
    response.raise_for_status()
    return CallView.model_validate_json(response.content)


async def me(http: httpx.AsyncClient) -> MeView:
    """What the agent's desk would show."""
    response = await http.get("/api/me")
    response.raise_for_status()
    return MeView.model_validate_json(response.content)


async def accept(http: httpx.AsyncClient, offer: OfferView) -> bool:
    """Take an offer; False when it is gone."""
    if offer.kind is OfferKind.CALL or offer.transfer is None:
        path = f"/api/calls/{offer.call.id}/answer"
    else:
        path = f"/api/transfer/accept/{offer.transfer.id}"
    response = await http.post(path)
    if response.status_code in (HTTPStatus.CONFLICT, HTTPStatus.FORBIDDEN):
        return False
    response.raise_for_status()
    return True
