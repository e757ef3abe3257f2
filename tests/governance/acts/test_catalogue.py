"""The catalogue: each kind of act has one apply, one schema, one line in both languages, and one example."""

from __future__ import annotations

import json
import string
from pathlib import Path
from typing import Any

import msgspec
import pytest

import governance.acts  # noqa: F401  (fills the catalogue)
from governance.acts.base import APPLY, KIND_OF, KINDS, Envelope, decode
from governance.acts.texts import text_of, texts, told
from governance.audit.disclosures import picker
from governance.audit.replay import Rebuilt, key_columns
from governance.log.canonical import check, encode
from governance.record import schema
from governance.tables.base import core

EXAMPLES = Path(__file__).parent / "examples"
STREAM = "0190f3a2-0000-7000-8000-0000000000ff"


def examples() -> dict[str, Any]:
    found: dict[str, Any] = {}
    for path in sorted(EXAMPLES.glob("*.json")):
        for name, body in json.loads(path.read_text(encoding="utf-8")).items():
            assert name not in found, f"{name} has two examples"
            found[name] = body
    return found


def envelope(name: str) -> Envelope:
    """The example of a kind as an act in the log."""
    kind = KINDS[name]
    return Envelope(
        v=kind.v,
        id="0190f3a2-0000-7000-8000-0000000000ee",
        kind=name,
        at="2026-01-05T08:00:00.000000Z",
        by="system:example",
        with_=None,
        stream=kind.scope if kind.scope == "instance" else f"{kind.scope}:{STREAM}",
        seq=1,
        pack=None,
        cause=None,
        body=msgspec.convert(examples()[name], kind.body),
    )


every_kind = pytest.mark.parametrize("name", sorted(KINDS))


def test_there_are_no_texts_or_examples_of_kinds_that_do_not_exist() -> None:
    assert set(texts()) == set(examples()) == set(KINDS)


def test_every_kind_has_an_apply_and_every_apply_a_kind() -> None:
    assert set(APPLY) == set(KIND_OF)


@every_kind
def test_a_name_is_the_subject_and_what_happened(name: str) -> None:
    subject, _, happened = name.partition(".")
    assert subject
    assert happened
    assert set(name) <= set(string.ascii_lowercase + "-.")


@every_kind
def test_its_body_has_a_schema_and_says_what_happened(name: str) -> None:
    body = KINDS[name].body
    assert schema(body)["$defs"][body.__name__]["type"] == "object"
    assert (body.__doc__ or "").strip()


@every_kind
def test_its_line_is_filled_from_its_own_fields(name: str) -> None:
    line, said = text_of(name), told(envelope(name).body)
    for text in (line.fr, line.en):
        assert text.endswith(".")
    assert _fields(line.fr) == _fields(line.en)
    assert "{" not in said.fr + said.en


@every_kind
def test_its_example_comes_back_from_its_canonical_bytes(name: str) -> None:
    said = envelope(name)
    leaf = encode(said)
    assert check(leaf) is None
    assert decode(leaf) == said
    assert msgspec.to_builtins(said.body) == examples()[name], "the example leaves no field out"


@every_kind
def test_its_example_applies_to_columns_that_exist(name: str) -> None:
    for change in APPLY[KINDS[name].body](envelope(name).body, envelope(name)):
        columns = {column.name for column in core(change.table).columns}
        keys = set(key_columns(change.table))
        assert change.table.governed
        assert set(change.values) <= columns
        if change.op == "put":
            assert set(change.values) == columns, "a put names all columns, so that it replaces the whole row"
        else:
            assert set(change.key) == keys
            assert not set(change.values) & keys


@every_kind
def test_its_apply_reads_nothing_but_the_act(name: str) -> None:
    apply, said = APPLY[KINDS[name].body], envelope(name)
    assert list(apply(said.body, said)) == list(apply(said.body, said))


@every_kind
def test_its_commitments_are_found_by_their_type(name: str) -> None:
    """The example writes a commitment as one letter 64 times; digests are found by nobody."""
    pick = picker(KINDS[name].body, "commitment")
    assert pick is None or all(len(found) == 64 for found in pick(envelope(name).body))


def test_commitments_are_found_in_lists_parts_and_maps() -> None:
    found = {
        name: list(pick(envelope(name).body))
        for name in ("dossier.revised", "prompts.answered", "parties.position-stated")
        if (pick := picker(KINDS[name].body, "commitment"))
    }
    assert found["dossier.revised"] == ["a" * 64, "c" * 64]
    assert found["prompts.answered"] == ["a" * 64]
    assert found["parties.position-stated"] == ["a" * 64]


def test_erased_texts_are_found_by_their_type() -> None:
    assert picker(KINDS["consultation.contribution-withdrawn"].body, "erased") is not None
    assert picker(KINDS["person.registered"].body, "erased") is None


def test_all_examples_fold_into_rows() -> None:
    rebuilt = Rebuilt()
    for name in sorted(KINDS):
        list(rebuilt.apply(envelope(name), name))
    assert sum(map(len, rebuilt.tables.values())) > 20


def _fields(text: str) -> set[str]:
    return {field for _, field, _, _ in string.Formatter().parse(text) if field}
