"""Puts the HTTP edge around an app: `install(app, services)`."""

from datetime import datetime

from fastapi import FastAPI

from segue.access.state import AccessState, Services
from segue.http.bodies import BodyGuard
from segue.http.guards import CsrfGuard, DemoGuard
from segue.http.idempotency import Idempotency, Mint
from segue.http.problems import add_problem_handlers
from segue.http.request_id import RequestLog
from segue.http.security_headers import SecurityHeaders


def _mints_nothing(room: str, identity: str, name: str) -> tuple[str, datetime]:
    raise NotImplementedError("this app answers no lines")


def install(app: FastAPI, services: Services, *, mint: Mint = _mints_nothing) -> None:
    """Add all middleware and error handlers, and set `app.state.access`.

    `mint` makes fresh tokens for the lines of an answer that is given again.
    """
    settings = services.settings
    state = AccessState(settings, services.database)
    app.state.access = state
    add_problem_handlers(app)
    # Innermost first: each one that is added goes around those before.
    app.add_middleware(Idempotency, state=state, mint=mint)
    app.add_middleware(BodyGuard)
    app.add_middleware(CsrfGuard, settings=settings)
    if settings.demo:
        app.add_middleware(DemoGuard)
    app.add_middleware(SecurityHeaders, settings=settings)
    app.add_middleware(RequestLog, debug=settings.debug)
