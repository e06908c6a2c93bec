"""What LiveKit is told of rights, and what counts as exactly ours."""

import jwt
import pytest
from livekit.protocol.models import (
    ParticipantInfo,
    ParticipantPermission,
    TrackInfo,
    TrackSource,
    TrackType,
)
from pydantic import SecretStr

from segue.lineup.lineup import SILENT, TALKS, Rights
from segue.media.livekit import LiveKit, _seen, metadata, permission, role_of
from tests.fakes.settings import settings_for

ALL_RIGHTS = [Rights(speak=speak, hear=hear) for speak in (True, False) for hear in (True, False)]


@pytest.mark.parametrize("rights", ALL_RIGHTS, ids=str)
def test_a_permission_gives_these_rights_and_nothing_else(rights: Rights):
    given = permission(rights)
    assert (given.can_publish, given.can_subscribe) == (rights.speak, rights.hear)
    assert not given.can_publish_data
    assert not given.can_update_metadata
    assert not given.hidden
    # Without its sources an update widens to all of them, screens included.
    sources = [TrackSource.MICROPHONE, TrackSource.CAMERA] if rights.speak else []
    assert list(given.can_publish_sources) == sources
    seen = _seen(ParticipantInfo(identity="agent:a", permission=given))
    assert (seen.rights, seen.exact) == (rights, True)


def ours() -> ParticipantPermission:
    given = ParticipantPermission()
    given.CopyFrom(permission(TALKS))
    return given


@pytest.mark.parametrize("name", ["can_publish_data", "can_update_metadata", "hidden", "recorder"])
def test_whatever_is_wider_is_not_ours(name: str):
    wider = ours()
    setattr(wider, name, True)
    assert not _seen(ParticipantInfo(permission=wider)).exact


@pytest.mark.parametrize("sources", [[], [TrackSource.SCREEN_SHARE]], ids=str)
def test_other_sources_are_not_ours(sources: list[TrackSource]):
    wider = ours()
    del wider.can_publish_sources[:]
    wider.can_publish_sources.extend(sources)
    assert not _seen(ParticipantInfo(permission=wider)).exact


def test_only_a_microphone_is_heard():
    camera = TrackInfo(sid="V", type=TrackType.VIDEO, source=TrackSource.CAMERA)
    screen = TrackInfo(sid="S", type=TrackType.AUDIO, source=TrackSource.SCREEN_SHARE_AUDIO)
    microphone = TrackInfo(sid="M", type=TrackType.AUDIO, source=TrackSource.MICROPHONE, muted=True)
    assert _seen(ParticipantInfo(tracks=[camera, screen])).microphone is None
    seen = _seen(ParticipantInfo(tracks=[camera, microphone]))
    assert (seen.microphone, seen.sounding) == ("M", False)


def test_a_line_admits_without_any_right_for_a_minute():
    secret = "a secret of the tests that is long enough"
    settings = settings_for(
        "sqlite+aiosqlite://", livekit_api_key="key", livekit_api_secret=SecretStr(secret)
    )
    token, expires_at = LiveKit(settings).mint("customer-call_1", "agent:a", "Alice")
    claims = jwt.decode(token, secret, algorithms=["HS256"])
    assert claims["sub"] == "agent:a"
    assert claims["video"] == {
        "roomJoin": True,
        "room": "customer-call_1",
        "canPublish": False,
        "canSubscribe": False,
        "canPublishData": False,
        "canUpdateOwnMetadata": False,
    }
    assert abs(claims["exp"] - expires_at.timestamp()) < 2
    assert claims["exp"] - claims["nbf"] <= 61


def test_room_metadata_says_that_something_changed_and_nothing_else():
    assert metadata(7, hold=True) == '{"v": 7, "hold": true}'


@pytest.mark.parametrize(
    ("identity", "role"),
    [
        ("customer", "customer"),
        ("companion", "companion"),
        ("agent:agt_1", "agent"),
        ("customer:1", "other"),
        ("agents", "other"),
    ],
)
def test_roles(identity: str, role: str):
    assert role_of(identity) == role


def test_standby_is_no_right_at_all():
    assert permission(SILENT) == ParticipantPermission()
