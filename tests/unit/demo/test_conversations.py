"""The written conversations, and the voice that speaks them."""

import re

import numpy as np
import pytest

from segue.demo import speech
from segue.demo.conversation import Conversation, VoiceKind, Who, conversations
from segue.demo.endpoints import desk_url
from segue.demo.seed import AGENTS

QUICK = "quick-question"
WHOLE = [(name, script) for name, script in conversations().items() if name != QUICK]


@pytest.mark.parametrize(("name", "script"), WHOLE, ids=[name for name, _ in WHOLE])
def test_a_conversation_has_what_a_briefing_is_made_of(name: str, script: Conversation):
    customer = " ".join(turn.say for turn in script.before if turn.who is Who.CUSTOMER)
    agent = " ".join(turn.say for turn in script.before if turn.who is Who.AGENT)
    assert 12 <= len(script.before) + len(script.after) <= 20, name
    assert len(re.findall(r"\d+", customer)) >= 3
    assert re.search(r"\b(no|sorry),? ", customer.lower()), "a number is corrected"
    assert re.search(r"promise|make sure", agent), "something is promised"
    assert "MIT" in script.source
    assert script.before[0].who is script.after[0].who is Who.AGENT
    assert script.after[-1].who is Who.CUSTOMER, "the customer says goodbye"
    assert any(script.skill in agent.skills for agent in AGENTS)


def test_there_are_three_and_one_for_who_is_in_a_hurry():
    assert len(WHOLE) == 3
    quick = conversations()[QUICK]
    assert sum(turn.seconds for turn in quick.before + quick.after) < 20


@pytest.mark.asyncio
async def test_speech_is_as_loud_as_a_voice_and_never_clips():
    spoken = await speech.speak("The second amount was 86 euros and 40 cents.", VoiceKind())
    loudness = 10 * np.log10(np.mean((spoken / 32768.0) ** 2))
    assert 1.5 < len(spoken) / speech.RATE < 8
    assert -26 < loudness < -19
    assert np.abs(spoken.astype(int)).max() < 32767


@pytest.mark.asyncio
async def test_without_espeak_there_is_a_murmur_of_about_the_same_length(
    monkeypatch: pytest.MonkeyPatch,
):
    monkeypatch.setenv("PATH", "")
    spoken = await speech.speak("The second amount was 86 euros and 40 cents.", VoiceKind())
    assert 1.5 < len(spoken) / speech.RATE < 8
    assert np.abs(spoken.astype(int)).max() > 3000


@pytest.mark.parametrize(
    ("public_url", "url"),
    [
        ("http://127.0.0.1:8080", "http://bob.localhost:8080"),
        ("http://localhost:9000", "http://bob.localhost:9000"),
        ("https://desk.example.org", "https://desk.example.org"),
    ],
)
def test_each_desk_has_an_origin_of_its_own_on_this_machine(public_url: str, url: str):
    assert desk_url(public_url, "bob") == url
