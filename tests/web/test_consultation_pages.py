"""The consultation in a browser: prepared, answered by link, told what became of it."""

from __future__ import annotations

import pytest

from governance.database import Database
from governance.tables.consultation import Consultation
from tests.web.browser import Browser, Page
from tests.web.entering import enter, last_mail
from tests.workflows.hearing import Hearing
from tests.workflows.house import House
from workflows import consultation, partnership

AIM = "Savoir si la ressourcerie répond à vos besoins."


@pytest.fixture
def house(database: Database) -> House:
    house = House(database).draft().seated().written()
    house.decide("propose")
    return house


@pytest.fixture
def hearing(house: House) -> Hearing:
    return Hearing(house).opened()


def sign_in(browser: Browser, house: House, person: str) -> str:
    """Sign in; gives the address of the consultation."""
    browser.client.cookies.clear()
    enter(browser, house.database, house.who[person].person or "")
    return f"/partnerships/{house.id}/consultation"


def given(browser: Browser, hearing: Hearing, token: str, *texts: str) -> Page:
    """Give a view by link, as one does without an account."""
    browser.client.cookies.clear()
    browser.get(f"/c/{token}")
    answers = {f"answer-{q}": text for q, text in zip(hearing.questions, texts, strict=False)}
    consents = [k for k, consent in hearing.house.pack.consultation.consents.items() if consent.required]
    category = next(iter(hearing.house.pack.consultation.categories))
    return browser.send(f"/c/{token}", category=category, consents=consents, **answers)


def test_a_consultation_is_prepared_and_opened_through_pages(browser: Browser, house: House) -> None:
    base = sign_in(browser, house, "facilitatrice")
    assert "Personne n’a encore été consulté" in browser.get(base).words
    browser.get(f"{base}/plan/new")
    page = browser.send(f"{base}/plan/new", aim=AIM, channels=["online"])
    assert page.status == 422
    assert "Choisissez au moins 2 façons différentes de contribuer." in page.words
    assert page.form(f"{base}/plan/new").values["aim"] == [AIM]
    page = browser.send(f"{base}/plan/new", level="concertation", channels=["online", "phone"])
    assert "Il n’y a pas encore de question." in page.words
    hearing = Hearing(house, latest(house))

    browser.get(f"{base}/question/{hearing.id}")
    page = browser.send(
        f"{base}/question/{hearing.id}", text="De quoi avez-vous besoin ?", easy="Que voulez-vous ?"
    )
    assert "Plus simplement" in page.words
    assert "Facile à lire" not in page.words
    (question,) = hearing.questions
    browser.get(f"{base}/question/{question}")
    page = browser.send(f"{base}/question/{question}", proofread="2026-01-05")
    assert "Facile à lire. Relu par des personnes concernées le 5 janvier 2026." in page.words

    house.do(partnership.move, "open_consultation", "C’est le moment d’écouter.")
    browser.get(base)
    page = browser.send(f"{base}/open/{hearing.id}")
    assert "Personne ne lit ce qui est dit tant qu’elle est ouverte" in page.words


def latest(house: House) -> str:
    with house.database.reading() as tx:
        return tx.all(Consultation, partnership=house.id, order="prepared")[-1].id


def test_a_link_is_shown_once_and_mailed(browser: Browser, hearing: Hearing) -> None:
    base = sign_in(browser, hearing.house, "facilitatrice")
    browser.get(f"{base}/invite/{hearing.id}")
    page = browser.send(f"{base}/invite/{hearing.id}", email="nulle part", language="fr")
    assert page.status == 422
    page = browser.send(f"{base}/invite/{hearing.id}", label="Mme T.", email="t@example.org", language="fr")
    address = last_mail(hearing.house.database).link
    assert address.removesuffix("?lang=fr") in page.words
    assert "/c/" not in browser.get(base).response.text
    assert "Mme T." in browser.page.words
    browser.client.cookies.clear()
    assert "Votre avis compte" in browser.get(address).words


def test_the_form_of_an_invitation_sent_twice_makes_one_link(browser: Browser, hearing: Hearing) -> None:
    base = sign_in(browser, hearing.house, "facilitatrice")
    form = browser.get(f"{base}/invite/{hearing.id}").form(f"{base}/invite/{hearing.id}")
    for expected in ("Le lien est créé.", "Un lien n’est montré qu’une fois."):
        response = browser.client.post(form.action, data=form.values, follow_redirects=True)
        assert expected in Page(response).words


