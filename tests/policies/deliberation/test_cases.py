"""Cases written down from the texts of law, each in a file of its own."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from policies.deliberation import answer, load_case, load_rules
from policies.documents import read

HERE = Path(__file__).parent
RULES = load_rules(read(HERE / "rules.yaml"))
EXPECTED: dict[str, dict[str, Any]] = read(HERE / "expected.yaml").value


def figures(criteria: list[dict[str, Any]]) -> list[int | str]:
    return [
        one["numerator"] if one["denominator"] is None else f"{one['numerator']}/{one['denominator']}"
        for one in criteria
    ]


@pytest.mark.parametrize("name", EXPECTED)
def test_a_case_comes_to_what_its_text_says(name: str) -> None:
    expected = EXPECTED[name]
    got = answer(load_case(read(HERE / "cases" / f"{name}.yaml"), RULES))
    assert got["outcome"] == expected["outcome"]
    assert figures(got["quorum"]["criteria"]) == expected.get("quorum", [])
    assert figures(got["criteria"]) == expected["criteria"]
    assert [aside["code"] for aside in got["set_aside"]] == expected.get("set_aside", [])
    assert got["certain"] == expected.get("certain", got["certain"])


def test_every_case_file_has_its_expectation() -> None:
    assert sorted(path.stem for path in (HERE / "cases").glob("*.yaml")) == sorted(EXPECTED)
