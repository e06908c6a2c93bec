"""Marks answers that hold a secret which is shown once, so that no part keeps them."""

from starlette.requests import Request
from starlette.types import Scope

MARK = "segue.secret_answer"


async def secret_answer(request: Request) -> None:  # a plain def would cost a thread per request
    """A dependency for endpoints whose answer holds a password link, a key, an invite or a cookie.

    A request with an `Idempotency-Key` is still done only once, but its answer is not kept: the
    same request again gets 409 `answer_not_kept`. Answers whose only secrets are the tokens of
    their LiveKit lines need no mark: tokens are left out of what is kept, and minted anew.
    """
    request.scope[MARK] = True


def is_secret(scope: Scope) -> bool:
    """Whether the endpoint has said that its answer is secret."""
    return bool(scope.get(MARK))
