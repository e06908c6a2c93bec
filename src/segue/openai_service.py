"""The one service with OpenAI's protocol that language models and speech are asked of."""

from openai import AsyncOpenAI

from segue.settings import Settings

NO_KEY = "none"
"""Servers of one's own often want no key, but the client wants one to send."""


def client_of(settings: Settings) -> AsyncOpenAI:
    """A client of the service; belongs to the event loop that first uses it.

    Retries are the caller's: the client's own would also repeat a 408 and a 409.
    """
    return AsyncOpenAI(
        api_key=settings.openai_key or NO_KEY, base_url=settings.openai_service, max_retries=0
    )
