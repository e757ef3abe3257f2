"""What a compliance officer reads, on both databases: filters, names, words, and counts."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any, Literal, get_args, get_origin, get_type_hints

import msgspec
import pytest

from governance.actors import Who
from governance.acts.base import KINDS
from governance.database import Database
from governance.tables.identity import OutboxMessage
from governance.tables.log import Leaf
from governance.tables.people import Holder
from policies.phrases import keys
from tests.workflows.hearing import Hearing
from tests.workflows.house import House
from workflows.case import view
from workflows.reads import audit
from workflows.reads.administration import mails
from workflows.reads.audit.decisions import Told
from workflows.reads.audit.words import label


@pytest.fixture
def house(database: Database) -> House:
    house = House(database).draft().seated().written()
    house.decide("propose", asso="against")
    return house


def found(house: House, **filters: object) -> list[audit.Row]:
    with house.database.reading() as tx:
        return list(audit.listing(tx, audit.Filters(**filters), size=1000).rows)  # type: ignore[arg-type]


def fields(body: type) -> set[str]:
    """The names of a body's fields, and of all within."""
    names: set[str] = set()

    def walk(info: msgspec.inspect.Type) -> None:
        match info:
            case msgspec.inspect.StructType(fields=inner):
                names.update(field.name for field in inner)
                for field in inner:
                    walk(field.type)
            case msgspec.inspect.Metadata(type=one):
                walk(one)
            case msgspec.inspect.ListType(item_type=one) | msgspec.inspect.DictType(value_type=one):
                walk(one)
            case msgspec.inspect.UnionType(types=several):
                for one in several:
                    walk(one)
            case _:
                pass

    walk(msgspec.inspect.type_info(body))
    return names


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_every_field_of_every_act_has_a_label(kind: str) -> None:
    assert not [name for name in fields(KINDS[kind].body) if f"fields.{name}" not in keys()]


def test_no_label_names_a_field_that_no_act_has() -> None:
    known = {name for kind in KINDS.values() for name in fields(kind.body)}
    assert {key.partition(".")[2] for key in keys() if key.startswith("fields.")} == known


def test_every_subject_of_acts_has_a_name() -> None:
    assert not [name for name in KINDS if f"log.subject_{name.partition('.')[0]}" not in keys()]


def test_a_field_that_is_not_known_is_called_by_its_own_name() -> None:
    assert label("later").en == "later"


def test_filters_meet(house: House) -> None:
    person = f"person:{house.who['asso'].person}"
    assert len(found(house, partnership=house.id, kind="deliberation.ballot-cast", by=person)) == 1
    assert found(house, partnership="elsewhere") == []
    assert found(house, kind="deliberation.ballot-cast", since=date(2026, 1, 6)) == []
    assert len(found(house, kind="deliberation.", until=date(2026, 1, 5), by="system:rules")) == 2


def test_a_kind_with_characters_of_patterns_matches_nothing(house: House) -> None:
    assert found(house, kind="%.") == []


def test_newer_acts_are_those_next_above(house: House) -> None:
    with house.database.reading() as tx:
        newer = audit.listing(tx, audit.Filters(), after=10, size=5)
        top = audit.listing(tx, audit.Filters(), size=5)
    assert [row.position for row in newer.rows] == [15, 14, 13, 12, 11]
    assert (newer.older, newer.newer) == (11, 15)
    assert top.newer is None


def test_the_choices_of_the_filters_are_those_of_the_record(house: House) -> None:
    with house.database.reading() as tx:
        assert audit.titles(tx) == [(house.id, "Ressourcerie des Dervallières")]
        assert (f"person:{house.who['asso'].person}", "Karim Benali") in audit.people(tx)
        assert [key for key, _ in audit.program_parts(tx)] == ["system:rules", "system:setup"]


def test_a_person_whose_mapping_was_erased_is_found_no_more(house: House) -> None:
    person = house.who["asso"].person or ""
    with house.database.transaction() as tx:
        for holder in tx.all(Holder, person=person):
            tx.delete(Holder, id=holder.id)
    assert found(house, by=f"person:{person}") == []
    ballots = found(house, kind="deliberation.ballot-cast")
    assert "(name erased)" in [row.author.name.en for row in ballots]


def test_the_account_of_a_decision_has_its_whole_life_in_the_log(house: House) -> None:
    with house.database.reading() as tx:
        (row,) = audit.decisions(tx)
        told = audit.account(view(tx, house.who["auditrice"], house.id), row)
    kinds = [act.line.en.partition("(")[0].strip() for act in told.acts]
    assert kinds[0] == "A vote opened"
    assert sum(isinstance(act, Told) and act.ballot is not None for act in told.acts) == 5
    assert told.effect is not None
    assert all(guard.met for guard in told.effect.guards)
    assert told.earlier == 0


