"""The evaluation over HTTP: pieces with what is missing, consent taken and taken back, a recommendation."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from governance.database import Database
from governance.tables.evaluation import EvaluationPiece
from tests.web.browser import Browser
from tests.web.test_prompts_pages import as_, house, indicator  # noqa: F401  (fixtures)
from tests.workflows.arriving import arrive
from tests.workflows.house import House

In = Callable[[str], Browser]


@pytest.fixture
def evaluated(house: House, database: Database) -> House:  # noqa: F811
    arrive(house, "evaluation")
    return house


def evaluation(house: House, rest: str = "") -> str:  # noqa: F811
    return f"/partnerships/{house.id}/evaluation{rest}"


def piece(house: House) -> str:  # noqa: F811
    with house.database.reading() as tx:
        return tx.all(EvaluationPiece, partnership=house.id, order="added")[-1].id


def test_before_its_time_the_page_says_when_it_is_written(house: House, as_: In) -> None:  # noqa: F811
    browser = as_("facilitatrice")
    page = browser.get(evaluation(house))
    assert page.status == 200
    assert "n’a pas commencé" in page.words
    assert browser.get(evaluation(house, "/piece/lessons")).status == 403


def test_the_page_says_what_is_missing_and_what_may_follow(evaluated: House, as_: In) -> None:  # noqa: F811
    page = as_("evaluateur").get(evaluation(evaluated))
    assert "Témoignage Manque" in page.words
    assert "Coût Facultatif" in page.words
    assert "Paul Nguyen" in page.words
    assert "Reconduire — il manque" in page.words


def test_every_link_of_the_page_opens(evaluated: House, as_: In) -> None:  # noqa: F811
    browser = as_("evaluateur")
    links = {href for href, _words in browser.get(evaluation(evaluated)).links if href.startswith("/partner")}
    assert {evaluation(evaluated, "/piece/figures"), evaluation(evaluated, "/recommendation/new")} <= links
    assert {link: browser.get(link).status for link in links} == dict.fromkeys(links, 200)


def test_figures_are_added_beside_their_targets(evaluated: House, as_: In) -> None:  # noqa: F811
    browser = as_("evaluateur")
    action = evaluation(evaluated, "/piece/figures")
    browser.get(action)
    page = browser.send(action, **{f"figure-{indicator(evaluated)}": "", "text": "Un point sous la cible."})
    assert page.status == 422
    assert "au moins un indicateur" in page.words
    page = browser.send(action, **{f"figure-{indicator(evaluated)}": "6", "text": "Un point sous la cible."})
    assert page.status == 200
    assert "Chiffres Présent" in page.words
    assert "Un point sous la cible." in page.words


def test_a_testimony_without_consent_is_not_taken_and_nothing_typed_is_lost(
    evaluated: House,
    as_: In,  # noqa: F811
) -> None:
    browser = as_("evaluateur")
    action = evaluation(evaluated, "/piece/testimony")
    browser.get(action)
    told = {"text": "J’apprends aux autres.", "told_by": "Mariam", "purpose": "Le rapport", "media": "Papier"}
    page = browser.send(action, **told, until="2027-12-31")
    assert page.status == 422
    assert "Sans l’accord de la personne" in page.words
    assert page.form(action).values["text"] == ["J’apprends aux autres."]
    page = browser.send(action, **told, until="2027-12-31", consent="yes")
    assert page.status == 200
    assert "J’apprends aux autres." in page.words


def test_a_withdrawn_testimony_is_gone_from_the_page(evaluated: House, as_: In) -> None:  # noqa: F811
    browser = as_("evaluateur")
    action = evaluation(evaluated, "/piece/testimony")
    browser.get(action)
    browser.send(
        action,
        text="J’apprends aux autres.",
        told_by="Mariam",
        purpose="Le rapport",
        media="Papier",
        until="2027-12-31",
        consent="yes",
    )
    gone = evaluation(evaluated, f"/withdraw/{piece(evaluated)}")
    assert "seront effacés" in browser.get(gone).words
    page = browser.send(gone)
    assert page.status == 200
    assert "La pièce est retirée" in page.words
    assert "J’apprends aux autres." not in page.words
    assert browser.get(gone).status == 404


def test_feedback_needs_a_published_consultation_first(evaluated: House, as_: In) -> None:  # noqa: F811
    page = as_("evaluateur").get(evaluation(evaluated, "/piece/feedback"))
    assert "Aucun retour n’est encore publié" in page.words
    assert evaluation(evaluated, "/piece/feedback") not in [form.action for form in page.forms]


def test_an_evaluator_recommends_with_reasons(evaluated: House, as_: In) -> None:  # noqa: F811
    browser = as_("evaluateur")
    action = evaluation(evaluated, "/recommendation/new")
    browser.get(action)
    assert browser.send(action, recommendation="renew").status == 422
    page = browser.send(action, recommendation="renew", reasons="La cible est presque atteinte.")
    assert page.status == 200
    assert "La cible est presque atteinte." in page.words


def test_only_an_evaluator_finds_the_form_and_the_others_are_told_who(
    evaluated: House,
    as_: In,  # noqa: F811
) -> None:
    browser = as_("facilitatrice")
    assert browser.get(evaluation(evaluated, "/recommendation/new")).status == 403
    assert "conclure l’évaluation" in browser.get(evaluation(evaluated)).words


@pytest.mark.parametrize("rest", ["/piece/rumour", "/withdraw/unknown", "/nothing/here"])
def test_what_is_not_there_is_no_page(evaluated: House, as_: In, rest: str) -> None:  # noqa: F811
    assert as_("evaluateur").get(evaluation(evaluated, rest)).status == 404
