"""Pages and redirects: templates are rendered in the handler's thread, never on the event loop."""

from __future__ import annotations

import hashlib
import json
import uuid
from base64 import urlsafe_b64decode, urlsafe_b64encode
from contextvars import ContextVar
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, urlencode

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from litestar import MediaType
from litestar.response import Response
from litestar.status_codes import HTTP_200_OK, HTTP_303_SEE_OTHER, HTTP_422_UNPROCESSABLE_ENTITY
from markupsafe import Markup

from policies.text import LANGUAGES, Language, Text
from web import csrf, i18n
from web.context import cookie_of, leave_cookie, parts, with_cookies
from web.identity.visitor import Connection, seen_visitor
from web.navigation import menu
from web.settings import is_loopback

TEMPLATES = Path(__file__).parent / "templates"
STATIC = Path(__file__).parent / "static"

Answer = Response[Any]  # a page or a redirect

_connection: ContextVar[Connection] = ContextVar("connection")


def page(connection: Connection, template: str, /, *, status: int = HTTP_200_OK, **context: Any) -> Answer:
    """`template` filled with `context`, in the visitor's language. Raises jinja2.UndefinedError for a gap."""
    language = language_of(connection)
    marker = _connection.set(connection)
    try:
        with i18n.speaking(language):
            shown, told = environment().get_template(template), _frame(connection, language, status) | context
            text = shown.render(told)
            if told[
                "refused"
            ]:  # the list of complaints stands above the fields that it calls by their labels
                text = shown.render(told)
    finally:
        _connection.reset(marker)
    response = Response(text, status_code=status, media_type=MediaType.HTML)
    response.headers["Content-Language"] = language
    response.headers["Vary"] = "Accept-Language, Cookie"
    return with_cookies(connection, response)


def to(connection: Connection, location: str, *, notice: Text | str = "") -> Answer:
    """Send the visitor on (303) to a local path; `notice` is shown once, on the page that comes next."""
    if notice:
        words = notice.in_(language_of(connection)) if isinstance(notice, Text) else notice
        leave_cookie(connection, "notice", _packed(words), max_age=60)
    response = Response(
        "", status_code=HTTP_303_SEE_OTHER, media_type=MediaType.TEXT, headers={"Location": local(location)}
    )
    return with_cookies(connection, response)


def local(location: str) -> str:
    """`location` if it is a path on this very site, else `/`: nobody is sent elsewhere by a link to us."""
    safe = location.startswith("/") and location.isascii() and location.isprintable()
    return location if safe and location[1:2] not in ("/", "\\") and "\\" not in location else "/"


def language_of(connection: Connection) -> Language:
    """`?lang=`, else the cookie, else the person's setting, else what the browser accepts, else French."""
    asked = i18n.known(connection.query_params.get("lang"))
    if asked:
        leave_cookie(connection, "language", asked, max_age=365 * 86_400)
    return (
        asked
        or i18n.known(cookie_of(connection, "language"))
        or i18n.known(seen_visitor(connection).language)
        or i18n.accepted(connection.headers.get("accept-language", ""))
        or i18n.DEFAULT
    )


def on_loopback(connection: Connection) -> bool:
    """Whether server and visitor are on this very machine, with no proxy between them."""
    if not parts(connection).settings.on_loopback or connection.client is None:
        return False
    if any(name in connection.headers for name in ("forwarded", "x-forwarded-for", "x-real-ip")):
        return False
    # The Host too: a page of another site may have made its own name point to this machine.
    return is_loopback(connection.client.host) and is_loopback(connection.headers.get("host", ""))


def static(name: str) -> str:
    """The address of a static file, changing with its content."""
    return f"/static/{name}?v={_version(name)}"


@cache
def environment() -> Environment:
    """The templates, all read and compiled at the first call."""
    found = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        extensions=["jinja2.ext.i18n"],
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
        cache_size=-1,
    )
    found.install_gettext_callables(  # type: ignore[attr-defined]
        i18n.gettext, i18n.ngettext, newstyle=True, pgettext=i18n.pgettext, npgettext=i18n.npgettext
    )
    found.filters.update(i18n.FILTERS)
    found.globals.update(static=static, csrf_field=csrf_field, form_fields=form_fields)
    found.policies["ext.i18n.trimmed"] = True
    for name in found.list_templates(extensions=["html"]):
        found.get_template(name)
    return found


def csrf_field() -> Markup:
    """The hidden field that every form needs."""
    return Markup('<input type="hidden" name="{}" value="{}">').format(
        csrf.FIELD, csrf.token(_connection.get())
    )


def form_fields() -> Markup:
    """The hidden fields of a form: its token, and the key that lets it be sent twice."""
    return csrf_field() + Markup('<input type="hidden" name="key" value="{}">').format(uuid.uuid4())


def _frame(connection: Connection, language: Language, status: int) -> dict[str, Any]:
    """What base.html shows around each page."""
    visitor = seen_visitor(connection)
    path = connection.url.path
    demo = parts(connection).demo
    return {
        "visitor": visitor,
        "language": language,
        "path": path,
        "navigation": menu(visitor, path),
        "other_languages": [
            (code, i18n.NAMES[code], _in_language(connection, code)) for code in LANGUAGES if code != language
        ],
        "demo": demo,
        "demo_here": demo and on_loopback(connection),
        "flash": _flash(connection),
        "refused": status == HTTP_422_UNPROCESSABLE_ENTITY,
    }


def _in_language(connection: Connection, language: str) -> str:
    """This page's address in another language; a page that answers a form leads to its start."""
    query = [(k, v) for k, v in parse_qsl(connection.url.query or "", keep_blank_values=True) if k != "lang"]
    return f"{connection.url.path}?{urlencode([*query, ('lang', language)])}"


def _flash(connection: Connection) -> str:
    packed = cookie_of(connection, "notice")
    if not packed:
        return ""
    leave_cookie(connection, "notice", "", max_age=0)
    try:
        words = json.loads(urlsafe_b64decode(packed))
    except ValueError:
        return ""
    return words if isinstance(words, str) else ""


def _packed(words: str) -> str:
    return urlsafe_b64encode(json.dumps(words[:600]).encode()).decode()


@cache
def _version(name: str) -> str:
    return hashlib.sha256((STATIC / name).read_bytes()).hexdigest()[:10]
