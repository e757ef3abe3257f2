"""Numbers of organisations: good ones pass, and what is wrong is told apart."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policies.identifiers import (
    Problem,
    compact,
    rna_problem,
    rna_warning,
    siren_problem,
    siret_problem,
)


def code(problem: Problem | None) -> str | None:
    return problem.code if problem else None


def luhn_holds(number: str) -> bool:
    """Every second digit from the right counts double, by its digits; the sum ends in 0."""
    total = 0
    for place, digit in enumerate(reversed(number)):
        value = int(digit) * (1 + place % 2)
        total += value // 10 + value % 10
    return total % 10 == 0


class TestSiren:
    @pytest.mark.parametrize(
        "number", ["732829320", "356000000", "732 829 320", "732.829.320", " 732829320\n"]
    )
    def test_a_good_number_passes_however_it_is_spaced(self, number: str) -> None:
        assert siren_problem(number) is None

    def test_a_mistyped_digit_is_told_from_a_wrong_shape(self) -> None:
        assert code(siren_problem("732829321")) == "check_digit"
        assert code(siren_problem("73282932")) == "malformed"

    @pytest.mark.parametrize(
        "number", ["", "7328293200", "73282932O", "٧٣٢٨٢٩٣٢٠", "732-829-320", "73282932000074"]
    )
    def test_another_shape_is_malformed(self, number: str) -> None:
        assert code(siren_problem(number)) == "malformed"

    @given(st.from_regex(r"[0-9]{9}", fullmatch=True))
    def test_the_check_digit_is_that_of_luhn(self, number: str) -> None:
        assert code(siren_problem(number)) == (None if luhn_holds(number) else "check_digit")

    @given(st.from_regex(r"[0-9]{8}", fullmatch=True), st.integers(0, 8), st.integers(1, 9))
    def test_one_digit_changed_in_a_good_number_is_always_noticed(
        self, start: str, place: int, change: int
    ) -> None:
        good = next(start + last for last in "0123456789" if luhn_holds(start + last))
        digit = str((int(good[place]) + change) % 10)
        assert code(siren_problem(good[:place] + digit + good[place + 1 :])) == "check_digit"


class TestSiret:
    @pytest.mark.parametrize(
        "number", ["73282932000074", "35600000049837", "35600000000048", "732 829 320 00074"]
    )
    def test_a_good_number_passes(self, number: str) -> None:
        assert siret_problem(number) is None

    @pytest.mark.parametrize("number", ["73282932000075", "35600000049838", "73282932100073"])
    def test_a_wrong_check_digit_is_noticed(self, number: str) -> None:
        assert code(siret_problem(number)) == "check_digit"

    @pytest.mark.parametrize("number", ["", "732829320", "732829320000741", "7328293200007X"])
    def test_another_shape_is_malformed(self, number: str) -> None:
        assert code(siret_problem(number)) == "malformed"

    @given(st.from_regex(r"356000000[0-9]{5}", fullmatch=True))
    def test_la_poste_passes_by_luhn_or_by_its_sum(self, number: str) -> None:
        good = luhn_holds(number) or sum(map(int, number)) % 5 == 0
        assert code(siret_problem(number)) == (None if good else "check_digit")

    @given(
        st.from_regex(r"[0-9]{14}", fullmatch=True).filter(lambda number: not number.startswith("356000000"))
    )
    def test_no_other_passes_by_its_sum(self, number: str) -> None:
        good = luhn_holds(number) and luhn_holds(number[:9])
        assert code(siret_problem(number)) == (None if good else "check_digit")

    def test_a_good_last_digit_does_not_make_up_for_a_wrong_siren(self) -> None:
        number = "73282932100072"
        assert luhn_holds(number)
        assert code(siret_problem(number)) == "check_digit"


class TestRna:
    @pytest.mark.parametrize("number", ["W751234567", "w751234567", "W75 1234567", "W9R1011072"])
    def test_a_good_number_passes(self, number: str) -> None:
        assert rna_problem(number) is None

    @pytest.mark.parametrize(
        "number", ["", "751234567", "W75123456", "W7512345678", "WR91011072", "X751234567", "W٧51234567"]
    )
    def test_another_shape_is_malformed(self, number: str) -> None:
        assert code(rna_problem(number)) == "malformed"

    def test_only_an_overseas_letter_asks_for_a_second_look(self) -> None:
        assert rna_warning("W9R1011072") is not None
        assert rna_warning("W751234567") is None
        assert rna_warning("W75") is None

    def test_associations_of_moselle_are_told_what_to_give_instead(self) -> None:
        problem = rna_problem("vol. 12 folio 34")
        assert problem is not None
        assert "Moselle" in problem.text.fr
        assert "folio" in problem.text.en


def test_each_problem_has_its_own_text_in_both_languages() -> None:
    problems = [
        siren_problem("1"),
        siren_problem("732829321"),
        siret_problem("1"),
        siret_problem("35600000049838"),
    ]
    texts = [problem.text for problem in [*problems, rna_problem("1")] if problem]
    assert len({text.fr for text in texts}) == len({text.en for text in texts}) == 5


def test_the_stored_form_has_no_spacing_and_capitals() -> None:
    assert compact(" w9r.101 10\u202f72\n") == "W9R1011072"
