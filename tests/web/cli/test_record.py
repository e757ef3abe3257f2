"""`tablee db`, `user`, `audit`, `import` and `demo`: contracts of output and exit code."""

from __future__ import annotations

import csv
import shutil
from pathlib import Path

import pytest
from sqlalchemy import text

from governance import migrations
from governance.database import Database
from governance.people import person_of_email
from governance.tables.people import Office
from policies.refusal import Refused
from tests.web.cli.conftest import Tablee, answer, one_sentence
from web.cli import COMMANDS
from web.cli.output import explained
from workflows.people import begin

ROOT = Path(__file__).parents[3]
ANTIBES = ROOT / "workflows/demo/data/scdl-antibes.csv"
POITIERS = ROOT / "tests/data/scdl-poitiers-invalid-cells.csv"


@pytest.fixture
def record_(tmp_path: Path, sqlite_template: Path) -> str:
    """The address of an empty, migrated record."""
    path = tmp_path / "record.sqlite"
    shutil.copyfile(sqlite_template, path)
    return f"sqlite:///{path}"


def attack(url: str, statement: str) -> None:
    database = Database(url)
    with database.engine.connect() as connection, connection.begin():
        connection.execute(text(statement))
    database.close()


class TestDatabase:
    def test_it_is_made_in_the_working_folder_and_found_there(self, tablee: Tablee, tmp_path: Path) -> None:
        assert answer(tablee("db", "upgrade", "--json")) == {"ok": True}
        assert (tmp_path / "tablee.sqlite").exists()
        assert answer(tablee("db", "check", "--json")) == {"ok": True, "findings": []}
        assert tablee("db", "upgrade").exit_code == 0

    def test_the_environment_names_another(self, tablee: Tablee, tmp_path: Path) -> None:
        tablee("db", "upgrade", TABLEE_DATABASE=f"sqlite:///{tmp_path}/other.sqlite")
        assert [path.name for path in tmp_path.glob("*.sqlite")] == ["other.sqlite"]

    def test_one_that_is_not_there_or_not_ours_is_a_no(self, tablee: Tablee, tmp_path: Path) -> None:
        result = tablee("db", "check", "--json")
        assert result.exit_code == 1
        assert "tablee db upgrade" in answer(result)["findings"][0]
        assert not list(tmp_path.iterdir())

    def test_a_column_that_is_gone_is_named(self, tablee: Tablee, record_: str) -> None:
        attack(record_, "ALTER TABLE people DROP COLUMN registered")
        result = tablee("db", "check", "--database", record_, "--json")
        assert result.exit_code == 1
        assert "registered" in str(answer(result)["findings"])


class TestUser:
    def test_the_first_person_is_registered_with_their_office(self, tablee: Tablee, tmp_path: Path) -> None:
        result = tablee(
            "user", "add", "--name", "Ada", "--email", "Ada@Example.org", "--office", "auditor", "--json"
        )
        assert result.exit_code == 0, result.stderr
        database = Database(f"sqlite:///{tmp_path}/tablee.sqlite")
        with database.reading() as tx:
            assert person_of_email(tx, "ada@example.org") == answer(result)["person"]
            assert [office.office for office in tx.all(Office)] == ["auditor"]
        database.close()
        assert tablee("audit", "verify").exit_code == 0

    @pytest.mark.parametrize(
        ("arguments", "named"),
        [
            (("--name", "Ada", "--email", "nowhere"), "nowhere"),
            (("--name", " ", "--email", "a@example.org"), "name"),
            (("--name", "Ada", "--email", "a@example.org", "--office", "king"), "king"),
        ],
    )
    def test_what_cannot_be_taken_is_one_sentence_and_nothing_is_stored(
        self, tablee: Tablee, record_: str, arguments: tuple[str, ...], named: str
    ) -> None:
        result = tablee("user", "add", *arguments, "--database", record_)
        assert result.exit_code == 2
        assert named in one_sentence(result)
        assert answer(tablee("audit", "verify", "--database", record_, "--json"))["acts"] == 0

    def test_without_a_name_it_is_wrong_use(self, tablee: Tablee) -> None:
        assert tablee("user", "add", "--email", "a@example.org").exit_code == 2


