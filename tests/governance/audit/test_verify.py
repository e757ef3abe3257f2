"""Verify: a clean log gives no finding, and each way of tampering is found and named."""

from __future__ import annotations

import msgspec
import pytest
from sqlalchemy import text

from governance.acts.base import decode
from governance.acts.people import PersonRegistered
from governance.audit import verify
from governance.audit.findings import Report
from governance.audit.packs import Packs
from governance.audit.structure import Structure
from governance.database import Database
from governance.record import Hand, record
from governance.tables.log import Leaf, PackFile
from governance.transaction import BATCH
from tests.governance.audit.conftest import attack, checked, lived


def codes(report: Report) -> set[str]:
    return {found.code for found in report.findings}


def where(report: Report, code: str) -> list[str]:
    return [found.where for found in report.findings if found.code == code]


def position_of(database: Database, kind: str) -> int:
    """The place of the last act of a kind."""
    with database.engine.connect() as connection:
        return int(
            connection.execute(
                text("SELECT max(position) FROM leaves WHERE kind = :kind"), {"kind": kind}
            ).scalar_one()
        )


def test_a_clean_log_gives_no_finding_on_both_databases(database: Database) -> None:
    lived(database)
    report = checked(database)
    assert report.findings == ()
    assert report.ok
    assert report.acts == report.size > 20
    assert set(report.as_data()) == {"ok", "acts", "size", "root", "findings"}


def test_an_empty_record_is_clean(database: Database) -> None:
    report = checked(database)
    assert (report.ok, report.acts, report.size) == (True, 0, 0)
    assert report.root.hex().startswith("e3b0c442")


def test_progress_is_told_up_to_the_end(record_: Database) -> None:
    told: list[tuple[int, int]] = []
    with record_.reading() as tx:
        report = verify(tx, lambda done, total: told.append((done, total)))
    assert told[-1] == (report.acts, report.size)


class TestLeaves:
    def test_a_changed_byte_is_found_on_both_databases(self, database: Database) -> None:
        lived(database)
        at = position_of(database, "deliberation.ballot-cast")
        attack(
            database,
            "UPDATE leaves SET bytes = :bytes WHERE position = :at",
            at=at,
            bytes=_leaf(database, at).replace(b'"choice":"for"', b'"choice":"fox"'),
        )
        assert "head_differs" in codes(checked(database))

    def test_a_leaf_that_is_not_an_act_is_named(self, record_: Database) -> None:
        attack(record_, "UPDATE leaves SET bytes = :bytes WHERE position = 3", bytes=b"{not json")
        report = checked(record_)
        assert {"unreadable", "not_canonical", "head_differs"} <= codes(report)
        assert where(report, "unreadable") == ["leaf 3"]

    def test_another_spelling_of_the_same_act_is_named(self, record_: Database) -> None:
        attack(
            record_,
            "UPDATE leaves SET bytes = :bytes WHERE position = 3",
            bytes=_leaf(record_, 3).replace(b'":', b'": ', 1),
        )
        assert where(checked(record_), "not_canonical") == ["leaf 3"]

    def test_an_unknown_kind_is_named(self, record_: Database) -> None:
        changed = _leaf(record_, 3).replace(b'"kind":"', b'"kind":"x', 1)
        attack(record_, "UPDATE leaves SET bytes = :bytes WHERE position = 3", bytes=changed)
        assert where(checked(record_), "unknown_kind") == ["leaf 3"]

    def test_text_where_bytes_belong_is_a_finding_and_no_crash(self, record_: Database) -> None:
        attack(record_, "UPDATE leaves SET bytes = 'words' WHERE position = 3")
        assert where(checked(record_), "unreadable") == ["leaf 3"]

    def test_a_removed_leaf_is_found_on_both_databases(self, database: Database) -> None:
        lived(database)
        attack(database, "DELETE FROM leaves WHERE position = 5")
        report = checked(database)
        assert where(report, "position") == ["leaf 6"]
        assert "head_differs" in codes(report)

    def test_leaves_removed_from_the_end_are_found_by_the_head_and_the_streams(
        self, record_: Database
    ) -> None:
        attack(record_, "DELETE FROM leaves WHERE position > 10")
        assert {"head_differs", "stream_differs"} <= codes(checked(record_))

    def test_two_leaves_that_changed_places_are_found(self, record_: Database) -> None:
        last = position_of(record_, "partnership.state-changed")
        for old, new in ((last, -1), (last - 1, last), (-1, last - 1)):
            attack(record_, "UPDATE leaves SET position = :new WHERE position = :old", old=old, new=new)
        report = checked(record_)
        assert {"stream_order", "head_differs"} <= codes(report)

    @pytest.mark.parametrize(
        ("column", "value"),
        [
            ("act", "x"),
            ("stream", "person:x"),
            ("seq", 999),
            ("kind", "x.y"),
            ("at", "2020"),
            ("by", "person:x"),
        ],
    )
    def test_a_changed_index_column_is_named(self, record_: Database, column: str, value: str | int) -> None:
        attack(record_, f"UPDATE leaves SET {column} = :value WHERE position = 7", value=value)
        (found,) = checked(record_).findings
        assert (found.code, found.where, found.more["column"]) == ("index_differs", "leaf 7", column)
        assert found.more["found"] == value

    def test_an_act_that_stands_twice_or_in_a_stream_of_another_scope_is_named(
        self, record_: Database
    ) -> None:
        with record_.reading() as tx:
            first = tx.all(Leaf, order="position")[0]
        act = decode(first.bytes)
        elsewhere = msgspec.structs.replace(act, stream="person:x", seq=1)
        seen = Structure()
        assert list(seen.see(first, act)) == []
        found = {finding.code for finding in seen.see(first, elsewhere)}
        assert found == {"position", "index_differs", "act_twice", "wrong_stream"}

    def test_a_log_of_several_batches_is_read_whole(self, database: Database) -> None:
        told: list[int] = []
        with database.transaction() as tx:
            name = tx.conceal("Ada", "person:1")
            many = [PersonRegistered(name=name)] * (2 * BATCH + 1)
            record(tx, "person:1", many, hand=Hand("system:test"))
        with database.reading() as tx:
            report = verify(tx, lambda done, _: told.append(done))
        assert report.ok
        assert told == [BATCH, 2 * BATCH, 2 * BATCH + 1]


