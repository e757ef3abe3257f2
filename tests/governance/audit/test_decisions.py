"""Verify on decisions: whoever writes into the log by its own door still cannot pass over the rules."""

from __future__ import annotations

from typing import Any

import pytest

from governance.acts.base import Act, decode
from governance.acts.deliberation import (
    DecisionClosed,
    DecisionOpened,
    ElectorateListed,
    SeatListed,
    TransitionLapsed,
)
from governance.acts.partnership import PartnershipDrafted, StateChanged
from governance.audit.decisions import Decisions
from governance.audit.findings import Finding
from governance.audit.packs import Packs
from governance.database import Database
from governance.record import Hand, record
from governance.tables.log import Leaf
from policies.pack import shipped
from tests.governance.audit.conftest import checked

PACK = shipped().digest
FIRST, RECORDED = shipped().lifecycle.entries


def change(**more: Any) -> StateChanged:
    """The proposal's change of state, as if decided."""
    fields: dict[str, Any] = {
        "transition": "propose",
        "source": "draft",
        "target": "proposed",
        "decision": None,
        "reason": None,
        "term": 1,
        "facts": {},
    }
    return StateChanged(**fields | more)


def opened(decision: str, **more: Any) -> DecisionOpened:
    fields: dict[str, Any] = {
        "decision": decision,
        "transition": "propose",
        "source": "draft",
        "rule_name": "proposal",
        "rule": {},
        "round": "first",
        "previous": None,
        "term": 1,
        "dossier_version": 1,
        "dossier_digest": "0" * 64,
        "electorate": digest([]),
        "seats": 0,
        "chair": None,
        "closes": "2026-02-01T00:00:00.000000Z",
        "closed_days": [],
        "facts": {},
    }
    return DecisionOpened(**fields | more)


def digest(seats: list[SeatListed]) -> str:
    """What an opening act binds, computed as the commands do."""
    from workflows.electorate import digest as of_seats

    return of_seats(seats)


def seat(name: str) -> SeatListed:
    return SeatListed(seat=name, college="public", mandate=None, substitute=None, weights={}, recused=False)


def closed(decision: str, outcome: str = "adopted") -> DecisionClosed:
    return DecisionClosed(decision=decision, because="deadline", outcome=outcome, ballots=0, answer={})


def forged(
    database: Database, *acts: Act, stream: str = "partnership:1", pack: str | None = PACK
) -> list[Finding]:
    """The findings after these acts were recorded as if the commands had yielded them."""
    with database.transaction() as tx:
        record(tx, stream, acts, hand=Hand("system:forger"), pack=pack)
    return list(checked(database).findings)


@pytest.fixture
def drafted(record_: Database) -> Database:
    """A second partnership, just drafted, beside the one that lived."""
    with record_.transaction() as tx:
        begin(tx, "1")
    return record_


def begin(tx: Any, name: str, state: str = FIRST) -> None:
    stream = f"partnership:{name}"
    act = PartnershipDrafted(
        title=tx.conceal("Titre", stream),
        form=None,
        template=None,
        track="standard",
        territory="FR",
        pack=PACK,
        state=state,
    )
    record(tx, stream, [act], hand=Hand("system:forger"), pack=PACK)


def forged_elsewhere(database: Database, *acts: Act) -> list[str]:
    return codes(forged(database, *acts, stream="partnership:2"))


def codes(findings: list[Finding]) -> list[str]:
    return [found.code for found in findings]


def test_a_decided_change_is_clean(drafted: Database) -> None:
    assert forged(drafted, opened("d1"), closed("d1"), change(decision="d1")) == []


def test_a_change_that_needs_no_rule_is_clean(drafted: Database) -> None:
    steps = [opened("d1"), closed("d1"), change(decision="d1")]
    back = change(transition="send_back", source="proposed", target="draft")
    assert forged(drafted, *steps, back) == []


def test_a_state_without_a_decision_is_named(drafted: Database) -> None:
    assert codes(forged(drafted, change())) == ["undecided"]


