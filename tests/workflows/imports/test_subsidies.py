"""Import into the record: all rows or none, known again, and with the acts that say where each came from."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from governance.actors import Who
from governance.audit import replay, verify
from governance.database import Database
from governance.log.head import head
from governance.names import organisation_name
from governance.tables.imports import Subsidy
from governance.tables.log import Disclosure, Leaf
from governance.tables.parties import Party
from governance.tables.partnership import Partnership, StateEntry
from governance.tables.people import Organisation
from policies.pack import shipped
from policies.refusal import Invalid, NotEntitled, Refused
from tests.workflows.imports.conftest import GOOD
from workflows.imports.scdl import BadFile
from workflows.imports.subsidies import Imported, import_subsidies
from workflows.people import register_person

ROOT = Path(__file__).parents[3]
ANTIBES = ROOT / "workflows/demo/data/scdl-antibes.csv"
POITIERS = ROOT / "tests/data/scdl-poitiers-invalid-cells.csv"

Write = Callable[..., Path]


def run(database: Database, file: Path, authority: str = "Ville d’Antibes") -> Imported:
    with database.transaction() as tx:
        return import_subsidies(tx, file, authority)


def size(database: Database) -> int:
    with database.reading() as tx:
        return head(tx).size


@pytest.fixture
def write(tmp_path: Path) -> Write:
    """A file of the good row, once for each dictionary of changed cells; `columns` orders its header."""

    def written(*changes: dict[str, str], columns: list[str] | None = None) -> Path:
        path = tmp_path / "written.csv"
        with path.open("w", newline="", encoding="utf-8") as out:
            writer = csv.DictWriter(out, columns or list(GOOD), extrasaction="ignore")
            writer.writeheader()
            writer.writerows({**GOOD, **change} for change in changes)
        return path

    return written


class TestAntibes:
    def test_its_29_rows_are_imported_once_and_the_log_holds(self, database: Database) -> None:
        first = run(database, ANTIBES)
        assert (first.imported, first.already_known, first.rejected) == (29, 0, ())
        assert 27 in {warning.line for warning in first.warnings}
        acts = size(database)
        again = run(database, ANTIBES)
        assert (again.imported, again.already_known) == (0, 29)
        assert size(database) == acts
        with database.reading() as tx:
            assert verify(tx).findings == ()
            assert replay(tx).findings == ()
            assert len(tx.all(Partnership)) == len(tx.all(Subsidy)) == 29

    def test_what_is_already_known_leaves_no_text_behind(self, database: Database) -> None:
        run(database, ANTIBES)
        with database.reading() as tx:
            texts = len(tx.all(Disclosure))
        run(database, ANTIBES, "Somebody else")
        with database.reading() as tx:
            assert len(tx.all(Disclosure)) == texts

    def test_the_granter_is_one_organisation_and_every_beneficiary_another(self, database: Database) -> None:
        run(database, ANTIBES)
        with database.reading() as tx:
            granters = {row.granter for row in tx.all(Subsidy)}
            assert len(granters) == 1
            assert len(tx.all(Organisation)) == 30
            (granter,) = tx.all(Organisation, id=granters.pop())
            assert shipped().kinds[granter.kind].deliberates
            assert (granter.siret, organisation_name(tx, granter.id)) == ("21060004500392", "ANTIBES")


class TestOneRow:
    def test_it_is_taken_over_in_the_entry_that_nothing_here_decided(
        self, database: Database, write: Write
    ) -> None:
        run(database, write({}))
        with database.reading() as tx:
            (row,) = tx.all(Partnership)
            (entered,) = tx.all(StateEntry)
            assert row.state == entered.state == shipped().lifecycle.entries[1]
            assert (row.term, row.form, row.pack) == (1, None, shipped().digest)
            assert entered.decision is None
            assert tx.text(row.title) == "Animations : Les Petits Débrouillards"

    def test_it_says_from_which_file_and_line_it_came_and_who_answers_for_it(
        self, database: Database, write: Write
    ) -> None:
        run(database, write({}, {"objet": "Chorale"}), "  Préfecture ")
        with database.reading() as tx:
            rows = tx.all(Subsidy, order="line")
            assert [row.line for row in rows] == [2, 3]
            assert {tx.text(row.authority) for row in rows} == {"Préfecture"}
            assert {tx.text(row.file_name) for row in rows} == {"written.csv"}
            assert {len(row.file) for row in rows} == {64}

    def test_its_figures_are_exact_and_its_cells_are_kept(self, database: Database, write: Write) -> None:
        run(database, write({"montant": "1e3", "pourcentageSubvention": "0.450", "objet": "  Chorale "}))
        with database.reading() as tx:
            (row,) = tx.all(Subsidy)
            assert (row.amount, row.currency, row.share) == ("1000", "EUR", "0.450")
            assert (row.agreed, row.paid_from, row.paid_until) == ("2017-06-27", "2017-03-14", "2018-03-14")
            cells = json.loads(tx.text(row.cells) or "")
            assert cells == GOOD | {"montant": "1e3", "pourcentageSubvention": "0.450", "objet": "Chorale"}

    def test_an_impossible_payment_date_is_left_out(self, database: Database, write: Write) -> None:
        assert run(database, write({"datesPeriodeVersement": "2017-30-05"})).warnings
        with database.reading() as tx:
            (row,) = tx.all(Subsidy)
            assert (row.paid_from, row.paid_until) == (None, None)

    def test_it_has_two_parties(self, database: Database, write: Write) -> None:
        run(database, write({}))
        with database.reading() as tx:
            (row,) = tx.all(Subsidy)
            assert {party.organisation for party in tx.all(Party)} == {row.granter, row.beneficiary}

    def test_its_names_do_not_stand_in_the_log(self, database: Database, write: Write) -> None:
        run(database, write({}))
        with database.reading() as tx:
            assert all("Débrouillards".encode() not in leaf.bytes for leaf in tx.all(Leaf))

    @pytest.mark.parametrize("amount", ["1" + "0" * 28, "-0.5", "0." + "1" * 29, "1e-30", "+7"])
    def test_any_amount_that_the_format_takes_is_recorded(
        self, database: Database, write: Write, amount: str
    ) -> None:
        assert run(database, write({"montant": amount})).imported == 1
        with database.reading() as tx:
            assert verify(tx).ok


class TestKnownAgain:
    def test_the_same_row_twice_in_a_file_counts_once(self, database: Database, write: Write) -> None:
        result = run(database, write({}, {}, {"objet": "Chorale"}))
        assert (result.imported, result.already_known) == (2, 1)

    def test_columns_in_another_order_are_the_same_rows(self, database: Database, write: Write) -> None:
        run(database, write({}))
        backwards = [*reversed(GOOD)]
        assert run(database, write({}, columns=backwards)).already_known == 1

    def test_one_changed_cell_is_another_agreement(self, database: Database, write: Write) -> None:
        run(database, write({}))
        assert run(database, write({"montant": "47800.21"})).imported == 1


class TestOrganisations:
    def registered(self, database: Database, file: Path, authority: str = "Ville") -> int:
        """How many beneficiaries the record knows after this import."""
        run(database, file, authority)
        with database.reading() as tx:
            return len({row.beneficiary for row in tx.all(Subsidy)})

    def test_a_siret_finds_it_again_under_another_name(self, database: Database, write: Write) -> None:
        assert self.registered(database, write({}, {"nomBeneficiaire": "PETITS DEBROUILLARDS"})) == 1

    def test_an_rna_number_finds_it_again_without_its_siret(self, database: Database, write: Write) -> None:
        assert self.registered(database, write({}, {"idBeneficiaire": "", "objet": "Chorale"})) == 1

    def test_a_name_finds_it_again_where_there_is_no_number(self, database: Database, write: Write) -> None:
        bare = {"idBeneficiaire": "", "rnaBeneficiaire": ""}
        assert self.registered(database, write(bare, bare | {"objet": "Chorale"})) == 1
        assert self.registered(database, write(bare | {"objet": "Théâtre"})) == 1
        assert self.registered(database, write(bare | {"objet": "Lecture"}), "Another authority") == 2

    def test_a_number_that_cannot_be_right_identifies_nobody(self, database: Database, write: Write) -> None:
        wrong = {"idBeneficiaire": "12345678901234", "rnaBeneficiaire": ""}
        assert self.registered(database, write(wrong, wrong | {"nomBeneficiaire": "Autre"})) == 2
        with database.reading() as tx:
            assert all(row.siret != "12345678901234" for row in tx.all(Organisation))

    def test_only_the_register_of_associations_tells_the_kind(self, database: Database, write: Write) -> None:
        run(database, write({}, {"nomBeneficiaire": "SA", "idBeneficiaire": "", "rnaBeneficiaire": ""}))
        with database.reading() as tx:
            kinds = [tx.one(Organisation, id=row.beneficiary) for row in tx.all(Subsidy, order="line")]
            found = [shipped().kinds[row.kind] for row in kinds if row]
        assert [(kind.rna, kind.unstated) for kind in found] == [(True, False), (False, True)]


class TestRefused:
    def test_with_one_bad_cell_nothing_is_stored(self, database: Database) -> None:
        result = run(database, POITIERS)
        assert (result.imported, len(result.rejected)) == (0, 15)
        assert size(database) == 0

    def test_a_missing_column_is_named_and_nothing_is_stored(self, database: Database, write: Write) -> None:
        with pytest.raises(BadFile, match="montant"):
            run(database, write({}, columns=[name for name in GOOD if name != "montant"]))
        assert size(database) == 0

    def test_somebody_must_answer_for_it(self, database: Database) -> None:
        with pytest.raises(Invalid) as refused:
            run(database, ANTIBES, "  ")
        assert [field.name for field in refused.value.fields] == ["authority"]

    def test_a_person_without_the_office_may_not(self, database: Database) -> None:
        with database.transaction() as tx:
            setup = Who(system="setup")
            person = register_person(tx, setup, shipped(), name="Ada", email="ada@example.org")
            with pytest.raises(NotEntitled):
                import_subsidies(tx, ANTIBES, "Ville", who=Who(person=person))

    def test_rules_without_a_second_entry_take_nothing_over(self, database: Database) -> None:
        pack = shipped()
        narrow = pack.lifecycle.model_copy(update={"entries": pack.lifecycle.entries[:1]})
        with database.transaction() as tx, pytest.raises(Refused) as refused:
            import_subsidies(tx, ANTIBES, "Ville", pack=replace(pack, lifecycle=narrow))
        assert refused.value.code == "imports.no_entry"

    def test_rules_that_do_not_say_the_kinds_take_nothing_over(self, database: Database) -> None:
        pack = shipped()
        kinds = {key: kind for key, kind in pack.kinds.items() if not kind.unstated}
        heading = pack.heading.model_copy(update={"kinds": kinds})
        with database.transaction() as tx, pytest.raises(Refused) as refused:
            import_subsidies(tx, ANTIBES, "Ville", pack=replace(pack, heading=heading))
        assert refused.value.code == "imports.no_kind"