class TestStreamsAndHead:
    def test_a_stream_s_number_is_held_against_its_acts(self, record_: Database) -> None:
        attack(record_, "UPDATE streams SET seq = seq + 1 WHERE name = 'instance'")
        assert where(checked(record_), "stream_differs") == ["instance"]

    def test_a_removed_stream_is_named(self, record_: Database) -> None:
        attack(record_, "DELETE FROM streams WHERE name = 'instance'")
        assert where(checked(record_), "stream_missing") == ["instance"]

    def test_a_changed_root_is_found(self, record_: Database) -> None:
        attack(record_, "UPDATE log_head SET frontier = zeroblob(length(frontier))")
        (found,) = checked(record_).findings
        assert (found.code, found.more["column"]) == ("head_differs", "root")

    def test_a_changed_size_is_found(self, record_: Database) -> None:
        attack(record_, "UPDATE log_head SET size = size + 1")
        assert "head_differs" in codes(checked(record_))

    def test_a_head_of_the_wrong_form_is_found(self, record_: Database) -> None:
        attack(record_, "UPDATE log_head SET frontier = x'00'")
        assert codes(checked(record_)) == {"head_unreadable"}

    def test_a_removed_head_is_found(self, record_: Database) -> None:
        attack(record_, "DELETE FROM log_head")
        assert "head_missing" in codes(checked(record_))


class TestDisclosuresAndPacks:
    @pytest.mark.parametrize(
        "change", ["text = text || '!'", "salt = zeroblob(32)", "salt = 'words'", "text = x'ff'"]
    )
    def test_an_altered_text_is_named(self, record_: Database, change: str) -> None:
        attack(record_, f"UPDATE disclosures SET {change} WHERE rowid = 1")
        (found,) = checked(record_).findings
        assert found.code == "disclosure_altered"

    def test_a_text_that_is_missing_without_an_act_is_named(self, database: Database) -> None:
        lived(database)
        attack(
            database,
            "DELETE FROM disclosures WHERE commitment = (SELECT name FROM people ORDER BY id LIMIT 1)",
        )
        (found,) = checked(database).findings
        assert found.code == "disclosure_missing"
        assert found.where.startswith("leaf ")

    def test_rules_that_are_missing_are_named(self, record_: Database) -> None:
        attack(record_, "DELETE FROM packs")
        assert codes(checked(record_)) == {"pack_missing"}

    def test_rules_that_were_altered_are_named(self, record_: Database) -> None:
        attack(record_, "UPDATE packs SET files = files || ' '")
        assert codes(checked(record_)) == {"pack_altered"}

    def test_rules_that_do_not_load_are_named(self, record_: Database) -> None:
        digest = "44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a"  # of {}
        with record_.transaction() as tx:
            tx.put(PackFile, digest=digest, files="{}")
            packs = Packs(tx)
            assert packs.get(digest) is None
        assert [found.code for found in packs.finish()] == ["pack_unreadable"]


def _leaf(database: Database, position: int) -> bytes:
    with database.engine.connect() as connection:
        found = connection.execute(text("SELECT bytes FROM leaves WHERE position = :at"), {"at": position})
        return bytes(found.scalar_one())
