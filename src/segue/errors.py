"""The errors a caller may see, all answered as `application/problem+json` (RFC 9457).

    SegueError
    ├── Unauthenticated   401  nobody signed in
    ├── Forbidden         403  signed in, but not for this
    ├── NotFound          404  no such thing, or none the asker may know of
    ├── Conflict          409  the present state does not allow it
    ├── Invalid           422  understood, but it cannot be done as asked
    ├── TooMany           429  too often
    └── Unavailable       503  a part we need does not answer

Each package derives its own from these, above the service that raises it; `code` is stable.
"""

from http import HTTPStatus
from typing import Any, ClassVar

from pydantic import BaseModel, ConfigDict, Field


class SegueError(Exception):
    """An error with a stable `code`, a status, and a sentence for a person."""

    status: ClassVar[int] = 500
    code: ClassVar[str] = "internal_error"
    detail: ClassVar[str] = "Something went wrong on our side. Nothing was changed."

    def __init__(self, detail: str | None = None, **members: Any) -> None:
        self.sentence = detail or self.detail
        self.members = members
        super().__init__(self.sentence)

    def problem(self) -> dict[str, Any]:
        """The body of the answer."""
        return {
            "type": "about:blank",
            "title": HTTPStatus(self.status).phrase,
            "status": self.status,
            "code": self.code,
            "detail": self.sentence,
            **self.members,
        }


class Problem(BaseModel):
    """The body of every error (RFC 9457)."""

    model_config = ConfigDict(extra="allow")

    type: str
    title: str
    status: int
    code: str = Field(description="Stable; what a program decides by")
    detail: str = Field(description="A sentence for a person")
    state: str | None = Field(None, description="With 409: the state as it is")
    allowed_moves: list[str] | None = Field(None, description="With 409: what is possible instead")


class Unauthenticated(SegueError):
    """Nobody is signed in, or the key or cookie is not valid."""

    status = 401
    code = "unauthenticated"
    detail = "Please sign in, or send a valid API key."


class Forbidden(SegueError):
    """Somebody is signed in who may not do this."""

    status = 403
    code = "forbidden"
    detail = "You may not do this."


class NotFound(SegueError):
    """There is no such thing, or none that the asker may know of."""

    status = 404
    code = "not_found"
    detail = "There is nothing under this id."


class Conflict(SegueError):
    """The present state does not allow what was asked."""

    status = 409
    code = "conflict"
    detail = "The present state does not allow this."


class Invalid(SegueError):
    """Understood, but it cannot be done as asked."""

    status = 422
    code = "invalid"
    detail = "This cannot be done as asked."


class TooMany(SegueError):
    """Asked too often."""

    status = 429
    code = "too_many_requests"
    detail = "Too many tries. Please wait a moment."


class Unavailable(SegueError):
    """A part that is needed does not answer."""

    status = 503
    code = "unavailable"
    detail = "A part that this needs does not answer. Please try again."


class MediaUnavailable(Unavailable):
    """LiveKit cannot be reached; nothing was moved."""

    code = "media_unavailable"
    detail = (
        "The voice server cannot be reached. People who are talking may still hear each other; "
        "nothing was changed. Please try again in a moment."
    )
