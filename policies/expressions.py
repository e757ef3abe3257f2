"""Checks a CEL expression against the facts it may read, before it is ever run; and runs it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

import cel
from celpy.celparser import CELParseError, CELParser
from lark import Token, Tree

from policies.documents import nearest
from policies.facts import Fact, Record

Branch = Tree[Token]


@dataclass(frozen=True)
class Flaw:
    """One thing wrong with an expression; line and column start at 1."""

    line: int
    column: int
    text: str


@dataclass(frozen=True)
class Reading:
    """The type of an expression's value; `literal` where it is written out, `path` where it is read."""

    kind: str
    place: tuple[int, int]
    words: tuple[str, ...] | None = None
    literal: str | None = None
    items: tuple[Reading, ...] = ()


UNKNOWN = "unknown"
NO_PLACE = (1, 1)


class CannotEvaluate(Exception):
    """The facts are not those of the vocabulary, or a number left 64 bits: a fault of the program."""


@dataclass
class Checked:
    """What the check found: the facts that are read, by dotted path in order, and the flaws."""

    paths: list[str] = field(default_factory=list)
    flaws: list[Flaw] = field(default_factory=list)


def check(source: str, roots: Mapping[str, Record]) -> Checked:
    """Check that `source` is a yes-or-no expression over `roots`. Never raises."""
    walk = _Walk(roots)
    try:
        tree = CELParser().parse(source)
        cel.compile(source)
    except CELParseError as error:
        walk.flaw((error.line or 1, error.column or 1), "this is not an expression")
        return walk.checked
    except ValueError:
        walk.flaw(NO_PLACE, "this is not an expression")
        return walk.checked
    result = walk.type_of(tree)
    if result.kind not in ("bool", UNKNOWN):
        walk.flaw(NO_PLACE, f"a requirement is true or false; this is {_named(result.kind)}")
    return walk.checked


def holds(source: str, context: cel.Context) -> bool:
    """The value of a checked expression. Raises CannotEvaluate where the facts lack something."""
    try:
        return bool(_program(source).execute(context))
    except (KeyError, TypeError, RuntimeError, ValueError, OverflowError) as error:
        raise CannotEvaluate(f"{source}: {error}") from error


@lru_cache(maxsize=1024)
def _program(source: str) -> cel.Program:
    return cel.compile(source)


