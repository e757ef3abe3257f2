"""The text: who writes it, how versions follow each other, and what parties acknowledge."""

from __future__ import annotations

import pytest

from governance.database import Database
from governance.dossier import current_sections, latest_version
from policies.refusal import Invalid, NotEntitled, NotFound, Refused
from tests.workflows.house import House
from workflows import dossier
from workflows.case import View, view
from workflows.reads import dossier as reads
from workflows.reads.differences import Piece, differences


@pytest.fixture
def house(database: Database) -> House:
    return House(database).draft().seated()


def write(house: House, by: str = "facilitatrice", base: int | None = None, **texts: str) -> None:
    house.do(dossier.write_sections, texts, base, by=by)


def text_of(house: House, section: str) -> str | None:
    with house.database.reading() as tx:
        row = current_sections(tx, house.id).get(section)
        return tx.text(row.text) if row else None


def version(house: House) -> int:
    with house.database.reading() as tx:
        found = latest_version(tx, house.id)
    return found.version if found else 0


def seen(house: House, tx: object, by: str = "facilitatrice") -> View:
    return view(tx, house.who[by], house.id)  # type: ignore[arg-type]


def test_each_writing_is_a_version_and_the_rest_of_the_text_stands(house: House) -> None:
    write(house, need="Un toit.", risks="Le froid.")
    write(house, need="Un toit, et des voisins.")
    assert version(house) == 2
    assert text_of(house, "risks") == "Le froid."
    assert text_of(house, "need") == "Un toit, et des voisins."


def test_writing_the_same_again_is_no_new_version(house: House) -> None:
    write(house, need="Un toit.")
    write(house, need="  Un toit.  ")
    assert version(house) == 1


def test_two_versions_of_the_same_words_have_different_digests(house: House) -> None:
    write(house, need="Un toit.")
    write(house, need="Deux toits.")
    write(house, need="Un toit.")
    with house.database.reading() as tx:
        digests = [one.digest for one in reads.versions(seen(house, tx))]
    assert len(set(digests)) == 3


def test_nobody_overwrites_what_they_have_not_seen(house: House) -> None:
    write(house, base=0, need="Un toit.")
    with pytest.raises(Refused) as refusal:
        write(house, by="resident", base=0, need="Un lieu.")
    assert refusal.value.code == "dossier.written_since"
    assert text_of(house, "need") == "Un toit."
    write(house, by="resident", base=1, need="Un lieu.")
    assert text_of(house, "need") == "Un lieu."


def test_two_people_write_two_sections_at_the_same_time(house: House) -> None:
    write(house, base=0, need="Un toit.")
    write(house, by="resident", base=0, risks="Le froid.")
    assert version(house) == 2


@pytest.mark.parametrize(
    ("text", "code"),
    [("", "dossier.not_emptied"), ("a" * 20_001, "common.too_long")],
)
def test_a_written_section_is_neither_emptied_nor_endless(house: House, text: str, code: str) -> None:
    write(house, need="Un toit.")
    with pytest.raises(Invalid) as refusal:
        write(house, need=text)
    assert [bad.name for bad in refusal.value.fields] == ["need"]
    assert text_of(house, "need") == "Un toit."


def test_a_section_that_the_pack_does_not_know_is_refused(house: House) -> None:
    with pytest.raises(Invalid):
        write(house, poetry="Ode.")


def test_reviewers_do_not_write_the_text(house: House) -> None:
    with pytest.raises(NotEntitled):
        write(house, by="ethique", need="Mes mots.")


def test_the_text_stands_still_while_a_vote_on_it_is_open(house: House) -> None:
    house.written()
    decision = house.open("propose")
    with pytest.raises(Refused) as refusal:
        write(house, need="Autre chose.")
    assert refusal.value.code == "decision.text_locked"
    with house.database.reading() as tx:
        lock = reads.lock(seen(house, tx))
    assert lock is not None
    assert lock.decision == decision


def test_a_voice_is_heard_once_somebody_of_that_college_has_written(house: House) -> None:
    write(house, need="Leur besoin, par la facilitatrice.")
    with house.database.reading() as tx:
        assert not reads.part(seen(house, tx), "need").heard
    write(house, by="resident", need="Notre besoin.")
    write(house, need="Notre besoin, relu.")
    with house.database.reading() as tx:
        part = reads.part(seen(house, tx), "need")
    assert part.heard
    assert part.wording is not None
    assert part.wording.college is None
    assert part.wording.author.name == "Fatou Diallo"


def test_parts_stand_in_reading_order_and_say_what_is_missing(house: House) -> None:
    write(house, by="resident", need="Notre besoin.")
    with house.database.reading() as tx:
        found = reads.parts(seen(house, tx))
    assert [part.key for part in found] == list(house.pack.dossier.sections)
    missing = {part.key for part in found if part.missing}
    assert missing == {key for key, s in house.pack.dossier.sections.items() if s.required and key != "need"}
    author = found[0].wording.author if found[0].wording else None
    assert author is not None
    assert (author.name, author.party) == ("Mariam Traoré", "Collectif des habitants")


def test_a_party_acknowledges_the_objectives_as_they_stand(house: House) -> None:
    party = house.parties["beneficiaries"]
    with pytest.raises(Refused) as refusal:
        house.do(dossier.acknowledge_objectives, party, by="resident")
    assert refusal.value.code == "dossier.no_objectives"
    write(house, objectives="Vivre ensemble.")
    house.do(dossier.acknowledge_objectives, party, by="resident")
    with pytest.raises(Refused) as refusal:
        house.do(dossier.acknowledge_objectives, party, by="maire")
    assert refusal.value.code == "parties.not_yours"
    with pytest.raises(NotEntitled):
        house.do(dossier.acknowledge_objectives, party)


def test_versions_are_compared_section_by_section(house: House) -> None:
    write(house, need="Un toit.", risks="Le froid.")
    write(house, need="Un bon toit.", people="Vingt voisins.")
    with house.database.reading() as tx:
        shown = reads.compare(seen(house, tx), 1, 2)
        changed = {change.label.en: change for change in shown}
        assert [change.changed for change in shown] == [True, True, False]
        with pytest.raises(NotFound):
            reads.compare(seen(house, tx), 1, 3)
    need = changed["The need"]
    assert need.before == [Piece("Un ", False), Piece("toit.", False)]
    assert need.after == [Piece("Un ", False), Piece("bon ", True), Piece("toit.", False)]
    assert changed["The people concerned"].before is None


def test_a_section_nobody_knows_is_not_found(house: House) -> None:
    with house.database.reading() as tx, pytest.raises(NotFound):
        reads.part(seen(house, tx), "poetry")


def test_starter_texts_come_from_the_templates_of_the_form(database: Database) -> None:
    bare = House(database).draft()
    housing = House(database, who=bare.who).draft(template="housing")
    with database.reading() as tx:
        assert reads.starters(seen(bare, tx)) == {}
        assert reads.starters(seen(housing, tx)) == housing.pack.templates["housing"].dossier


@pytest.mark.parametrize(
    "pair", [("", "Un toit."), ("Un\ntoit.", "Un toit."), ("a b  c", "c\n\nb a"), ("", "")]
)
def test_the_pieces_of_a_difference_join_to_the_whole_texts(pair: tuple[str, str]) -> None:
    before, after = differences(*pair)
    assert ("".join(p.text for p in before), "".join(p.text for p in after)) == pair