class TestImport:
    def test_antibes_is_imported_and_known_the_second_time(self, tablee: Tablee) -> None:
        first = tablee("import", "subsidies", ANTIBES, "--authority", "Ville", "--json")
        assert first.exit_code == 0, first.stderr
        said = answer(first)
        assert set(said) == {"imported", "already_known", "rejected", "warnings"}
        assert (said["imported"], said["already_known"], said["rejected"]) == (29, 0, [])
        assert set(said["warnings"][0]) == {"line", "column", "value", "reason"}
        again = answer(tablee("import", "subsidies", ANTIBES, "--authority", "Ville", "--json"))
        assert (again["imported"], again["already_known"]) == (0, 29)
        for check in ("verify", "replay"):
            assert tablee("audit", check).exit_code == 0

    def test_poitiers_is_refused_with_its_15_cells(self, tablee: Tablee, record_: str) -> None:
        result = tablee("import", "subsidies", POITIERS, "--authority", "V", "--database", record_, "--json")
        assert result.exit_code == 1
        said = answer(result)
        assert (said["imported"], said["already_known"], len(said["rejected"])) == (0, 0, 15)
        assert {"line": 10, "column": "montant", "value": ""}.items() <= said["rejected"][11].items()
        assert answer(tablee("audit", "verify", "--database", record_, "--json"))["acts"] == 0

    def test_people_read_what_was_rejected(self, tablee: Tablee, record_: str) -> None:
        result = tablee("import", "subsidies", POITIERS, "--authority", "V", "--database", record_)
        assert result.exit_code == 1
        assert result.stdout.count("rejected: line ") == 15
        assert "nothing was imported" in result.stdout

    def test_a_missing_column_is_one_sentence_that_names_it(
        self, tablee: Tablee, tmp_path: Path, record_: str
    ) -> None:
        with ANTIBES.open(encoding="utf-8-sig", newline="") as source:
            rows = list(csv.reader(source))
        at = rows[0].index("montant")
        with (tmp_path / "short.csv").open("w", newline="", encoding="utf-8") as out:
            csv.writer(out).writerows([*row[:at], *row[at + 1 :]] for row in rows)
        result = tablee("import", "subsidies", "short.csv", "--authority", "V", "--database", record_)
        assert result.exit_code == 2
        assert "montant" in one_sentence(result)

    @pytest.mark.parametrize("file", ["nothing.csv", "."])
    def test_a_file_that_cannot_be_read_is_one_sentence_that_names_it(
        self, tablee: Tablee, record_: str, file: str
    ) -> None:
        result = tablee("import", "subsidies", file, "--authority", "V", "--database", record_)
        assert result.exit_code == 2
        assert f"“{file}”" in one_sentence(result)

    def test_a_reason_is_a_sentence_in_the_language_of_the_terminal(
        self, tablee: Tablee, record_: str
    ) -> None:
        arguments = ("import", "subsidies", POITIERS, "--authority", "V", "--database", record_, "--json")
        english, french = answer(tablee(*arguments)), answer(tablee(*arguments, LC_ALL="fr_FR.UTF-8"))
        for kind in ("rejected", "warnings"):
            assert all(problem["reason"] for problem in english[kind])
        assert english["rejected"][3]["reason"].startswith("This is not a date")
        assert french["rejected"][3]["reason"].startswith("Ce n’est pas une date")

    def test_who_answers_for_it_must_be_said(self, tablee: Tablee) -> None:
        assert tablee("import", "subsidies", ANTIBES).exit_code == 2


