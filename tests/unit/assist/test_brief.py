"""`segue brief`: a conversation on standard input, its briefing on standard output."""

import json

from typer.testing import CliRunner

from segue.cli import app


def test_a_conversation_in_its_briefing_out():
    turns = [
        {"speaker": "agent", "text": "Hello, this is Tom.", "at": 0.0},
        {"speaker": "customer", "text": "My internet is down, ticket 5590217.", "at": 4.0},
        {"speaker": "agent", "text": "Our network team can send an engineer.", "at": 9.0},
    ]  # fmt: skip
    result = CliRunner().invoke(app, ["brief"], input=json.dumps({"turns": turns}))
    assert result.exit_code == 0
    answer = json.loads(result.stdout)
    assert set(answer) == {"briefing", "mood", "action_items", "sentiments"}
    assert "5590217" in answer["briefing"]
    assert answer["mood"] in {"positive", "neutral", "negative", "frustrated"}
    assert len(answer["sentiments"]) == 1
    assert any("engineer" in item for item in answer["action_items"])


def test_what_is_no_conversation_is_named():
    result = CliRunner().invoke(app, ["brief"], input='{"turns": [{"speaker": "cat"}]}')
    assert result.exit_code == 1
    assert "turns.0.speaker" in result.stderr
