"""What the logs hold, and what they must not."""

import io
import json
import logging
from collections.abc import Iterator

import pytest
import structlog

from segue.telemetry.logs import configure_logging
from segue.telemetry.redaction import redact, redacted
from tests.fakes.settings import settings_for


@pytest.fixture
def out() -> Iterator[io.StringIO]:
    root = logging.getLogger()
    before, level = root.handlers[:], root.level
    stream = io.StringIO()
    configure_logging(settings_for("", log_level="info"), stream)
    yield stream
    root.handlers[:] = before
    root.setLevel(level)
    structlog.reset_defaults()


def lines(out: io.StringIO) -> list[dict[str, object]]:
    return [json.loads(line) for line in out.getvalue().splitlines()]


def test_a_line_is_json_with_its_ids(out: io.StringIO):
    with structlog.contextvars.bound_contextvars(request_id="req_1", call_id="call_1"):
        structlog.get_logger("segue.x").info("transfer moved", transfer_id="tr_1")
        structlog.get_logger("segue.x").debug("too much")
    (line,) = lines(out)
    assert line["event"] == "transfer moved"
    assert (line["request_id"], line["call_id"], line["transfer_id"]) == (
        "req_1",
        "call_1",
        "tr_1",
    )
    assert line["level"] == "info"
    assert str(line["timestamp"]).endswith("Z")


def test_other_libraries_speak_through_it_and_access_lines_do_not(out: io.StringIO):
    colours = {"color_message": "Started \x1b[1m%s"}
    logging.getLogger("uvicorn.error").info("Started %s", "server", extra=colours)
    logging.getLogger("uvicorn.access").info("GET /call/secret")
    logging.getLogger("sqlalchemy.engine.Engine").info("SELECT 'secret'")
    (line,) = lines(out)
    assert line["event"] == "Started server"
    assert "color_message" not in line


def test_a_traceback_is_told_without_secrets_and_without_variables(out: io.StringIO):
    hidden = "only-in-a-variable"
    try:
        raise RuntimeError(f"with Bearer abc.def and +4915112345678 {len(hidden)}")
    except RuntimeError:
        structlog.get_logger("segue").exception("request failed")
    text = out.getvalue()
    assert "RuntimeError" in text
    assert "abc.def" not in text
    assert "+4915112345678" not in text
    assert '"only-in-a-variable"' not in text.replace('hidden = "only-in-a-variable"', "")


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("token eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJ4In0.c2lnbmF0dXJl!", "token [jwt]!"),
        ("Authorization: bearer abc-def", "Authorization: bearer [masked]"),
        ("key sgk_abcDEF-123", "key [key]"),
        ("key whsec_abcDEF-123", "key [key]"),
        ("Cookie: a=1; segue_session=abc; b=2", "Cookie: a=1; segue_session=[masked]; b=2"),
        ("__Host-segue_customer=abc", "__Host-segue_customer=[masked]"),
        ("call +4915112345678 now", "call [phone] now"),
        ("GET /call/AbCdEfGhIjKlMnOpQrSt-_ HTTP", "GET /call/*** HTTP"),
        ("1+1234567 is a sum, 2026-01-01T00:00:00+0000", None),
        ("call_0198c0ffee and tr_1 in 12345678 ms", None),
    ],
)
def test_what_looks_like_a_secret_is_masked(text: str, kept: str | None):
    assert redacted(text) == (text if kept is None else kept)


def test_fields_are_masked_by_name_and_to_any_depth():
    event = redact(
        None,
        "info",
        {
            "event": "x",
            "api_key": "plain",
            "phone": "0151 1234",
            "detail": {"access_token": "t", "list": ["+4915112345678", {"password": "p"}]},
            "tokens": 12,
            "status": 200,
        },
    )
    assert event == {
        "event": "x",
        "api_key": "[masked]",
        "phone": "[masked]",
        "detail": {"access_token": "[masked]", "list": ["[phone]", {"password": "[masked]"}]},
        "tokens": 12,
        "status": 200,
    }
