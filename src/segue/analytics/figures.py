"""Figures from rows; pure. A row is counted and let go: what stays are numbers."""

import math
from array import array
from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from itertools import pairwise
from statistics import median
from typing import Any, Final, TypeAlias

from segue.analytics.period import Period
from segue.analytics.rows import CallRow, LegRow, MoodRow, TransferRow
from segue.analytics.schemas import (
    AgentFigures,
    AllTimes,
    Analytics,
    CallFigures,
    Moods,
    Sentiment,
    SkillFigures,
    StepFigures,
    Times,
    TransferFigures,
)
from segue.calls.moves import CallState
from segue.transfers.situation import State

NEVER_CAME: Final = "customer_never_came"
LINES_TO_COMPARE: Final = 2
"""A call's first and last lines, whose means are compared."""
CHANGE: Final = 0.3
"""By so much, of a range from -1 to 1, a mood must differ to have fallen or risen."""
LABELS: Final = ("positive", "neutral", "negative", "frustrated")


Seconds: TypeAlias = "array[float]"
"""Durations, eight bytes each; quoted, as Python 3.11 cannot subscript it."""


def _none_yet() -> Seconds:
    return array("d")


@dataclass(slots=True)
class _Agent:
    calls: int = 0
    given: int = 0
    taken: int = 0
    declined: int = 0
    handle: Seconds = field(default_factory=_none_yet)


@dataclass(slots=True)
class _Skill:
    calls: int = 0
    abandoned: int = 0
    transfers: int = 0
    wait: Seconds = field(default_factory=_none_yet)
    handle: Seconds = field(default_factory=_none_yet)


