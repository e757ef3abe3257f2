"""What an act is: its body, its envelope, its bytes, and how a kind is declared and applied."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Annotated, Any, Literal, TypeVar, dataclass_transform

import msgspec

from governance.tables.base import Table

Commitment = Annotated[str, msgspec.Meta(pattern="^[0-9a-f]{64}$", extra={"commitment": True})]
"""SHA-256 over salt and text, in hex: stands for a name or free text that is kept beside the log."""

Erased = Annotated[str, msgspec.Meta(pattern="^[0-9a-f]{64}$", extra={"erased": True})]
"""A commitment whose text is erased by the command that yields the act: audits know why it is missing."""

Digest = Annotated[str, msgspec.Meta(pattern="^[0-9a-f]{64}$")]
Id = Annotated[str, msgspec.Meta(pattern="^[0-9a-f-]{1,64}$", min_length=1, max_length=64)]
Key = Annotated[str, msgspec.Meta(pattern="^[a-z0-9_-]+$", max_length=64)]
"""A name that the pack declares: a state, role, college, choice, section."""
Day = Annotated[str, msgspec.Meta(pattern=r"^\d{4}-\d{2}-\d{2}$")]
Instant = Annotated[str, msgspec.Meta(pattern=r"^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{6}Z$")]
Amount = Annotated[str, msgspec.Meta(pattern=r"^-?\d{1,15}(\.\d{1,6})?$")]
"""A decimal number in its written form; money carries its currency beside it."""
Whole = Annotated[int, msgspec.Meta(ge=-(2**53) + 1, le=2**53 - 1)]
Scope = Literal["partnership", "organisation", "person", "instance"]


@dataclass_transform(frozen_default=True, kw_only_default=True)
class Frozen(msgspec.StructMeta):
    """Tells type checkers what msgspec does: what derives from a frozen struct is frozen."""


class Act(msgspec.Struct, metaclass=Frozen, frozen=True, kw_only=True):
    """The body of an act: what happened, in words of its subject. Never a name, never free text."""


class Part(msgspec.Struct, metaclass=Frozen, frozen=True, kw_only=True):
    """A structured part of an act's body."""


class Envelope(msgspec.Struct, frozen=True, kw_only=True, rename={"with_": "with"}):
    """What every act carries: version, identity, kind, time, hand, stream, rules in force, cause."""

    v: int
    id: str
    kind: str
    at: str
    by: str
    with_: str | None
    stream: str
    seq: int
    pack: str | None
    cause: str | None
    body: Any

    @property
    def subject(self) -> str:
        """The identifier in the stream's name: the partnership, organisation or person."""
        return self.stream.partition(":")[2]


@dataclass(frozen=True, slots=True)
class Change:
    """One row operation: `put` inserts or replaces, `set` changes columns of an existing row."""

    op: Literal["put", "set"]
    table: type[Table]
    key: Mapping[str, Any]
    values: Mapping[str, Any]


def put(table: type[Table], **values: Any) -> Change:
    return Change("put", table, {}, values)


def set_(table: type[Table], key: Mapping[str, Any], **changes: Any) -> Change:
    """`key` is the full primary key."""
    return Change("set", table, key, changes)


A = TypeVar("A", bound=Act)
Apply = Callable[[Any, Envelope], Iterator[Change]]


@dataclass(frozen=True)
class Kind:
    """A declared kind of act: its name, version, body type, and the streams it belongs to."""

    name: str
    v: int
    body: type[Act]
    scope: Scope


KINDS: dict[str, Kind] = {}
KIND_OF: dict[type[Act], Kind] = {}
APPLY: dict[type[Act], Apply] = {}


def kind(name: str, scope: Scope = "partnership", v: int = 1) -> Callable[[type[A]], type[A]]:
    """Declare a kind of act, `<subject>.<what-happened>`. Names are for ever; a change takes a new `v`."""

    def declare(body: type[A]) -> type[A]:
        assert name not in KINDS, f"{name} is declared twice"
        KINDS[name] = KIND_OF[body] = Kind(name, v, body, scope)
        return body

    return declare


def applies(body: type[A]) -> Callable[[Callable[[A, Envelope], Iterator[Change]]], None]:
    """Say how an act becomes row operations. The function reads nothing but the act and its envelope."""

    def declare(apply: Callable[[A, Envelope], Iterator[Change]]) -> None:
        assert body not in APPLY, f"{body.__name__} is applied twice"
        APPLY[body] = apply

    return declare


_envelopes = msgspec.json.Decoder(Envelope)


class UnknownKind(Exception):
    """A leaf holds a kind or version of act that this program does not know."""


def decode(leaf: bytes) -> Envelope:
    """The envelope in a leaf, its body typed. Raises UnknownKind, msgspec.DecodeError/ValidationError."""
    raw = _envelopes.decode(leaf)
    known = KINDS.get(raw.kind)
    if known is None or known.v != raw.v:
        raise UnknownKind(f"{raw.kind} v{raw.v}")
    return msgspec.structs.replace(raw, body=msgspec.convert(raw.body, known.body))
