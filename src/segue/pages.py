"""The pages people see: the desk and the customer's page, as the web build left them."""

from pathlib import Path

from fastapi import FastAPI
from fastapi.responses import Response
from starlette.staticfiles import StaticFiles
from starlette.types import Scope

from segue.errors import NotFound
from segue.http.pages import html_page
from segue.http.problems import ANY_PAGE, NoSuchPath
from segue.settings import Settings

WEB = Path(__file__).parent / "web"
IMMUTABLE = "public, max-age=31536000, immutable"
DESK = "desk/index.html"
CUSTOMER = "customer/index.html"
API = ("api/", "healthz", "readyz", "metrics", "openapi.json", "assets/")


class _HashedFiles(StaticFiles):
    """Files whose names carry their hash: cached for good."""

    async def get_response(self, path: str, scope: Scope) -> Response:
        response = await super().get_response(path, scope)
        if response.status_code == 200:  # noqa: PLR2004  # OK
            response.headers["cache-control"] = IMMUTABLE
        return response


class PagesMissing(NotFound):
    """The web build has not been made."""

    code = "pages_missing"
    detail = "The pages have not been built. `make run` builds them."


def mount_pages(app: FastAPI, settings: Settings) -> None:
    """Serve the pages; whatever is not the API's is the desk's own to route."""
    if (WEB / "assets").is_dir():
        app.mount("/assets", _HashedFiles(directory=WEB / "assets"), name="assets")

    @app.get("/call/{code}", include_in_schema=False)
    async def customer_page(code: str) -> Response:
        return _page(CUSTOMER, settings)

    @app.get(ANY_PAGE, include_in_schema=False)
    async def desk_page(path: str) -> Response:
        if path.startswith(API):
            raise NoSuchPath
        return _page(DESK, settings)


def _page(name: str, settings: Settings) -> Response:
    file = WEB / name
    if not file.is_file():
        raise PagesMissing
    return html_page(file, settings)
