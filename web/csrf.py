"""Forged forms are refused: every unsafe request carries a token bound to its visitor's own cookies."""

from __future__ import annotations

import hashlib
import hmac
import secrets
from base64 import urlsafe_b64decode, urlsafe_b64encode
from typing import Any

from litestar import Request
from litestar.connection import ASGIConnection
from litestar.handlers import BaseRouteHandler

from policies.refusal import NotEntitled
from web.context import cookie_of, leave_cookie, parts
from web.identity.visitor import Connection

FIELD = "csrf_token"
HEADER = "x-csrf-token"
SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
EXEMPT = "csrf_exempt"  # a route handler's option: for requests that no browser sends by itself

_NONCE = 12


class Forged(NotEntitled):
    """An unsafe request without a token that its visitor can have got from us."""

    def __init__(self) -> None:
        super().__init__("web.forged")


def token(connection: Connection) -> str:
    """A token for the forms of this answer; gives the visitor a seed cookie where there is none.

    HMAC-SHA256 over seed and session, so that a planted seed serves nobody who is signed in; the nonce
    makes each one different (a compressed page tells nothing about it).
    """
    seed = cookie_of(connection, "seed") or connection.scope["state"].get("seed")
    if seed is None:
        seed = connection.scope["state"]["seed"] = secrets.token_urlsafe(24)
        leave_cookie(connection, "seed", seed)
    nonce = secrets.token_bytes(_NONCE)
    return urlsafe_b64encode(nonce + _signature(connection, seed, nonce)).decode()


def is_good(connection: Connection, given: str) -> bool:
    seed = cookie_of(connection, "seed")
    try:
        raw = urlsafe_b64decode(given.encode())
    except ValueError:
        return False
    if not seed or len(raw) <= _NONCE:
        return False
    return hmac.compare_digest(raw[_NONCE:], _signature(connection, seed, raw[:_NONCE]))


async def refuse_forged(connection: ASGIConnection[Any, Any, Any, Any], handler: BaseRouteHandler) -> None:
    """Guard of all routes. Raises Forged."""
    assert isinstance(connection, Request)
    if connection.method in SAFE or handler.opt.get(EXEMPT):
        return
    # Browsers say where a form stood; those that do not are held to the token alone.
    if connection.headers.get("sec-fetch-site", "same-origin") not in ("same-origin", "none"):
        raise Forged
    given = connection.headers.get(HEADER)
    if given is None:
        given = (await connection.form()).get(FIELD)
    if not isinstance(given, str) or not is_good(connection, given):
        raise Forged


def _signature(connection: Connection, seed: str, nonce: bytes) -> bytes:
    session = cookie_of(connection, "session") or ""
    message = b"\x00".join((nonce, seed.encode(), session.encode()))
    return hmac.digest(parts(connection).secret, message, hashlib.sha256)
