"""The last defence of the logs: what looks like a secret or a phone number is masked.

The first is that nobody logs them.
"""

import re
from collections.abc import Iterable, Mapping
from typing import cast

from structlog.typing import EventDict, WrappedLogger

MASK = "[masked]"
SECRET_NAMES = re.compile(
    r"(password|secret|token|cookie|authorization|api_?key|phone|email|transcript)", re.IGNORECASE
)
PATTERNS: tuple[tuple[re.Pattern[str], str], ...] = (
    (re.compile(r"eyJ[\w-]{8,}\.[\w-]+(\.[\w-]*)?"), "[jwt]"),
    (re.compile(r"\b(Bearer|Basic)\s+[^\s'\",]+", re.IGNORECASE), r"\1 [masked]"),
    (re.compile(r"\bsgk_[\w-]+"), "[key]"),
    (re.compile(r"\bwhsec_[\w-]+"), "[key]"),
    (re.compile(r"(segue_(?:session|customer)=)[^;\s'\"]+"), r"\1[masked]"),
    (re.compile(r"(/api/invites/|/api/account-links/|/call/|/welcome/)[\w-]{16,}"), r"\1***"),
    (re.compile(r"(?<![\w+])\+[1-9]\d{6,14}(?!\w)"), "[phone]"),
)
KEPT = frozenset({"event", "level", "timestamp", "logger", "request_id", "call_id", "transfer_id"})


def redacted(text: str) -> str:
    """The text with everything masked that looks like a secret or a phone number."""
    for pattern, mask in PATTERNS:
        text = pattern.sub(mask, text)
    return text


def _value(name: str, value: object) -> object:
    if SECRET_NAMES.search(name) and not isinstance(value, bool | int | float | None):
        return MASK
    if isinstance(value, str):
        return redacted(value)
    if isinstance(value, Mapping):
        members = cast("Mapping[object, object]", value)
        return {str(key): _value(str(key), inner) for key, inner in members.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [_value("", inner) for inner in cast("Iterable[object]", value)]
    return value if isinstance(value, bool | int | float | None) else redacted(str(value))


def redact(_: WrappedLogger, __: str, event: EventDict) -> EventDict:
    """A structlog processor; goes right before the renderer, after tracebacks became text."""
    for name, value in event.items():
        known = name in KEPT and isinstance(value, str)
        event[name] = redacted(str(value)) if known else _value(name, value)
    return event
