"""Briefings of written calls, beside two baselines: the last three turns, and the whole call."""

import importlib
import importlib.util
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from rich.table import Table

from bench.briefing_score import Answer, Call, Score, calls, score
from bench.figures import Aim, Figure, Sheet, console
from segue.assist.builtin.analyser import analyse
from segue.assist.builtin.transcript import CUSTOMER

AIMS = {
    "facts": 0.85,
    "wrong": 0.0,
    "leaks": 0.0,
    "reason": 0.8,
    "tried": 0.6,
    "promises": 0.6,
    "action items": 0.6,
    "mood": 0.75,
}
SENTIMENT_AIM = 0.65
VADER_NEUTRAL = 0.05


def built_in(call: Call) -> Answer:
    """The built-in analyser."""
    found = analyse(call.said)
    tasks = [item.text for item in found.action_items]
    return Answer(found.text, found.mood, tasks, [one.label for one in found.sentiments])


def last_three_turns(call: Call) -> Answer:
    """The last three turns as they were said; every mood neutral."""
    return _quoted(call, call.said[-3:])


def whole_call(call: Call) -> Answer:
    """Everything that was said; every mood neutral."""
    return _quoted(call, call.said)


VADER_IS_THERE = importlib.util.find_spec("vaderSentiment") is not None
"""`uv pip install vaderSentiment` adds its column; Segue does not need it."""
WAYS: dict[str, Callable[[Call], Answer]] = {
    "built-in": built_in,
    "last three turns": last_three_turns,
    "whole call": whole_call,
}


def vader(call: Call) -> Answer:
    """Plain VADER for the sentiment, with its authors' thresholds; no briefing."""
    analyser = importlib.import_module("vaderSentiment.vaderSentiment")
    scores = analyser.SentimentIntensityAnalyzer()
    spoken = [one.text for one in call.said if one.speaker == CUSTOMER]
    compounds = [float(scores.polarity_scores(text)["compound"]) for text in spoken]
    return Answer("", "neutral", [], [_by_threshold(compound) for compound in compounds])


def _by_threshold(compound: float) -> str:
    if abs(compound) < VADER_NEUTRAL:
        return "neutral"
    return "positive" if compound > 0 else "negative"


def _quoted(call: Call, said: Sequence[object]) -> Answer:
    lines = [str(getattr(one, "text", "")) for one in said]
    return Answer("\n".join(lines), "neutral", lines, ["neutral"] * len(call.labels))


def scored(some: Sequence[Call], way: Callable[[Call], Answer]) -> Score:
    """How a way of briefing does on some calls."""
    return score((call, way(call)) for call in some)


@dataclass
class ScoreSheet(Sheet):
    """Shares of what should be found, per way of briefing, instead of times."""

    scores: dict[str, Score] = field(default_factory=dict[str, Score])

    def show(self) -> None:
        table = Table(title=self.title, title_justify="left", title_style="bold", pad_edge=False)
        for name in ("", *self.scores, "aim"):
            table.add_column(name, justify="left" if not name else "right")
        for metric, aim in AIMS.items():
            rates = [f"{one.rate(metric):.2f}" for one in self.scores.values()]
            table.add_row(metric, *rates, f"{aim:g}")
        f1 = [f"{one.sentiment_f1:.2f}" for one in self.scores.values()]
        table.add_row("sentiment F1, 3 classes", *f1, f"{SENTIMENT_AIM:g}")
        longest = [str(max(one.words)) for one in self.scores.values()]
        table.add_row("words at most", *longest, "<120")
        console.print(table)
        console.print()


async def run(runs: int) -> list[Sheet]:
    """Score the calls by when they were written, and time each `runs` times."""
    sheets: list[Sheet] = []
    for part in ("seen", "unseen", "later"):
        some = calls(part)
        ways = WAYS | ({"VADER": vader} if VADER_IS_THERE else {})
        scores = {name: scored(some, way) for name, way in ways.items()}
        rates = [
            Figure(f"{name}: {m}", [one.rate(m)]) for name, one in scores.items() for m in AIMS
        ]
        sheets.append(ScoreSheet(f"{len(some)} {part} calls", rates, "share", scores=scores))
    times = Figure("one call", aim=Aim(p95=50))
    for call in calls() * runs:
        start = time.perf_counter()
        analyse(call.said)
        times.values.append((time.perf_counter() - start) * 1000)
    return [*sheets, Sheet("the built-in analyser", [times], runs=runs)]
