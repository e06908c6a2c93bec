"""HTML pages of the web build, each answer with its own nonce."""

from pathlib import Path

from starlette.responses import HTMLResponse

from segue.http.security_headers import POLICY, new_nonce, page_policy
from segue.settings import Settings

NONCE_PLACE = "__SEGUE_NONCE__"
"""Where the nonce goes: Vite's `html.cspNonce`, which puts it on tags and into a meta element."""


def html_page(file: Path, settings: Settings) -> HTMLResponse:
    """The page with a fresh nonce where it has a place for one; never stored by browsers."""
    html = file.read_text(encoding="utf-8")
    nonce = new_nonce() if NONCE_PLACE in html else None
    if nonce is not None:
        html = html.replace(NONCE_PLACE, nonce)
    headers = {POLICY: page_policy(settings, nonce), "cache-control": "no-store"}
    return HTMLResponse(html, headers=headers)
