"""Every error as `application/problem+json`, telling no more than a caller may know."""

from collections.abc import Sequence
from http import HTTPStatus
from typing import Any, ClassVar

import structlog
from fastapi import FastAPI
from fastapi.exceptions import RequestValidationError
from sqlalchemy.exc import DBAPIError, InterfaceError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from segue.errors import Invalid, NotFound, SegueError, TooMany, Unavailable
from segue.http.request_id import REQUEST_ID, request_id_of
from segue.http.security_headers import headers_for

log = structlog.get_logger(__name__)
MEDIA_TYPE = "application/problem+json"
ANY_PAGE = "/{path:path}"
"""The desk's own routes: whatever no other route takes."""
PASSING_STATES = ("08", "40", "53", "55", "57")
"""PostgreSQL's classes: connection, rolled back (deadlock), resources, locks, shutting down."""
ERRORS_SHOWN = 20
LONGEST_NAME = 64


class InvalidRequest(Invalid):
    """The request does not have the form that the endpoint asks for."""

    code: ClassVar[str] = "invalid_request"
    detail: ClassVar[str] = "The request does not have the right form; see errors."


class MalformedBody(SegueError):
    """The body cannot be read."""

    status: ClassVar[int] = 400
    code: ClassVar[str] = "malformed_body"
    detail: ClassVar[str] = "The body cannot be read as JSON."


class MethodNotAllowed(SegueError):
    """The path exists, but not for this method."""

    status: ClassVar[int] = 405
    code: ClassVar[str] = "method_not_allowed"
    detail: ClassVar[str] = "This path does not answer this method."


class NoSuchPath(NotFound):
    """There is no such path."""

    code: ClassVar[str] = "no_such_path"
    detail: ClassVar[str] = "There is nothing under this path."


class DatabaseUnavailable(Unavailable):
    """The database does not answer, or is locked for too long."""

    code: ClassVar[str] = "database_unavailable"
    detail: ClassVar[str] = (
        "The database does not answer. People who are talking still hear each other; "
        "please try again in a moment."
    )


def problem_response(error: SegueError, headers: dict[str, str] | None = None) -> JSONResponse:
    """The answer to an error."""
    sent = dict(headers or {})
    if isinstance(error, TooMany) and "retry_after_seconds" in error.members:
        sent["Retry-After"] = str(error.members["retry_after_seconds"])
    elif error.status == HTTPStatus.SERVICE_UNAVAILABLE:
        sent["Retry-After"] = "2"
    elif error.status == HTTPStatus.UNAUTHORIZED:
        sent["WWW-Authenticate"] = "Bearer"
    return JSONResponse(error.problem(), error.status, headers=sent, media_type=MEDIA_TYPE)


async def _segue_error(_: Request, error: Exception) -> Response:
    assert isinstance(error, SegueError)
    return problem_response(error)


def _without_input(errors: Sequence[Any]) -> list[dict[str, Any]]:
    """Where and why, without what was sent: it may be a password or somebody's number."""
    return [
        {
            "loc": [
                part if isinstance(part, int) else str(part)[:LONGEST_NAME] for part in e["loc"]
            ],
            "msg": e["msg"],
            "type": e["type"],
        }
        for e in errors[:ERRORS_SHOWN]
    ]


async def _validation_error(_: Request, error: Exception) -> Response:
    assert isinstance(error, RequestValidationError)
    return problem_response(InvalidRequest(errors=_without_input(error.errors())))


async def _http_exception(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    known: dict[int, type[SegueError]] = {
        HTTPStatus.BAD_REQUEST: MalformedBody,
        HTTPStatus.NOT_FOUND: NoSuchPath,
        HTTPStatus.METHOD_NOT_ALLOWED: MethodNotAllowed,
    }
    headers = dict(error.headers or {})
    if (
        error.status_code == HTTPStatus.METHOD_NOT_ALLOWED
        and getattr(request.scope.get("route"), "path", None) == ANY_PAGE
    ):
        return problem_response(NoSuchPath())  # only the desk's own routing knows this path
    if error.status_code in known:
        return problem_response(known[error.status_code](), headers)
    phrase = HTTPStatus(error.status_code).phrase
    body = {
        "type": "about:blank",
        "title": phrase,
        "status": error.status_code,
        "code": phrase.lower().replace(" ", "_").replace("'", ""),
        "detail": phrase,
    }
    return JSONResponse(body, error.status_code, headers=headers, media_type=MEDIA_TYPE)


def _is_away(error: DBAPIError) -> bool:
    """Whether the database, and not our statement, is the cause; asking again may help."""
    state = str(getattr(error.orig, "sqlstate", None) or "")
    away = isinstance(error, OperationalError | InterfaceError) or error.connection_invalidated
    return away or state[:2] in PASSING_STATES


async def _database_error(_: Request, error: Exception) -> Response:
    if isinstance(error, DBAPIError) and not _is_away(error):
        raise error
    log.warning("database does not answer", error=type(error).__name__)
    return problem_response(DatabaseUnavailable())


async def _internal_error(request: Request, error: Exception) -> Response:
    """Starlette answers these outside of our middleware, so its headers are put on here."""
    request_id = request_id_of(request.scope)
    log.error("request failed", request_id=request_id, exc_info=error)
    headers = {REQUEST_ID: request_id, **headers_for(request.scope)}
    return problem_response(SegueError(request_id=request_id), headers)


def add_problem_handlers(app: FastAPI) -> None:
    """Answer every error of the app as a problem."""
    app.add_exception_handler(SegueError, _segue_error)
    app.add_exception_handler(RequestValidationError, _validation_error)
    app.add_exception_handler(HTTPException, _http_exception)
    for error in (DBAPIError, PoolTimeoutError, ConnectionRefusedError):
        app.add_exception_handler(error, _database_error)
    app.add_exception_handler(Exception, _internal_error)
