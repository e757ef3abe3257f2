"""Replay: the log gives the tables back, and each live row that differs is named."""

from __future__ import annotations

import time

import governance.acts  # noqa: F401  (fills the catalogue)
from governance.acts.base import Envelope
from governance.acts.people import OfficeEnded, PersonRegistered
from governance.audit.replay import Rebuilt, governed
from governance.database import Database
from governance.tables.deliberation import Ballot
from governance.tables.log import Leaf
from governance.tables.people import Contact, Person
from tests.governance.audit.conftest import attack, lived, rebuilt


def test_the_log_gives_the_tables_back_on_both_databases(database: Database) -> None:
    lived(database)
    report = rebuilt(database)
    assert report.findings == ()
    assert report.acts == report.size > 20


def test_an_empty_record_is_what_its_log_says(database: Database) -> None:
    assert rebuilt(database).ok


def test_what_acts_do_not_write_is_not_replayed() -> None:
    assert {Ballot, Person} <= set(governed())
    assert not {Leaf, Contact} & set(governed())


def test_an_edited_row_is_named_with_its_column_on_both_databases(database: Database) -> None:
    lived(database)
    attack(database, "UPDATE partnerships SET state = 'active'")
    (found,) = rebuilt(database).findings
    assert found.code == "row_differs"
    assert found.more["table"] == "partnerships"
    assert (found.more["column"], found.more["expected"], found.more["found"]) == (
        "state",
        "proposed",
        "active",
    )


def test_an_added_row_is_named(record_: Database) -> None:
    attack(record_, "INSERT INTO people (id, name, registered, erased) VALUES ('x', 'y', 'z', 0)")
    (found,) = rebuilt(record_).findings
    assert (found.code, found.where, found.more["key"]) == ("extra_row", "people x", ["x"])


def test_a_removed_row_is_named(record_: Database) -> None:
    attack(record_, "DELETE FROM ballots WHERE rowid = 1")
    (found,) = rebuilt(record_).findings
    assert found.code == "missing_row"
    assert len(found.more["key"]) == 3


def test_a_row_under_another_key_is_missing_and_extra(record_: Database) -> None:
    attack(record_, "UPDATE ballots SET seat = 'mine' WHERE rowid = 1")
    assert sorted(found.code for found in rebuilt(record_).findings) == ["extra_row", "missing_row"]


def test_a_number_of_another_type_and_an_emptied_column_are_named(record_: Database) -> None:
    attack(record_, "UPDATE state_entries SET facts = NULL, at = x'00' WHERE transition = 'propose'")
    found = rebuilt(record_).findings
    assert {finding.more["column"]: finding.more["found"] for finding in found} == {
        "facts": None,
        "at": "00",
    }


def test_a_leaf_that_cannot_be_read_is_named_and_its_row_is_extra(record_: Database) -> None:
    attack(record_, "UPDATE leaves SET bytes = x'00' WHERE kind = 'deliberation.ballot-cast' AND seq > 0")
    assert {"unreadable", "extra_row"} == {finding.code for finding in rebuilt(record_).findings}


def test_a_change_of_a_row_that_no_act_wrote_is_named() -> None:
    act = _envelope("office.ended", OfficeEnded(office="nobody"))
    (found,) = Rebuilt().apply(act, "leaf 0")
    assert (found.code, found.where) == ("no_row_to_change", "leaf 0")


def test_ten_thousand_acts_a_second_are_folded() -> None:
    """Far below what it reaches: it fails where folding becomes quadratic, not where the machine is busy."""
    tables = Rebuilt()
    acts = [
        _envelope("person.registered", PersonRegistered(name="a" * 64), f"person:{n}") for n in range(20_000)
    ]
    began = time.process_time()
    for act in acts:
        assert not list(tables.apply(act, ""))
    assert time.process_time() - began < 2
    assert len(tables.tables[Person]) == 20_000


def _envelope(kind: str, body: object, stream: str = "instance") -> Envelope:
    return Envelope(
        v=1,
        id="i",
        kind=kind,
        at="2026",
        by="system:test",
        with_=None,
        stream=stream,
        seq=1,
        pack=None,
        cause=None,
        body=body,
    )
