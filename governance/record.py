"""The only door for a change: each act gets its envelope, is applied to the tables, and joins the log."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import msgspec
import uuid_utils

from governance.acts.base import APPLY, KIND_OF, Act, Envelope
from governance.log.canonical import encode
from governance.log.head import append
from governance.transaction import Transaction


@dataclass(slots=True)
class Hand:
    """Whose hand the acts are by: `mandate:<id>`, `link:<id>`, `office:<id>`, `person:<id>`, `system:<part>`.

    `helper` is the second person, if any. A command may settle it while it runs, before it yields.
    """

    by: str
    helper: str | None = None


@dataclass(frozen=True, slots=True)
class Caused:
    """An act that the system adds because of the acts before it in the same command."""

    act: Act
    by: str


def new_id(at: datetime | None = None) -> str:
    """A UUIDv7, by the transaction's moment where one is given (a demo lives in simulated time)."""
    if at is None:
        return str(uuid_utils.uuid7())
    return str(uuid_utils.uuid7(nanoseconds=int(at.timestamp()) * 10**9 + at.microsecond * 1000))


def record(
    tx: Transaction, stream: str, acts: Iterable[Act | Caused], *, hand: Hand, pack: str | None = None
) -> list[Envelope]:
    """Apply and log each act as it is yielded, so that a command sees its own effects.

    Acts are in the order given, `seq` running on from the stream's latest. All is in `tx`: committed
    together or not at all. Raises what the command raises, Missed for a change of a row that is not there.
    """
    seq = tx.lock(stream)
    recorded: list[Envelope] = []
    leaves: list[tuple[Envelope, bytes]] = []
    last: str | None = None
    for said in acts:
        act, by, cause = (said.act, said.by, last) if isinstance(said, Caused) else (said, hand.by, None)
        seq += 1
        envelope = _envelope(tx, stream, seq, act, by, hand.helper, pack, cause)
        leaves.append((envelope, encode(envelope)))
        tx.streams[stream] = seq
        _apply(tx, act, envelope)
        recorded.append(envelope)
        if not isinstance(said, Caused):
            last = envelope.id
    append(tx, leaves)
    return recorded


def _envelope(
    tx: Transaction,
    stream: str,
    seq: int,
    act: Act,
    by: str,
    helper: str | None,
    pack: str | None,
    cause: str | None,
) -> Envelope:
    kind = KIND_OF[type(act)]
    assert stream.partition(":")[0] == kind.scope, f"{kind.name} does not belong to {stream}"
    return Envelope(
        v=kind.v,
        id=new_id(tx.moment),
        kind=kind.name,
        at=tx.now,
        by=by,
        with_=helper,
        stream=stream,
        seq=seq,
        pack=pack,
        cause=cause,
        body=act,
    )


def _apply(tx: Transaction, act: Act, envelope: Envelope) -> None:
    for change in APPLY[type(act)](act, envelope):
        if change.op == "put":
            tx.write_put(change.table, change.values)
        else:
            tx.write_set(change.table, change.key, change.values)


def schema(body: type[Act]) -> dict[str, Any]:
    """The JSON Schema of an act's body."""
    return msgspec.json.schema(body)


def bodies(recorded: Iterable[Envelope], kind: type[Act]) -> Iterator[Any]:
    """The bodies of one kind among recorded acts."""
    return (envelope.body for envelope in recorded if isinstance(envelope.body, kind))
