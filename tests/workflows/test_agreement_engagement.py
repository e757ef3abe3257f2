"""How parties engage themselves: deliberations, the very words acknowledged, a start from a template."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from governance.agreement_digest import Agreement, digest_of
from governance.audit.replay import replay
from governance.database import Database
from governance.tables.agreement import Mission, NotReplaced
from policies.refusal import Invalid, NotEntitled, NotFound, Refused
from tests.workflows.agreeing import EXIT, digest, euros, facts, mission, sign, written
from tests.workflows.arriving import arrive
from tests.workflows.house import House
from workflows import agreement, parties


@pytest.fixture
def house(database: Database) -> House:
    house = House(database).draft(template="insertion").seated()
    arrive(house, "role_agreement")
    return house


def report(house: House, by: str = "facilitatrice", college: str = "public", **days: date) -> None:
    house.do(
        agreement.report_deliberation, party=house.parties[college], reference="DEL-2026-12", by=by, **days
    )


def test_a_deliberation_counts_from_the_day_it_is_enforceable(house: House) -> None:
    today = date(2026, 1, 5)
    report(house, adopted=today)
    report(house, adopted=today, enforceable=today + timedelta(days=1))
    assert facts(house)["deliberations_missing"] == 1
    house.database.clock.now += timedelta(days=1)  # type: ignore[attr-defined]
    assert facts(house)["deliberations_missing"] == 0


def test_a_deliberation_that_no_longer_stands_is_withdrawn(house: House) -> None:
    report(house, adopted=date(2026, 1, 2), enforceable=date(2026, 1, 2))
    item = written(house).deliberations[0].id
    house.do(agreement.withdraw_deliberation, item)
    assert facts(house)["deliberations_missing"] == 1
    with pytest.raises(NotFound):
        house.do(agreement.withdraw_deliberation, item)


def test_a_deliberation_is_neither_of_tomorrow_nor_enforceable_before_it_was_adopted(house: House) -> None:
    with pytest.raises(Invalid) as refusal:
        report(house, adopted=date(2026, 1, 6), enforceable=date(2026, 1, 4))
    assert [bad.name for bad in refusal.value.fields] == ["adopted", "enforceable"]


def test_only_a_party_that_deliberates_reports_a_deliberation(house: House) -> None:
    with pytest.raises(Refused) as refusal:
        report(house, college="associations", adopted=date(2026, 1, 2))
    assert refusal.value.code == "agreement.no_deliberation_needed"
    house.mandate("signatory", "asso", party=house.parties["associations"])
    with pytest.raises(NotEntitled):
        report(house, by="asso", adopted=date(2026, 1, 2))


def test_a_signatory_acknowledges_the_very_words_and_any_change_voids_it(house: House) -> None:
    sign(house)
    mission(house, associations="responsible")
    house.do(agreement.acknowledge, house.parties["public"], digest=digest(house), by="maire")
    assert (facts(house)["signatories_missing"], facts(house)["acknowledgements_missing"]) == (1, 3)
    assert house.do(agreement.acknowledge, house.parties["public"], digest=digest(house), by="maire") == []
    house.do(agreement.write_clause, "exit", EXIT)
    assert facts(house)["acknowledgements_missing"] == 4


def test_reporting_a_deliberation_does_not_void_what_was_acknowledged(house: House) -> None:
    sign(house)
    mission(house, associations="responsible")
    house.do(agreement.acknowledge, house.parties["public"], digest=digest(house), by="maire")
    report(house, adopted=date(2026, 1, 2), enforceable=date(2026, 1, 2))
    assert facts(house)["acknowledgements_missing"] == 3


def test_an_agreement_that_changed_while_it_was_read_is_not_acknowledged(house: House) -> None:
    sign(house)
    mission(house, associations="responsible")
    read = digest(house)
    house.do(agreement.write_clause, "exit", EXIT)
    with pytest.raises(Refused) as refusal:
        house.do(agreement.acknowledge, house.parties["public"], digest=read, by="maire")
    assert refusal.value.code == "agreement.changed_meanwhile"


def test_an_empty_agreement_is_not_acknowledged(house: House) -> None:
    sign(house)
    with pytest.raises(Refused) as refusal:
        house.do(agreement.acknowledge, house.parties["public"], digest=digest(house), by="maire")
    assert refusal.value.code == "agreement.nothing_yet"


def test_only_a_partys_own_signatory_acknowledges_for_it(house: House) -> None:
    sign(house)
    mission(house, associations="responsible")
    for person in ("facilitatrice", "entreprise", "asso", "tick"):
        with pytest.raises(NotEntitled):
            house.do(agreement.acknowledge, house.parties["public"], digest=digest(house), by=person)


def test_a_party_that_left_is_out_of_the_agreement(house: House) -> None:
    sign(house)
    mission(house, associations="responsible", companies="informed")
    house.do(agreement.state_not_replaced, house.parties["companies"], "Un poste.")
    euros(house, "companies", "100")
    before = digest(house)
    house.do(parties.remove_party, house.parties["companies"], "Elle se retire.")
    now = written(house)
    assert digest_of(now) != before
    assert (len(now.parts), now.not_replaced, now.pledges) == (1, [], [])
    with pytest.raises(NotFound):
        house.do(agreement.state_not_replaced, house.parties["companies"], "Un poste.")


def test_the_digest_does_not_depend_on_when_or_in_which_order_things_were_written(house: House) -> None:
    mission(house, associations="responsible")
    mission(house, title="Former", public="responsible")
    now = written(house)
    turned = Agreement(
        **{f: getattr(now, f) for f in now.__dataclass_fields__} | {"missions": now.missions[::-1]}
    )
    assert digest_of(turned) == digest_of(now)


def test_while_a_vote_is_open_the_agreement_stands_still(database: Database) -> None:
    house = House(database).draft().seated().written()
    house.open("propose")
    writes: tuple[tuple[Any, dict[str, Any]], ...] = (
        (agreement.write_clause, {"clause": "exit", "text": EXIT}),
        (agreement.state_not_replaced, {"party": house.parties["public"], "text": "Un poste."}),
    )
    for command, words in writes:
        with pytest.raises(Refused) as refusal:
            house.do(command, **words)
        assert refusal.value.code == "decision.text_locked"


def test_a_template_offers_a_start_and_names_the_parties_that_are_here(house: House) -> None:
    house.do(agreement.adopt_suggestions, "fr")
    template = agreement.template_of(house.pack, house.partnership)
    assert template is not None
    found = facts(house)
    assert found["missions"] == len(template.missions)
    assert found["missions_without_responsible"] == 0
    assert sum(found["indicators"].values()) == len(template.indicators)
    with house.database.reading() as tx:
        titles = [tx.text(row.title) for row in tx.all(Mission, partnership=house.id, order="id")]
        said = {row.party: tx.text(row.text) for row in tx.all(NotReplaced, partnership=house.id)}
    assert titles == [entry.text.fr for entry in template.missions.values()]
    assert said[house.parties["public"]] == template.parties["department"].not_replaced.fr  # type: ignore[union-attr]


def test_a_template_only_serves_to_begin(house: House) -> None:
    house.do(agreement.write_clause, "exit", EXIT)
    with pytest.raises(Refused) as refusal:
        house.do(agreement.adopt_suggestions, "fr")
    assert refusal.value.code == "agreement.not_empty"


def test_parties_that_cannot_be_told_apart_are_left_for_people_to_name(house: House) -> None:
    house.do(parties.add_party, kind="association", name="Une autre association")
    house.do(agreement.adopt_suggestions, "en")
    assert facts(house)["missions_without_responsible"] >= 1


def test_a_partnership_without_a_form_has_no_template(database: Database) -> None:
    house = House(database).draft().seated()
    with pytest.raises(Refused) as refusal:
        house.do(agreement.adopt_suggestions, "fr")
    assert refusal.value.code == "agreement.no_template"


def test_the_log_rebuilds_an_agreement_with_all_its_changes(house: House) -> None:
    sign(house)
    item = mission(house, associations="responsible")
    euros(house, "public", "100")
    report(house, adopted=date(2026, 1, 2), enforceable=date(2026, 1, 2))
    house.do(agreement.acknowledge, house.parties["public"], digest=digest(house), by="maire")
    house.do(agreement.remove_mission, item)
    house.do(agreement.withdraw_pledge, written(house).pledges[0].id)
    with house.database.reading() as tx:
        assert replay(tx).findings == ()
