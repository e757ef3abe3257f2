"""The compliance officer's pages: the log with filters, acts, decisions, and whether it all holds."""

from __future__ import annotations

import pytest

from governance.database import Database
from governance.tables.log import Disclosure, Leaf
from governance.tables.partnership import Partnership
from governance.tables.people import Person
from governance.transaction import Transaction
from tests.web.browser import Browser, Page
from tests.web.entering import enter
from tests.workflows.hearing import Hearing
from tests.workflows.house import House
from workflows import parties


@pytest.fixture
def house(database: Database) -> House:
    """A partnership whose proposal was adopted, with one seat against it."""
    house = House(database).draft().seated().written()
    database.clock.forward(minutes=10)  # type: ignore[attr-defined]
    house.decide("propose", asso="against")
    return house


@pytest.fixture
def officer(browser: Browser, house: House) -> Browser:
    enter(browser, house.database, house.who["auditrice"].person or "")
    return browser


def acts(house: House, kind: str) -> list[Leaf]:
    with house.database.reading() as tx:
        return tx.all(Leaf, kind=kind, order="position")


def first_act(house: House, kind: str) -> str:
    return f"/audit/acts/{acts(house, kind)[0].act}"


def rows(page: Page) -> list[str]:
    """The acts in the list, as the addresses of their pages."""
    return [address for address, _ in page.links if address.startswith("/audit/acts/")]


def test_the_newest_acts_come_first_in_words(officer: Browser, house: House) -> None:
    page = officer.get("/audit")
    assert rows(page)[0] == first_act(house, "partnership.state-changed")
    assert "Le partenariat est passé de « Brouillon » à « Proposé » (Proposer au comité)." in page.words
    assert "Fatou Diallo — Facilitation" in page.words
    assert "Tablée, selon les règles" in page.words


def test_the_log_is_read_page_by_page_without_gap_or_repetition(officer: Browser, house: House) -> None:
    House(house.database, who=house.who).draft("Jardin du Breil").seated()
    everything = [f"/audit/acts/{leaf.act}" for leaf in reversed(all_acts(house))]
    first = officer.get("/audit")
    second = officer.get(leading(first, "Actes plus anciens"))
    assert 50 < len(everything) <= 100
    assert rows(first) == everything[:50]
    assert rows(second) == everything[50:]
    assert rows(officer.get(leading(second, "Actes plus récents"))) == everything[:50]
    assert "Actes plus anciens" not in second.words


def leading(page: Page, words: str) -> str:
    """Where the link with these words leads."""
    return next(address for address, said in page.links if said == words)


def all_acts(house: House) -> list[Leaf]:
    with house.database.reading() as tx:
        return tx.all(Leaf, order="position")


def test_the_log_can_be_filtered_by_kind_and_by_subject(officer: Browser, house: House) -> None:
    assert len(rows(officer.get("/audit?kind=deliberation.ballot-cast"))) == 5
    deliberation = [leaf for leaf in all_acts(house) if leaf.kind.startswith("deliberation.")]
    assert len(rows(officer.get("/audit?kind=deliberation."))) == len(deliberation)


def test_the_log_can_be_filtered_by_person_in_all_their_functions(officer: Browser, house: House) -> None:
    person = house.who["maire"].person
    page = officer.get(f"/audit?by=person:{person}")
    assert rows(page) == [f"/audit/acts/{acts(house, 'deliberation.ballot-cast')[0].act}"]
    assert "Hélène Marchand — Membre du comité" in page.words


def test_the_log_can_be_filtered_by_partnership_and_by_part_of_the_program(
    officer: Browser, house: House
) -> None:
    other = House(house.database, who=house.who).draft("Jardin du Breil")
    drafted = [leaf for leaf in all_acts(house) if leaf.stream == f"partnership:{other.id}"]
    assert len(rows(officer.get(f"/audit?partnership={other.id}"))) == len(drafted)
    assert len(rows(officer.get(f"/audit?id={other.id}"))) == len(drafted)
    assert len(rows(officer.get("/audit?by=system:rules"))) == 3


