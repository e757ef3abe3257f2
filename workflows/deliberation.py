"""Decisions: opened on frozen rule, electorate and text; voted; closed by deadline or when certain."""

from __future__ import annotations

from datetime import timedelta
from functools import lru_cache, partial
from typing import cast

import msgspec

from governance.actors import Who, is_valid
from governance.acts.deliberation import (
    BallotCast,
    CastAs,
    DecisionCancelled,
    DecisionClosed,
    DecisionOpened,
    Round,
    TransitionHeld,
    TransitionLapsed,
)
from governance.clock import instant
from governance.dossier import latest_version
from governance.record import Caused, new_id
from governance.tables.deliberation import Ballot, Decision, Elector
from governance.tables.parties import Mandate
from governance.transaction import Reading, Transaction
from policies.calendar import closed_days, deadline, end_of_day
from policies.deliberation import Outcome, Rule, tally, unfit
from policies.duration import Duration
from policies.lifecycle import Transition
from policies.refusal import Complaints, NotEntitled, NotFound, Refused
from workflows import electorate, inputs
from workflows.case import Acts, Case, View, command, view
from workflows.due import TICK, Due
from workflows.lifecycle import Passage, fire, passage, require, transition_of

LOOK_AHEAD = timedelta(days=800)  # how far public holidays are listed; longer than any deadline of a vote


@lru_cache(maxsize=512)
def rule_from(data: str) -> Rule:
    """The rule as a decision froze it."""
    return Rule.model_validate(msgspec.json.decode(data))


@command
def open_decision(case: Case, transition: str) -> Acts:
    """Open the vote on a transition. Raises Refused where a requirement is missing, with its remedy."""
    mandate = case.may("decision.open")
    wanted = transition_of(case, transition)
    if wanted.rule is None:
        assert wanted.no_rule is not None
        raise Refused("passage.needs_no_rule", transition=wanted.label, why=wanted.no_rule)
    if any(d.transition == transition for d in case.tx.all(Decision, partnership=case.id, status="open")):
        raise Refused("decision.already_open", transition=wanted.label)
    found = require(case, wanted)
    rule = case.pack.rules[wanted.rule]
    yield from _opened(case, found, rule, "first", chair=_chair(case), by_system=mandate is None)


def _chair(case: Case) -> str | None:
    """The seat whose ballot breaks a tie, where the partnership has a chair who holds one."""
    chairs = [name for name, role in case.pack.roles.items() if role.chairs]
    for mandate in case.tx.all(Mandate, partnership=case.id):
        if mandate.role in chairs and is_valid(mandate, case.tx.today):
            held = case.tx.all(Mandate, partnership=case.id, holder=mandate.holder)
            return next((m.seat for m in held if m.seat and is_valid(m, case.tx.today)), None)
    return None


def _opened(
    case: Case,
    found: Passage,
    rule: Rule,
    round_: Round,
    *,
    chair: str | None,
    after: Duration | None = None,
    previous: str | None = None,
    by_system: bool = False,
) -> Acts:
    """Yield the opening of one round: a new snapshot of the seats and of the text."""
    transition = found.transition
    after = after or (rule.closes.after if rule.closes else None)
    if after is None:
        raise Refused("decision.no_deadline", rule=transition.rule)
    if rule.secrecy != "open":
        raise Refused("decision.secrecy_not_yet", rule=transition.rule, secrecy=rule.secrecy)
    seats = electorate.snapshot(case)
    if not seats:
        raise Refused("decision.no_electorate")
    if lacking := unfit(rule, electorate.counted(seats)):
        raise Refused("decision.unfit", rule=transition.rule, why=lacking[0].text)
    version = latest_version(case.tx, case.id)
    if version is None:
        raise Refused("decision.no_text")
    closes, days = closing(case, after)
    decision = new_id(case.tx.moment)
    act = DecisionOpened(
        decision=decision,
        transition=transition.name,
        source=case.row.state,
        rule_name=transition.rule or "",
        rule=rule.as_data(),
        round=round_,
        previous=previous,
        term=case.row.term,
        dossier_version=version.version,
        dossier_digest=version.digest,
        electorate=electorate.digest(seats),
        seats=len(seats),
        chair=chair,
        closes=closes,
        closed_days=days,
        facts=found.facts,
    )
    yield Caused(act, by="system:rules") if by_system else act
    yield from electorate.list_seats(decision, seats, by_system)


def closing(view: View, after: Duration) -> tuple[str, list[str]]:
    """The instant at which a vote opened now would end, and the public holidays it is counted with."""
    today, zone = view.tx.today, view.pack.time_zone
    closed = closed_days(view.row.territory, today, today + LOOK_AHEAD)
    last = deadline(today, after, closed)
    return instant(end_of_day(last, zone)), [day.isoformat() for day in closed if day <= last]