def test_an_invitation_is_not_said_to_be_mailed_where_no_mail_leaves(
    browser: Browser, hearing: Hearing
) -> None:
    base = sign_in(browser, hearing.house, "facilitatrice")
    browser.get(f"{base}/invite/{hearing.id}")
    page = browser.send(f"{base}/invite/{hearing.id}", email="voisine@example.org")
    assert "Aucun courriel ne part d’ici" in page.words
    assert "Il part aussi par courriel." not in page.words


def test_a_view_is_given_by_link_without_an_account_and_changed(browser: Browser, hearing: Hearing) -> None:
    token = hearing.invited().token
    page = given(browser, hearing, token, "Un atelier le samedi.")
    assert "Merci. Vos paroles sont gardées." in page.words
    assert "Un atelier le samedi." in page.words
    assert "Gardez l’adresse de cette page." in page.words
    browser.get(f"/c/{token}/change")
    first = f"answer-{hearing.questions[0]}"
    assert browser.page.form(f"/c/{token}").values[first] == ["Un atelier le samedi."]
    page = given_again(browser, hearing, token, **{first: "Un atelier le mardi."})
    assert "Un atelier le mardi." in page.words
    assert "samedi" not in page.words
    assert len(hearing.contributions) == 1


def given_again(browser: Browser, hearing: Hearing, token: str, **answers: str) -> Page:
    consents = [k for k, consent in hearing.house.pack.consultation.consents.items() if consent.required]
    return browser.send(f"/c/{token}", consents=consents, **answers)


def test_what_was_typed_is_kept_where_something_is_missing(browser: Browser, hearing: Hearing) -> None:
    token = hearing.invited().token
    browser.get(f"/c/{token}")
    name = f"answer-{hearing.questions[0]}"
    page = browser.send(f"/c/{token}", **{name: "Un atelier le samedi."})
    assert page.status == 422
    assert page.form(f"/c/{token}").values[name] == ["Un atelier le samedi."]
    assert "Sans cet accord, nous ne pouvons pas garder votre contribution." in page.words
    assert "Qui êtes-vous ? — Dites qui parle : choisissez une des réponses." in page.words
    assert page.words.index("Certains champs sont à corriger") < page.words.index("Avant de répondre")
    assert "<title>Erreur : Votre avis compte" in page.response.text
    assert page.response.headers["referrer-policy"] == "no-referrer"


def test_words_are_taken_back_by_the_same_link(browser: Browser, hearing: Hearing) -> None:
    token = hearing.invited().token
    given(browser, hearing, token, "Je retire cela.")
    browser.get(f"/c/{token}/withdraw")
    page = browser.send(f"/c/{token}/withdraw")
    assert "Ce que vous aviez dit est effacé." in page.words
    assert "Je retire cela." not in page.words
    assert browser.get(f"/c/{token}/withdraw").response.url.path == f"/c/{token}"


def test_the_page_of_a_link_leads_nowhere_else_and_is_not_sent_on(browser: Browser, hearing: Hearing) -> None:
    token = hearing.invited().token
    page = browser.get(f"/c/{token}")
    assert page.response.headers["referrer-policy"] == "no-referrer"
    assert "noindex" in page.response.headers["x-robots-tag"]
    assert all(address.startswith(("#", f"/c/{token}")) for address, _words in page.links)
    english = browser.get(f"/c/{token}?lang=en")
    assert (english.language, "Your view counts" in english.words) == ("en", True)


def test_a_bad_link_and_a_revoked_one_get_the_same_plain_page(browser: Browser, hearing: Hearing) -> None:
    handed = hearing.invited()
    hearing.house.do(consultation.revoke, handed.link)
    texts = set()
    for token in (handed.token, "x" * 43):
        for more in ("", "/change", "/withdraw"):
            page = browser.get(f"/c/{token}{more}")
            assert page.status == 404
            texts.add(page.words)
    assert len(texts) == 1


