"""Who is calling: a proxy's word for it counts only where the operator named the proxy."""

import httpx
import pytest

from tests.servers import LiveKit, Serve, Servers

LIMIT = 30


def tries(serve: Serve, addresses: list[str]) -> list[int]:
    """The answers to one-time links that do not exist, as if forwarded for these addresses."""
    code = "/api/account-links/" + "x" * 22
    body = {"password": "correct horse battery"}
    origin = {"Origin": serve.url}
    with httpx.Client(base_url=serve.url, headers=origin, trust_env=False) as client:
        return [
            client.post(code, json=body, headers={"X-Forwarded-For": address}).status_code
            for address in addresses
        ]


@pytest.mark.parametrize("trusted", ["", "127.0.0.1"])
def test_tries_are_counted_by_address(servers: Servers, livekit: LiveKit, trusted: str):
    serve = servers.serve(livekit, SEGUE_TRUSTED_PROXIES=trusted)
    one, another = "192.0.2.1", "192.0.2.2"
    assert tries(serve, [one] * LIMIT) == [404] * LIMIT
    # Without a proxy that is trusted, the header is anybody's to write.
    assert tries(serve, [one, another]) == [429, 404 if trusted else 429]
