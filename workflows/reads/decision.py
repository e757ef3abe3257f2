"""What a decision's page shows: rule, electorate, text, participation, ballots, arithmetic, receipt."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any, cast

import msgspec

from governance.agreement_digest import agreement_of
from governance.log.head import head
from governance.log.tree import leaf_hash
from governance.names import mandate_name, seat_party_name
from governance.tables.deliberation import Ballot, Decision, Elector
from governance.tables.log import Leaf
from governance.transaction import Reading
from policies.deliberation import Round
from policies.refusal import NotFound
from policies.text import Text
from workflows.case import View
from workflows.deliberation import closing, rule_from
from workflows.electorate import snapshot
from workflows.reads.partnership import Vote, college_text, takes, vote_of


@dataclass(frozen=True, slots=True)
class Voter:
    """A seat of the electorate: who holds it, and the ballot that stands for it, once the vote is over."""

    seat: str
    name: str | None
    party: str | None
    college: Text
    recused: bool
    voted: bool
    choice: str | None
    cast_as: str | None
    reason: str | None
    at: str | None
    act: str | None


@dataclass(frozen=True, slots=True)
class MySeat:
    """A seat for which the reader may cast a ballot, and the one they cast."""

    seat: str
    college: Text
    party: str | None
    cast_as: str
    choice: str | None
    reason: str | None
    act: str | None


@dataclass(frozen=True, slots=True)
class DecisionPage:
    """Everything about one decision."""

    vote: Vote
    row: Decision
    rule_text: Text | None
    rule_source: Text | None
    takes: tuple[Text, ...]
    choices: tuple[str, ...]
    objection_allowed: bool
    change_allowed: bool
    voters: tuple[Voter, ...]
    mine: tuple[MySeat, ...]
    answer: dict[str, Any] | None
    reason: str | None
    missing: tuple[Text, ...]
    previous: str | None
    following: str | None
    opened_by: str | None
    has_agreement: bool


def decision_row(tx: Reading, decision: str) -> Decision:
    """The decision. Raises NotFound; who may see it is for the partnership's view to say."""
    row = tx.one(Decision, id=decision)
    if row is None:
        raise NotFound("common.not_found")
    return row


def decision_page(view: View, row: Decision) -> DecisionPage:
    """All that the page shows. While the vote is open, choices are nobody's but their author's."""
    rule = rule_from(row.rule)
    following = view.tx.all(Decision, previous=row.id)
    named = view.pack.requirements.by_id
    missing = msgspec.json.decode(row.missing) if row.missing else []
    opener = row.opened_by.partition(":")
    return DecisionPage(
        vote=vote_of(view, row),
        row=row,
        rule_text=rule.text,
        rule_source=_text(rule.source),
        takes=takes(view, rule, cast(Round, row.round)),
        choices=rule.ballots,
        objection_allowed="objection" in rule.ballots,
        change_allowed=rule.ballot_change == "until_close",
        voters=tuple(_voters(view, row)),
        mine=tuple(_mine(view, row)),
        answer=msgspec.json.decode(row.answer) if row.answer else None,
        reason=view.tx.text(row.reason),
        missing=tuple(named[name].says for name in missing if name in named),
        previous=row.previous,
        following=following[0].id if following else None,
        opened_by=mandate_name(view.tx, opener[2]) if opener[0] == "mandate" else None,
        has_agreement=not agreement_of(view.tx, view.id).empty,
    )


def _text(source: Any) -> Text | None:
    return source if isinstance(source, Text) or source is None else Text(fr=str(source), en=str(source))


def _standing(view: View, decision: str) -> dict[str, Ballot]:
    """The ballot that stands for each seat: the holder's own before a substitute's, before a proxy's."""
    rank = {"self": 0, "substitute": 1, "proxy": 2}
    found: dict[str, Ballot] = {}
    for ballot in sorted(view.tx.all(Ballot, decision=decision), key=lambda b: rank[b.cast_as]):
        found.setdefault(ballot.seat, ballot)
    return found


def _voters(view: View, row: Decision) -> list[Voter]:
    ballots = _standing(view, row.id)
    over = row.status != "open"
    found = []
    for elector in view.tx.all(Elector, decision=row.id, order="college"):
        ballot = ballots.get(elector.seat)
        mandate = ballot.mandate if ballot else elector.mandate or elector.substitute
        shown = ballot if over else None
        found.append(
            Voter(
                seat=elector.seat,
                name=mandate_name(view.tx, mandate),
                party=seat_party_name(view.tx, elector.seat),
                college=college_text(view, elector.college),
                recused=elector.recused,
                voted=ballot is not None,
                choice=shown.choice if shown else None,
                cast_as=ballot.cast_as if ballot else None,
                reason=view.tx.text(shown.reason) if shown else None,
                at=ballot.at if ballot else None,
                act=shown.act if shown else None,
            )
        )
    return found


def _mine(view: View, row: Decision) -> list[MySeat]:
    valid = {mandate.id for mandate in view.mandates}
    ballots = view.tx.all(Ballot, decision=row.id)
    found = []
    for elector in view.tx.all(Elector, decision=row.id):
        if elector.recused or not {elector.mandate, elector.substitute} & valid:
            continue
        cast_as = "self" if elector.mandate in valid else "substitute"
        mine = next((b for b in ballots if b.seat == elector.seat and b.cast_as == cast_as), None)
        found.append(
            MySeat(
                seat=elector.seat,
                college=college_text(view, elector.college),
                party=seat_party_name(view.tx, elector.seat),
                cast_as=cast_as,
                choice=mine.choice if mine else None,
                reason=view.tx.text(mine.reason) if mine else None,
                act=mine.act if mine else None,
            )
        )
    return found


@dataclass(frozen=True, slots=True)
class Opening:
    """What would be frozen if a vote were opened now: when it ends, and who may vote."""

    closes: str
    voters: tuple[tuple[str | None, str | None, Text], ...]  # name, party, college


def opening(view: View, rule_name: str) -> Opening | None:
    """The vote that opening would begin; None for a rule without a time to close."""
    rule = view.pack.rules[rule_name]
    if rule.closes is None or rule.closes.after is None:
        return None
    seats = snapshot(view)
    voters = tuple(
        (
            mandate_name(view.tx, seat.mandate or seat.substitute),
            seat_party_name(view.tx, seat.seat),
            college_text(view, seat.college),
        )
        for seat in seats
    )
    return Opening(closing(view, rule.closes.after)[0], voters)


@dataclass(frozen=True, slots=True)
class Receipt:
    """One act as its author may keep it: what it says, and where it stands in the log."""

    act: str
    kind: str
    at: str
    by: str
    stream: str
    position: int
    size: int
    root: str
    leaf: str
    leaf_hash: str
    decision: str | None  # the one that the act is about


def receipt(tx: Reading, act: str) -> Receipt:
    """The receipt of an act. Raises NotFound; the caller checks that the reader may see its stream."""
    row = tx.one(Leaf, act=act)
    if row is None:
        raise NotFound("common.not_found")
    now = head(tx)
    return Receipt(
        act=row.act,
        kind=row.kind,
        at=row.at,
        by=row.by,
        stream=row.stream,
        position=row.position,
        size=now.size,
        root=now.root.hex(),
        leaf=bytes(row.bytes).decode(),
        leaf_hash=leaf_hash(bytes(row.bytes)).hex(),
        decision=json.loads(row.bytes)["body"].get("decision"),
    )