def test_a_period_counts_both_of_its_days_in_paris(officer: Browser, house: House) -> None:
    house.database.clock.forward(days=1, hours=14, minutes=20)  # type: ignore[attr-defined]  # 23:30 in Paris
    house.do(parties.add_party, kind="company", name="Atelier du soir")
    joined = f"/audit/acts/{acts(house, 'parties.party-joined')[-1].act}"
    assert joined in rows(officer.get("/audit?since=2026-01-06&until=2026-01-06"))
    assert joined not in rows(officer.get("/audit?since=2026-01-07"))
    assert joined not in rows(officer.get("/audit?until=2026-01-05"))


def test_filters_that_match_nothing_say_so(officer: Browser) -> None:
    assert "Aucun acte ne répond à ces critères" in officer.get("/audit?until=2020-01-01").words


def test_a_date_that_is_none_is_refused_with_its_field(officer: Browser) -> None:
    page = officer.get("/audit?since=hier&kind=nothing")
    assert page.status == 422
    assert page.form("/audit").values["since"] == ["hier"]


def test_an_act_shows_its_texts_names_and_proof(officer: Browser, house: House) -> None:
    page = officer.get(first_act(house, "dossier.revised"))
    assert "Texte de « D’où vient le projet »." in page.words
    assert "Vérifiée à l’instant : elle mène de cet acte à la racine." in page.words
    assert '"kind":"dossier.revised"' in page.words
    assert "Fatou Diallo" in officer.get(first_act(house, "parties.mandate-given")).words


def test_an_act_leads_to_its_cause_and_its_neighbours(officer: Browser, house: House) -> None:
    links = [address for address, _ in officer.get(first_act(house, "deliberation.decision-closed")).links]
    last_ballot = acts(house, "deliberation.ballot-cast")[-1].act
    assert links.count(f"/audit/acts/{last_ballot}") == 2  # the cause, and the act before it
    assert first_act(house, "deliberation.effect-done") in links


def test_a_name_that_was_erased_is_said_to_be(officer: Browser, house: House) -> None:
    def erase(tx: Transaction) -> None:
        row = tx.one(Person, id=house.who["maire"].person)
        tx.delete(Disclosure, commitment=row.name if row else "")

    with house.database.transaction() as tx:
        erase(tx)
    page = officer.get(first_act(house, "deliberation.ballot-cast"))
    assert "(nom effacé)" in page.words
    assert "Hélène Marchand" not in page.words


def test_an_unknown_act_is_not_found(officer: Browser) -> None:
    assert officer.get("/audit/acts/none").status == 404
    assert officer.get("/audit/decisions/none").status == 404
    assert officer.get("/audit/partnerships/none").status == 404


def test_choices_are_kept_back_until_the_vote_closes(officer: Browser, house: House) -> None:
    other = House(house.database, who=house.who).draft("Jardin du Breil").seated().written()
    decision = other.open("propose")
    other.vote(decision, "", maire="against")
    ballot = f"/audit/acts/{acts(house, 'deliberation.ballot-cast')[-1].act}"
    kept = officer.get(ballot)
    assert "Le vote est encore ouvert" in kept.words
    assert "against" not in kept.response.text
    assert "contre" not in kept.response.text
    assert "Contre" not in officer.get(f"/audit/decisions/{decision}").words
    other.past(decision)
    enter(officer, house.database, house.who["auditrice"].person or "")  # the session ended meanwhile
    assert "contre" in officer.get(ballot).words
    assert "Contre" in officer.get(f"/audit/decisions/{decision}").words


def test_contributions_are_closed_while_the_consultation_is_open(officer: Browser, house: House) -> None:
    hearing = Hearing(house).opened()
    hearing.contribute(hearing.invited(label="Madame Petit"), "Un atelier le samedi.")
    page = officer.get(first_act(house, "consultation.contribution-made"))
    assert "La consultation est encore ouverte" in page.words
    assert "Un atelier le samedi." not in page.words


def test_the_author_of_a_contribution_is_named_nowhere(officer: Browser, house: House) -> None:
    hearing = Hearing(house).opened()
    handed = hearing.invited(label="Madame Petit")
    hearing.contribute(handed, "Un atelier le samedi.")
    hearing.closed()
    enter(officer, house.database, house.who["auditrice"].person or "")  # the session ended meanwhile
    address = first_act(house, "consultation.contribution-made")
    page = officer.get(address)
    assert "Un atelier le samedi." in page.words
    assert "son auteur n’est pas nommé" in page.words
    assert handed.link not in page.response.text
    assert "Madame Petit" not in page.words + officer.get("/audit").words


