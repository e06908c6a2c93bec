import httpx
import pytest

from segue.up.readiness import missing_parts


@pytest.mark.parametrize(
    ("body", "told"),
    [
        ('{"ready": false, "database": "ok", "livekit": "down", "companion": "idle"}', "livekit"),
        ('{"ready": false, "database": "down", "livekit": "down"}', "database, livekit"),
        ("<html>", "an answer (it sent 503)"),
        ("[1]", "an answer (it sent 503)"),
    ],
)
def test_the_parts_that_are_down_are_named(body: str, told: str) -> None:
    assert missing_parts(httpx.Response(503, text=body)) == told