class Tally:
    """Takes rows in any order. With `whose`, only that agent's part in them is told."""

    def __init__(self, period: Period, whose: str | None = None) -> None:
        self._period = period
        self._whose = whose
        self._starts = period.starts
        self._calls: Counter[str] = Counter()
        self._transfers: Counter[str] = Counter()
        self._steps = [Counter[str]() for _ in self._starts]
        self._scores = [0.0] * len(self._starts)
        self._moods: Counter[str] = Counter()
        self._times = {name: _none_yet() for name in AllTimes.model_fields}
        self._agents: defaultdict[str, _Agent] = defaultdict(_Agent)
        self._skills: defaultdict[str | None, _Skill] = defaultdict(_Skill)

    def add_call(self, row: CallRow) -> None:
        """Count a call."""
        over = row.state == CallState.ENDED
        never = over and row.end_cause == NEVER_CAME
        abandoned = over and row.answered_at is None and not never
        self._calls.update(total=1, ended=over, abandoned=abandoned, never_came=never)
        self._steps[self._period.place(row.created_at)].update(calls=1, abandoned=abandoned)
        skill = self._skills[row.skill]
        skill.calls += 1
        skill.abandoned += abandoned
        for one in row.declined:
            self._agents[one["agent_id"]].declined += 1
        if row.answered_at is None:
            return
        wait = _between(row.joined_at or row.created_at, row.answered_at)
        self._times["wait"].append(wait)
        skill.wait.append(wait)
        if row.ended_at is not None:
            handle = _between(row.answered_at, row.ended_at)
            self._times["handle"].append(handle)
            skill.handle.append(handle)
            self._add_hold(row)

    def _add_hold(self, row: CallRow) -> None:
        if row.held_seconds is None:
            return
        held = row.held_seconds + row.transfers_held_seconds
        if held > 0:
            self._times["hold"].append(held)

    def add_leg(self, row: LegRow) -> None:
        """Count an agent who was on a call."""
        agent = self._agents[row.agent_id]
        agent.calls += 1
        if row.left_at is not None:
            agent.handle.append(_between(row.joined_at, row.left_at))

    def add_transfer(self, row: TransferRow) -> None:
        """Count a transfer."""
        part = (row.from_agent_id, row.to_agent_id, *row.tried)
        if self._whose is not None and self._whose not in part:
            return
        state = State(row.state)
        self._transfers.update(total=1, **{state.value if state.terminal else "open": 1})
        self._steps[self._period.place(row.created_at)].update(transfers=1)
        self._skills[row.skill].transfers += 1
        if state is State.COMPLETED:
            self._agents[row.from_agent_id].given += 1
            if row.to_agent_id is not None:
                self._agents[row.to_agent_id].taken += 1
        for one in row.attempts:
            if one["outcome"] == "declined" and one["agent_id"] is not None:
                self._agents[one["agent_id"]].declined += 1
        for state, after, took in _stays(row.timeline):
            if state == State.RINGING:
                self._times["ring"].append(took)
            elif state == State.COMPLETING and after == State.COMPLETED:
                self._times["handoff"].append(took)

    def add_mood(self, row: MoodRow) -> None:
        """Count how a customer sounded."""
        place = self._period.place(row.created_at)
        lines = {label: int(getattr(row, label)) for label in LABELS}
        self._steps[place].update(lines)
        self._scores[place] += row.score
        if sum(lines.values()) >= 2 * LINES_TO_COMPARE:
            change = row.last - row.first
            self._moods.update(calls=1, fell=change <= -CHANGE, rose=change >= CHANGE)

    def told(self, names: Mapping[str, str]) -> Analytics:
        """All of it; agents by their names."""
        calls, period = self._calls, self._period
        return Analytics(
            from_=period.start,
            to=period.end,
            step=period.step,
            calls=CallFigures(
                total=calls["total"],
                open=calls["total"] - calls["ended"],
                ended=calls["ended"],
                abandoned=calls["abandoned"],
                never_came=calls["never_came"],
            ),
            transfers=TransferFigures(**self._transfers),
            times=AllTimes(**{name: times_of(took) for name, took in self._times.items()}),
            sentiment=self._sentiment(),
            steps=[self._step(place) for place in range(len(self._starts))],
            agents=self._told_agents(names),
            skills=self._told_skills(),
        )

    def _sentiment(self) -> Sentiment:
        lines = sum(self._steps, Counter[str]())
        return Sentiment(
            **_moods(lines, sum(self._scores)).model_dump(),
            calls=self._moods["calls"],
            fell=self._moods["fell"],
            rose=self._moods["rose"],
        )

    def _step(self, place: int) -> StepFigures:
        counted = self._steps[place]
        return StepFigures(
            at=self._starts[place],
            calls=counted["calls"],
            abandoned=counted["abandoned"],
            transfers=counted["transfers"],
            moods=_moods(counted, self._scores[place]),
        )

    def _told_agents(self, names: Mapping[str, str]) -> list[AgentFigures]:
        told = [
            AgentFigures(
                agent=agent_id,
                name=names.get(agent_id, agent_id),
                calls=one.calls,
                transfers_given=one.given,
                transfers_taken=one.taken,
                declined=one.declined,
                handle_median=times_of(one.handle).median,
            )
            for agent_id, one in self._agents.items()
            if self._whose in (None, agent_id)
        ]
        return sorted(told, key=lambda one: (-one.calls, one.name))

    def _told_skills(self) -> list[SkillFigures]:
        told = [
            SkillFigures(
                skill=name,
                calls=one.calls,
                abandoned=one.abandoned,
                transfers=one.transfers,
                wait_median=times_of(one.wait).median,
                handle_median=times_of(one.handle).median,
            )
            for name, one in self._skills.items()
        ]
        return sorted(told, key=lambda one: (-one.calls, one.skill or ""))


def times_of(took: Seconds) -> Times:
    """The middle and the end of some durations; p95 is one of them (nearest rank)."""
    if not took:
        return Times(count=0, median=None, p95=None)
    ordered = sorted(took)
    p95 = ordered[math.ceil(0.95 * len(ordered)) - 1]
    return Times(count=len(ordered), median=round(median(ordered), 3), p95=round(p95, 3))


def _moods(counted: Counter[str], scores: float) -> Moods:
    lines = {label: counted[label] for label in LABELS}
    total = sum(lines.values())
    return Moods(**lines, mean=round(scores / total, 3) if total else None)


def _between(start: datetime, end: datetime) -> float:
    """Seconds; two clocks may differ by a little, but nothing takes less than no time."""
    return max(0.0, (end - start).total_seconds())


def _stays(timeline: list[Any]) -> list[tuple[str, str, float]]:
    """Each state that was left, the one after it, and how long it had lasted."""
    return [
        (one["state"], after["state"], _between(_moment(one), _moment(after)))
        for one, after in pairwise(timeline)
    ]


def _moment(entry: Mapping[str, Any]) -> datetime:
    return datetime.fromisoformat(entry["at"])