def test_a_helper_writes_down_what_somebody_says_and_hands_over_a_link(
    browser: Browser, hearing: Hearing
) -> None:
    base = sign_in(browser, hearing.house, "relais")
    rules = hearing.house.pack.consultation
    browser.get(f"{base}/enter/{hearing.id}")
    values = {
        f"answer-{hearing.questions[0]}": "Elle préfère le matin.",
        "category": next(iter(rules.categories)),
        "consents": [key for key, consent in rules.consents.items() if consent.required],
    }
    page = browser.send(f"{base}/enter/{hearing.id}", **values)
    assert page.status == 422
    page = browser.send(f"{base}/enter/{hearing.id}", channel="phone", employer="Centre communal", **values)
    assert "Remettez ce lien à son auteur." in page.words
    token = page.words.partition("/c/")[2].split()[0]
    assert "Ce que vous avez écrit pour d’autres" in browser.get(base).words
    assert "Elle préfère le matin." not in browser.page.words
    browser.client.cookies.clear()
    page = browser.get(f"/c/{token}")
    assert "Elle préfère le matin." in page.words
    assert "Écrite par Samira Haddad, qui travaille pour : Centre communal." in page.words


def test_nobody_reads_before_closing_and_the_parties_only_after_publication(
    browser: Browser, hearing: Hearing
) -> None:
    hearing.contribute(hearing.invited(label="Mme T."), "Un atelier le samedi.")
    for person in ("facilitatrice", "maire", "auditrice"):
        base = sign_in(browser, hearing.house, person)
        assert "Un atelier le samedi." not in browser.get(base).words
    hearing.closed()
    sign_in(browser, hearing.house, "auditrice")
    assert "Un atelier le samedi." not in browser.get(base).words
    sign_in(browser, hearing.house, "facilitatrice")
    assert "Un atelier le samedi." in browser.get(base).words
    hearing.answer(*hearing.contributions)
    hearing.publish("Vous voulez des ateliers.")
    sign_in(browser, hearing.house, "maire")
    page = browser.get(base)
    assert "Un atelier le samedi." in page.words
    assert "Vous voulez des ateliers." in page.words
    assert "Contribution n° 1 (En ligne)" in page.words
    assert "Mme T." not in page.words


def test_responses_are_written_then_published_and_each_sees_theirs(
    browser: Browser, hearing: Hearing
) -> None:
    tokens = [hearing.invited() for _ in range(2)]
    made = [hearing.contribute(link, f"Idée {n}.") for n, link in enumerate(tokens, start=1)]
    hearing.closed()
    base = sign_in(browser, hearing.house, "facilitatrice")
    assert "Contributions n° 1, 2. Rien n’est publié" in browser.get(base).words
    browser.get(f"{base}/response/{hearing.id}")
    assert browser.send(f"{base}/response/{hearing.id}").status == 422
    page = browser.send(
        f"{base}/response/{hearing.id}",
        contributions=[made[0].id],
        verdict="taken_up",
        decided="Un atelier ouvre le samedi.",
        because="Vous êtes nombreux à le demander.",
        next_step="En mars, avec l’association.",
    )
    assert "Contributions n° 2. Rien n’est publié" in page.words
    browser.get(f"{base}/publish/{hearing.id}")
    page = browser.send(f"{base}/publish/{hearing.id}", synthesis="Des ateliers.")
    assert page.status == 409
    assert "n°\u00a02" in page.response.text
    browser.get(f"{base}/response/{hearing.id}")
    browser.send(
        f"{base}/response/{hearing.id}",
        contributions=[made[1].id],
        verdict="not_taken_up",
        because="La place manque.",
    )
    browser.client.cookies.clear()
    assert "Les réponses s’écrivent" in browser.get(f"/c/{tokens[0].token}").words
    sign_in(browser, hearing.house, "facilitatrice")
    browser.get(f"{base}/publish/{hearing.id}")
    assert "Des ateliers." in browser.send(f"{base}/publish/{hearing.id}", synthesis="Des ateliers.").words

    browser.client.cookies.clear()
    page = browser.get(f"/c/{tokens[0].token}")
    for words in (
        "Vous avez dit",
        "Idée 1.",
        "Nous avons décidé",
        "Un atelier ouvre le samedi.",
        "Parce que",
        "La suite",
        "En mars, avec l’association.",
        "Des ateliers.",
    ):
        assert words in page.words
    assert "La place manque." not in page.words
    assert "La place manque." in browser.get(f"/c/{tokens[1].token}").words


def test_a_draft_is_changed_on_its_page(browser: Browser, hearing: Hearing) -> None:
    made = hearing.contribute(hearing.invited())
    hearing.closed()
    hearing.answer(made)
    response = hearing.contributions[0].response
    base = sign_in(browser, hearing.house, "facilitatrice")
    page = browser.get(f"{base}/response/{response}")
    assert page.form(f"{base}/response/{response}").values["contributions"] == [made.id]
    page = browser.send(f"{base}/response/{response}", because="Une autre raison.")
    assert "Une autre raison." in page.words