class TestAudit:
    @pytest.mark.parametrize("check", ["verify", "replay"])
    def test_the_answer_is_the_one_of_the_contract(self, tablee: Tablee, record_: str, check: str) -> None:
        result = tablee("audit", check, "--database", record_, "--json")
        empty = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
        assert result.exit_code == 0
        assert answer(result) == {"ok": True, "acts": 0, "size": 0, "root": empty, "findings": []}

    @pytest.mark.parametrize(
        ("check", "statement", "code"),
        [
            ("replay", "UPDATE people SET registered = 'x'", "row_differs"),
            ("verify", "UPDATE leaves SET bytes = x'00' WHERE position = 1", "unreadable"),
        ],
    )
    def test_a_finding_is_named_and_exits_1(
        self, tablee: Tablee, record_: str, check: str, statement: str, code: str
    ) -> None:
        tablee("user", "add", "--name", "Ada", "--email", "a@example.org", "--database", record_)
        attack(record_, statement)
        result = tablee("audit", check, "--database", record_, "--json")
        assert result.exit_code == 1
        said = answer(result)
        assert not said["ok"]
        assert code in [found["code"] for found in said["findings"]]
        for found in said["findings"]:
            assert {"code", "where", "text"} <= set(found)
            assert set(found["text"]) == {"fr", "en"}
        assert code in tablee("audit", check, "--database", record_).stdout

    def test_it_makes_no_record_where_there_is_none(self, tablee: Tablee, tmp_path: Path) -> None:
        result = tablee("audit", "verify")
        assert result.exit_code == 2
        assert "tablee db upgrade" in one_sentence(result)
        assert not list(tmp_path.iterdir())

    def test_a_database_without_schema_is_not_prepared_by_the_way(
        self, tablee: Tablee, tmp_path: Path
    ) -> None:
        (tmp_path / "tablee.sqlite").touch()
        result = tablee("audit", "replay")
        assert result.exit_code == 2
        assert "tablee db upgrade" in one_sentence(result)

    @pytest.mark.parametrize(
        "command", [("audit", "verify"), ("import", "subsidies", ANTIBES, "--authority", "V")]
    )
    def test_an_older_schema_is_never_changed_in_silence(
        self,
        tablee: Tablee,
        record_: str,
        command: tuple[str | Path, ...],
        monkeypatch: pytest.MonkeyPatch,
    ) -> None:
        monkeypatch.setattr(migrations, "_revisions", lambda _: ("9999", {"0001", "9999"}))
        result = tablee(*command, "--database", record_)
        assert result.exit_code == 2
        assert "tablee db upgrade" in one_sentence(result)

    @pytest.mark.parametrize("command", ["audit verify", "db upgrade", "demo", "run --port 0"])
    def test_a_schema_of_a_later_program_is_left_to_it(
        self, tablee: Tablee, record_: str, command: str
    ) -> None:
        attack(record_, "UPDATE alembic_version SET version_num = 'later'")
        result = tablee(*command.split(), "--database", record_)
        assert result.exit_code == 2
        assert "newer than this program" in one_sentence(result)
        assert "newer" in tablee("db", "check", "--database", record_).stdout

    def test_another_program_s_database_is_left_alone(self, tablee: Tablee, tmp_path: Path) -> None:
        url = f"sqlite:///{tmp_path}/theirs.sqlite"
        attack(url, "CREATE TABLE customers (id INTEGER)")
        result = tablee("user", "add", "--name", "A", "--email", "a@example.org", "--database", url)
        assert result.exit_code == 2
        assert "something else" in one_sentence(result)

    @pytest.mark.parametrize(
        "url",
        [
            "nonsense",
            "mysql://x/y",
            "postgresql://nobody@127.0.0.1:1/x",
            "postgresql://[::1",
            "sqlite://",
            "sqlite:///:memory:",
            "sqlite:///record?mode=ro",
        ],
    )
    def test_an_address_that_does_not_answer_is_one_sentence(
        self, tablee: Tablee, tmp_path: Path, url: str
    ) -> None:
        for command in (("audit", "verify"), ("db", "upgrade")):
            result = tablee(*command, "--database", url)
            assert result.exit_code == 2
            assert "unexpected" not in one_sentence(result)
        assert not list(tmp_path.iterdir())

    def test_a_file_that_is_no_database_is_one_sentence(self, tablee: Tablee, tmp_path: Path) -> None:
        (tmp_path / "tablee.sqlite").write_bytes(b"not a database, but words enough to fill a page" * 50)
        for command in (("audit", "verify"), ("db", "check"), ("db", "upgrade")):
            result = tablee(*command)
            assert result.exit_code == 2
            one_sentence(result)


class TestDemo:
    def test_a_record_that_is_not_empty_is_left_as_it_is(self, tablee: Tablee) -> None:
        tablee("user", "add", "--name", "Ada", "--email", "a@example.org")
        result = tablee("demo")
        assert result.exit_code == 1
        assert "not empty" in one_sentence(result)

    def test_an_empty_one_is_filled(self, tablee: Tablee, monkeypatch: pytest.MonkeyPatch) -> None:
        def build(database: Database, *_: object) -> None:
            with database.transaction() as tx:
                begin(tx, demo=True)

        monkeypatch.setattr("workflows.demo.build", build)
        assert answer(tablee("demo", "--json")) == {"acts": 1}


@pytest.mark.parametrize("name", ["audit", "db", "import", "lifecycle", "policy", "user"])
def test_a_group_names_its_commands(tablee: Tablee, name: str) -> None:
    assert name in COMMANDS
    assert "Commands:" in tablee(name, "--help").stdout


def test_help_names_every_command_and_an_unknown_one_is_wrong_use(tablee: Tablee) -> None:
    assert all(name in tablee("--help").stdout for name in COMMANDS)
    assert tablee("audti", "verify").exit_code == 2


def test_what_nobody_foresaw_is_one_sentence_too() -> None:
    assert explained(RuntimeError("first\nsecond")) == ("unexpected RuntimeError: first", 2)
    assert explained(KeyError()) == ("unexpected KeyError: KeyError", 2)
    assert explained(Refused("common.invalid"))[1] == 1
    assert "UTF-8" in explained(UnicodeEncodeError("utf-8", "\udcff", 0, 1, "surrogates"))[0]
    assert explained(FileNotFoundError(2, "No such file", "x.csv")) == ("x.csv: No such file", 2)
