"""Pages for the browser: plain files, with headers that let nothing else in."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from fastapi import FastAPI, Response
from starlette.middleware.gzip import GZipMiddleware
from starlette.staticfiles import StaticFiles
from starlette.types import Scope

_FOLDER: Final = Path(__file__).parent / "static"
_HEADERS: Final = {
    "Content-Security-Policy": "default-src 'none'; script-src 'self'; style-src 'self'; "
    "img-src 'self' blob:; connect-src 'self'; base-uri 'none'; form-action 'none'; "
    "frame-ancestors 'none'",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    # Code, not papers: kept by the browser and asked for again by its ETag.
    "Cache-Control": "no-cache",
}


class PageFiles(StaticFiles):
    """The product's own files. Scripts run from here and from nowhere else."""

    async def get_response(self, path: str, scope: Scope) -> Response:
        response = await super().get_response(path, scope)
        response.headers.update(_HEADERS)
        return response


def mount_pages(app: FastAPI, name: str) -> None:
    """Serve the folder `name` of `api/static` at `/name/`."""
    # The same for everybody, so its length tells nothing. A branch has 2 Mbit/s.
    files = GZipMiddleware(PageFiles(directory=_FOLDER / name, html=True), minimum_size=500)
    app.mount(f"/{name}", files, name=name)