def test_a_seat_of_those_concerned_says_and_withdraws(browser: Browser, hearing: Hearing) -> None:
    base = sign_in(browser, hearing.house, "resident")
    rules = hearing.house.pack.consultation
    browser.get(f"{base}/say/{hearing.id}")
    page = browser.send(
        f"{base}/say/{hearing.id}",
        category=next(iter(rules.categories)),
        consents=[key for key, consent in rules.consents.items() if consent.required],
        **{f"answer-{hearing.questions[0]}": "Le samedi."},
    )
    assert "Le samedi." in page.words
    (made,) = hearing.contributions
    browser.get(f"{base}/withdraw/{made.id}")
    assert "Le samedi." not in browser.send(f"{base}/withdraw/{made.id}").words
    assert browser.get(f"{base}/withdraw/{made.id}").status == 404


def test_nobody_is_offered_what_they_may_not_do(browser: Browser, hearing: Hearing) -> None:
    made = hearing.contribute(hearing.invited())
    base = sign_in(browser, hearing.house, "maire")
    page = browser.get(base)
    forms = [form.action for form in page.forms if form.action.startswith(base)]
    offered = [address for address, _words in page.links if address.startswith(f"{base}/")]
    assert forms == offered == []
    for step in ("plan/new", f"invite/{hearing.id}", f"enter/{hearing.id}", f"extend/{hearing.id}"):
        assert browser.get(f"{base}/{step}").status == 403
    for step in (f"withdraw/{made.id}", f"response/{hearing.id}", "nothing/here", f"close/{hearing.id}"):
        assert browser.get(f"{base}/{step}").status in (403, 404)
    sign_in(browser, hearing.house, "etranger")
    assert browser.get(base).status == 404


def test_it_is_extended_and_nobody_can_shorten_it(browser: Browser, hearing: Hearing) -> None:
    base = sign_in(browser, hearing.house, "facilitatrice")
    browser.get(f"{base}/extend/{hearing.id}")
    assert browser.send(f"{base}/extend/{hearing.id}", until="2026-01-05").status == 422
    page = browser.send(f"{base}/extend/{hearing.id}", until="2026-03-02")
    assert "2 mars 2026" in page.words
    assert "pas avant : c’est ce qui a été dit aux personnes" in page.words


def test_a_plan_is_changed_and_a_question_dropped_before_the_opening(browser: Browser, house: House) -> None:
    hearing = Hearing(house).prepared("Un ?", "Deux ?")
    base = sign_in(browser, house, "facilitatrice")
    page = browser.get(f"{base}/plan/{hearing.id}")
    assert page.form(f"{base}/plan/{hearing.id}").values["channels"] == list(house.pack.consultation.channels)
    assert AIM in browser.send(f"{base}/plan/{hearing.id}", aim=AIM).words
    assert "Deux ?" not in browser.send(f"{base}/drop/{hearing.questions[1]}").words
    assert browser.get(f"{base}?of=0").status == 404


def test_a_link_is_cancelled_on_the_page(browser: Browser, hearing: Hearing) -> None:
    handed = hearing.invited(label="Mme T.")
    base = sign_in(browser, hearing.house, "facilitatrice")
    browser.get(base)
    page = browser.send(f"{base}/revoke/{handed.link}")
    assert "Annulé" in page.words
    assert "Mme T." not in page.words
    assert browser.get(f"/c/{handed.token}").status == 404


def test_a_form_that_stayed_open_while_its_link_was_cancelled_is_answered_plainly(
    browser: Browser, hearing: Hearing
) -> None:
    writing, leaving = hearing.invited(), hearing.invited()
    hearing.contribute(leaving)
    browser.get(f"/c/{writing.token}")
    hearing.house.do(consultation.revoke, writing.link)
    assert browser.send(f"/c/{writing.token}").status == 404
    browser.get(f"/c/{leaving.token}/withdraw")
    hearing.house.do(consultation.revoke, leaving.link)
    assert browser.send(f"/c/{leaving.token}/withdraw").status == 404


def test_what_a_helper_wrote_is_not_offered_for_change(browser: Browser, hearing: Hearing) -> None:
    handed = hearing.helped()
    page = browser.get(f"/c/{handed.token}/change")
    assert page.response.url.path == f"/c/{handed.token}"
    assert not any(address.endswith("/change") for address, _words in page.links)
