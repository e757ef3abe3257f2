"""The rules of the shipped pack: what a committee can rely on."""

from __future__ import annotations

from pathlib import Path

import pytest

from policies.deliberation import Ballot, Rule, Seat, load_rules, tally
from policies.documents import BadDocument, parse, read
from tests.policies.deliberation.build import seats

PACK = Path(__file__).parents[3] / "policies" / "packs" / "fr-action-sociale" / "2026.1"
RULES = load_rules(read(PACK / "rules.yaml"))
TABLE = seats(public=2, associations=2, companies=1, beneficiaries=2)


def outcome(rule: Rule, electorate: list[Seat], **by_college: str) -> str:
    cast = [Ballot(seat.seat, by_college[seat.college]) for seat in electorate if seat.college in by_college]
    return tally(rule, electorate, cast).outcome


def test_the_steps_of_the_lifecycle_have_their_rules() -> None:
    assert list(RULES) == [
        *("proposal", "clearance", "activate", "suspend", "resume", "amend", "renew", "renew_with_changes"),
        *("renegotiate", "close", "abandon", "terminate"),
    ]


@pytest.mark.parametrize("rule", RULES.values(), ids=list(RULES))
def test_every_rule_can_be_shown_and_closes(rule: Rule) -> None:
    assert rule.text
    assert rule.source_text
    assert rule.closes
    assert rule.closes.early == "when_certain"
    assert (rule.closes.after.unit, 7 <= rule.closes.after.count <= 15) == ("business_days", True)
    assert rule.secrecy == "open"


@pytest.mark.parametrize("rule", RULES.values(), ids=list(RULES))
def test_nothing_is_decided_without_or_against_the_people_concerned(rule: Rule) -> None:
    others = dict.fromkeys(("public", "associations", "companies"), "for")
    assert outcome(rule, TABLE, **others, beneficiaries="for") == "adopted"
    assert outcome(rule, TABLE, **others) == "no_quorum"
    assert outcome(rule, TABLE, **others, beneficiaries="against") == "rejected"
    assert outcome(rule, TABLE, **others, beneficiaries="abstain") == "rejected"
    call = tally(rule, TABLE, [Ballot("public1", "for")], round="second_call")
    assert call.outcome == "no_quorum"


@pytest.mark.parametrize("name", list(RULES))
def test_a_draft_can_be_given_up_before_people_concerned_are_seated_and_nothing_else(name: str) -> None:
    unseated = seats(public=2, associations=2)
    expected = "adopted" if name == "abandon" else "no_quorum"
    assert outcome(RULES[name], unseated, public="for", associations="for") == expected


def test_one_objection_stops_the_role_agreement() -> None:
    ballots = [Ballot(seat.seat, "for") for seat in TABLE[:-1]]
    assert tally(RULES["activate"], TABLE, ballots).outcome == "adopted"
    assert (
        tally(RULES["activate"], TABLE, [*ballots, Ballot(TABLE[-1].seat, "objection")]).outcome == "rejected"
    )


def test_a_bad_rule_of_a_pack_is_told_with_its_place() -> None:
    text = "rules:\n  one:\n    ballots: [for]\n    adopted_when: {measure: against, at_least: 1}\n"
    with pytest.raises(
        BadDocument, match=r"rules\.yaml:4:20: rules\.one\.adopted_when\.measure: 'against' is not"
    ):
        load_rules(parse(text, "rules.yaml"))
