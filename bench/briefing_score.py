"""Scores briefings of the conversations in `tests/conversations`: what a good one must tell."""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from segue.assist.builtin.transcript import Said

FOLDER = Path(__file__).parent.parent / "tests" / "conversations"
LINE = re.compile(r"(A|C)(?:\[(\w+)\])?: (.+)")
EXPECTED = re.compile(r"= (\w+): ([^!]+)(?:!(.+))?")
LABELS = ("positive", "neutral", "negative")


@dataclass(frozen=True)
class Expected:
    """One thing to be found, in any of its forms, and the forms that would be wrong."""

    forms: tuple[str, ...]
    wrong: tuple[str, ...] = ()


@dataclass
class Call:
    """A conversation, and what is to be found in its briefing."""

    name: str
    language: str = "en"
    said: list[Said] = field(default_factory=list[Said])
    labels: list[str] = field(default_factory=list[str])
    expected: dict[str, list[Expected]] = field(default_factory=dict[str, list[Expected]])
    mood: str = "neutral"


@dataclass(frozen=True)
class Answer:
    """What an analyser says of a call."""

    briefing: str
    mood: str
    tasks: Sequence[str]
    labels: Sequence[str]


@dataclass
class Score:
    """Hits of so many, by metric; and what was missed, by call."""

    hits: dict[str, list[bool]] = field(default_factory=dict[str, list[bool]])
    labels: list[tuple[str, str]] = field(default_factory=list[tuple[str, str]])
    words: list[int] = field(default_factory=list[int])
    missed: dict[str, list[str]] = field(default_factory=dict[str, list[str]])

    def add(self, metric: str, call: str, what: str, *, hit: bool, good: bool = True) -> None:
        self.hits.setdefault(metric, []).append(hit)
        if hit is not good:
            self.missed.setdefault(call, []).append(f"{metric} {what}")

    def rate(self, metric: str) -> float:
        hits = self.hits.get(metric, [])
        return sum(hits) / len(hits) if hits else 0.0

    @property
    def sentiment_f1(self) -> float:
        """The mean F1 of positive, neutral and negative (frustrated counts as negative)."""
        return sum(_f1(self.labels, label) for label in LABELS) / len(LABELS)


def calls(prefix: str = "") -> list[Call]:
    """The conversations whose file begins with the prefix."""
    return [_read(file) for file in sorted(FOLDER.glob(f"{prefix}*.call"))]


def score(pairs: Iterable[tuple[Call, Answer]]) -> Score:
    """How the answers do."""
    found = Score()
    for call, answer in pairs:
        _score_one(found, call, answer)
    return found


def has(forms: Iterable[str], text: str) -> bool:
    """One of the forms is in the text; a figure is never found inside a longer one."""
    plain = fold(text)
    return any(_pattern(fold(form)).search(plain) for form in forms)


def fold(text: str) -> str:
    """Without accents, case and repeated blanks."""
    text = unicodedata.normalize("NFD", text.casefold().replace("’", "'"))  # noqa: RUF001
    return " ".join("".join(c for c in text if not unicodedata.combining(c)).split())


def _pattern(form: str) -> re.Pattern[str]:
    loose = re.sub(r"(?<=\w)(?:\\ |\\-)+(?=\w)", r"[\\s-]?", re.escape(form.strip()))
    head = r"(?<![\d])(?<!\d[.,])" if form[:1].isdigit() else r"(?<!\w)"
    tail = r"(?!\d|[.,]\d)" if form[-1:].isdigit() else ""
    return re.compile(head + loose + tail)


def _score_one(found: Score, call: Call, answer: Answer) -> None:
    shown = "\n".join([answer.briefing, *answer.tasks])
    for kind, metric in (
        ("reason", "reason"),
        ("fact", "facts"),
        ("tried", "tried"),
        ("promise", "promises"),
    ):
        for one in call.expected.get(kind, []):
            found.add(metric, call.name, one.forms[0], hit=has(one.forms, answer.briefing))
    for one in call.expected.get("task", []):
        hit = any(has(one.forms, task) for task in answer.tasks)
        found.add("action items", call.name, one.forms[0], hit=hit)
    for one in call.expected.get("fact", []):
        if one.wrong:
            found.add("wrong", call.name, one.wrong[0], hit=has(one.wrong, shown), good=False)
    for one in call.expected.get("never", []):
        found.add("leaks", call.name, one.forms[0], hit=has(one.forms, shown), good=False)
    same = _three(answer.mood) == _three(call.mood)
    found.add("mood", call.name, f"{answer.mood} for {call.mood}", hit=same)
    pairs = zip(call.labels, answer.labels, strict=False)
    found.labels += [(_three(right), _three(label)) for right, label in pairs]
    found.words.append(len(answer.briefing.split()))


def _three(label: str) -> str:
    return "negative" if label == "frustrated" else label


def _f1(pairs: Sequence[tuple[str, str]], label: str) -> float:
    right = sum(meant == label == said for meant, said in pairs)
    named = sum(said == label for _, said in pairs)
    there = sum(meant == label for meant, _ in pairs)
    return 2 * right / (named + there) if named + there else 1.0


def _read(file: Path) -> Call:
    call = Call(file.stem)
    for line in file.read_text(encoding="utf-8").splitlines():
        if spoken := LINE.fullmatch(line):
            who, label, text = spoken.groups()
            speaker = "customer" if who == "C" else "agent"
            call.said.append(Said(str(len(call.said)), speaker, text, float(len(call.said) * 6)))
            call.labels += [label] if who == "C" else []
        elif expected := EXPECTED.fullmatch(line):
            kind, forms, wrong = expected.groups()
            one = Expected(_forms(forms), _forms(wrong or ""))
            call.expected.setdefault(kind, []).append(one)
        elif line.startswith("language: "):
            call.language = line.removeprefix("language: ").strip()
    call.mood = call.expected.pop("mood")[0].forms[0]
    return call


def _forms(text: str) -> tuple[str, ...]:
    return tuple(form.strip() for form in text.split("|") if form.strip())
