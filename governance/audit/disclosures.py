"""Disclosures: each commitment in an act has its text beside the log, unless an act erased it."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from operator import attrgetter
from typing import Any

import msgspec

from governance.acts.base import KINDS, Act, Envelope
from governance.audit.findings import Finding, finding
from governance.audit.tape import place
from governance.tables.log import Disclosure, Leaf
from governance.transaction import Reading

Pick = Callable[[Any], Iterator[str]]


def picker(body: type[Act], mark: str) -> Pick | None:
    """How to find the `commitment` or `erased` strings in a body of this kind, by the types of its fields.

    None where it has none. Costly: ask once for each kind.
    """
    return _picker(msgspec.inspect.type_info(body), mark)


class Disclosures:
    """Checks every text first, then sees each act and keeps the commitments that have no text."""

    def __init__(self, tx: Reading) -> None:
        self.findings: list[Finding] = []
        self._picks = {
            name: (picker(kind.body, "commitment"), picker(kind.body, "erased"))
            for name, kind in KINDS.items()
        }
        self._kept: set[str] = set()
        for row in tx.walk(Disclosure, order="commitment"):
            self._kept.add(row.commitment)
            if not _matches(row):
                self.findings.append(finding("disclosure_altered", f"disclosure {row.commitment}"))
        self._missing: dict[str, str] = {}
        self._erased: dict[str, str] = {}

    def see(self, row: Leaf, act: Envelope) -> None:
        name, erase = self._picks[act.kind]
        if name is not None:
            for commitment in name(act.body):
                if commitment not in self._kept:
                    self._missing.setdefault(commitment, place(row))
        if erase is not None:
            self._erased.update((commitment, place(row)) for commitment in erase(act.body))

    def finish(self) -> Iterator[Finding]:
        yield from self.findings
        for commitment, where in self._missing.items():
            if commitment not in self._erased:
                yield finding("disclosure_missing", where, {"commitment": commitment}, commitment=commitment)
        for commitment, where in self._erased.items():
            if commitment in self._kept:
                yield finding("not_erased", where, {"commitment": commitment}, commitment=commitment)


def _matches(row: Disclosure) -> bool:
    try:
        return hashlib.sha256(row.salt + row.text.encode()).hexdigest() == row.commitment
    except (TypeError, AttributeError, UnicodeEncodeError):  # a column of another type than it should be
        return False


def _picker(info: msgspec.inspect.Type, mark: str) -> Pick | None:
    """A function that gives the strings whose type carries `mark`, built once for each type."""
    match info:
        case msgspec.inspect.Metadata(type=inner, extra=extra):
            return _itself if extra and extra.get(mark) else _picker(inner, mark)
        case msgspec.inspect.StructType(fields=fields):
            return _of_struct([(attrgetter(f.name), _picker(f.type, mark)) for f in fields])
        case msgspec.inspect.ListType(item_type=item) | msgspec.inspect.VarTupleType(item_type=item):
            return _of_items(_picker(item, mark))
        case msgspec.inspect.DictType(value_type=item):
            inner_pick = _of_items(_picker(item, mark))
            return None if inner_pick is None else lambda value: inner_pick(value.values())
        case msgspec.inspect.UnionType(types=types):
            return _of_union([pick for pick in (_picker(each, mark) for each in types) if pick])
        case _:
            return None


def _itself(value: Any) -> Iterator[str]:
    yield value


def _of_struct(parts: list[tuple[Callable[[Any], Any], Pick | None]]) -> Pick | None:
    wanted = [(get, pick) for get, pick in parts if pick is not None]

    def pick_all(value: Any) -> Iterator[str]:
        for get, pick in wanted:
            yield from pick(get(value))

    return pick_all if wanted else None


def _of_items(pick: Pick | None) -> Pick | None:
    if pick is None:
        return None
    return lambda values: (found for value in values for found in pick(value))


def _of_union(picks: list[Pick]) -> Pick | None:
    """`X | None` and no more: the acts have no other unions around a commitment."""
    assert len(picks) <= 1, "a commitment stands in a union of several types"
    if not picks:
        return None
    (pick,) = picks
    return lambda value: iter(()) if value is None else pick(value)
