"""Erased texts: missing with an act that says so is right; any other way is a finding."""

from __future__ import annotations

import pytest

from governance.acts.base import Act, Envelope
from governance.acts.consultation import ContributionWithdrawn
from governance.acts.people import PersonRegistered
from governance.audit.disclosures import Disclosures
from governance.database import Database
from governance.record import Hand, record
from governance.tables.log import Disclosure, Leaf
from governance.transaction import Reading, Transaction


def seen(tx: Reading, *bodies: Act) -> list[str]:
    """The findings on acts with these bodies, in this order."""
    disclosures = Disclosures(tx)
    leaf = tx.all(Leaf)[0]
    for body in bodies:
        kind = (
            "person.registered"
            if isinstance(body, PersonRegistered)
            else "consultation.contribution-withdrawn"
        )
        disclosures.see(leaf, _envelope(kind, body))
    return [found.code for found in disclosures.finish()]


def _envelope(kind: str, body: Act) -> Envelope:
    fields = {"id": "i", "at": "2026", "by": "system:test", "with_": None, "stream": "person:1"}
    return Envelope(v=1, kind=kind, seq=1, pack=None, cause=None, body=body, **fields)


def withdrawn(*erased: str) -> ContributionWithdrawn:
    return ContributionWithdrawn(contribution="c", because="author", erased=list(erased))


@pytest.fixture
def started(database: Database) -> Database:
    with database.transaction() as tx:
        register(tx)
    return database


def register(tx: Transaction) -> str:
    name = tx.conceal("Ada", "person:1")
    record(tx, "person:1", [PersonRegistered(name=name)], hand=Hand("system:test"))
    return name


def test_a_text_that_an_act_erased_may_be_missing(started: Database) -> None:
    gone = "a" * 64
    with started.reading() as tx:
        assert seen(tx, PersonRegistered(name=gone)) == ["disclosure_missing"]
        assert seen(tx, PersonRegistered(name=gone), withdrawn(gone)) == []


def test_a_text_that_was_said_to_be_erased_and_is_still_there_is_named(started: Database) -> None:
    with started.reading() as tx:
        (kept,) = tx.all(Disclosure)
        assert seen(tx, PersonRegistered(name=kept.commitment)) == []
        assert seen(tx, withdrawn(kept.commitment)) == ["not_erased"]
