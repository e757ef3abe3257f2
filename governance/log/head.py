"""The log's head: one locked row that gives each act its position. Its place is narrow, to be replaced."""

from __future__ import annotations

from functools import partial
from typing import NamedTuple

from governance.acts.base import Envelope
from governance.log.tree import Frontier, leaf_hash
from governance.tables.log import Leaf, LogHead, Stream
from governance.transaction import Reading, Transaction


class Head(NamedTuple):
    """Size and root of the log, as one transaction sees it."""

    size: int
    root: bytes


def append(tx: Transaction, leaves: list[tuple[Envelope, bytes]]) -> None:
    """Queue leaves for this transaction's end, when the head is locked and they get their positions."""
    if not tx.leaves:
        tx.before_commit.append(partial(_flush, tx))
    tx.leaves.extend(leaves)


def head(tx: Reading) -> Head:
    row = tx.one(LogHead, id=1)
    frontier = Frontier.from_bytes(row.size, row.frontier) if row else Frontier(0, ())
    return Head(frontier.size, frontier.root())


def _flush(tx: Transaction) -> None:
    row = tx.locked(LogHead, id=1)
    frontier = Frontier.from_bytes(row.size, row.frontier) if row else Frontier(0, ())
    for envelope, leaf in tx.leaves:
        tx.insert(
            Leaf,
            position=frontier.size,
            act=envelope.id,
            stream=envelope.stream,
            seq=envelope.seq,
            kind=envelope.kind,
            at=envelope.at,
            by=envelope.by,
            bytes=leaf,
        )
        frontier = frontier.append(leaf_hash(leaf))
    tx.put(LogHead, id=1, size=frontier.size, frontier=frontier.to_bytes())
    for name, seq in tx.streams.items():
        tx.put(Stream, name=name, seq=seq)
