"""One act with everything about it: who, when, what, its place in the log, and the proof that it is there."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import select

from governance.acts.base import Envelope
from governance.log.head import Head, head
from governance.log.tree import check_inclusion, inclusion_proof, leaf_hash
from governance.tables.base import core
from governance.tables.log import Leaf
from governance.transaction import Reading
from policies.phrases import phrase
from policies.refusal import NotFound
from policies.text import Text
from workflows.reads.audit.discretion import kept_back
from workflows.reads.audit.hands import Author, author, unnamed
from workflows.reads.audit.listing import about, line_of, partnership_of, read_act
from workflows.reads.audit.values import Fields, fields_of
from workflows.reads.audit.words import pack_for

MOST_PROVEN = 100_000  # leaves over which a page computes a proof


@dataclass(frozen=True, slots=True)
class Proof:
    """The audit path of a leaf, lowest node first, and whether it leads to the root."""

    nodes: tuple[str, ...]
    leads: bool


@dataclass(frozen=True, slots=True)
class Rules:
    """The pack an act was recorded under."""

    name: Text
    version: str
    digest: str


@dataclass(frozen=True, slots=True)
class Beside:
    """Another act, as a link."""

    act: str
    line: Text


@dataclass(frozen=True, slots=True)
class ActPage:
    """An act. `leaf` is None where its bytes are kept back (`kept` says why), `proof` if too costly."""

    act: str
    kind: str
    version: int | None
    at: str
    line: Text
    problem: Text | None
    author: Author
    helper: Author | None
    about: Text
    partnership: str | None
    stream: str
    seq: int
    rules: Rules | None
    cause: Beside | None
    fields: Fields
    kept: Text | None
    leaf: str | None
    leaf_hash: str
    position: int
    head: Head
    proof: Proof | None
    previous: Beside | None
    following: Beside | None


def act_page(tx: Reading, act: str) -> ActPage:
    """The act with this identifier. Raises NotFound."""
    row = tx.one(Leaf, act=act)
    if row is None:
        raise NotFound("common.not_found")
    read = read_act(row)
    known = read if isinstance(read, Envelope) else None
    kept = kept_back(tx, known.body) if known else None
    pack = pack_for(tx, known.pack if known else None)
    content = bytes(row.bytes)
    now = head(tx)
    return ActPage(
        act=row.act,
        kind=row.kind,
        version=known.v if known else None,
        at=row.at,
        line=line_of(tx, read, row.kind),
        problem=None if known else phrase("log.unreadable", reason=read),
        author=unnamed() if kept and kept.author else author(tx, row.by),
        helper=author(tx, known.with_) if known and known.with_ else None,
        about=about(tx, row.stream),
        partnership=partnership_of(row.stream),
        stream=row.stream,
        seq=row.seq,
        rules=Rules(pack.text, pack.version, known.pack) if known and known.pack else None,
        cause=_beside(tx, tx.one(Leaf, act=known.cause)) if known and known.cause else None,
        fields=fields_of(tx, known, pack, kept.fields if kept else ()) if known else (),
        kept=kept.why if kept else None,
        leaf=None if kept else content.decode(errors="backslashreplace"),
        leaf_hash=leaf_hash(content).hex(),
        position=row.position,
        head=now,
        proof=proof(tx, row.position, now),
        previous=_beside(tx, tx.one(Leaf, stream=row.stream, seq=row.seq - 1)),
        following=_beside(tx, tx.one(Leaf, stream=row.stream, seq=row.seq + 1)),
    )


def proof(tx: Reading, position: int, now: Head) -> Proof | None:
    """The inclusion proof of the leaf at `position`; None beyond MOST_PROVEN leaves, or where some miss."""
    if now.size > MOST_PROVEN:
        return None
    leaf = core(Leaf).c
    hashes = [leaf_hash(bytes(row.bytes)) for row in tx.select(select(leaf.bytes).order_by(leaf.position))]
    if position >= len(hashes):
        return None
    nodes = inclusion_proof(position, hashes)
    leads = check_inclusion(hashes[position], position, now.size, nodes, now.root)
    return Proof(tuple(node.hex() for node in nodes), leads)


def _beside(tx: Reading, leaf: Any) -> Beside | None:
    return Beside(leaf.act, line_of(tx, read_act(leaf), leaf.kind)) if leaf else None
