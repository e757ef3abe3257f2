"""What a request can reach: the application's parts, and the cookies that its answer will set."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from litestar.datastructures import Cookie
from litestar.response import Response

from governance.database import Database
from web.identity.visitor import Connection
from web.settings import Settings
from workflows.notifications import Courier


@dataclass(frozen=True)
class Parts:
    """The long-lived parts of one application."""

    database: Database
    settings: Settings
    secret: bytes
    demo: bool
    courier: Courier


def parts(connection: Connection) -> Parts:
    found: Parts = connection.app.state.parts
    return found


def cookie_of(connection: Connection, name: str) -> str | None:
    """The value of one of our cookies, if the visitor sent it."""
    return connection.cookies.get(parts(connection).settings.cookie(name))


def leave_cookie(connection: Connection, name: str, value: str, max_age: int | None = None) -> None:
    """Have the answer set one of our cookies: not for scripts, not across sites. `max_age=0` removes it."""
    settings = parts(connection).settings
    cookie = Cookie(
        key=settings.cookie(name),
        value=value,
        max_age=max_age,
        path="/",
        httponly=True,
        samesite="lax",
        secure=settings.https,
    )
    pending(connection)[name] = cookie


def pending(connection: Connection) -> dict[str, Cookie]:
    found: dict[str, Cookie] = connection.scope["state"].setdefault("cookies", {})
    return found


def with_cookies(connection: Connection, response: Response[Any]) -> Response[Any]:
    for cookie in pending(connection).values():
        response.set_cookie(cookie)
    return response
