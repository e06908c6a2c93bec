"""The least that can be compared with Segue's API: FastAPI that mints a token, and nothing else.

Started by `bench.api` with `uvicorn bench.bare:app`.
"""

from datetime import timedelta

from fastapi import FastAPI
from livekit import api
from pydantic import BaseModel

KEY, SECRET = "bench", "a-secret-that-signs-tokens-nobody-uses"
app = FastAPI()


class TokenRequest(BaseModel):
    """As Segue's."""

    room: str
    identity: str


def mint(room: str, identity: str) -> str:
    """A token as livekit-api makes it."""
    grants = api.VideoGrants(room_join=True, room=room)
    token = api.AccessToken(KEY, SECRET).with_identity(identity).with_grants(grants)
    return token.with_ttl(timedelta(minutes=1)).to_jwt()


@app.get("/healthz")
async def healthz() -> dict[str, str]:
    return {"status": "ok"}


@app.post("/api/livekit/token")
async def token(body: TokenRequest) -> dict[str, str]:
    return {"token": mint(body.room, body.identity)}
