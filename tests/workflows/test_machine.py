"""Random commands by random people, at any point of a life: the record holds after each step.

Whatever they try, replay equals the tables, the log verifies, and no state but the first was reached
without its adopted decision, or its declared reason for needing none.
"""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from governance.audit.replay import replay
from governance.audit.verify import verify
from governance.clock import SimulatedClock
from governance.database import Database
from governance.migrations import upgrade
from governance.tables.consultation import Consultation
from governance.tables.deliberation import Decision
from governance.tables.parties import Mandate
from governance.tables.partnership import StateEntry
from policies.pack import shipped
from policies.refusal import Refused
from tests.workflows.hearing import Hearing
from tests.workflows.house import House
from tests.workflows.living import Life
from workflows import deliberation, dossier, parties, partnership, review
from workflows.tick import tick

MOMENT = datetime(2026, 1, 5, 8, 0, tzinfo=UTC)
PACK = shipped()
TRANSITIONS = sorted(PACK.lifecycle.names)
PEOPLE = [
    "facilitatrice",
    "maire",
    "asso",
    "entreprise",
    "resident",
    "voisine",
    "ethique",
    "etranger",
    "auditrice",
]
SEATED = ["maire", "asso", "entreprise", "resident", "voisine"]
STAGES: dict[str, Callable[[Life], Life]] = {
    "begun": lambda life: life.begun(),
    "heard": lambda life: life.begun().proposed().heard(),
    "agreed": lambda life: life.begun().proposed().heard().examined().agreed(),
    "evaluated": lambda life: life.begun().proposed().heard().examined().agreed().evaluated(),
}


def must_be_explained(refusal: Refused) -> None:
    assert refusal.text.fr
    assert refusal.text.en


class Stage:
    """A record built once, and copied for each run."""

    def __init__(self, folder: Path, name: str) -> None:
        self.path = folder / f"{name}.sqlite"
        self.clock = SimulatedClock(MOMENT)
        database = Database(f"sqlite:///{self.path}", clock=self.clock, pool=2)
        upgrade(database)
        self.house = House(database)
        STAGES[name](Life(self.house))
        with database.engine.connect() as connection:
            connection.connection.cursor().execute("PRAGMA wal_checkpoint(TRUNCATE)")
        database.close()

    def opened(self, path: Path) -> House:
        shutil.copyfile(self.path, path)
        database = Database(f"sqlite:///{path}", clock=SimulatedClock(self.clock.now), pool=2)
        made = self.house
        return House(database, PACK, dict(made.who), dict(made.seats), dict(made.parties), made.id)


