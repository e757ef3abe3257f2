"""The log as a structure: positions, canonical bytes, index columns, streams, and the head."""

from __future__ import annotations

from collections.abc import Iterator
from operator import attrgetter

from governance.acts.base import KINDS, Envelope
from governance.audit.findings import Finding, differs, finding
from governance.audit.tape import Tape, content, place
from governance.log.canonical import check
from governance.log.tree import Frontier
from governance.tables.log import Leaf, Stream
from governance.transaction import Reading

INDEX = {"act": "id", "stream": "stream", "seq": "seq", "kind": "kind", "at": "at", "by": "by"}
"""Columns beside a leaf's bytes, and what in the envelope each repeats."""

_INDEXED = attrgetter(*INDEX)
_ENVELOPED = attrgetter(*INDEX.values())


class Structure:
    """Sees each leaf once, in order; then the streams and the head."""

    def __init__(self) -> None:
        self._next = 0
        self._seqs: dict[str, int] = {}
        self._ids: set[str] = set()

    def see(self, row: Leaf, act: Envelope | None) -> Iterator[Finding]:
        if row.position != self._next:
            yield differs("position", place(row), "position", self._next, row.position)
        self._next = row.position + 1
        reason = check(content(row))
        if reason:
            yield finding("not_canonical", place(row), reason=reason)
        if act is not None:
            yield from self._indexed(row, act)
            yield from self._in_stream(row, act)

    def _indexed(self, row: Leaf, act: Envelope) -> Iterator[Finding]:
        if _INDEXED(row) != _ENVELOPED(act):
            for column, name in INDEX.items():
                expected, found = getattr(act, name), getattr(row, column)
                if expected != found:
                    yield differs("index_differs", place(row), column, expected, found)
        if act.id in self._ids:
            yield finding("act_twice", place(row), act=act.id)
        self._ids.add(act.id)

    def _in_stream(self, row: Leaf, act: Envelope) -> Iterator[Finding]:
        expected = self._seqs.get(act.stream, 0) + 1
        if act.seq != expected:
            yield differs("stream_order", f"{place(row)}, {act.stream}", "seq", expected, act.seq)
        self._seqs[act.stream] = act.seq
        scope = KINDS[act.kind].scope
        if act.stream.partition(":")[0] != scope:
            yield finding("wrong_stream", place(row), kind=act.kind, stream=act.stream)

    def finish(self, tx: Reading, tape: Tape) -> Iterator[Finding]:
        """What the streams' rows and the head say, against what the leaves came to."""
        left = dict(self._seqs)
        for row in tx.walk(Stream, order="name"):
            expected = left.pop(row.name, 0)  # a stream that was locked and never written stands at 0
            if row.seq != expected:
                yield differs("stream_differs", row.name, "seq", expected, row.seq)
        for name in left:
            yield finding("stream_missing", name, stream=name)
        yield from _head(tape)


def _head(tape: Tape) -> Iterator[Finding]:
    if tape.head is None:
        yield finding("head_missing", "head")
        return
    if tape.head.size != tape.acts:
        yield differs("head_differs", "head", "size", tape.acts, tape.head.size)
    try:
        kept = Frontier.from_bytes(tape.head.size, tape.head.frontier)
    except (ValueError, TypeError):
        yield finding("head_unreadable", "head")
        return
    if kept != tape.frontier:
        yield differs("head_differs", "head", "root", tape.frontier.root(), kept.root())
