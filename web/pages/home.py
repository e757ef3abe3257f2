"""The first page: for whoever is not signed in, what this is; for the others, where to go."""

from __future__ import annotations

from typing import Any

from litestar import Request, get

from web.rendering import Page, page


@get("/", sync_to_thread=True)
def home(request: Request[Any, Any, Any]) -> Page:
    return page(request, "home.html")