def test_a_ballot_that_was_changed_is_counted_among_the_earlier_ones(database: Database) -> None:
    house = House(database).draft().seated().written()
    decision = house.open("propose")
    house.vote(decision, "", maire="against")
    house.vote(decision)
    house.past(decision) if house.is_open(decision) else None
    with house.database.reading() as tx:
        told = audit.account(view(tx, house.who["auditrice"], house.id), house.row(decision))
    assert told.earlier == 1


def test_decisions_are_listed_page_by_page(house: House) -> None:
    other = House(house.database, who=house.who).draft("Jardin").seated().written()
    house.database.clock.forward(minutes=5)  # type: ignore[attr-defined]
    later = other.open("propose")
    with house.database.reading() as tx:
        first = audit.decisions(tx, size=1)
        rest = audit.decisions(tx, size=1, before=first[0].id)
        names = dict(audit.titles(tx))
        (told,) = audit.decided(tx, first[:1], names)
    assert first[0].id == later
    assert len(first) == 2
    assert [row.partnership for row in rest] == [house.id]
    assert told.partnership.fr == "Jardin"


def test_a_timeline_counts_its_own_acts(house: House) -> None:
    with house.database.reading() as tx:
        told = audit.timeline(view(tx, house.who["auditrice"], house.id))
        own = tx.all(Leaf, stream=f"partnership:{house.id}")
    assert told.acts == len(own)
    assert [event.what for event in told.events].count("entered") == 2


def test_a_record_is_checked_on_the_view_it_is_read_from(house: House) -> None:
    with house.database.reading() as tx:
        checked = audit.checked(tx)
        standing = audit.standing(tx)
    assert checked is not None
    assert checked.ok
    assert checked.verify.acts == standing.head.size


def test_a_long_log_is_not_checked_while_a_page_waits(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("workflows.reads.audit.integrity.MOST_CHECKED", 3)
    monkeypatch.setattr("workflows.reads.audit.act.MOST_PROVEN", 3)
    with house.database.reading() as tx:
        assert audit.checked(tx) is None
        assert not audit.standing(tx).checkable
        (leaf,) = tx.all(Leaf, position=0)
        assert audit.act_page(tx, leaf.act).proof is None


def test_mails_are_counted_by_what_became_of_them(database: Database) -> None:
    with database.transaction() as tx:
        common = {
            "about": "",
            "recipient": "a@b.fr",
            "language": "fr",
            "body": "{}",
            "tries": 0,
            "expires": None,
        }
        for number, due, sent, error in (
            (1, "2026-01-05", None, None),
            (2, "2026-01-05", None, "refused"),
            (3, None, None, "refused"),
            (4, None, "2026-01-05", None),
        ):
            queued = f"2026-01-0{number}"
            tx.put(OutboxMessage, id=str(number), queued=queued, due=due, sent=sent, error=error, **common)
        counted = mails(tx)
    assert (counted.waiting, counted.trouble, counted.given_up) == (2, 1, 1)
    assert counted.oldest == "2026-01-01"


def test_the_helper_who_entered_a_contribution_is_shown_but_not_its_author(house: House) -> None:
    hearing = Hearing(house).opened()
    hearing.helped("Un atelier le samedi.")
    hearing.closed()
    with house.database.reading() as tx:
        leaf = tx.all(Leaf, kind="consultation.contribution-made")[0]
        page = audit.act_page(tx, leaf.act)
    labels = {name.en: value for name, value in page.fields}
    assert "Seat" not in labels
    assert "Personal link" not in labels
    assert labels["Helper"].data.en.startswith("Samira Haddad")
    assert page.leaf is None


def test_the_system_may_read_too(house: House) -> None:
    with house.database.reading() as tx:
        assert audit.timeline(view(tx, Who(system="export"), house.id)).summary.id == house.id


def test_each_word_that_an_act_may_hold_is_said_in_the_readers_language() -> None:
    fields = [hint for kind in KINDS.values() for hint in get_type_hints(kind.body).values()]
    held = {word for hint in fields for word in literals(hint)} - {"EUR"}  # that one, everybody reads
    assert {"author", "deadline", "self"} <= held
    assert {word for word in held if f"log.word_{word}" not in keys()} == set()


def literals(hint: Any) -> Iterator[str]:
    if get_origin(hint) is Literal:
        yield from get_args(hint)
    else:
        for part in get_args(hint):
            yield from literals(part)