def test_no_contribution_is_found_by_the_person_who_made_it(officer: Browser, house: House) -> None:
    hearing = Hearing(house).opened()
    hearing.helped("Un atelier le samedi.")
    entered = first_act(house, "consultation.contribution-made")
    assert entered in rows(officer.get("/audit?kind=consultation."))
    assert entered not in rows(officer.get(f"/audit?by=person:{house.who['relais'].person}"))


def test_decisions_are_listed_with_outcome_and_rule(officer: Browser, house: House) -> None:
    page = officer.get("/audit/decisions")
    assert "Proposer au comité Adopté" in page.words
    assert "Proposition : ouvrir la co-construction" in page.words
    assert "Aucune décision ici" in officer.get("/audit/decisions?partnership=none").words


def test_a_decision_says_who_what_when_rule_and_arithmetic(officer: Browser, house: House) -> None:
    (opened,) = acts(house, "deliberation.decision-opened")
    decision = next(
        address
        for address, _ in officer.get("/audit/decisions").links
        if address.startswith("/audit/decisions/")
    )
    page = officer.get(decision)
    assert "Karim Benali Les Ateliers du Lien Associations et fondations Contre" in page.words
    assert "4 voix pour sur 5 voix exprimées" in page.words
    assert "aucun bulletin restant ne pouvait changer l’issue" in page.words
    assert "de « Brouillon » à « Proposé »" in page.words
    assert "seats.beneficiaries = 2" in page.words
    linked = {address for address, _ in page.links}
    told = [*acts(house, "deliberation.ballot-cast"), *acts(house, "partnership.state-changed"), opened]
    assert {f"/audit/acts/{leaf.act}" for leaf in told} <= linked


def test_an_officer_without_mandate_reads_a_partnership_over_time(officer: Browser, house: House) -> None:
    page = officer.get(f"/audit/partnerships/{house.id}")
    assert page.words.index("Entrée dans l’état : Proposé") < page.words.index("Vote ouvert")
    assert page.words.index("Vote ouvert") < page.words.index("Entrée dans l’état : Brouillon")
    assert not [form for form in page.forms if form.action.startswith("/partnerships")]


def test_a_record_that_holds_is_said_to(officer: Browser) -> None:
    officer.get("/audit/integrity")
    page = officer.send("/audit/integrity")
    assert page.status == 200
    assert "Le registre tient" in page.words
    assert page.words.count("Aucune anomalie.") == 2


def test_a_record_that_was_tampered_with_is_said_to(officer: Browser, house: House) -> None:
    with house.database.transaction() as tx:
        tx.write_set(Partnership, {"id": house.id}, {"state": "active"})
        leaf = acts(house, "parties.party-joined")[0]
        tx.set(Leaf, {"position": leaf.position}, bytes=b"{}")
    officer.get("/audit/integrity")
    page = officer.send("/audit/integrity")
    assert "Le registre ne tient pas" in page.words
    assert f"partnerships {house.id}" in page.words
    broken = officer.get(f"/audit/acts/{leaf.act}")
    assert "Cet acte ne se lit pas" in broken.words
    assert "Elle ne mène pas à la racine" in broken.words
    assert officer.get("/audit?kind=parties.party-joined").status == 200


def test_others_are_told_who_may_read_the_log(browser: Browser, house: House) -> None:
    enter(browser, house.database, house.who["facilitatrice"].person or "")
    page = browser.get("/audit")
    assert page.status == 403
    assert "lire le registre des décisions" in page.words
    assert "/audit" not in [address for address, _ in browser.get("/").links]


def test_the_menu_leads_officers_to_the_log(officer: Browser) -> None:
    assert ("/audit", "Registre des décisions") in officer.get("/").links


def test_administration_says_how_the_instance_is_doing(officer: Browser, house: House) -> None:
    page = officer.get("/administration")
    assert "Les tâches planifiées ne sont jamais passées" in page.words
    assert "En attente d’envoi 1" in page.words
    assert house.pack.digest in page.words
