"""My table: each thing that waits for a person is there, once, until it is done."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from governance.actors import Who, mandates_of
from governance.clock import SimulatedClock, civil_day, instant
from governance.database import Database
from governance.tables.review import Condition
from governance.transaction import Reading
from tests.workflows import agreeing
from tests.workflows.arriving import arrive
from tests.workflows.hearing import Hearing
from tests.workflows.house import House
from workflows import agreement, consultation, dossier, parties, review
from workflows.case import view
from workflows.due import last_day
from workflows.prompts import answer_prompt
from workflows.reads.partnership import waiting
from workflows.reads.prompts import life
from workflows.reads.table import asks, my_table
from workflows.reads.table.shapes import Ask, MyTable, Name
from workflows.tick import tick

REASON = "Nous avons lu le dossier et entendu les personnes."


@pytest.fixture
def house(database: Database) -> House:
    return House(database).draft().seated()


def table(house: House, who: str) -> MyTable:
    with house.database.reading() as tx:
        return my_table(tx, house.who[who])


def asked(house: House, who: str, what: str | None = None) -> list[Ask]:
    return [ask for ask in table(house, who).asks if what in (None, ask.what)]


def kinds(house: House, who: str) -> list[str]:
    return [ask.what for ask in asked(house, who)]


def ticked(house: House) -> None:
    assert tick(house.database).failed == 0


def forward(house: House, days: int) -> None:
    assert isinstance(house.database.clock, SimulatedClock)
    house.database.clock.forward(days=days)
    ticked(house)


def mandates(house: House, role: str) -> list[str]:
    """The mandates of a role that somebody holds today."""
    with house.database.reading() as tx:
        held = [mandate for who in house.who.values() for mandate in mandates_of(tx, who, house.id)]
    return [mandate.id for mandate in held if mandate.role == role]


def in_review(house: House) -> House:
    arrive(house, "ethical_review")
    ticked(house)
    return house


def declared(house: House) -> House:
    house.do(review.open_review, "Le projet respecte-t-il les personnes ?")
    house.do(review.declare_interest, has_interest=False, by="ethique")
    return house


def assessed(house: House, but: str = "") -> House:
    for criterion in house.pack.review.criteria:
        if criterion != but:
            house.do(review.assess, criterion, finding="satisfied", reason=REASON, by="ethique")
    return house


# Votes


def test_a_vote_waits_for_each_seat_until_its_ballot_is_cast(house: House) -> None:
    decision = house.written().open("propose")
    (ask,) = asked(house, "maire", "vote")
    assert (ask.address, ask.title) == (f"/decisions/{decision}", "Ressourcerie des Dervallières")
    assert (ask.due, ask.late) == (house.row(decision).closes, False)
    house.vote(decision, resident="", voisine="", asso="", entreprise="")
    assert asked(house, "maire", "vote") == []
    assert len(asked(house, "resident", "vote")) == 1


def test_a_vote_is_asked_no_more_once_its_time_is_over(house: House) -> None:
    decision = house.written().open("propose")
    house.database.clock.now += timedelta(days=60)  # type: ignore[attr-defined]
    assert house.is_open(decision)  # nothing has ticked
    assert asked(house, "maire", "vote") == []


def test_who_has_voted_waits_for_those_who_have_not(house: House) -> None:
    decision = house.written().open("propose")
    assert table(house, "maire").awaited == ()
    house.vote(decision, resident="", voisine="", asso="", entreprise="")
    (one,) = table(house, "maire").awaited
    assert (one.what, one.address) == ("vote", f"/decisions/{decision}")
    assert (one.cast, one.seats) == (1, 5)
    assert Name("Mariam Traoré", "Collectif des habitants") in one.names
    assert "Hélène Marchand" not in [name.name for name in one.names]


# Prompts and states


def test_a_prompt_waits_for_its_role_and_turns_late(house: House) -> None:
    ticked(house)
    (ask,) = asked(house, "facilitatrice")
    assert (ask.what, ask.late) == ("prompt", False)
    assert ask.address.startswith(f"/partnerships/{house.id}/life#prompt-")
    forward(house, days=200)
    assert [one.late for one in asked(house, "facilitatrice")] == [True]
    prompt = ask.address.partition("#prompt-")[2]
    house.do(answer_prompt, prompt, {"next": "Le récit des habitants."})
    assert asked(house, "facilitatrice") == []


def test_a_prompt_of_a_state_that_was_left_is_not_shown_even_before_the_tick(house: House) -> None:
    ticked(house)
    assert kinds(house, "facilitatrice") == ["prompt"]
    arrive(house, "proposed")
    assert kinds(house, "facilitatrice") == []


def test_a_state_that_waits_for_somebody_else_is_what_i_wait_for(house: House) -> None:
    (one,) = table(house, "maire").awaited
    assert (one.what, one.names, one.late) == ("state", (Name("Fatou Diallo"),), False)
    assert one.due is not None
    assert last_day(one.due, house.pack.time_zone).isoformat() == "2026-07-06"  # 5 July is a Sunday
    assert table(house, "facilitatrice").awaited == ()
    ticked(house)
    forward(house, days=200)
    assert [late.late for late in table(house, "maire").awaited] == [True]


def test_a_role_that_nobody_holds_is_named(house: House) -> None:
    arrive(house, "evaluation")
    for mandate in mandates(house, "evaluator"):
        house.do(parties.end_mandate, mandate, "Fin de mission.")
    (one,) = table(house, "maire").awaited
    assert (one.names, one.role) == ((), house.pack.roles["evaluator"].text)


def test_an_amendment_gives_nobody_more_time(house: House) -> None:
    arrive(house, "active")
    ticked(house)
    with house.database.reading() as tx:
        before = waiting(view(tx, house.who["maire"], house.id))
    forward(house, days=40)
    arrive(house, "active")
    with house.database.reading() as tx:
        seen = view(tx, house.who["maire"], house.id)
        after, prompts = waiting(seen), life(seen).asked
    assert before is not None
    assert after == before
    assert [line.last_day for line in prompts] == [before.until]
    (one,) = table(house, "maire").awaited
    assert one.due is not None
    assert last_day(one.due, house.pack.time_zone) == before.until


# Objectives and agreement


def test_objectives_wait_for_who_speaks_for_a_party_until_acknowledged_in_their_present_words(
    house: House,
) -> None:
    assert asked(house, "maire", "objectives") == []
    house.written()
    (ask,) = asked(house, "maire", "objectives")
    assert (ask.address, ask.due) == (f"/partnerships/{house.id}/parties#to-acknowledge", None)
    house.do(dossier.acknowledge_objectives, house.parties["public"], by="maire")
    assert asked(house, "maire", "objectives") == []
    assert len(asked(house, "asso", "objectives")) == 1
    assert asked(house, "facilitatrice", "objectives") == []
    words = next(key for key, section in house.pack.dossier.sections.items() if section.objectives)
    house.do(dossier.write_sections, {words: "Réparer, et rester en lien."})
    assert len(asked(house, "maire", "objectives")) == 1


def test_two_people_of_one_party_are_asked_for_the_objectives_until_one_has_answered(house: House) -> None:
    house.written().do(dossier.acknowledge_objectives, house.parties["beneficiaries"], by="voisine")
    assert asked(house, "resident", "objectives") == []


def test_the_agreement_waits_for_each_signatory_in_its_present_words(house: House) -> None:
    agreeing.sign(house)
    arrive(house, "role_agreement")
    assert asked(house, "maire", "agreement") == []  # nothing is written
    agreeing.mission(house)
    (ask,) = asked(house, "maire", "agreement")
    assert ask.address == f"/partnerships/{house.id}/agreement#acknowledgements"
    assert asked(house, "entreprise", "agreement") == []  # no signatory
    digest = agreeing.digest(house)
    house.do(agreement.acknowledge, house.parties["public"], digest=digest, by="maire")
    assert asked(house, "maire", "agreement") == []
    agreeing.mission(house, "Ouvrir le samedi")
    assert len(asked(house, "maire", "agreement")) == 1
    arrive(house, "suspended")
    assert asked(house, "maire", "agreement") == []


# Review


def test_a_review_waits_to_be_opened_then_for_interests_criteria_and_opinion(house: House) -> None:
    in_review(house)
    assert [a.address.rpartition("/")[2] for a in asked(house, "facilitatrice", "review")] == ["review"]
    assert kinds(house, "ethique") == ["prompt"]  # there is nothing to examine yet
    house.do(review.open_review, "Le projet respecte-t-il les personnes ?")
    assert asked(house, "facilitatrice", "review") == []
    (ask,) = asked(house, "ethique")
    assert ask.address.endswith("/review/interests/mine")
    house.do(review.declare_interest, has_interest=False, by="ethique")
    (ask,) = asked(house, "ethique")
    assert ask.address.endswith("/review#criteria")
    assert str(len(house.pack.review.criteria)) in ask.label.fr
    (ask,) = asked(assessed(house), "ethique")
    assert ask.address.endswith("/review/opinion/new")
    house.do(review.give_opinion, opinion="favourable", reason=REASON, by="ethique")
    assert asked(house, "ethique", "review") == []


def test_what_the_review_asks_stands_for_its_prompt_and_has_its_deadline(house: House) -> None:
    (prompt,) = asked(in_review(house), "ethique")
    (ask,) = asked(declared(house), "ethique")
    assert (prompt.what, ask.what) == ("prompt", "review")
    assert ask.due == prompt.due is not None
    forward(house, days=90)
    assert [(one.what, one.late) for one in asked(house, "ethique")] == [("review", True)]


def test_a_reviewer_with_an_interest_is_not_asked_to_go_on(house: House) -> None:
    in_review(house).do(review.open_review, "Le projet respecte-t-il les personnes ?")
    house.do(review.declare_interest, has_interest=True, text="J’y ai travaillé.", by="ethique")
    assert asked(house, "ethique", "review") == []


def test_the_opinion_waits_until_every_reviewer_has_declared(house: House) -> None:
    house.mandate("reviewer", "etranger")
    assessed(declared(in_review(house)))
    assert asked(house, "ethique", "review") == []
    assert [a.address.rpartition("/")[2] for a in asked(house, "etranger", "review")] == ["mine"]
    house.do(review.declare_interest, has_interest=False, by="etranger")
    assert [a.address.rpartition("/")[2] for a in asked(house, "ethique", "review")] == ["new"]


def test_a_condition_waits_for_the_party_that_sees_to_it_until_it_is_met(house: House) -> None:
    assessed(declared(in_review(house)), but="data")
    due = civil_day(instant(house.database.clock())) + timedelta(days=30)
    owner = {"owner": house.parties["associations"], "due": due}
    house.do(
        review.assess,
        "data",
        finding="with_reservation",
        reason=REASON,
        condition="On peut refuser.",
        by="ethique",
        **owner,
    )
    assert asked(house, "asso", "condition") == []  # no opinion yet
    house.do(review.give_opinion, opinion="favourable_with_conditions", reason=REASON, by="ethique")
    (ask,) = asked(house, "asso", "condition")
    with house.database.reading() as tx:
        condition = tx.all(Condition, partnership=house.id)[0].id
    assert ask.address.endswith(f"/review/met/{condition}")
    assert ask.due is not None
    assert last_day(ask.due, house.pack.time_zone) == due
    assert house.pack.review.criteria["data"].text.fr in ask.label.fr
    assert asked(house, "maire", "condition") == []
    house.do(review.meet_condition, condition, "Voici la fiche.", by="asso")
    assert asked(house, "asso", "condition") == []


# Consultation


@pytest.fixture
def hearing(house: House) -> Hearing:
    return Hearing(house.written()).opened()


def test_an_open_consultation_waits_for_each_seat_of_those_concerned(house: House, hearing: Hearing) -> None:
    (ask,) = asked(house, "resident", "say")
    assert ask.address == f"/partnerships/{house.id}/consultation/say/{hearing.id}"
    assert (ask.due, ask.late) == (hearing.row.closes, False)
    assert asked(house, "maire", "say") == []
    house.do(consultation.contribute, hearing.id, hearing.said("Un atelier le samedi."), by="resident")
    assert asked(house, "resident", "say") == []
    assert len(asked(house, "voisine", "say")) == 1
    hearing.closed()
    assert asked(house, "voisine", "say") == []


def test_contributions_wait_for_the_role_that_the_state_waits_for_and_for_no_other(
    house: House, hearing: Hearing
) -> None:
    house.mandate("secretary", "etranger")
    one, other = (hearing.contribute(hearing.invited(), "Un atelier.") for _ in range(2))
    assert asked(house, "facilitatrice", "answer") == []
    hearing.closed()
    ticked(house)
    (ask,) = asked(house, "facilitatrice")  # and not its prompt beside it
    assert (ask.what, ask.label.en) == ("answer", "Answer the contributions (2 to go)")
    with house.database.reading() as tx:
        (prompt,) = life(view(tx, house.who["facilitatrice"], house.id)).asked
    assert ask.due is not None
    assert last_day(ask.due, house.pack.time_zone) == prompt.last_day
    for other_who in ("maire", "asso", "etranger"):
        assert asked(house, other_who, "answer") == []
    hearing.answer(one, other)
    (ask,) = asked(house, "facilitatrice", "answer")
    assert ask.address.endswith(f"/consultation/publish/{hearing.id}")
    hearing.publish()
    assert kinds(house, "facilitatrice") == ["prompt"]


def test_where_the_awaited_role_may_not_answer_the_first_that_may_is_asked(
    house: House, hearing: Hearing
) -> None:
    hearing.contribute(hearing.invited(), "Un atelier.")
    hearing.closed()
    arrive(house, "evaluation")  # which waits for another role
    ticked(house)
    assert [ask.due for ask in asked(house, "facilitatrice", "answer")] == [None]
    assert kinds(house, "evaluateur") == ["prompt"]
    house.mandate("secretary", "etranger")
    assert asked(house, "etranger", "answer") == []
    for mandate in mandates(house, "facilitator"):
        house.do(parties.end_mandate, mandate, "Elle part.", by="etranger")
    assert len(asked(house, "etranger", "answer")) == 1


# The whole


def test_late_things_come_first_and_what_has_no_day_comes_last(house: House) -> None:
    house.mandate("facilitator", "maire")
    ticked(house)
    forward(house, days=200)
    house.written().open("propose")
    assert [(ask.what, ask.late) for ask in asked(house, "maire")] == [
        ("prompt", True),
        ("vote", False),
        ("objectives", False),
    ]


def test_after_the_end_nothing_waits_for_anybody(house: House) -> None:
    house.written()
    ticked(house)
    arrive(house, "closed")
    shown = table(house, "maire")
    assert (shown.asks, shown.awaited) == ((), ())
    assert [(place.ended, place.state) for place in shown.places] == [
        (True, house.pack.lifecycle.states["closed"].text)
    ]


def test_a_place_names_each_role_once_and_goes_with_the_mandate(house: House) -> None:
    agreeing.sign(house)
    (place,) = table(house, "maire").places
    labels = [house.pack.roles[role].text.fr for role in ("member", "signatory")]
    assert sorted(role.fr for role in place.roles) == labels
    assert table(house, "etranger").places == ()
    for mandate in mandates(house, "evaluator"):
        house.do(parties.end_mandate, mandate, "Fin de mission.")
    assert table(house, "evaluateur").places == ()


def test_a_visitor_has_nothing(house: House) -> None:
    with house.database.reading() as tx:
        assert asks(tx, Who()) == []


def test_the_statements_of_a_table_stay_few_however_many_partnerships_there_are(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    house = House(database)
    counts = []
    for number in range(1, 6):
        house.draft(f"Partenariat {number}").seated().written()
        agreeing.sign(house)
        agreeing.mission(house)
        house.mandate("reviewer", "maire")
        in_review(house).do(review.open_review, "Le projet respecte-t-il les personnes ?")
        if number % 2:
            arrive(house, "role_agreement")
        counts.append(_statements(house, "maire", monkeypatch))
    assert len(table(house, "maire").places) == 5
    assert counts[-1] <= 80
    assert counts[-1] - counts[-3] <= 20  # two partnerships more: one in review, one with its agreement


def _statements(house: House, who: str, monkeypatch: pytest.MonkeyPatch) -> int:
    sent: list[str] = []

    def counted(name: str) -> None:
        original = getattr(Reading, name)

        def call(*args: Any) -> Any:
            sent.append(name)
            return original(*args)

        patched.setattr(Reading, name, call)

    with monkeypatch.context() as patched:
        counted("_run")
        counted("select")
        table(house, who)
    return len(sent)
