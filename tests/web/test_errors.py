"""Every *no* explains itself, on a page for people and in a document for programs."""

from __future__ import annotations

import logging
from collections.abc import Iterator

import httpx
import pytest
from litestar import Litestar, get, post

from governance.database import Database
from policies.refusal import BadField, Invalid, Missing, NotEntitled, NotFound, Refused
from policies.text import Text
from tests.web.browser import Browser
from tests.web.serving import serving
from web.given import Answer, Form, Request

MISSING = Missing(
    requirement="seated-beneficiaries",
    says=Text(fr="Deux sièges sont à pourvoir", en="Two seats are to be filled"),
    remedy=Text(fr="Invitez deux personnes concernées", en="Invite two people concerned"),
    by=Text(fr="la facilitatrice", en="the facilitator"),
    source=Text(fr="l’article, l. 106", en="the article, l. 106"),
)
REFUSALS = {
    "refused": lambda: Refused("common.required", missing=(MISSING,)),
    "too-late": lambda: Refused("common.required"),
    "not-entitled": lambda: NotEntitled("common.required"),
    "not-found": lambda: NotFound("common.not_found"),
    "invalid": lambda: Invalid((BadField("title", Text(fr="Trop court", en="Too short")),)),
    "bug": lambda: ZeroDivisionError("the secret detail"),
}


def _add_routes(app: Litestar) -> None:
    @get("/no/{kind:str}", sync_to_thread=True)
    def page(request: Request) -> Answer:
        raise REFUSALS[request.path_params["kind"]]()

    @get("/api/v1/no/{kind:str}", sync_to_thread=True)
    def interface(request: Request) -> Answer:
        raise REFUSALS[request.path_params["kind"]]()

    @post("/big", sync_to_thread=True)
    def big(form: Form) -> Answer:
        raise NotFound("common.not_found")

    for handler in (page, interface, big):
        app.register(handler)


@pytest.fixture
def server(database: Database) -> Iterator[str]:
    with serving(database, change=_add_routes) as address:
        yield address


@pytest.mark.parametrize(
    ("kind", "status", "title"),
    [
        ("refused", 409, "Pas encore possible"),
        ("too-late", 409, "Ce n’est pas possible"),
        ("not-entitled", 403, "Vous n’y avez pas droit"),
        ("not-found", 404, "Page introuvable"),
        ("invalid", 422, "Certains champs sont à corriger"),
        ("bug", 500, "Une erreur s’est produite"),
    ],
)
def test_each_kind_of_no_has_its_status_and_its_page(
    browser: Browser, kind: str, status: int, title: str
) -> None:
    page = browser.get(f"/no/{kind}")
    assert page.status == status
    assert title in page.words
    assert page.language == "fr"


def test_a_refusal_lists_what_is_missing_its_remedy_and_who_can_supply_it(browser: Browser) -> None:
    words = browser.get("/no/refused").words
    assert "Manque : Deux sièges sont à pourvoir" in words
    assert "Invitez deux personnes concernées" in words
    assert "Qui peut l’apporter : la facilitatrice" in words
    assert "Source : l’article, l. 106" in words


def test_a_program_gets_a_problem_document_with_both_languages(client: httpx.Client) -> None:
    answer = client.get("/no/refused", headers={"accept": "application/json", "accept-language": "en"})
    assert answer.status_code == 409
    assert answer.headers["content-type"] == "application/problem+json"
    problem = answer.json()
    assert problem["type"] == "urn:tablee:problem:common.required"
    assert problem["title"] == "Conflict"
    assert problem["status"] == 409
    assert problem["detail"] == problem["explanation"]["en"] == "This field must be filled in."
    assert problem["explanation"]["fr"] == "Ce champ est à remplir."
    assert problem["missing"] == [
        {
            "requirement": "seated-beneficiaries",
            "says": MISSING.says.as_dict(),
            "remedy": {"fr": "Invitez deux personnes concernées", "en": "Invite two people concerned"},
            "by": {"fr": "la facilitatrice", "en": "the facilitator"},
            "source": {"fr": "l’article, l. 106", "en": "the article, l. 106"},
        }
    ]


def test_under_api_everybody_gets_documents(client: httpx.Client) -> None:
    for path, status in (("/api/v1/no/invalid", 422), ("/api/v1/nothing", 404), ("/api/v1/no/bug", 500)):
        answer = client.get(path, headers={"accept": "text/html"})
        assert answer.status_code == status
        assert answer.headers["content-type"] == "application/problem+json"
    fields = client.get("/api/v1/no/invalid").json()["fields"]
    assert fields == [{"name": "title", "text": {"fr": "Trop court", "en": "Too short"}}]


def test_a_program_that_is_not_signed_in_is_told_so(client: httpx.Client) -> None:
    answer = client.get("/account", headers={"accept": "application/json"})
    assert answer.status_code == 401
    assert answer.json()["type"] == "urn:tablee:problem:web.sign_in_first"


def test_a_bug_leaks_nothing_but_a_reference_to_the_log(
    browser: Browser, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.ERROR, logger="tablee.web"):
        page = browser.get("/no/bug")
    assert "secret" not in page.response.text
    assert "ZeroDivisionError" not in page.response.text
    (record,) = [record for record in caplog.records if record.name == "tablee.web"]
    reference = str(record.args[0]) if isinstance(record.args, tuple) else ""
    assert len(reference) == 8
    assert reference in page.words
    assert record.exc_info


def test_an_unknown_address_and_another_method_have_their_pages(browser: Browser) -> None:
    assert "Page introuvable" in browser.get("/nothing/here").words
    answer = browser.client.put("/sign-in")
    assert answer.status_code == 405
    assert "Impossible à cette adresse" in answer.text


def test_what_is_too_large_or_unreadable_is_refused(client: httpx.Client) -> None:
    large = client.post("/big", data={"a": "x" * 12_500_000})
    assert large.status_code == 413
    assert "Trop volumineux" in large.text
    broken = client.post(
        "/big", content=b"--x\r\nnonsense", headers={"content-type": "multipart/form-data; boundary=x"}
    )
    assert broken.status_code in (400, 403)
