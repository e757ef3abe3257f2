"""What a requirement's expression may say: checked before it is ever run, with the place of each error."""

from __future__ import annotations

import cel
import pytest
from hypothesis import given
from hypothesis import strategies as st

from policies.expressions import CannotEvaluate, check, holds
from policies.facts import Fact, Record

ROOTS = {
    "facts": Record(
        {
            "seats": Record({"beneficiaries": Fact("int", "seats"), "public": Fact("int", "seats")}),
            "review": Record(
                {
                    "opinion": Fact("str", "opinion", ("", "favourable", "unfavourable")),
                    "opened": Fact("bool", "opened"),
                }
            ),
            "territory": Fact("str", "code"),
        }
    ),
    "settings": Record({"minimum": Fact("int", "a figure")}),
}
FACTS = {
    "seats": {"beneficiaries": 2, "public": 5},
    "review": {"opinion": "favourable", "opened": True},
    "territory": "FR-44",
}


NO_CALLS = "functions, objects and indexing are not allowed in a requirement"
NO_INDEX = "indexing is not allowed in a requirement: name the field with a dot"


def flaws(source: str) -> list[tuple[int, int, str]]:
    return [(flaw.line, flaw.column, flaw.text) for flaw in check(source, ROOTS).flaws]


def value(source: str) -> bool:
    assert flaws(source) == []
    return holds(source, cel.Context(variables={"facts": FACTS, "settings": {"minimum": 3}}))


@pytest.mark.parametrize(
    ("source", "met"),
    [
        ("facts.seats.beneficiaries >= 2", True),
        ("facts.seats.beneficiaries < settings.minimum", True),
        ("facts.seats.beneficiaries + facts.seats.public == 7", True),
        ("facts.seats.public - 3 > facts.seats.beneficiaries * 2", False),
        ("-facts.seats.public <= -5", True),
        ("!facts.review.opened", False),
        ("facts.review.opened && facts.review.opinion != ''", True),
        ('facts.review.opinion in ["favourable", "unfavourable"]', True),
        ("facts.review.opinion == 'unfavourable' || facts.seats.public > 9", False),
        ("facts.review.opened ? facts.seats.public > 4 : facts.seats.public > 9", True),
        ("(facts.review.opened ? 1 : 2) == 1", True),
        ("facts.territory == 'FR-44'", True),
        ("facts.seats.public in [1, 5]", True),
        ("facts.seats.public in []", False),
        ("facts.review.opened == true", True),
        ("('unfavourable' == facts.review.opinion)", False),
    ],
)
def test_what_may_be_said_is_evaluated(source: str, met: bool) -> None:
    assert value(source) is met


@pytest.mark.parametrize(
    ("source", "column", "text"),
    [
        ("facts.seats.publik >= 2", 13, "unknown fact 'publik' in 'facts.seats'; did you mean 'public'?"),
        ("facts.zzz == 1", 7, "unknown fact 'zzz' in 'facts'"),
        ("fact.seats.public == 1", 1, "unknown fact 'fact'; did you mean 'facts'?"),
        ("now == 1", 1, "unknown fact 'now'"),
        ("facts.seats > 1", 7, "'facts.seats' holds several facts: name one of them"),
        (
            "facts.seats.public.size == 1",
            20,
            "'facts.seats.public' is a whole number and has no field 'size'",
        ),
        ("facts.seats.public", 1, "a requirement is true or false; this is a whole number"),
        ("facts.seats.public == '5'", 23, "a whole number is compared with a word"),
        ("facts.seats.public && true", 1, "yes or no is needed here; this is a whole number"),
        ("!facts.seats.public", 2, "yes or no is needed here; this is a whole number"),
        ("-facts.review.opened == 1", 2, "a whole number is needed here; this is yes or no"),
        ("facts.territory >= 'FR'", 1, "a whole number is needed here; this is a word"),
        ("facts.review.opinion == 'favorable'", 25, "it is never 'favorable'; did you mean 'favourable'?"),
        ("facts.review.opinion in ['favourable', 'zzz']", 40, "it is never 'zzz'"),
        ("'zzz' != facts.review.opinion", 1, "it is never 'zzz'"),
        ("facts.seats.public in facts.seats.beneficiaries", 23, "'in' needs a list; this is a whole number"),
        ("facts.seats.public in [1, 'a']", 27, "a whole number is compared with a word"),
        ("[1] == [1]", 8, "lists are not compared; use 'in'"),
        ("facts['seats'].public == 1", 1, "only a fact has fields"),
        ("facts.seats['public'] == 1", 1, NO_INDEX),
        ("size(facts.territory) > 1", 1, NO_CALLS),
        ("has(facts.territory)", 1, NO_CALLS),
        ("facts.territory.startsWith('FR')", 1, NO_CALLS),
        ("{1: 2} == facts.territory", 2, NO_CALLS),
        ("facts.seats.public / 2 > 1", 1, "division is not exact: multiply the other side instead"),
        ("facts.seats.public % 2 == 1", 1, "division is not exact: multiply the other side instead"),
        ("facts.seats.public > 1.5", 22, "facts are whole numbers, yes or no, and words; not 1.5"),
        ("facts.seats.public == null", 23, "facts are whole numbers, yes or no, and words; not null"),
        ("facts.review.opened ? 1 : 'a'", 27, "a whole number is compared with a word"),
        ("facts.seats.public == ", 20, "this is not an expression"),
        ("", 1, "this is not an expression"),
        ("facts.seats.public < 99999999999999999999", 1, "this is not an expression"),
        ("facts.seats public", 13, "this is not an expression"),
    ],
)
def test_what_may_not_be_said_is_refused_at_its_column(source: str, column: int, text: str) -> None:
    assert (1, column, text) in flaws(source)


