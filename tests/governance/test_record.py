"""Recording acts: envelope, order, one transaction, and the door that is the only one."""

from __future__ import annotations

import pytest

import governance.acts  # noqa: F401  (fills the catalogue)
from governance.acts.base import decode
from governance.acts.people import PersonRegistered
from governance.database import Database
from governance.log.head import head
from governance.record import Caused, Hand, new_id, record
from governance.tables.log import Leaf
from governance.tables.people import Person
from governance.transaction import GovernedTable, Transaction


def register(tx: Transaction, name: str = "Ada") -> str:
    person = new_id()
    stream = f"person:{person}"
    record(tx, stream, [PersonRegistered(name=tx.conceal(name, stream))], hand=Hand("system:test"))
    return person


def test_an_act_is_applied_and_logged_together(database: Database) -> None:
    with database.transaction() as tx:
        person = register(tx)
    with database.reading() as reader:
        row, leaf = reader.one(Person, id=person), reader.one(Leaf, position=0)
        assert row is not None
        assert leaf is not None
        assert reader.text(row.name) == "Ada"
        envelope = decode(leaf.bytes)
        assert (envelope.seq, envelope.at, envelope.by) == (1, "2026-01-05T08:00:00.000000Z", "system:test")
        assert envelope.body == PersonRegistered(name=row.name)
        assert head(reader).size == 1


def register_and_fail(database: Database) -> None:
    with database.transaction() as tx:
        register(tx)
        raise RuntimeError


def test_what_fails_leaves_nothing_behind(database: Database) -> None:
    with pytest.raises(RuntimeError):
        register_and_fail(database)
    with database.reading() as reader:
        assert (reader.all(Person), reader.all(Leaf), head(reader).size) == ([], [], 0)


def test_a_name_never_stands_in_the_log(database: Database) -> None:
    with database.transaction() as tx:
        register(tx, "Wilhelmine Zéphyrine")
    with database.reading() as reader:
        assert all(b"Wilhelmine" not in leaf.bytes for leaf in reader.all(Leaf))


def test_acts_of_a_stream_are_numbered_without_a_gap(database: Database) -> None:
    stream = f"person:{new_id()}"
    for _ in range(3):
        with database.transaction() as tx:
            record(tx, stream, [PersonRegistered(name="a" * 64)] * 2, hand=Hand("system:test"))
    with database.reading() as reader:
        assert [leaf.seq for leaf in reader.all(Leaf, stream=stream, order="position")] == [1, 2, 3, 4, 5, 6]


def test_what_the_system_adds_names_its_cause(database: Database) -> None:
    stream = f"person:{new_id()}"
    said = PersonRegistered(name="a" * 64)
    with database.transaction() as tx:
        first, second = record(tx, stream, [said, Caused(said, by="system:rules")], hand=Hand("person:x"))
    assert (second.cause, second.by) == (first.id, "system:rules")


def test_nothing_but_an_act_writes_a_governed_table(database: Database) -> None:
    with database.transaction() as tx:
        with pytest.raises(GovernedTable, match="yield one instead"):
            tx.put(Person, id="x", name="y", registered="z", erased=False)
        with pytest.raises(GovernedTable):
            tx.delete(Person, id="x")
