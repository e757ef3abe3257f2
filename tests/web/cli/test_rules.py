"""`tablee policy` and `tablee lifecycle`: contracts of output and exit code."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from policies.pack import shipped
from policies.pack.loading import PACKS
from tests.web.cli.conftest import Tablee, answer, one_sentence

PACK = PACKS / "fr-action-sociale" / "2026.1"
CASE = """
rule:
  text: {fr: Règle, en: Rule}
  ballots: [for, against, abstain]
  adopted_when: {measure: for, of: expressed, more_than: 1/2}
electorate: [{seat: a}, {seat: b}, {seat: c}]
ballots: [{seat: a, choice: for}, {seat: b, choice: for}, {seat: x, choice: against}]
"""


@pytest.fixture
def case(tmp_path: Path) -> Path:
    path = tmp_path / "case.yaml"
    path.write_text(CASE, encoding="utf-8")
    return path


class TestTally:
    def test_the_answer_is_the_one_of_the_design(self, tablee: Tablee, case: Path) -> None:
        result = tablee("policy", "tally", case, "--json")
        assert result.exit_code == 0, result.stderr
        said = answer(result)
        assert (said["outcome"], said["quorum"]) == ("adopted", {"met": True, "criteria": []})
        (leaf,) = said["criteria"]
        assert (leaf["numerator"], leaf["denominator"], leaf["threshold"], leaf["met"]) == (1, 1, "1/2", True)
        assert [aside["code"] for aside in said["set_aside"]] == ["unknown_seat"]
        assert set(leaf["text"]) == {"fr", "en"}

    def test_a_rejected_proposal_is_no_error(self, tablee: Tablee, case: Path) -> None:
        case.write_text(CASE.replace("choice: for", "choice: against"), encoding="utf-8")
        result = tablee("policy", "tally", case, "--json")
        assert (result.exit_code, answer(result)["outcome"]) == (0, "rejected")

    def test_people_read_sentences_in_the_language_of_their_terminal(
        self, tablee: Tablee, case: Path
    ) -> None:
        english, french = tablee("policy", "tally", case), tablee("policy", "tally", case, LANG="fr_FR.UTF-8")
        assert english.exit_code == french.exit_code == 0
        assert english.stdout != french.stdout
        assert len(english.stdout.splitlines()) == 3

    def test_a_rule_may_be_one_of_the_shipped_pack(self, tablee: Tablee, case: Path) -> None:
        rule = next(iter(shipped().rules))
        seats = "[{seat: a, college: beneficiaries}]"
        case.write_text(f"rule: {rule}\nelectorate: {seats}\n", encoding="utf-8")
        result = tablee("policy", "tally", case, "--json")
        assert result.exit_code == 0, result.stderr
        assert answer(result)["outcome"]

    @pytest.mark.parametrize(
        ("text", "named"),
        [
            ("rule: nothing\nelectorate: []\n", "nothing"),
            ("electorate: []\n", "rule"),
            (CASE.replace("1/2", "0.5"), "case.yaml:5"),
            ("rule: [", "case.yaml"),
            ("42", "case.yaml"),
            ("", "case.yaml:1:1: keys"),
            (CASE.replace("1/2", "9" * 5_000), "case.yaml:5:58"),
            (CASE.replace("{seat: b}", "{seat: 2026-13-45}"), "case.yaml:6:32"),
            (CASE.replace("{seat: b}", '{seat: "\\ud800"}'), "case.yaml:6:32"),
            (CASE.replace("{seat: a}", f"{{seat: a, weights: {{w: {2**53}}}}}"), "electorate.0.weights.w"),
            (f"rule: {'[' * 2_000}", "case.yaml"),
            (f"rule: {'[' * 300}{']' * 300}", "nested too deeply"),
            (CASE + "electorate: []\n", "case.yaml:8:1"),
        ],
    )
    def test_a_case_that_does_not_load_exits_2(
        self, tablee: Tablee, case: Path, text: str, named: str
    ) -> None:
        case.write_text(text, encoding="utf-8")
        result = tablee("policy", "tally", case, "--json")
        assert result.exit_code == 2
        assert named in result.stderr
        assert result.stdout == ""
        assert "Traceback" not in result.stderr

    def test_a_file_that_is_not_there_is_one_sentence(self, tablee: Tablee) -> None:
        result = tablee("policy", "tally", "nothing.yaml")
        assert result.exit_code == 2
        assert "nothing.yaml" in one_sentence(result)


class TestPack:
    @pytest.mark.parametrize("pack", ["fr-action-sociale/2026.1", str(PACK)])
    def test_the_shipped_one_holds(self, tablee: Tablee, pack: str) -> None:
        result = tablee("policy", "check", pack, "--json")
        assert result.exit_code == 0
        assert answer(result) == {"ok": True, "digest": shipped().digest, "findings": []}

    def test_what_is_wrong_is_named_by_file_line_and_field(self, tablee: Tablee, tmp_path: Path) -> None:
        copy = tmp_path / "pack"
        shutil.copytree(PACK, copy)
        heading = copy / "pack.yaml"
        heading.write_text(heading.read_text(encoding="utf-8").replace("valid_from:", "valid_form:"), "utf-8")
        result = tablee("policy", "check", copy, "--json")
        assert result.exit_code == 1
        said = answer(result)
        assert (said["ok"], said["digest"]) == (False, None)
        found = next(finding for finding in said["findings"] if finding["field"] == "valid_form")
        assert found["file"].endswith("pack.yaml")
        assert found["line"] > 1
        assert "valid_from" in found["text"]
        assert "valid_form" in tablee("policy", "check", copy).stdout

    def test_a_pack_that_is_not_there_exits_2(self, tablee: Tablee) -> None:
        result = tablee("policy", "check", "nothing/1")
        assert result.exit_code == 2
        assert "nothing/1" in one_sentence(result)


class TestLifecycle:
    def test_the_shipped_one_respects_the_charter(self, tablee: Tablee) -> None:
        result = tablee("lifecycle", "check", PACK / "lifecycle.yaml", "--json")
        assert (result.exit_code, answer(result)) == (0, {"ok": True, "findings": []})

    def test_a_way_round_the_ethical_review_is_shown(self, tablee: Tablee, tmp_path: Path) -> None:
        file = tmp_path / "lifecycle.yaml"
        text = (PACK / "lifecycle.yaml").read_text(encoding="utf-8")
        text += "  - {name: shortcut, from: consultation, to: role_agreement, rule: clearance}\n"
        file.write_text(text, encoding="utf-8")
        result = tablee("lifecycle", "check", file, "--json")
        assert result.exit_code == 1
        said = answer(result)
        assert not said["ok"]
        (found,) = [f for f in said["findings"] if f["invariant"] == "passes-before"]
        assert set(found) == {"invariant", "path", "text"}
        assert found["path"][0] == "draft"
        assert "ethical_review" not in found["path"]
        assert "passes-before" in tablee("lifecycle", "check", file).stdout

    @pytest.mark.parametrize("text", ["states: [", "lifecycle: x\n", "- 1\n"])
    def test_what_is_no_lifecycle_exits_2(self, tablee: Tablee, tmp_path: Path, text: str) -> None:
        file = tmp_path / "lifecycle.yaml"
        file.write_text(text, encoding="utf-8")
        result = tablee("lifecycle", "check", file, "--json")
        assert (result.exit_code, result.stdout) == (2, "")
        assert "lifecycle.yaml" in result.stderr
        assert "Traceback" not in result.stderr