@pytest.mark.parametrize("outcome", ["rejected", "no_quorum", "tied"])
def test_a_decision_that_was_not_adopted_moves_nothing(drafted: Database, outcome: str) -> None:
    assert codes(forged(drafted, opened("d1"), closed("d1", outcome), change(decision="d1"))) == ["undecided"]


def test_an_open_decision_moves_nothing(drafted: Database) -> None:
    assert codes(forged(drafted, opened("d1"), change(decision="d1"))) == ["undecided"]


def test_a_lapsed_decision_moves_nothing(drafted: Database) -> None:
    acts = [opened("d1"), closed("d1"), TransitionLapsed(decision="d1"), change(decision="d1")]
    assert codes(forged(drafted, *acts)) == ["undecided"]


def test_a_decision_on_another_transition_moves_nothing(drafted: Database) -> None:
    acts = [opened("d1", transition="abandon"), closed("d1"), change(decision="d1")]
    assert codes(forged(drafted, *acts)) == ["undecided"]


def test_a_decision_takes_effect_once(drafted: Database) -> None:
    back = change(transition="send_back", source="proposed", target="draft")
    acts = [opened("d1"), closed("d1"), change(decision="d1"), back, change(decision="d1")]
    assert codes(forged(drafted, *acts)) == ["undecided"]


def test_the_decision_of_another_partnership_moves_nothing(drafted: Database) -> None:
    with drafted.transaction() as tx:
        begin(tx, "2")
    assert forged(drafted, opened("d1"), closed("d1")) == []
    assert codes(forged(drafted, change(decision="d1"), stream="partnership:2")) == ["undecided"]


def test_a_decision_cannot_be_closed_twice_or_elsewhere(drafted: Database) -> None:
    assert codes(forged(drafted, opened("d1"), closed("d1"), closed("d1"))) == ["no_such_decision"]
    assert forged_elsewhere(drafted, closed("d1")) == ["no_such_decision"] * 2


def test_a_change_from_another_state_is_named(drafted: Database) -> None:
    act = change(transition="send_back", source="proposed", target="draft")
    assert codes(forged(drafted, act)) == ["wrong_source"]


def test_a_transition_that_the_rules_do_not_know_is_named(drafted: Database) -> None:
    assert codes(forged(drafted, change(transition="leap", target="active"))) == ["no_such_transition"]


def test_a_transition_to_another_state_than_its_own_is_named(drafted: Database) -> None:
    acts = [opened("d1"), closed("d1"), change(decision="d1", target="active")]
    assert codes(forged(drafted, *acts)) == ["no_such_transition"]


def test_other_rules_than_the_partnership_s_are_named(drafted: Database) -> None:
    acts = [opened("d1"), closed("d1"), change(decision="d1")]
    assert codes(forged(drafted, *acts, pack=None)) == ["other_rules"]


def test_a_change_in_a_stream_that_never_began_is_named(record_: Database) -> None:
    with record_.reading() as tx:
        (row,) = tx.all(Leaf, kind="partnership.state-changed")
        seen = Decisions(Packs(tx))
        found = list(seen.see(row, decode(row.bytes)))
    assert codes(found) == ["no_beginning", "undecided"]


def test_beginning_in_a_state_that_is_no_entry_is_named(record_: Database) -> None:
    with record_.transaction() as tx:
        begin(tx, "1", RECORDED)
    assert checked(record_).ok
    with record_.transaction() as tx:
        begin(tx, "2", "active")
    assert codes(list(checked(record_).findings)) == ["not_an_entry"]


def test_a_seat_added_or_left_out_after_the_opening_is_named(drafted: Database) -> None:
    seats = [seat("a1"), seat("a2")]
    start = opened("d1", electorate=digest(seats), seats=2)
    assert forged(drafted, start, ElectorateListed(decision="d1", seats=seats)) == []
    more = forged(drafted, ElectorateListed(decision="d1", seats=[seat("a3")]))
    assert [(found.code, found.more["column"]) for found in more] == [
        ("electorate", "seats"),
        ("electorate", "electorate"),
    ]


def test_seats_of_a_decision_that_is_not_open_are_named(drafted: Database) -> None:
    assert codes(forged(drafted, ElectorateListed(decision="d9", seats=[seat("a1")]))) == ["no_such_decision"]
