"""A ballot through its command (lock, access, rule, act, log, tables; durable) and the same rows bare."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from itertools import count, cycle
from typing import Any

import psycopg

from bench.measure import Comparison, interleaved
from governance.database import Database
from governance.migrations import upgrade
from governance.tables.log import Leaf
from tests.workflows.house import House
from workflows.deliberation import cast_ballot

BALLOTS = 300  # a round


def compare(name: str, url: str) -> Comparison:
    """Ballots by four seats in turn on a vote that a fifth keeps open, each in its own transaction."""
    database = Database(url)
    upgrade(database)
    house = House(database).draft().seated().written()
    decision = house.open("propose")
    voters = cycle([p for p in house.seats if p != "voisine"])
    choices = cycle(["for", "against", "abstain"])

    def ours(number: int) -> None:
        for _ in range(number):
            person = next(voters)
            with database.transaction() as tx:
                cast_ballot(
                    tx,
                    house.who[person],
                    house.id,
                    decision,
                    house.seats[person],
                    next(choices),
                    no_interest=True,
                )

    ours(8)
    bare, close = _bare(database, house, decision)
    found = interleaved(f"ballot recorded, {name}", ours, bare, BALLOTS, "≤ 3")
    close()
    database.close()
    return found


def _bare(
    database: Database, house: House, decision: str
) -> tuple[Callable[[int], None], Callable[[], None]]:
    """The five row writes of a ballot by the driver alone, in tables of the same shape, durable too."""
    with database.reading() as tx:
        leaf = tx.all(Leaf, stream=f"partnership:{house.id}", order="-seq")[0]
    postgresql = not database.is_sqlite
    connection: Any = psycopg.connect(database.url) if postgresql else sqlite3.connect(database.url[10:])
    mark = "%s" if postgresql else "?"
    blob = "bytea" if postgresql else "blob"
    if not postgresql:
        connection.isolation_level = None
        for pragma in ("journal_mode=WAL", "synchronous=FULL", "busy_timeout=10000"):
            connection.execute(f"PRAGMA {pragma}")
    for statement in _schema(blob):
        connection.execute(statement)
    connection.execute(f"INSERT INTO bare_streams VALUES ({mark}, 0)", (leaf.stream,))
    connection.commit()
    ballots, disclosures, leaves, streams, heads = _writes(mark)
    data, positions = bytes(leaf.bytes), count()

    def bare(number: int) -> None:
        for _ in range(number):
            position = next(positions)
            seat = ("a", "b", "c", "d")[position % 4]
            if not postgresql:
                connection.execute("BEGIN IMMEDIATE")
            connection.execute(
                ballots, (decision, seat, "self", "for", leaf.by, None, "none", position, leaf.at, leaf.act)
            )
            connection.execute(disclosures, (f"{leaf.act}{position}", data[:32], "", leaf.stream))
            connection.execute(streams, (position, leaf.stream))
            connection.execute(
                leaves,
                (position, f"{leaf.act}{position}", leaf.stream, position, leaf.kind, leaf.at, leaf.by, data),
            )
            connection.execute(heads, (position, data[:320]))
            connection.commit()

    return bare, connection.close


def _schema(blob: str) -> list[str]:
    return [
        "CREATE TABLE bare_ballots (decision text, seat text, cast_as text, choice text, mandate text, "
        "reason text, interests text, seq integer, at text, act text, PRIMARY KEY (decision, seat, cast_as))",
        f"CREATE TABLE bare_disclosures (commitment text PRIMARY KEY, salt {blob}, text text, stream text)",
        "CREATE TABLE bare_streams (name text PRIMARY KEY, seq integer)",
        f"CREATE TABLE bare_leaves (position integer PRIMARY KEY, act text UNIQUE, stream text, seq integer, "
        f"kind text, at text, by_ text, bytes {blob}, UNIQUE (stream, seq))",
        "CREATE INDEX bare_kind ON bare_leaves (kind)",
        f"CREATE TABLE bare_head (id integer PRIMARY KEY, size integer, frontier {blob})",
        "INSERT INTO bare_head VALUES (1, 0, NULL)",
    ]


def _writes(mark: str) -> tuple[str, str, str, str, str]:
    def marks(number: int) -> str:
        return ", ".join([mark] * number)

    return (
        f"INSERT INTO bare_ballots VALUES ({marks(10)}) ON CONFLICT (decision, seat, cast_as) DO UPDATE SET "
        "choice = excluded.choice, mandate = excluded.mandate, reason = excluded.reason, "
        "interests = excluded.interests, seq = excluded.seq, at = excluded.at, act = excluded.act",
        f"INSERT INTO bare_disclosures VALUES ({marks(4)})",
        f"INSERT INTO bare_leaves VALUES ({marks(8)})",
        f"UPDATE bare_streams SET seq = {mark} WHERE name = {mark}",
        f"UPDATE bare_head SET size = {mark}, frontier = {mark} WHERE id = 1",
    )
