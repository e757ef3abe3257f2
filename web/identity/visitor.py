"""Who stands at the door: a signed-in person or an anonymous visitor."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from litestar.connection import ASGIConnection


@dataclass(frozen=True)
class Visitor:
    """The person of a request. `person` is None for the anonymous; `offices` are those held today."""

    person: str | None = None
    name: str = ""
    email: str = ""
    language: str | None = None
    session: str | None = None
    offices: frozenset[str] = frozenset()


ANONYMOUS = Visitor()

Connection = ASGIConnection[Any, Any, Any, Any]


def seen_visitor(connection: Connection) -> Visitor:
    """The visitor that this request has already been found to be; anonymous before that."""
    found: Visitor = connection.scope["state"].get("visitor", ANONYMOUS)
    return found