def test_one_error_is_said_once_and_all_errors_are_said() -> None:
    assert flaws("facts.zzz > 1") == [(1, 7, "unknown fact 'zzz' in 'facts'")]
    assert [column for _, column, _ in flaws("facts.zzz > 1 && facts.review.yyy")] == [7, 31]
    assert flaws("facts.zzz in facts.yyy") == [
        (1, 7, "unknown fact 'zzz' in 'facts'"),
        (1, 20, "unknown fact 'yyy' in 'facts'"),
    ]


def test_a_flaw_on_the_second_line_has_its_line() -> None:
    assert flaws("facts.review.opened &&\n  facts.zzz == 1")[0][:2] == (2, 9)


def test_the_facts_that_are_read_are_listed_once_in_order() -> None:
    source = "facts.territory == 'a' || facts.seats.public > settings.minimum || facts.territory == 'b'"
    assert check(source, ROOTS).paths == ["facts.territory", "facts.seats.public", "settings.minimum"]


def test_facts_that_are_not_there_are_a_fault_of_the_program() -> None:
    with pytest.raises(CannotEvaluate, match=r"facts\.seats\.public"):
        holds("facts.seats.public > 1", cel.Context(variables={"facts": {"seats": {}}}))
    with pytest.raises(CannotEvaluate):
        holds("facts.seats.public > 1", cel.Context(variables={}))


def test_a_number_that_leaves_64_bits_is_a_fault_of_the_program() -> None:
    context = cel.Context(variables={"facts": {"seats": {"public": 2**62}}})
    with pytest.raises(CannotEvaluate):
        holds("facts.seats.public * 4 > 1", context)


@given(st.text(alphabet="facts.eumbolic()[]{}<>=!&|?:+-*/%'\" 012,\n", max_size=40))
def test_checking_never_fails_whatever_is_written(source: str) -> None:
    check(source, ROOTS)


NUMBERS = st.one_of(
    st.sampled_from(["facts.seats.public", "facts.seats.beneficiaries", "settings.minimum"]),
    st.integers(0, 9).map(str),
)
BOOLEANS = st.recursive(
    st.one_of(
        st.just("facts.review.opened"),
        st.just("facts.review.opinion == 'favourable'"),
        st.builds("{} {} {}".format, NUMBERS, st.sampled_from(["<", "<=", "==", "!=", ">", ">="]), NUMBERS),
    ),
    lambda inner: st.one_of(
        st.builds("({} {} {})".format, inner, st.sampled_from(["&&", "||"]), inner),
        st.builds("!({})".format, inner),
    ),
    max_leaves=6,
)


@given(BOOLEANS)
def test_what_passes_the_check_can_be_evaluated_and_agrees_with_python(source: str) -> None:
    python = source.replace("&&", "and").replace("||", "or").replace("!(", "not (")

    class Dotted:
        def __init__(self, found: dict[str, object]) -> None:
            for name, item in found.items():
                setattr(self, name, Dotted(item) if isinstance(item, dict) else item)

    expected = eval(python, {"facts": Dotted(FACTS), "settings": Dotted({"minimum": 3})})
    assert value(source) is expected
