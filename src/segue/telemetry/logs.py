"""Logs: JSON lines on standard output, or readable ones at a terminal."""

import logging
import sys
from typing import TextIO

import structlog
from structlog.typing import EventDict, Processor, WrappedLogger

from segue.settings import Settings
from segue.telemetry.redaction import redact

QUIET = {
    "uvicorn.access": logging.CRITICAL,  # logs query strings and codes in paths; ours does not
    "alembic": logging.WARNING,
    "httpx": logging.WARNING,
    "httpcore": logging.WARNING,
    "httpx2": logging.WARNING,
    "httpcore2": logging.WARNING,
    "openai": logging.WARNING,  # some versions log what they send, which is what people said
    "urllib3": logging.WARNING,  # paths at Twilio's
    "twilio": logging.WARNING,  # what it sends: numbers
    "aiosqlite": logging.WARNING,
    "asyncio": logging.WARNING,
    "sqlalchemy.engine": logging.WARNING,  # would log the parameters of every statement
}


def _without_colours(_: WrappedLogger, __: str, event: EventDict) -> EventDict:
    """Uvicorn sends each of its messages twice, once for a terminal."""
    event.pop("color_message", None)
    return event


def _shared() -> list[Processor]:
    return [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.stdlib.ExtraAdder(),
        structlog.processors.TimeStamper(fmt="iso", utc=True),
    ]


def _rendering(*, pretty: bool) -> list[Processor]:
    # Plain tracebacks also at a terminal: structlog's own choice shows every local variable.
    plain = structlog.dev.plain_traceback
    renderer: Processor = (
        structlog.dev.ConsoleRenderer(exception_formatter=plain)
        if pretty
        else structlog.processors.JSONRenderer()
    )
    return [
        structlog.stdlib.ProcessorFormatter.remove_processors_meta,
        _without_colours,
        structlog.processors.format_exc_info,
        redact,
        renderer,
    ]


def configure_logging(settings: Settings, stream: TextIO | None = None) -> None:
    """Send every log of this process, uvicorn's included, through structlog to `stream`.

    Standard output unless another is given. Start uvicorn with `log_config=None` and
    `access_log=False`.
    """
    out = stream or sys.stdout
    level = "DEBUG" if settings.debug else settings.log_level.upper()
    handler = logging.StreamHandler(out)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=_shared(), processors=_rendering(pretty=out.isatty())
        )
    )
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(level)
    for name in ("uvicorn", "uvicorn.error", "uvicorn.access"):
        logging.getLogger(name).handlers[:] = []
        logging.getLogger(name).propagate = True
    for name, quiet in QUIET.items():
        logging.getLogger(name).setLevel(quiet)
    structlog.configure(
        processors=[
            structlog.stdlib.filter_by_level,
            *_shared(),
            structlog.stdlib.ProcessorFormatter.wrap_for_formatter,
        ],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=False,
    )