class Table(RuleBasedStateMachine):
    """Anyone tries anything; what is refused leaves no trace, what is not leaves a true record."""

    stages: dict[str, Stage]
    house: House

    def __init__(self) -> None:
        super().__init__()
        self.folder = tempfile.TemporaryDirectory(prefix="tablee-machine-")

    @initialize(stage=st.sampled_from(sorted(STAGES)))
    def begin(self, stage: str) -> None:
        self.house = self.stages[stage].opened(Path(self.folder.name) / "record.sqlite")

    def teardown(self) -> None:
        if hasattr(self, "house"):
            self.house.database.close()
        self.folder.cleanup()

    def attempt(self, command: Any, *args: Any, by: str, **kwargs: Any) -> None:
        """Run a command; a refusal explains itself in both languages and changes nothing."""
        try:
            self.house.do(command, *args, by=by, **kwargs)
        except Refused as refusal:
            must_be_explained(refusal)

    @rule(transition=st.sampled_from(TRANSITIONS), by=st.sampled_from(PEOPLE))
    def opens_a_vote(self, transition: str, by: str) -> None:
        self.attempt(deliberation.open_decision, transition, by=by)

    @rule(transition=st.sampled_from(TRANSITIONS))
    def everyone_votes_for(self, transition: str) -> None:
        self.attempt(deliberation.open_decision, transition, by="facilitatrice")
        for decision in self.house.open_decisions():
            for person in SEATED:
                self.votes(decision.id, person, "for", person)

    @rule(data=st.data(), choice=st.sampled_from(["for", "against", "abstain", "objection", "maybe"]))
    def casts_a_ballot(self, data: st.DataObject, choice: str) -> None:
        decisions = self.rows(Decision)
        if decisions:
            decision = data.draw(st.sampled_from(decisions)).id
            person, seat = data.draw(st.sampled_from(SEATED)), data.draw(st.sampled_from(SEATED))
            self.votes(decision, seat, choice, person)

    def votes(self, decision: str, seat: str, choice: str, by: str) -> None:
        where = self.house.seats[seat]
        self.attempt(
            deliberation.cast_ballot, decision, where, choice, reason="Parce que.", no_interest=True, by=by
        )

    @rule(transition=st.sampled_from(TRANSITIONS), by=st.sampled_from(PEOPLE))
    def moves_on(self, transition: str, by: str) -> None:
        self.attempt(partnership.move, transition, "C’est le moment.", by=by)

    @rule(by=st.sampled_from(PEOPLE), section=st.sampled_from(["action", "need", "nowhere"]))
    def writes(self, by: str, section: str) -> None:
        self.attempt(dossier.write_sections, {section: f"Écrit par {by}."}, by=by)

    @rule(data=st.data(), by=st.sampled_from(PEOPLE))
    def ends_a_mandate(self, data: st.DataObject, by: str) -> None:
        mandates = self.rows(Mandate)
        mandate = data.draw(st.sampled_from(mandates)).id
        self.attempt(parties.end_mandate, mandate, "Départ.", by=by)

    @rule(person=st.sampled_from(SEATED), role=st.sampled_from(sorted(PACK.roles)))
    def gives_a_mandate(self, person: str, role: str) -> None:
        self.attempt(
            parties.give_mandate,
            role=role,
            email=f"{person}@example.org",
            seat=self.house.seats[person],
            by="facilitatrice",
        )

    @rule(data=st.data(), by=st.sampled_from(PEOPLE))
    def cancels(self, data: st.DataObject, by: str) -> None:
        decisions = self.rows(Decision)
        if decisions:
            self.attempt(
                deliberation.cancel_decision, data.draw(st.sampled_from(decisions)).id, "Non.", by=by
            )

    @rule(days=st.sampled_from([0, 1, 8, 20, 200]))
    def time_passes(self, days: int) -> None:
        self.house.database.clock.forward(days=days)  # type: ignore[attr-defined]
        report = tick(self.house.database)
        assert report.failed == 0

    @rule(by=st.sampled_from(PEOPLE))
    def reviews(self, by: str) -> None:
        self.attempt(review.open_review, "Qui gagne, si cela réussit ?", by=by)
        self.attempt(review.give_opinion, opinion="favourable", reason="Bien.", by=by)

    @rule()
    def is_consulted(self) -> None:
        if self.house.state in ("proposed", "consultation") and not self.rows(Consultation):
            try:
                hearing = Hearing(self.house).opened()
                hearing.contribute(hearing.invited())
            except Refused:
                return

    @invariant()
    def the_record_holds(self) -> None:
        if not hasattr(self, "house"):
            return
        with self.house.database.reading() as tx:
            assert list(replay(tx).findings) == []
            assert list(verify(tx).findings) == []
            for entry in tx.all(StateEntry, partnership=self.house.id):
                self._was_decided(tx, entry)

    def _was_decided(self, tx: Any, entry: StateEntry) -> None:
        """Reached on an adopted decision, or by a transition that says why it needs none, or the entry."""
        if entry.transition is None:
            assert entry.state == PACK.lifecycle.entries[0]
            return
        transition = PACK.lifecycle.transition(entry.transition, entry.left or entry.state)
        assert transition is not None
        if transition.rule is None:
            assert transition.no_rule is not None
            assert entry.reason is not None
        else:
            decision = tx.one(Decision, id=entry.decision)
            assert (decision.outcome, decision.transition) == ("adopted", entry.transition)

    def rows(self, table: Any) -> list[Any]:
        with self.house.database.reading() as tx:
            return list(tx.all(table, partnership=self.house.id, order="id"))


@pytest.fixture(scope="module")
def stages(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Stage]:
    folder = tmp_path_factory.mktemp("stages")
    return {name: Stage(folder, name) for name in STAGES}


def test_whatever_people_try_the_record_holds_after_each_step(stages: dict[str, Stage]) -> None:
    class Machine(Table):
        pass

    Machine.stages = stages
    run_state_machine_as_test(
        Machine,
        settings=settings(
            max_examples=25,
            stateful_step_count=25,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