@command
def cast_ballot(
    case: Case, decision: str, seat: str, choice: str, *, reason: str = "", no_interest: bool = False
) -> Acts:
    """Yield the ballot of one seat, and the closing if it makes the outcome certain.

    Raises NotEntitled for who may not cast that seat's ballot; Invalid for a ballot that cannot be taken.
    """
    case.may("ballot.cast")
    row = _open(case, decision)
    mandate, cast_as = _entitled(case, row, seat)
    case.hand.by = f"mandate:{mandate}"
    rule = rule_from(row.rule)
    _must_be_valid(rule, choice, reason, no_interest)
    before = case.tx.all(Ballot, decision=row.id)
    _must_be_free({ballot.cast_as for ballot in before if ballot.seat == seat}, rule, cast_as)
    yield BallotCast(
        decision=decision,
        seat=seat,
        choice=choice,
        cast_as=cast_as,
        mandate=mandate,
        # Even no reason has its salted commitment. Without it, who sees the act's digest while the vote is
        # open could try the few choices there are, and find out which one gives it.
        reason=case.concealed(reason),
        interests="none",
    )
    if rule.closes and rule.closes.early:
        voted = {ballot.seat for ballot in before} | {seat}
        yield from _closed_if_certain(case, row, rule, len(voted))


def _open(case: Case, decision: str) -> Decision:
    """The decision, of this partnership, still open at this instant."""
    row = case.tx.one(Decision, id=decision, partnership=case.id)
    if row is None:
        raise NotFound("common.not_found")
    if row.status != "open" or case.tx.now >= row.closes:
        raise Refused("decision.not_open")
    return row


def _entitled(case: Case, row: Decision, seat: str) -> tuple[str, CastAs]:
    """The mandate by which this person may cast the seat's ballot, and in which capacity."""
    elector = case.tx.one(Elector, decision=row.id, seat=seat)
    if elector is None:
        raise NotEntitled("decision.not_elector")
    if elector.recused:
        raise NotEntitled("decision.recused")
    valid = {mandate.id for mandate in case.mandates}
    if elector.mandate in valid:
        return str(elector.mandate), "self"
    if elector.substitute in valid:
        return str(elector.substitute), "substitute"
    raise NotEntitled("decision.not_elector")


def _must_be_valid(rule: Rule, choice: str, reason: str, no_interest: bool) -> None:
    complaints = Complaints()
    if choice not in rule.ballots:
        complaints.add("choice", "common.not_a_choice" if choice else "common.required", value=choice)
    elif choice == "objection" and not reason.strip():
        complaints.add("reason", "decision.objection_needs_reason")
    inputs.text(complaints, "reason", reason, required=False)
    if not no_interest:
        complaints.add("no_interest", "decision.declare_interests")
    complaints.raise_if_any()


def _must_be_free(cast: set[str], rule: Rule, cast_as: CastAs) -> None:
    """A substitute votes only where the holder did not; a ballot changes only where the rule allows it."""
    if cast_as == "substitute" and "self" in cast:
        raise Refused("decision.holder_voted")
    if cast_as in cast and rule.ballot_change == "never":
        raise Refused("decision.no_change")


def _closed_if_certain(case: Case, row: Decision, rule: Rule, voted: int) -> Acts:
    if rule.ballot_change == "until_close" and voted < row.seats:
        return  # somebody may still vote, so nothing is certain: spare the count
    outcome = _counted(case, row, rule)
    if outcome.certain:
        yield from _closed(case, row, rule, outcome, "certain")


def _counted(case: Case, row: Decision, rule: Rule) -> Outcome:
    return tally(
        rule,
        electorate.electors(case.tx, row.id),
        electorate.ballots(case.tx, row.id),
        chair=row.chair,
        round=cast(Round, row.round),
        labels={name: college.text for name, college in case.pack.colleges.items()},
    )


@command
def close_due(case: Case, decision: str) -> Acts:
    """Close a decision whose deadline has passed; nothing, if it is closed already or not due yet."""
    row = case.tx.one(Decision, id=decision, partnership=case.id)
    if row is not None and row.status == "open" and row.closes <= case.tx.now:
        rule = rule_from(row.rule)
        yield from _closed(case, row, rule, _counted(case, row, rule), "deadline")


