"""What the ethical review waits for: of those who examine, and of those who meet its conditions."""

from __future__ import annotations

from datetime import date

from governance.facts.review import criteria_missing, current_review, declarations, reviewers
from governance.tables.base import core
from governance.tables.parties import Mandate
from governance.tables.review import Condition, Review
from governance.transaction import Reading
from policies.phrases import phrase
from policies.text import Text
from workflows.reads.table.charge import is_asked
from workflows.reads.table.shapes import Ask
from workflows.reads.table.sight import Sight, by_partnership, rows


def asks(tx: Reading, sights: list[Sight]) -> list[Ask]:
    return [ask for sight in sights for ask in _round(sight)] + _conditions(tx, sights)


def _round(sight: Sight) -> list[Ask]:
    """A round to open, interests to declare, criteria to assess, an opinion to give: one of these at most."""
    view = sight.view
    here = view.row.state in view.pack.review.opens_in
    mine = [m for m in view.mandates if m.role in view.pack.roles and view.pack.roles[m.role].reviews]
    opens = here and is_asked(sight, "review.manage")
    if not opens and not (mine and view.allows("review.write")):
        return []
    review = current_review(view.tx, view.row)
    if review is None:
        return [sight.ask("review", "review", phrase("table.open_review"))] if opens else []
    if not mine or review.opinion is not None or view.row.state != review.state:
        return []
    found = _work(sight, review, mine)
    return [sight.ask("review", *found, settles=sight.role in {m.role for m in mine})] if found else []


def _work(sight: Sight, review: Review, mine: list[Mandate]) -> tuple[str, Text] | None:
    """Where one who examines goes on, and what for; None where it is others' turn."""
    tx, pack = sight.view.tx, sight.view.pack
    declared = declarations(tx, review)
    if any(mandate.id not in declared for mandate in mine):
        return "review/interests/mine", phrase("table.interests")
    if any(declared[mandate.id].interest for mandate in mine):
        return None
    missing = criteria_missing(tx, review, pack, declared)
    if missing:
        return "review#criteria", phrase("table.criteria", number=len(missing))
    if any(mandate.id not in declared for mandate in reviewers(tx, sight.id, pack)):
        return None
    return "review/opinion/new", phrase("table.opinion")


def _conditions(tx: Reading, sights: list[Sight]) -> list[Ask]:
    """The conditions of an opinion that a party of mine sees to, and has not met yet."""
    able = {s.id: s for s in sights if s.parties and s.view.allows("review.reply")}
    condition = core(Condition).c
    parties = {party for sight in able.values() for party in sight.parties}
    open_ = rows(tx, Condition, "owner", parties, condition.met.is_(None), condition.withdrawn.is_(None))
    found = []
    for partnership, conditions in by_partnership(open_).items():
        sight = able[partnership]
        review = current_review(tx, sight.view.row)
        if review is not None and review.opinion is not None:
            found += [_condition(sight, row) for row in conditions if row.review == review.id]
    return found


def _condition(sight: Sight, row: Condition) -> Ask:
    criterion = sight.view.pack.review.criteria.get(row.criterion or "")
    label = phrase("table.condition_on", criterion=criterion.text) if criterion else phrase("table.condition")
    due = sight.end_of(date.fromisoformat(row.due)) if row.due else None
    return sight.ask("condition", f"review/met/{row.id}", label, due=due)
