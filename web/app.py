"""The application: the doors, put together."""

from __future__ import annotations

import secrets
from concurrent.futures import ThreadPoolExecutor
from functools import cache, partial
from typing import Any

from litestar import Litestar, Request, Router
from litestar.concurrency import set_asyncio_executor
from litestar.config.app import AppConfig
from litestar.datastructures import State
from litestar.di import Provide
from litestar.enums import ScopeType
from litestar.openapi import OpenAPIConfig
from litestar.openapi.plugins import JsonRenderPlugin
from litestar.static_files import create_static_files_router
from litestar.types import ASGIApp, Receive, Scope, Send

from governance.database import Database
from governance.tables.identity import Secret
from policies import phrases
from web import csrf, i18n, problems
from web.clockwork import Clockwork
from web.context import Parts, parts
from web.forms import form_of
from web.identity.sessions import recognise, visitor_of
from web.pages import HANDLERS, INTERFACES
from web.rendering import STATIC, environment, language_of
from web.security import guard_answer
from web.settings import Settings
from workflows.notifications import Courier, deliver
from workflows.people import is_demo

BODY_LIMIT = 12_000_000  # bytes


def create_app(database: Database, settings: Settings) -> Litestar:
    """The application on a migrated database. Handlers run in `settings.threads` threads."""
    environment()
    phrases.keys()  # a phrase without its translation stops the start, not a page
    set_asyncio_executor(_threads(settings.threads))
    courier = _courier(database, settings)
    clockwork = Clockwork(database, settings, courier)
    secret, demo = _kept(database)
    return Litestar(
        route_handlers=[
            _static(),
            Router("/", route_handlers=[*HANDLERS], include_in_schema=False),
            *INTERFACES,
        ],
        state=State({"parts": Parts(database, settings, secret, demo, courier)}),
        dependencies={
            "database": Provide(_database, sync_to_thread=False),
            "visitor": Provide(visitor_of, sync_to_thread=False),
            "form": Provide(form_of),
        },
        guards=[recognise, csrf.refuse_forged],
        middleware=[_speaking],
        exception_handlers=problems.HANDLERS,
        before_send=[guard_answer],
        on_startup=[courier.start, clockwork.start],
        on_shutdown=[clockwork.stop, courier.stop],
        on_app_init=[_without_framework_logging],
        openapi_config=OpenAPIConfig(
            title="Tablée", version="1", path="/schema", render_plugins=[JsonRenderPlugin()]
        ),
        request_max_body_size=BODY_LIMIT,
        debug=False,
    )


def _database(request: Request[Any, Any, Any]) -> Database:
    return parts(request).database


def _courier(database: Database, settings: Settings) -> Courier:
    if settings.smtp_url is None:
        return Courier(None)
    return Courier(
        partial(deliver, database, settings.smtp_url, settings.mail_from, base_url=settings.base_url)
    )


def _kept(database: Database) -> tuple[bytes, bool]:
    """The secret that all nodes share (made by the first), and whether the record is a demo."""
    with database.transaction() as tx:
        tx.put(Secret, name="forms")
        row = tx.locked(Secret, name="forms")
        assert row is not None
        value = row.value
        if value is None:
            value = secrets.token_bytes(32)
            tx.set(Secret, {"name": "forms"}, value=value)
        return bytes(value), is_demo(tx)


def _static() -> Router:
    """Files whose address changes with their content, so browsers may keep them."""
    return create_static_files_router(
        "/static",
        directories=[STATIC],
        include_in_schema=False,
        cache_control=None,
        after_request=_keep_long,
        send_as_attachment=False,
    )


def _keep_long(response: Any) -> Any:
    response.headers["Cache-Control"] = "public, max-age=31536000, immutable"
    return response


def _speaking(app: ASGIApp) -> ASGIApp:
    """Middleware: the words of this request's handler are in its visitor's language."""

    async def speak(scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == ScopeType.HTTP:
            i18n.speak(language_of(Request(scope)))
        await app(scope, receive, send)

    return speak


def _without_framework_logging(config: AppConfig) -> AppConfig:
    """Litestar would log request details; `web.problems` logs errors under a reference instead."""
    config.logging_config = None
    return config


@cache
def _threads(number: int) -> ThreadPoolExecutor:
    return ThreadPoolExecutor(number, thread_name_prefix="tablee-page")
