"""The first page: for whoever is not signed in, what this is; for the others, where to go."""

from __future__ import annotations

from litestar import get

from web.given import Answer, Request
from web.rendering import page


@get("/", sync_to_thread=True)
def home(request: Request) -> Answer:
    return page(request, "home.html")