class _Walk:
    """Types each node of the tree; an unknown type silences what would only follow from it."""

    def __init__(self, roots: Mapping[str, Record]) -> None:
        self.roots = roots
        self.checked = Checked()

    def flaw(self, place: tuple[int, int], text: str) -> None:
        self.checked.flaws.append(Flaw(*place, text))

    def refused(self, tree: Branch, text: str) -> Reading:
        self.flaw(_place(tree), text)
        return Reading(UNKNOWN, _place(tree))

    def type_of(self, tree: Branch) -> Reading:
        handler = getattr(self, f"_{tree.data}", None)
        if handler is not None:
            reading: Reading = handler(tree)
            return reading
        if len(tree.children) == 1 and isinstance(tree.children[0], Tree):
            return self.type_of(tree.children[0])
        return self.refused(tree, "functions, objects and indexing are not allowed in a requirement")

    def _expr(self, tree: Branch) -> Reading:
        parts = [self.type_of(part) for part in _branches(tree)]
        if len(parts) == 1:
            return parts[0]
        self._expect(parts[0], "bool")
        self._same(parts[1], parts[2])
        return Reading(parts[1].kind, parts[1].place, parts[1].words)

    def _both(self, tree: Branch) -> Reading:
        parts = [self.type_of(part) for part in _branches(tree)]
        if len(parts) == 1:
            return parts[0]
        for part in parts:
            self._expect(part, "bool")
        return Reading("bool", parts[0].place)

    _conditionalor = _conditionaland = _both

    def _relation(self, tree: Branch) -> Reading:
        first, *rest = _branches(tree)
        if not rest:
            return self.type_of(first)
        left, right = self.type_of(_branches(first)[0]), self.type_of(rest[0])
        if first.data == "relation_in":
            self._inside(left, right)
        elif first.data in ("relation_eq", "relation_ne"):
            self._same(left, right)
        else:
            self._expect(left, "int")
            self._expect(right, "int")
        return Reading("bool", left.place)

    def _sum(self, tree: Branch) -> Reading:
        first, *rest = _branches(tree)
        if not rest:
            return self.type_of(first)
        if first.data in ("multiplication_div", "multiplication_mod"):
            return self.refused(tree, "division is not exact: multiply the other side instead")
        for part in (_branches(first)[0], rest[0]):
            self._expect(self.type_of(part), "int")
        return Reading("int", _place(tree))

    _addition = _multiplication = _sum

    def _unary(self, tree: Branch) -> Reading:
        first, *rest = _branches(tree)
        if not rest:
            return self.type_of(first)
        kind = "bool" if first.data == "unary_not" else "int"
        self._expect(self.type_of(rest[0]), kind)
        return Reading(kind, _place(tree))

    def _member_index(self, tree: Branch) -> Reading:
        return self.refused(tree, "indexing is not allowed in a requirement: name the field with a dot")

    def _ident(self, tree: Branch) -> Reading:
        return self._read(tree)

    def _member_dot(self, tree: Branch) -> Reading:
        return self._read(tree)

    def _read(self, tree: Branch) -> Reading:
        """A fact read by its dotted path, which must be all names down to one value."""
        names = _path(tree)
        if names is None:
            return self.refused(tree, "only a fact has fields")
        part = self._found(names)
        if part is None:
            return Reading(UNKNOWN, _at(names[0]))
        if isinstance(part, Record):
            self.flaw(_at(names[-1]), f"'{'.'.join(names)}' holds several facts: name one of them")
            return Reading(UNKNOWN, _at(names[0]))
        path = ".".join(names)
        if path not in self.checked.paths:
            self.checked.paths.append(path)
        return Reading(part.kind, _at(names[0]), part.words)

    def _found(self, names: list[Token]) -> Record | Fact | None:
        part: Record | Fact = Record(self.roots)
        for position, name in enumerate(names):
            before = ".".join(names[:position])
            if isinstance(part, Fact):
                self.flaw(_at(name), f"'{before}' is {_named(part.kind)} and has no field '{name}'")
                return None
            if name not in part.fields:
                guess = nearest(name, part.fields)
                where = f" in '{before}'" if before else ""
                self.flaw(_at(name), f"unknown fact '{name}'{where}" + _guess(guess))
                return None
            part = part.fields[name]
        return part

    def _literal(self, tree: Branch) -> Reading:
        token = tree.children[0]
        assert isinstance(token, Token)
        if token.type == "INT_LIT":
            return Reading("int", _at(token))
        if token.type == "BOOL_LIT":
            return Reading("bool", _at(token))
        if token.type == "STRING_LIT":
            return Reading("str", _at(token), literal=str(token)[1:-1])
        return self.refused(tree, f"facts are whole numbers, yes or no, and words; not {token}")

    def _list_lit(self, tree: Branch) -> Reading:
        listed = _branches(tree)
        items = tuple(self.type_of(part) for part in (_branches(listed[0]) if listed else ()))
        for item in items[1:]:
            self._same(items[0], item)
        return Reading("list", _place(tree), items=items)

    def _inside(self, value: Reading, among: Reading) -> None:
        if among.kind not in ("list", UNKNOWN):
            self.flaw(among.place, f"'in' needs a list; this is {_named(among.kind)}")
        for item in among.items:
            self._same(value, item)

    def _same(self, left: Reading, right: Reading) -> None:
        if UNKNOWN in (left.kind, right.kind):
            return
        if left.kind != right.kind:
            self.flaw(right.place, f"{_named(left.kind)} is compared with {_named(right.kind)}")
        elif left.kind == "list":
            self.flaw(right.place, "lists are not compared; use 'in'")
        self._known(left, right)
        self._known(right, left)

    def _known(self, fact: Reading, written: Reading) -> None:
        """A word compared with a fact is one that the fact can be."""
        if fact.words is None or written.literal is None or written.literal in fact.words:
            return
        guess = nearest(written.literal, fact.words)
        self.flaw(written.place, f"it is never '{written.literal}'" + _guess(guess))

    def _expect(self, reading: Reading, kind: str) -> None:
        if reading.kind not in (kind, UNKNOWN):
            self.flaw(reading.place, f"{_named(kind)} is needed here; this is {_named(reading.kind)}")


def _branches(tree: Branch) -> list[Branch]:
    return [child for child in tree.children if isinstance(child, Tree)]


def _path(tree: Branch) -> list[Token] | None:
    """The tokens of a dotted path, or None where something else than a name is in it."""
    if tree.data == "ident":
        return list(_tokens(tree))
    if tree.data == "member_dot":
        before = _path(_branches(tree)[0])
        return None if before is None else [*before, *_tokens(tree)]
    if tree.data in ("member", "primary"):
        return _path(_branches(tree)[0])
    return None


def _tokens(tree: Branch) -> Iterator[Token]:
    return (child for child in tree.children if isinstance(child, Token))


def _at(token: Token) -> tuple[int, int]:
    return token.line or 1, token.column or 1


def _place(tree: Branch) -> tuple[int, int]:
    meta: Any = tree.meta
    return NO_PLACE if meta.empty else (meta.line, meta.column)


def _guess(guess: str | None) -> str:
    return f"; did you mean '{guess}'?" if guess else ""


def _named(kind: str) -> str:
    return {"int": "a whole number", "bool": "yes or no", "str": "a word", "list": "a list"}[kind]
