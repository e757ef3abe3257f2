"""`tablee tick`: what is due is done and said, and no clock is put forward outside a demonstration."""

from __future__ import annotations

from pathlib import Path

import pytest

from governance.actors import Who
from governance.database import Database
from governance.tables.prompts import Prompt
from policies.pack import shipped
from tests.web.cli.conftest import Tablee, answer, one_sentence
from tests.workflows.house import SETUP
from workflows import partnership, people


@pytest.fixture
def url(tablee: Tablee, tmp_path: Path) -> str:
    """A record with one draft, under the true clock."""
    found = f"sqlite:///{tmp_path / 'record.sqlite'}"
    assert tablee("db", "upgrade", "--database", found).exit_code == 0
    _fill(found, demo=False)
    return found


def _fill(url: str, *, demo: bool) -> None:
    database = Database(url)
    with database.transaction() as tx:
        people.begin(tx, demo=demo)
        person = people.register_person(tx, SETUP, shipped(), name="Fatou", email="fatou@example.org")
        partnership.create_draft(tx, Who(person=person), shipped(), title="Ressourcerie", template=None)
    database.close()


def prompts(url: str) -> list[Prompt]:
    database = Database(url)
    with database.reading() as tx:
        found = tx.all(Prompt)
    database.close()
    return found


def test_what_is_due_is_done_once_and_said(tablee: Tablee, url: str) -> None:
    first = tablee("tick", "--database", url, "--json")
    assert first.exit_code == 0
    said = answer(first)
    assert (said["done"], said["failed"]) == (1, 0)
    assert [(item["key"], item["result"]) for item in said["items"]] == [("prompts", "done")]
    assert answer(tablee("tick", "--database", url, "--json")) == {"done": 0, "failed": 0, "items": []}
    assert len(prompts(url)) == 1


def test_it_reads_as_lines_too(tablee: Tablee, url: str) -> None:
    result = tablee("tick", "--database", url)
    assert result.stdout.splitlines()[-1] == "1 done, 0 failed"


def test_no_clock_is_put_forward_on_a_true_record(tablee: Tablee, url: str) -> None:
    result = tablee("tick", "--database", url, "--now", "2999-01-01T00:00")
    assert result.exit_code == 1
    assert "demonstration" in one_sentence(result)
    assert prompts(url) == []


def test_a_demonstration_is_played_forward(tablee: Tablee, tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'demo.sqlite'}"
    tablee("db", "upgrade", "--database", url)
    _fill(url, demo=True)
    result = tablee("tick", "--database", url, "--now", "2999-01-01T00:00:00+00:00", "--json")
    assert result.exit_code == 0
    assert [prompt.opened for prompt in prompts(url)] == ["2999-01-01T00:00:00.000000Z"]


def test_a_past_moment_is_taken_on_any_record(tablee: Tablee, url: str) -> None:
    assert tablee("tick", "--database", url, "--now", "2000-01-01").exit_code == 0


@pytest.mark.parametrize("moment", ["tomorrow", "2027-13-01", "0001-01-01T00:00+23:00"])
def test_a_moment_that_is_none_is_wrong_use(tablee: Tablee, url: str, moment: str) -> None:
    result = tablee("tick", "--database", url, "--now", moment)
    assert result.exit_code == 2
    assert "no moment" in result.stderr


def test_a_record_that_is_not_there_is_said_in_one_sentence(tablee: Tablee, tmp_path: Path) -> None:
    result = tablee("tick", "--database", f"sqlite:///{tmp_path / 'none.sqlite'}")
    assert result.exit_code == 2
    assert "there is no record" in one_sentence(result)
