"""Decisions for an officer: who could vote, who did, under which rule, on which text, and what came of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import msgspec
from sqlalchemy import select

from governance.acts.base import KIND_OF, Envelope
from governance.acts.deliberation import BallotCast, DecisionClosed, DecisionOpened
from governance.tables.base import core
from governance.tables.deliberation import Decision, Elector
from governance.tables.log import Leaf
from governance.tables.partnership import StateEntry
from governance.transaction import Reading
from policies.expressions import CannotEvaluate
from policies.pack import Pack
from policies.text import Text
from workflows.case import View
from workflows.reads.audit.hands import Author, author, named, pack_of_partnership, plain
from workflows.reads.audit.listing import line_of, read_act
from workflows.reads.audit.values import pretty
from workflows.reads.audit.words import word
from workflows.reads.decision import DecisionPage, decision_page

PAGE = 50


@dataclass(frozen=True, slots=True)
class Decided:
    """A decision in the list of all."""

    row: Decision
    label: Text
    rule: Text
    partnership: Text


@dataclass(frozen=True, slots=True)
class Told:
    """An act of the decision’s life. `ballot`: the seat it is for, where it is a ballot."""

    act: str
    position: int
    at: str
    line: Text
    author: Author
    ballot: str | None


@dataclass(frozen=True, slots=True)
class Guard:
    """A requirement of the transition, with the facts it read; `met` is read anew from these facts."""

    says: Text
    met: bool | None
    facts: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Effect:
    """The change of state that the decision caused."""

    act: str
    at: str
    left: Text
    entered: Text
    guards: tuple[Guard, ...]


@dataclass(frozen=True, slots=True)
class Account:
    """Everything about one decision. `page`: what its members see; `weights`: by seat, where they differ."""

    page: DecisionPage
    partnership: str
    title: Text
    acts: tuple[Told, ...]
    opened: str | None
    closed: str | None
    because: Text | None
    effect: Effect | None
    weights: dict[str, str]
    rule: str
    answer: str | None
    earlier: int


def decisions(tx: Reading, *, partnership: str = "", before: str = "", size: int = PAGE) -> list[Decision]:
    """One more than `size` decisions, the latest first, of one partnership or all, older than `before`."""
    column = core(Decision).c
    where = [column.partnership == partnership] if partnership else []
    if before:
        where.append(column.id < before)  # the identifiers are in the order of time
    statement = select(core(Decision)).where(*where).order_by(column.id.desc()).limit(size + 1)
    found: list[Any] = list(tx.select(statement))
    return found


def decided(tx: Reading, rows: list[Decision], titles: dict[str, str]) -> list[Decided]:
    return [_decided(tx, row, titles) for row in rows]


def _decided(tx: Reading, row: Decision, titles: dict[str, str]) -> Decided:
    pack = pack_of_partnership(tx, row.partnership)
    transition = pack.lifecycle.transition(row.transition, row.source)
    rule = word(pack, "rule_name", row.rule_name)
    return Decided(
        row=row,
        label=transition.label if transition else plain(row.transition),
        rule=rule or plain(row.rule_name),
        partnership=named(titles.get(row.partnership)),
    )


def account(view: View, row: Decision) -> Account:
    """The account of one decision, from its row and its acts."""
    tx = view.tx
    told = acts_about(tx, row)
    lives = [(act, read_act(act)) for act in told]
    ballots = [act.act for act, read in lives if _is(read, BallotCast)]
    page = decision_page(view, row)
    standing = {voter.act for voter in page.voters if voter.act}
    return Account(
        page=page,
        partnership=row.partnership,
        title=named(tx.text(view.row.title)),
        acts=tuple(_told(tx, act, read) for act, read in lives),
        opened=next((act.act for act, read in lives if _is(read, DecisionOpened)), None),
        closed=next((act.act for act, read in lives if _is(read, DecisionClosed)), None),
        because=word(view.pack, "because", row.closed_because) if row.closed_because else None,
        effect=_effect(view, row),
        weights=_weights(tx, row.id),
        rule=pretty(msgspec.json.decode(row.rule)),
        answer=pretty(msgspec.json.decode(row.answer)) if row.answer else None,
        earlier=len([act for act in ballots if act not in standing]) if row.status != "open" else 0,
    )


def acts_about(tx: Reading, row: Decision) -> list[Any]:
    """The leaves of the decision's partnership, from its opening on, whose acts name it, in order."""
    leaf = core(Leaf).c
    kinds = [kind.name for body, kind in KIND_OF.items() if "decision" in body.__struct_fields__]
    statement = (
        select(core(Leaf))
        .where(leaf.stream == f"partnership:{row.partnership}", leaf.kind.in_(kinds), leaf.at >= row.opened)
        .order_by(leaf.seq)
    )
    return [found for found in tx.select(statement) if _names(read_act(found), row.id)]


def _names(read: Envelope | str, decision: str) -> bool:
    return isinstance(read, Envelope) and read.body.decision == decision


def _is(read: Envelope | str, body: type) -> bool:
    return isinstance(read, Envelope) and isinstance(read.body, body)


def _told(tx: Reading, leaf: Any, read: Envelope | str) -> Told:
    ballot = read.body.seat if isinstance(read, Envelope) and isinstance(read.body, BallotCast) else None
    line = line_of(tx, read, leaf.kind)
    return Told(leaf.act, leaf.position, leaf.at, line, author(tx, leaf.by), ballot)


def _effect(view: View, row: Decision) -> Effect | None:
    entries = view.tx.all(StateEntry, partnership=row.partnership, decision=row.id)
    if not entries:
        return None
    entry, states = entries[0], view.pack.lifecycle.states
    facts = msgspec.json.decode(entry.facts) if entry.facts else {}
    return Effect(
        act=entry.act,
        at=entry.at,
        left=states[entry.left or row.source].text,
        entered=states[entry.state].text,
        guards=tuple(_guards(view.pack, row, facts)),
    )


def _guards(pack: Pack, row: Decision, facts: dict[str, Any]) -> list[Guard]:
    """The requirements of the transition, each read anew from the facts that the act recorded."""
    transition = pack.lifecycle.transition(row.transition, row.source)
    if transition is None:
        return []
    try:
        verdicts = pack.requirements.evaluate(transition, _nested(facts))
        met: dict[str, bool] = {verdict.requirement.id: verdict.met for verdict in verdicts}
    except (CannotEvaluate, KeyError):
        met = {}
    return [
        Guard(
            says=pack.requirements.by_id[name].says,
            met=met.get(name),
            facts=tuple(
                (path.removeprefix("facts."), str(msgspec.to_builtins(facts[path])))
                for path in pack.requirements.reads[name]
                if path in facts
            ),
        )
        for name in transition.requires
    ]


def _nested(facts: dict[str, Any]) -> dict[str, Any]:
    """`facts.dossier.version: 2` as `{"dossier": {"version": 2}}`."""
    found: dict[str, Any] = {}
    for path, value in facts.items():
        *parents, name = path.removeprefix("facts.").split(".")
        place = found
        for parent in parents:
            place = place.setdefault(parent, {})
        place[name] = value
    return found


def _weights(tx: Reading, decision: str) -> dict[str, str]:
    """The weights of each seat, where any seat has some that are not 1."""
    found = {e.seat: msgspec.json.decode(e.weights) for e in tx.all(Elector, decision=decision)}
    if all(weight == 1 for weights in found.values() for weight in weights.values()):
        return {}
    return {seat: ", ".join(str(weight) for weight in weights.values()) for seat, weights in found.items()}
