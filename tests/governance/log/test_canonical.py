"""The bytes of leaves, compared with the reference implementation of RFC 8785."""

from __future__ import annotations

import json
from random import Random
from typing import Any

import msgspec
import pytest
import rfc8785
from hypothesis import given, settings
from hypothesis import strategies as st

from governance.log.canonical import INTEGER_LIMIT, LEAF_LIMIT, NotCanonical, check, encode

AWKWARD = '\x00\x08\t\n\x0b\x0c\r\x1f"\\/\x7f\x80é’«\u2028\u2029\ufeff\uffff𐀀🗳'
strings = st.text(st.one_of(st.sampled_from(AWKWARD), st.characters(exclude_categories=["Cs"])), max_size=12)
keys = st.text(st.characters(max_codepoint=127), max_size=8)
integers = st.integers(-INTEGER_LIMIT, INTEGER_LIMIT) | st.sampled_from(
    [0, -1, INTEGER_LIMIT, -INTEGER_LIMIT]
)
values = st.recursive(
    st.none() | st.booleans() | integers | strings,
    lambda inner: st.lists(inner, max_size=5) | st.dictionaries(keys, inner, max_size=6),
    max_leaves=25,
)
objects = st.dictionaries(keys, values, min_size=1, max_size=12)


def random_object(random: Random, depth: int) -> dict[str, Any]:
    """An object with ASCII keys of every kind; faster than hypothesis, which has the shrinking."""
    keys = ("".join(map(chr, random.choices(range(128), k=random.randrange(6)))) for _ in range(5))
    return {key: random_value(random, depth) for key in keys}


def random_value(random: Random, depth: int) -> Any:
    if depth and random.random() < 0.25:
        return random_object(random, depth - 1)
    if depth and random.random() < 0.2:
        return [random_value(random, depth - 1) for _ in range(random.randrange(4))]
    return random.choice(
        [
            None,
            True,
            False,
            random.randint(-INTEGER_LIMIT, INTEGER_LIMIT),
            random.randint(-9, 9),
            "".join(random.choices(AWKWARD, k=4)),
            "".join(
                chr(random.choice([random.randrange(0xD800), random.randrange(0xE000, 0x110000)]))
                for _ in range(4)
            ),
        ]
    )


class Ballot(msgspec.Struct, frozen=True):
    seat: str
    choice: str | None
    act: int


class TestEncode:
    @given(values | objects)
    @settings(max_examples=150, deadline=None)
    def test_the_bytes_are_those_of_rfc_8785(self, value: Any) -> None:
        leaf = encode(value)
        assert leaf == rfc8785.dumps(value)
        assert check(leaf) is None

    def test_thousands_of_random_objects_are_written_as_in_rfc_8785(self) -> None:
        random = Random(8785)
        for _ in range(5_000):
            value = random_object(random, depth=3)
            assert encode(value) == rfc8785.dumps(value)

    @pytest.mark.parametrize("character", list(AWKWARD))
    def test_each_awkward_character_is_spelled_as_in_rfc_8785(self, character: str) -> None:
        assert encode({"text": character}) == rfc8785.dumps({"text": character})

    def test_a_struct_is_written_with_its_fields_in_order_of_name(self) -> None:
        assert encode(Ballot(seat="s", choice=None, act=3)) == b'{"act":3,"choice":null,"seat":"s"}'

    def test_a_string_is_not_normalised(self) -> None:
        assert encode("e\u0301") != encode("\u00e9")

    @pytest.mark.parametrize(
        "value",
        [
            1.0,
            -1e300,
            {"a": [0, 0.5]},
            {"a": {"b": 1e16}},
            {"a": [[-0.0]]},
            ["a", -2.5],
            INTEGER_LIMIT + 1,
            [-INTEGER_LIMIT - 1],
            {"a": 10**40},
            10**5000,
            "\ud800",
            {"a": "x\udfff"},
            {"\ud800": 1},
            {"é": 1},
            {"a": {"𐀀": 1}},
            {1: "a"},
            {None: "a"},
            object(),
            "x" * (LEAF_LIMIT - 1),
        ],
        ids=lambda value: repr(value)[:15] if not isinstance(value, int) else f"{value.bit_length()} bits",
    )
    def test_a_value_outside_the_log_is_refused(self, value: Any) -> None:
        with pytest.raises(NotCanonical):
            encode(value)

    def test_a_value_nested_too_deeply_is_refused(self) -> None:
        deep: list[Any] = []
        for _ in range(100_000):
            deep = [deep]
        with pytest.raises(NotCanonical):
            encode(deep)

    def test_a_leaf_of_exactly_the_limit_passes(self) -> None:
        leaf = encode("x" * (LEAF_LIMIT - 2))
        assert len(leaf) == LEAF_LIMIT
        assert check(leaf) is None

    @pytest.mark.parametrize("text", ["1.5", ":1e9", "2026-03-05T10:11:12.5Z", "é", "a:12345678901234567890"])
    def test_a_string_that_looks_like_a_forbidden_number_passes(self, text: str) -> None:
        assert encode([text]) == rfc8785.dumps([text])


class TestCheck:
    @pytest.mark.parametrize(
        ("leaf", "reason"),
        [
            (b'{"a":1.0}', "a number is not an integer"),
            (b'{"a":1e3}', "a number is not an integer"),
            (b"9007199254740992", "an integer is beyond 2^53 - 1"),
            (b'{"a":[0,-9007199254740992]}', "an integer is beyond 2^53 - 1"),
            (b"1" * 5000, "not JSON"),
            (b'"\xed\xa0\x80"', "not UTF-8"),
            (b'"\\ud800"', "not JSON"),
            (b'"\\ud800x"', "not JSON"),
            (b'{"a":1,"a":1}', "not the canonical spelling"),
            (b'{"b":1,"a":1}', "not the canonical spelling"),
            (b'{"a": 1}', "not the canonical spelling"),
            (b'{"a":1}\n', "not the canonical spelling"),
            (b"-0", "not the canonical spelling"),
            (b'"\\u0041"', "not the canonical spelling"),
            (b'"\\/"', "not the canonical spelling"),
            (b'"\\u001F"', "not the canonical spelling"),
            (b'"\\ud83d\\ude00"', "not the canonical spelling"),
            ('{"é":1}'.encode(), "a key is not ASCII"),
            (b'[{"a":{"\xc3\xa9":1}}]', "a key is not ASCII"),
            (b"", "not JSON"),
            (b"01", "not JSON"),
            (b"NaN", "not JSON"),
            (b"\xef\xbb\xbf{}", "not JSON"),
            (b"[" * 30_000 + b"]" * 30_000, "nested too deeply"),
            (b'"' + b"x" * LEAF_LIMIT, "longer than 65535 bytes"),
        ],
        ids=lambda part: repr(part[:24]) if isinstance(part, bytes) else "",
    )
    def test_each_other_form_is_named_with_its_reason(self, leaf: bytes, reason: str) -> None:
        found = check(leaf)
        assert found is not None
        assert found.startswith(reason)

    @given(objects)
    @settings(max_examples=60, deadline=None)
    def test_what_passes_is_exactly_what_the_reference_would_write(self, value: dict[str, Any]) -> None:
        other = json.dumps(value).encode()
        assert (check(other) is None) == (other == rfc8785.dumps(value))
