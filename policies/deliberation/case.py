"""One case in a file: a rule, an electorate and ballots; and its answer."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Annotated, Any

from pydantic import Field

from policies.deliberation.electorate import unfit
from policies.deliberation.exact import Whole
from policies.deliberation.rule import Round, Rule
from policies.deliberation.seats import Ballot, CastBy, Seat
from policies.deliberation.tally import tally
from policies.documents import BadDocument, Document, Entry, Finding, nearest, validate

HEAVIEST = 2**53 - 1  # the largest integer that every reader of JSON keeps exact


class SeatEntry(Entry):
    """A seat as a case writes it."""

    seat: str
    college: str = ""
    weights: dict[str, Annotated[Whole, Field(ge=0, le=HEAVIEST)]] = {}
    recused: bool = False


class BallotEntry(Entry):
    """A ballot as a case writes it. Any word may be a choice: one that is not listed is set aside."""

    seat: str
    choice: str
    by: CastBy = "self"


class CaseFile(Entry):
    """A case as written; `rule` is a rule, or the name of a pack's rule."""

    rule: Any
    electorate: Annotated[tuple[SeatEntry, ...], Field(strict=False)]
    ballots: Annotated[tuple[BallotEntry, ...], Field(strict=False)] = ()
    chair: str | None = None
    round: Round = "first"


@dataclass(frozen=True)
class Case:
    """All that `tally` needs."""

    rule: Rule
    electorate: tuple[Seat, ...]
    ballots: tuple[Ballot, ...]
    chair: str | None
    round: Round


def load_case(document: Document, rules: Mapping[str, Rule]) -> Case:
    """The case in `document`; `rules` are those it may name. Raises BadDocument with every finding."""
    written = validate(document, CaseFile)
    rule = _rule(document, written, rules)
    case = Case(
        rule,
        tuple(Seat(seat.seat, seat.college, seat.weights, seat.recused) for seat in written.electorate),
        tuple(Ballot(ballot.seat, ballot.choice, ballot.by) for ballot in written.ballots),
        written.chair,
        written.round,
    )
    findings = [*_findings(document, case)]
    if findings:
        raise BadDocument(findings)
    return case


def answer(case: Case) -> dict[str, Any]:
    """The outcome of a case with its arithmetic, as JSON has it."""
    return tally(case.rule, case.electorate, case.ballots, chair=case.chair, round=case.round).as_data()


def _rule(document: Document, written: CaseFile, rules: Mapping[str, Rule]) -> Rule:
    if isinstance(written.rule, Mapping):
        return validate(document, Rule, ("rule",))
    if not isinstance(written.rule, str):
        raise BadDocument([document.finding(["rule"], "is a rule, or the name of one")])
    if written.rule in rules:
        return rules[written.rule]
    guess = nearest(written.rule, rules)
    text = f"there is no rule '{written.rule}'" + (f"; did you mean '{guess}'?" if guess else "")
    raise BadDocument([document.finding(["rule"], text)])


def _findings(document: Document, case: Case) -> Iterator[Finding]:
    """What each part alone does not show."""
    names = [seat.seat for seat in case.electorate]
    for position, name in enumerate(names):
        if name in names[:position]:
            yield document.finding(["electorate", position], f"the seat '{name}' is listed twice")
    if case.chair is not None and case.chair not in names:
        guess = nearest(case.chair, names)
        text = f"no seat '{case.chair}' in the electorate" + (f"; did you mean '{guess}'?" if guess else "")
        yield document.finding(["chair"], text)
    if case.round in {"second_call", "second_round"} and getattr(case.rule, case.round) is None:
        yield document.finding(["round"], f"the rule has no {case.round}")
    for lack in unfit(case.rule, case.electorate):
        yield document.finding(["electorate"] if lack.seat is None else ["electorate", lack.seat], lack.text)