def _closed(case: Case, row: Decision, rule: Rule, outcome: Outcome, because: str) -> Acts:
    """Yield the closing with its arithmetic, then what follows from the outcome."""
    cast = len(case.tx.all(Ballot, decision=row.id))
    act = DecisionClosed(
        decision=row.id,
        because="certain" if because == "certain" else "deadline",
        outcome=outcome.outcome,
        ballots=cast,
        answer=outcome.as_data(),
    )
    yield Caused(act, by="system:rules")
    transition = transition_of(case, row.transition)
    if outcome.outcome == "adopted":
        yield from _take_effect(case, row, transition)
    else:
        yield from _next_round(case, row, rule, transition, outcome.outcome)


def _take_effect(case: Case, row: Decision, transition: Transition) -> Acts:
    """The requirements are checked again: the transition fires now, or is held until they are met."""
    found = passage(case, transition)
    if found.open:
        yield from fire(case, found, decision=row.id)
        return
    until, _ = closing(case, case.pack.held)
    missing = [verdict.requirement.id for verdict in found.missing]
    yield Caused(TransitionHeld(decision=row.id, missing=missing, until=until), by="system:rules")


def _next_round(case: Case, row: Decision, rule: Rule, transition: Transition, outcome: str) -> Acts:
    """The vote that the rule itself calls for: second call, second round, or one new vote after a tie."""
    round_, after = _following(row, rule, outcome)
    if round_ is None:
        return
    found = passage(case, transition)
    if found.open and electorate.snapshot(case):
        yield from _opened(
            case, found, rule, round_, chair=row.chair, after=after, previous=row.id, by_system=True
        )


def _following(row: Decision, rule: Rule, outcome: str) -> tuple[Round | None, Duration | None]:
    after = rule.closes.after if rule.closes else None
    if outcome == "no_quorum" and rule.second_call and row.round == "first":
        return "second_call", rule.second_call.after
    if outcome == "second_round":
        return "second_round", after
    if outcome == "tied" and rule.tie == "new_vote" and row.round != "new_vote":
        return "new_vote", after
    return None, None


@command
def settle_held(case: Case, decision: str) -> Acts:
    """Fire a held transition whose requirements are met now, or let it lapse at its deadline."""
    row = case.tx.one(Decision, id=decision, partnership=case.id)
    if row is None or row.effect != "held":
        return
    transition = case.pack.lifecycle.transition(row.transition, case.row.state)
    found = passage(case, transition) if transition else None
    if found is not None and found.open:
        yield from fire(case, found, decision=row.id)
    elif found is None or (row.held_until or "") <= case.tx.now:
        yield Caused(TransitionLapsed(decision=row.id), by="system:rules")


@command
def cancel_decision(case: Case, decision: str, reason: str) -> Acts:
    """Call off an open vote, with a reason; never by the one who opened it alone."""
    case.may("decision.cancel")
    row = _open(case, decision)
    complaints = Complaints()
    if not inputs.text(complaints, "reason", reason, required=False):
        complaints.add("reason", "decision.cancel_needs_reason")
    complaints.raise_if_any()
    opener = case.tx.one(Mandate, id=row.opened_by.partition(":")[2])
    if opener is not None and any(mandate.holder == opener.holder for mandate in case.mandates):
        raise NotEntitled("decision.cancel_not_alone")
    yield DecisionCancelled(decision=decision, reason=case.concealed(reason))


def must_be_unlocked(case: Case) -> None:
    """The text stands still while a decision on it is open. Raises Refused then."""
    if case.tx.all(Decision, partnership=case.id, status="open"):
        raise Refused("decision.text_locked")


def due(tx: Reading, now: str) -> list[Due]:
    """The decisions whose deadline has passed."""
    rows = tx.all(Decision, status="open", order="closes")
    return [
        Due(row.closes, row.partnership, f"close {row.id}", partial(_close, row.partnership, row.id))
        for row in rows
        if row.closes <= now
    ]


def due_effects(tx: Reading, now: str) -> list[Due]:
    """The held transitions that can fire now, or whose time is over."""
    found = []
    for row in tx.all(Decision, effect="held"):
        if (row.held_until or "") <= now or _can_fire(tx, row):
            run = partial(_settle, row.partnership, row.id)
            found.append(Due(min(row.held_until or now, now), row.partnership, f"effect {row.id}", run))
    return found


def _can_fire(tx: Reading, row: Decision) -> bool:
    seen = view(tx, Who(system=TICK), row.partnership)
    transition = seen.pack.lifecycle.transition(row.transition, seen.row.state)
    return transition is None or passage(seen, transition).open


def _close(partnership: str, decision: str, tx: Transaction) -> None:
    close_due(tx, Who(system=TICK), partnership, decision)


def _settle(partnership: str, decision: str, tx: Transaction) -> None:
    settle_held(tx, Who(system=TICK), partnership, decision)
