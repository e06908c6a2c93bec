"""What serve's /readyz says is missing."""

import httpx
from pydantic import TypeAdapter, ValidationError

_PARTS = TypeAdapter(dict[str, bool | str])
DOWN = "down"


def missing_parts(answer: httpx.Response) -> str:
    """The parts that are down, for a person; the status when the answer is not serve's."""
    try:
        parts = _PARTS.validate_json(answer.content)
    except ValidationError:
        parts = {}
    missing = [name for name, state in parts.items() if state == DOWN]
    return ", ".join(missing) or f"an answer (it sent {answer.status_code})"
