"""The decision log as a list, the newest act first, a page at a time."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import msgspec
from sqlalchemy import select

from governance.acts.base import Envelope, UnknownKind, decode
from governance.names import organisation_name
from governance.tables.base import core
from governance.tables.log import Leaf
from governance.tables.partnership import Partnership
from governance.transaction import Reading
from policies.phrases import phrase
from policies.text import Text
from workflows.reads.audit.discretion import CONTRIBUTED
from workflows.reads.audit.filters import Filters, conditions
from workflows.reads.audit.hands import Author, author, named, unnamed
from workflows.reads.audit.words import line, line_of_kind, pack_for

PAGE = 50


@dataclass(frozen=True, slots=True)
class Row:
    """One act in the list. `partnership` is its identifier, where it belongs to one; `about` is in words."""

    position: int
    act: str
    at: str
    line: Text
    author: Author
    about: Text
    partnership: str | None


@dataclass(frozen=True, slots=True)
class Listing:
    """A page of the log. `older`, `newer`: the positions to go on from, None at the end."""

    rows: tuple[Row, ...]
    older: int | None
    newer: int | None


def listing(
    tx: Reading, filters: Filters, *, before: int | None = None, after: int | None = None, size: int = PAGE
) -> Listing:
    """The acts that pass the filters, below the position `before`, or next above `after`."""
    leaf = core(Leaf).c
    where = conditions(tx, filters)
    upwards = after is not None and before is None
    if before is not None:
        where.append(leaf.position < before)
    elif after is not None:
        where.append(leaf.position > after)
    order = leaf.position.asc() if upwards else leaf.position.desc()
    found = list(tx.select(select(core(Leaf)).where(*where).order_by(order).limit(size + 1)))
    more, found = len(found) > size, found[:size]
    if upwards:
        found.reverse()
    has_older, has_newer = (bool(found), more) if upwards else (more, before is not None)
    return Listing(
        rows=tuple(_rows(tx, found)),
        older=found[-1].position if has_older and found else None,
        newer=found[0].position if has_newer and found else None,
    )


def _rows(tx: Reading, leaves: list[Any]) -> list[Row]:
    authors: dict[str, Author] = {}
    subjects: dict[str, Text] = {}
    found = []
    for leaf in leaves:
        act = read_act(leaf)
        if leaf.by not in authors:
            authors[leaf.by] = author(tx, leaf.by)
        if leaf.stream not in subjects:
            subjects[leaf.stream] = about(tx, leaf.stream)
        hidden = isinstance(act, Envelope) and isinstance(act.body, CONTRIBUTED)
        found.append(
            Row(
                position=leaf.position,
                act=leaf.act,
                at=leaf.at,
                line=line_of(tx, act, leaf.kind),
                author=unnamed() if hidden else authors[leaf.by],
                about=subjects[leaf.stream],
                partnership=partnership_of(leaf.stream),
            )
        )
    return found


def read_act(leaf: Any) -> Envelope | str:
    """The act in a leaf, or why it cannot be read: the log is shown whatever somebody did to it."""
    try:
        return decode(bytes(leaf.bytes))
    except (UnknownKind, msgspec.MsgspecError, ValueError, TypeError, RecursionError) as error:
        return str(error)


def line_of(tx: Reading, act: Envelope | str, kind: str) -> Text:
    if isinstance(act, Envelope):
        return line(act.body, act.kind, pack_for(tx, act.pack))
    return line_of_kind(kind)


def partnership_of(stream: str) -> str | None:
    scope, _, name = stream.partition(":")
    return name if scope == "partnership" else None


def about(tx: Reading, stream: str) -> Text:
    """What a stream is, in words: the title of a partnership, the name of an organisation."""
    scope, _, name = stream.partition(":")
    words: Mapping[str, Text] = {"instance": phrase("log.the_record"), "person": phrase("log.a_person")}
    if scope == "partnership":
        row = tx.one(Partnership, id=name)
        return named(tx.text(row.title)) if row else phrase("log.a_partnership")
    if scope == "organisation":
        return phrase("log.an_organisation", name=named(organisation_name(tx, name)))
    return words.get(scope, Text(fr=stream, en=stream))
