"""What the companion reads, and where it asks."""

import pytest

from segue.companion.desired import Desired, RoomNote, read_note, serve_address
from segue.settings import Settings


@pytest.mark.parametrize(
    ("base_url", "address"),
    [
        ("http://alice.localhost:8080", "http://127.0.0.1:8080"),
        ("http://localhost:8080/", "http://127.0.0.1:8080"),
        ("http://127.0.0.1:9000", "http://127.0.0.1:9000"),
        ("https://desk.example.org", "https://desk.example.org"),
    ],
)
def test_serve_is_reached_without_asking_the_resolver_for_localhost(base_url: str, address: str):
    settings = Settings(_env_file=None, base_url=base_url)  # pyright: ignore[reportCallIssue]
    assert serve_address(settings) == address


@pytest.mark.parametrize("metadata", ["", "hold", "[]", '{"v": "x"}'])
def test_a_room_without_a_note_of_ours_says_nothing(metadata: str):
    assert read_note(metadata) is None


def test_a_note_says_whether_there_is_music():
    assert read_note('{"v": 7, "hold": true}') == RoomNote(v=7, hold=True)


def test_fields_that_a_later_serve_adds_do_no_harm():
    assert Desired.model_validate_json('{"v": 1, "music": true, "sing": "…"}').music
