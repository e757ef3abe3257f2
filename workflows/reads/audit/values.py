"""The body of an act as a reader takes it in: texts behind commitments, names behind identifiers, words."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any, Literal

import msgspec

from governance.acts.base import KINDS, Envelope
from governance.audit.disclosures import picker
from governance.names import organisation_name, party_name
from governance.tables.deliberation import Decision
from governance.tables.log import Leaf
from governance.tables.parties import Mandate, Party, Seat
from governance.tables.partnership import Partnership
from governance.tables.people import Holder, Office, Organisation
from governance.transaction import Reading
from policies.pack import Pack
from policies.phrases import phrase
from policies.text import Text
from workflows.reads.audit.hands import author, named, pack_of_partnership, plain
from workflows.reads.audit.words import DAY, label, line_of_kind, word

Shape = Literal[
    "plain", "words", "quote", "erased", "day", "instant", "number", "yes", "none", "link", "code", "fields",
    "items", "json",
]  # fmt: skip

INSTANT = re.compile(r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z$")
IDENTIFIER = re.compile(r"^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$")
DIGEST = re.compile(r"^[0-9a-f]{64}$")


@dataclass(frozen=True, slots=True)
class Value:
    """One value; `shape` says how to show `data`: text, number, (address, Text), or more values."""

    shape: Shape
    data: Any = None


Fields = tuple[tuple[Text, Value], ...]


def fields_of(tx: Reading, act: Envelope, pack: Pack, hidden: Collection[str] = ()) -> Fields:
    """The fields of an act's body, each with its label and value; those that are `hidden` left out."""
    reader = _Reader(tx, pack, commitments(act))
    found = []
    for field in msgspec.structs.fields(act.body):
        if field.name in hidden:
            continue
        raw = msgspec.to_builtins(getattr(act.body, field.name))
        free = field.type == dict[str, Any]  # of no fixed shape: a rule, an answer
        found.append(
            (label(field.name), Value("json", pretty(raw)) if free else reader.value(field.name, raw))
        )
    return tuple(found)


def commitments(act: Envelope) -> frozenset[str]:
    """The commitments in an act, those that it erased among them."""
    picks = [picker(KINDS[act.kind].body, mark) for mark in ("commitment", "erased")]
    return frozenset(found for pick in picks if pick for found in pick(act.body))


@dataclass(frozen=True, slots=True)
class _Reader:
    tx: Reading
    pack: Pack
    commitments: frozenset[str]

    def value(self, field: str, raw: Any) -> Value:
        if raw is None:
            return Value("none")
        if isinstance(raw, bool):
            return Value("yes", raw)
        if isinstance(raw, int):
            return Value("number", raw)
        if isinstance(raw, str):
            return self._text(field, raw)
        if not raw:
            return Value("none")
        if isinstance(raw, Mapping):
            given = {key: value for key, value in raw.items() if value is not None}
            return Value("fields", tuple((self._key(k), self.value(k, v)) for k, v in given.items()))
        return Value("items", tuple(self.value(field, item) for item in raw))

    def _key(self, key: str) -> Text:
        """The label of a key in a mapping: a field, or an identifier with a name of its own."""
        found = reference(self.tx, key) if IDENTIFIER.match(key) else None
        return _words(found) or label(key)

    def _text(self, field: str, raw: str) -> Value:
        if raw in self.commitments:
            text = self.tx.text(raw)
            if text == "":
                return Value("none")  # a commitment to no text, as of a ballot without a reason
            return Value("quote", text) if text is not None else Value("erased")
        if INSTANT.match(raw):
            return Value("instant", raw)
        if DAY.match(raw):
            return Value("day", raw)
        if DIGEST.match(raw):
            return Value("code", raw)
        if IDENTIFIER.match(raw):
            return reference(self.tx, raw) or Value("code", raw)
        found = word(self.pack, field, raw)
        return Value("words", found) if found else Value("plain", raw)


def reference(tx: Reading, identifier: str) -> Value | None:
    """What an identifier stands for. They are random, so that the first table that has it is the one."""
    if decision := tx.one(Decision, id=identifier):
        return Value("link", (f"/audit/decisions/{identifier}", decision_text(tx, decision)))
    if leaf := tx.one(Leaf, act=identifier):
        return Value(
            "link", (f"/audit/acts/{identifier}", phrase("log.an_act", what=line_of_kind(leaf.kind)))
        )
    if partnership := tx.one(Partnership, id=identifier):
        return Value("link", (f"/audit/partnerships/{identifier}", plain(tx.text(partnership.title) or "—")))
    found = _somebody(tx, identifier)
    return Value("words", found) if found else None


def _somebody(tx: Reading, identifier: str) -> Text | None:
    for prefix, table in (("mandate", Mandate), ("office", Office)):
        if tx.one(table, id=identifier):
            who = author(tx, f"{prefix}:{identifier}")
            role = who.role or plain("")
            return Text(fr=f"{who.name.fr} — {role.fr}", en=f"{who.name.en} — {role.en}")
    if seat := tx.one(Seat, id=identifier):
        return seat_text(tx, seat)
    if tx.one(Party, id=identifier):
        return named(party_name(tx, identifier))
    if tx.one(Organisation, id=identifier):
        return named(organisation_name(tx, identifier))
    if tx.one(Holder, id=identifier):
        return author_of_holder(tx, identifier)
    return None


def author_of_holder(tx: Reading, holder: str) -> Text:
    row = tx.one(Holder, id=holder)
    return author(tx, f"person:{row.person}").name if row else named(None)


def seat_text(tx: Reading, seat: Seat) -> Text:
    college = word(pack_of_partnership(tx, seat.partnership), "college", seat.college) or plain(seat.college)
    if seat.party is None:
        return phrase("log.a_seat_alone", college=college)
    return phrase("log.a_seat", who=named(party_name(tx, seat.party)), college=college)


def decision_text(tx: Reading, decision: Decision) -> Text:
    pack = pack_of_partnership(tx, decision.partnership)
    transition = pack.lifecycle.transition(decision.transition, decision.source)
    return transition.label if transition else plain(decision.transition)


def pretty(raw: Any) -> str:
    return msgspec.json.format(msgspec.json.encode(raw, order="sorted"), indent=2).decode()


def _words(value: Value | None) -> Text | None:
    if value is None:
        return None
    found: Text = value.data[1] if value.shape == "link" else value.data
    return found
