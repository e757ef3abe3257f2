"""Every *no* becomes a page in the visitor's language, or a problem document (RFC 9457) for programs."""

from __future__ import annotations

import json
import logging
import secrets
from http import HTTPStatus
from typing import Any
from urllib.parse import quote

from litestar import Request
from litestar.exceptions import HTTPException
from litestar.response import Response

from policies.phrases import phrase
from policies.refusal import Invalid, Missing, NotEntitled, NotFound, Refused
from policies.text import Text
from web.i18n import N_
from web.rendering import language_of, page, to

log = logging.getLogger("tablee.web")

AnyRequest = Request[Any, Any, Any]

STATUSES: tuple[tuple[type[Refused], HTTPStatus], ...] = (
    (NotFound, HTTPStatus.NOT_FOUND),
    (NotEntitled, HTTPStatus.FORBIDDEN),
    (Invalid, HTTPStatus.UNPROCESSABLE_ENTITY),
    (Refused, HTTPStatus.CONFLICT),
)

TITLES = {
    HTTPStatus.NOT_FOUND: N_("Page not found"),
    HTTPStatus.FORBIDDEN: N_("You are not entitled to this"),
    HTTPStatus.UNPROCESSABLE_ENTITY: N_("Some fields need correcting"),
    HTTPStatus.CONFLICT: N_("This is not possible"),
    HTTPStatus.METHOD_NOT_ALLOWED: N_("Not possible at this address"),
    HTTPStatus.REQUEST_ENTITY_TOO_LARGE: N_("Too large"),
    HTTPStatus.TOO_MANY_REQUESTS: N_("Too many requests"),
    HTTPStatus.INTERNAL_SERVER_ERROR: N_("Something went wrong"),
}

TITLES_OF_CODES = {"web.forged": N_("This form was not taken")}

# Where the page exists and only says no, it leads back to what it belongs to.
NOT_LOST = (HTTPStatus.CONFLICT, HTTPStatus.FORBIDDEN)
BACK = {"decision": N_("Back to the decision"), "partnership": N_("Back to the partnership")}


CODES = {
    HTTPStatus.NOT_FOUND: "common.not_found",
    HTTPStatus.METHOD_NOT_ALLOWED: "web.not_allowed",
    HTTPStatus.REQUEST_ENTITY_TOO_LARGE: "web.too_large",
    HTTPStatus.TOO_MANY_REQUESTS: "web.too_many",
}


class SignInFirst(Refused):
    """The page is for people who are signed in."""

    def __init__(self) -> None:
        super().__init__("web.sign_in_first")


class TooMany(Refused):
    """A limit on attempts is reached."""

    def __init__(self) -> None:
        super().__init__("web.too_many")


def refused(request: AnyRequest, no: Refused) -> Response[Any]:
    status = next(status for kind, status in STATUSES if isinstance(no, kind))
    if isinstance(no, TooMany):
        status = HTTPStatus.TOO_MANY_REQUESTS
    if isinstance(no, SignInFirst):
        if not wants_json(request):
            return to(request, "/sign-in?next=" + quote(_asked(request), safe=""))
        status = HTTPStatus.UNAUTHORIZED
    return answer(request, status, no.code, no.text, no)


def litestar_refused(request: AnyRequest, error: HTTPException) -> Response[Any]:
    """What Litestar itself refuses: an unknown address, another method, a body it cannot read."""
    status = HTTPStatus(error.status_code)
    if status >= HTTPStatus.INTERNAL_SERVER_ERROR:
        return unexpected(request, error)
    code = CODES.get(status, "web.bad_request")
    response = answer(request, status, code, phrase(code))
    if allow := (error.headers or {}).get("Allow"):
        response.headers["Allow"] = allow
    return response


def unexpected(request: AnyRequest, error: Exception) -> Response[Any]:
    """A bug: its details go to the server's log under a reference, never to the visitor."""
    reference = secrets.token_hex(4)
    log.error("unexpected error %s on %s", reference, request.scope["path"], exc_info=error)
    code = "web.unexpected"
    return answer(request, HTTPStatus.INTERNAL_SERVER_ERROR, code, phrase(code, reference=reference))


def answer(
    request: AnyRequest, status: HTTPStatus, code: str, text: Text, no: Refused | None = None
) -> Response[Any]:
    missing = no.missing if no else ()
    fields = no.fields if isinstance(no, Invalid) else ()
    if not wants_json(request):
        title = TITLES_OF_CODES.get(code) or TITLES.get(status, N_("This did not work"))
        if missing:
            title = N_("Not possible yet")
        return page(
            request,
            "errors/refused.html",
            status=status,
            title=title,
            text=text,
            missing=missing,
            fields=fields,
            back=_came_from(request) if status in NOT_LOST else None,
        )
    problem: dict[str, Any] = {
        "type": f"urn:tablee:problem:{code}",
        "title": status.phrase,
        "status": int(status),
        "detail": text.in_(language_of(request)),
        "explanation": text.as_dict(),
        "missing": [_as_json(item) for item in missing],
    }
    if fields:
        problem["fields"] = [{"name": bad.name, "text": bad.text.as_dict()} for bad in fields]
    return Response(
        json.dumps(problem, ensure_ascii=False), status_code=status, media_type="application/problem+json"
    )


def wants_json(request: AnyRequest) -> bool:
    """Programs get documents, people pages: by the address, else by what they say they accept."""
    if request.scope["path"].startswith("/api/"):
        return True
    accept = request.headers.get("accept", "")
    return "json" in accept and "text/html" not in accept


HANDLERS: dict[Any, Any] = {Refused: refused, HTTPException: litestar_refused, Exception: unexpected}


def _as_json(missing: Missing) -> dict[str, Any]:
    texts = {"says": missing.says, "remedy": missing.remedy, "by": missing.by, "source": missing.source}
    return {"requirement": missing.requirement} | {
        name: text.as_dict() if text else None for name, text in texts.items()
    }


def _came_from(request: AnyRequest) -> tuple[str, str] | None:
    """Address and name of the page to go back to, where the address that said no belongs to one."""
    for kind, name in BACK.items():
        found = request.path_params.get(kind)
        if isinstance(found, str) and found.isascii() and found.replace("-", "").isalnum():
            return f"/{kind}s/{found}", name
    return None


def _asked(request: AnyRequest) -> str:
    """Where to go after signing in: the page asked for; after a form, the start."""
    if request.method != "GET":
        return "/"
    query = request.url.query
    return f"{request.url.path}?{query}" if query else str(request.url.path)
