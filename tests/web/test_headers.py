"""What every answer carries, and what no template may hold."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from litestar import Litestar, get

import web
from governance.database import Database
from tests.web.serving import serving, visiting
from web.rendering import static
from web.security import HEADERS
from web.settings import Settings


def _add_a_bug(app: Litestar) -> None:
    @get("/broken", sync_to_thread=True)
    def broken() -> str:
        raise RuntimeError("a secret detail")

    app.register(broken)


@pytest.fixture
def server(database: Database) -> Iterator[str]:
    with serving(database, change=_add_a_bug) as address:
        yield address


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("GET", "/", 200),
        ("GET", "/health", 200),
        ("GET", "/schema/openapi.json", 200),
        ("GET", static("tablee.css"), 200),
        ("GET", "/no-such-page", 404),
        ("GET", "/static/no-such-file", 404),
        ("DELETE", "/sign-in", 405),
        ("POST", "/sign-in", 403),
        ("GET", "/account", 303),
        ("GET", "/broken", 500),
    ],
)
def test_every_answer_carries_every_header(client: httpx.Client, method: str, path: str, status: int) -> None:
    answer = client.request(method, path, follow_redirects=False)
    assert answer.status_code == status
    for name, value in HEADERS.items():
        assert answer.headers[name] == value
    assert answer.headers["cache-control"] == (
        "public, max-age=31536000, immutable" if ".css" in path else "no-store"
    )


def test_the_policy_allows_no_script_no_inline_style_and_no_frame() -> None:
    policy = HEADERS["Content-Security-Policy"]
    assert policy.startswith("default-src 'none'")
    assert "script-src" not in policy
    assert "unsafe" not in policy
    assert "frame-ancestors 'none'" in policy
    assert "form-action 'self'" in policy


def test_strict_transport_is_asked_over_https_only(database: Database, client: httpx.Client) -> None:
    assert "strict-transport-security" not in client.get("/").headers
    with (
        serving(database, lambda _: Settings(base_url="https://tablee.example")) as address,
        visiting(address) as secure,
    ):
        answer = secure.get("/sign-in")
    assert "max-age=" in answer.headers["strict-transport-security"]
    cookie = answer.headers["set-cookie"]
    assert cookie.startswith("__Host-tablee-seed=")
    assert "Secure" in cookie
    assert "HttpOnly" in cookie
    assert "SameSite=lax" in cookie


@pytest.mark.parametrize(
    "path", sorted((Path(web.__file__).parent / "templates").rglob("*.html")), ids=lambda path: path.name
)
def test_no_template_holds_script_or_inline_style(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert not re.search(r"<script|<style|\sstyle=|\son[a-z]+=|javascript:", text)
