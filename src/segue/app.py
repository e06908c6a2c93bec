"""`segue serve`: the control plane as an ASGI app."""

import asyncio
import contextlib
import signal
from collections.abc import AsyncGenerator
from typing import Any

import structlog
from fastapi import FastAPI

from segue import __version__
from segue.access import endpoints as access
from segue.analytics import endpoints as analytics
from segue.assist import endpoints as assist
from segue.calls import endpoints as calls
from segue.captions import endpoints as captions
from segue.companion.music import wav_bytes
from segue.desk import endpoints as desk
from segue.errors import Problem
from segue.feedback import endpoints as feedback
from segue.http.install import install
from segue.insights import endpoints as insights
from segue.knowledge import endpoints as knowledge
from segue.lineup import endpoints as companion
from segue.live import endpoints as live
from segue.media import endpoints as media
from segue.migrations.run import upgrade
from segue.operating import endpoints as operating
from segue.pages import mount_pages
from segue.roster import endpoints as roster
from segue.services import Services
from segue.settings import Settings, get_settings
from segue.telemetry import endpoints as telemetry
from segue.telemetry.logs import configure_logging
from segue.telephony import endpoints as telephony
from segue.telephony.trunk import keep_in_step
from segue.telephony.twilio import endpoints as twilio
from segue.transfers import endpoints as transfers
from segue.webhooks import endpoints as webhooks

log = structlog.get_logger()

DESCRIPTION = """A self-hosted warm-transfer desk on LiveKit.

People sign in with a cookie; programs send `Authorization: Bearer <key>` and, to act for an agent,
`Segue-Agent: <id or handle>`. Errors are `application/problem+json` with a stable `code`.
"""
PROBLEM: dict[int | str, dict[str, Any]] = {
    status: {
        "description": "A problem, with a stable `code`",
        "content": {"application/problem+json": {"schema": Problem.model_json_schema()}},
    }
    for status in ("4XX", "5XX")
}
ROUTERS = (
    access,
    analytics,
    assist,
    calls,
    captions,
    companion,
    desk,
    feedback,
    insights,
    knowledge,
    live,
    media,
    operating,
    roster,
    telemetry,
    telephony,
    transfers,
    twilio,
    webhooks,
)


def create_app(settings: Settings | None = None) -> FastAPI:
    """The app; nothing is opened or started before its lifespan begins."""
    settings = settings or get_settings()
    configure_logging(settings)
    services = Services.build(settings)

    @contextlib.asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncGenerator[None]:
        await upgrade(services.database)
        wav_bytes()  # made once, before anybody waits for it
        async with contextlib.AsyncExitStack() as stack:
            stack.push_async_callback(services.livekit.close)
            stack.push_async_callback(services.database.close)
            stack.push_async_callback(services.assist.close)
            if settings.demo:
                from segue.demo.director import Director

                app.state.demo = await stack.enter_async_context(Director.running(services))
            await stack.enter_async_context(_background(services))
            yield

    app = FastAPI(
        title="Segue",
        version=__version__,
        description=DESCRIPTION,
        lifespan=lifespan,
        responses=PROBLEM,
        docs_url=None,
        redoc_url=None,
    )
    for module in ROUTERS:
        app.include_router(module.router)
    if settings.demo:
        from segue.demo import endpoints as demo

        app.include_router(demo.router)
    mount_pages(app, settings)
    app.state.segue = services
    install(app, services, mint=services.livekit.mint)
    return app


@contextlib.asynccontextmanager
async def _background(services: Services) -> AsyncGenerator[None]:
    """What runs beside the requests; if any of it dies, so does the process."""
    async with asyncio.TaskGroup() as tasks:
        running = [
            tasks.create_task(services.live.run(), name="live"),
            tasks.create_task(services.health.run(), name="health"),
            tasks.create_task(services.controller.run(), name="controller"),
            tasks.create_task(services.notes.run(), name="notes"),
            tasks.create_task(services.making.run(), name="making"),
            tasks.create_task(services.sending.run(), name="sending"),
            tasks.create_task(services.knowledge.run(), name="knowledge"),
            tasks.create_task(services.dialling.run(), name="dialling"),
        ]
        in_step = tasks.create_task(keep_in_step(services.settings), name="trunk")
        for task in running:
            task.add_done_callback(_end_with)
        yield
        for task in (*running, in_step):
            task.cancel()


def _end_with(task: asyncio.Task[None]) -> None:
    """End the process with a task that should have lived as long: a supervisor starts both again.

    The server itself only notes that; it would go on answering, and nobody would tend the calls.
    """
    if not task.cancelled() and (error := task.exception()):
        log.critical("a background task died", task=task.get_name(), exc_info=error)
        signal.raise_signal(signal.SIGTERM)
