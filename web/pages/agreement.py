"""The role agreement: one document for everybody, and a small page for each part that may be written."""

from __future__ import annotations

from typing import Any

from litestar import get

from governance.actors import Who
from governance.tables.agreement import (
    Clause,
    GlossaryEntry,
    Indicator,
    Mission,
    MissionPart,
    NotReplaced,
    Pledge,
    Training,
)
from governance.tables.parties import Party
from governance.transaction import Transaction
from policies.refusal import NotFound
from web.given import Answer, Database, Form, Path, Request, Visitor
from web.i18n import N_, current
from web.pages.common import acting, partnership_page
from web.pages.steps import Step, Steps
from workflows import agreement
from workflows.agreement.common import mandate_for
from workflows.case import View, view
from workflows.reads.agreement import agreement_page
from workflows.reads.permission import why_not
from workflows.reads.review import parties_here

Shown = tuple[dict[str, Any], dict[str, Any]]
NEW = "new"  # the item that a form makes, where it changes none


@get("/partnerships/{partnership:str}/agreement", sync_to_thread=True)
def overview(request: Request, visitor: Visitor, database: Database, partnership: Path) -> Answer:
    with database.reading() as tx:
        seen = view(tx, acting(visitor), partnership)
        return partnership_page(
            request,
            seen,
            "agreement/agreement.html",
            "agreement",
            page=agreement_page(seen),
            pack=seen.pack.agreement,
            why_not_write=why_not(seen, "agreement.write"),
            why_not_sign=why_not(seen, "agreement.acknowledge"),
        )


def _item(item: str) -> str:
    return "" if item == NEW else item


def _start(tx: Transaction, who: Who, partnership: str, _new: str, _form: Form) -> None:
    agreement.adopt_suggestions(tx, who, partnership, current())


def _mission(tx: Transaction, who: Who, partnership: str, item: str, form: Form) -> None:
    parties = [row.id for row in tx.all(Party, partnership=partnership, left=None)]
    agreement.agree_mission(
        tx,
        who,
        partnership,
        title=form.value("title"),
        roles={party: form.value(f"role-{party}") for party in parties if form.value(f"role-{party}")},
        mission=_item(item),
    )


def _mission_form(seen: View, item: str) -> Shown:
    values: dict[str, Any] = {}
    if item != NEW:
        row = seen.tx.one(Mission, id=item, partnership=seen.id)
        if row is None or row.removed:
            raise NotFound("common.not_found")
        values["title"] = seen.tx.text(row.title) or ""
        values |= {f"role-{part.party}": part.role or "" for part in seen.tx.all(MissionPart, mission=item)}
    roles = [(key, role.text, role.about) for key, role in seen.pack.agreement.mission_roles.items()]
    return values, {"parties": parties_here(seen), "roles": roles, "item": item}


def _no_mission(tx: Transaction, who: Who, partnership: str, item: str, _form: Form) -> None:
    agreement.remove_mission(tx, who, partnership, item)


def _not_replaced(tx: Transaction, who: Who, partnership: str, party: str, form: Form) -> None:
    agreement.state_not_replaced(tx, who, partnership, party, form.text("text", required=False))


def _not_replaced_form(seen: View, party: str) -> Shown:
    row = seen.tx.one(NotReplaced, partnership=seen.id, party=party)
    values = {"text": (seen.tx.text(row.text) if row else None) or ""}
    return values, {"party": _party(seen, party), "help": seen.pack.agreement.not_replaced_help}


def _party(seen: View, party: str) -> tuple[str, str]:
    found = next((line for line in parties_here(seen) if line[0] == party), None)
    if found is None:
        raise NotFound("common.not_found")
    return found


def _pledge(tx: Transaction, who: Who, partnership: str, item: str, form: Form) -> None:
    amount, quantity = form.amount("amount", required=False), form.amount("quantity", required=False)
    due = form.day("due", required=False)
    party = form.text("party")
    form.check()
    agreement.pledge(
        tx,
        who,
        partnership,
        party=party,
        kind=form.value("kind"),
        text=form.value("text"),
        amount=amount,
        quantity=quantity,
        due=due,
        contribution=_item(item),
    )


def _pledge_form(seen: View, item: str) -> Shown:
    values: dict[str, Any] = {}
    if item != NEW:
        row = seen.tx.one(Pledge, id=item, partnership=seen.id)
        if row is None or row.removed:
            raise NotFound("common.not_found")
        values = {
            "party": row.party,
            "kind": row.kind,
            "text": seen.tx.text(row.text) or "",
            "amount": row.amount or "",
            "quantity": row.quantity or "",
            "due": row.due or "",
        }
    mine = [line for line in parties_here(seen) if mandate_for(seen, "agreement.write", line[0])]
    if len(mine) == 1:
        values.setdefault("party", mine[0][0])
    return values, {"parties": mine, "kinds": seen.pack.agreement.contributions, "item": item}


def _no_pledge(tx: Transaction, who: Who, partnership: str, item: str, _form: Form) -> None:
    agreement.withdraw_pledge(tx, who, partnership, item)


def _indicator(tx: Transaction, who: Who, partnership: str, item: str, form: Form) -> None:
    baseline, target = form.amount("baseline", required=False), form.amount("target", required=False)
    form.check()
    agreement.choose_indicator(
        tx,
        who,
        partnership,
        name=form.value("name"),
        nature=form.value("nature"),
        kind=form.value("kind"),
        unit=form.value("unit"),
        baseline=baseline,
        target=target,
        source=form.value("source"),
        measured_by=form.value("measured_by"),
        indicator=_item(item),
    )


def _indicator_form(seen: View, item: str) -> Shown:
    values: dict[str, Any] = {}
    if item != NEW:
        row = seen.tx.one(Indicator, id=item, partnership=seen.id)
        if row is None or row.removed:
            raise NotFound("common.not_found")
        words = {key: seen.tx.text(getattr(row, key)) for key in ("name", "unit", "source", "measured_by")}
        values = {
            **words,
            "nature": row.nature,
            "kind": row.type,
            "baseline": row.baseline,
            "target": row.target,
        }
        values = {key: value or "" for key, value in values.items()}
    pack = seen.pack.agreement
    return values, {
        "natures": [(key, nature.text) for key, nature in pack.natures.items()],
        "types": [(key, type_.text) for key, type_ in pack.indicator_types.items()],
        "item": item,
    }


def _no_indicator(tx: Transaction, who: Who, partnership: str, item: str, _form: Form) -> None:
    agreement.remove_indicator(tx, who, partnership, item)


def _clause(tx: Transaction, who: Who, partnership: str, clause: str, form: Form) -> None:
    agreement.write_clause(tx, who, partnership, clause, form.text("text", required=False))


def _clause_form(seen: View, clause: str) -> Shown:
    if clause not in seen.pack.agreement.clauses:
        raise NotFound("common.not_found")
    row = seen.tx.one(Clause, partnership=seen.id, clause=clause)
    values = {"text": (seen.tx.text(row.text) if row else None) or ""}
    return values, {"clause": seen.pack.agreement.clauses[clause], "key": clause}


def _training(tx: Transaction, who: Who, partnership: str, _only: str, form: Form) -> None:
    day, text = form.day("day", required=False), form.text("text", required=False)
    form.check()
    agreement.plan_training(tx, who, partnership, day=day, text=text)


def _training_form(seen: View, _only: str) -> Shown:
    row = seen.tx.one(Training, partnership=seen.id)
    values = {"day": row.day or "", "text": seen.tx.text(row.text) or ""} if row else {}
    return values, {}


def _word(tx: Transaction, who: Who, partnership: str, item: str, form: Form) -> None:
    agreement.define_word(
        tx, who, partnership, word=form.value("word"), meaning=form.value("meaning"), entry=_item(item)
    )


def _word_form(seen: View, item: str) -> Shown:
    values: dict[str, Any] = {}
    if item != NEW:
        row = seen.tx.one(GlossaryEntry, id=item, partnership=seen.id)
        if row is None or row.removed:
            raise NotFound("common.not_found")
        values = {"word": seen.tx.text(row.word) or "", "meaning": seen.tx.text(row.meaning) or ""}
    return values, {"item": item}


def _no_word(tx: Transaction, who: Who, partnership: str, item: str, _form: Form) -> None:
    agreement.remove_word(tx, who, partnership, item)


def _deliberation(tx: Transaction, who: Who, partnership: str, party: str, form: Form) -> None:
    adopted, enforceable = form.day("adopted", required=False), form.day("enforceable", required=False)
    form.check()
    agreement.report_deliberation(
        tx,
        who,
        partnership,
        party=party,
        reference=form.value("reference"),
        adopted=adopted,
        enforceable=enforceable,
    )


def _deliberation_form(seen: View, party: str) -> Shown:
    return {}, {"party": _party(seen, party)}


def _no_deliberation(tx: Transaction, who: Who, partnership: str, item: str, _form: Form) -> None:
    agreement.withdraw_deliberation(tx, who, partnership, item)


def _acknowledge(tx: Transaction, who: Who, partnership: str, party: str, form: Form) -> None:
    agreement.acknowledge(tx, who, partnership, party, digest=form.value("digest"))


WRITE = "agreement.write"
STEPS = Steps(
    "agreement",
    {
        "start": Step(WRITE, _start, N_("The template’s suggestions are in: change them together.")),
        "mission": Step(
            WRITE,
            _mission,
            N_("The mission is written."),
            "agreement/mission.html",
            _mission_form,
            "missions",
        ),
        "no-mission": Step(WRITE, _no_mission, N_("The mission is taken out."), anchor="missions"),
        "not-replaced": Step(
            WRITE,
            _not_replaced,
            N_("What this party does not replace is written."),
            "agreement/not_replaced.html",
            _not_replaced_form,
            "not-replaced",
        ),
        "contribution": Step(
            WRITE,
            _pledge,
            N_("The contribution is written."),
            "agreement/contribution.html",
            _pledge_form,
            "contributions",
        ),
        "no-contribution": Step(
            WRITE, _no_pledge, N_("The contribution is taken out."), anchor="contributions"
        ),
        "indicator": Step(
            WRITE,
            _indicator,
            N_("The indicator is written."),
            "agreement/indicator.html",
            _indicator_form,
            "indicators",
        ),
        "no-indicator": Step(WRITE, _no_indicator, N_("The indicator is taken out."), anchor="indicators"),
        "clause": Step(
            WRITE, _clause, N_("The clause is written."), "agreement/clause.html", _clause_form, "clauses"
        ),
        "training": Step(
            WRITE,
            _training,
            N_("The joint training is planned."),
            "agreement/training.html",
            _training_form,
            "training",
        ),
        "word": Step(WRITE, _word, N_("The word is defined."), "agreement/word.html", _word_form, "words"),
        "no-word": Step(WRITE, _no_word, N_("The word is taken out."), anchor="words"),
        "deliberation": Step(
            "deliberation.report",
            _deliberation,
            N_("The deliberation is reported."),
            "agreement/deliberation.html",
            _deliberation_form,
            "deliberations",
        ),
        "no-deliberation": Step(
            "deliberation.report", _no_deliberation, N_("The report is taken back."), anchor="deliberations"
        ),
        "acknowledgement": Step(
            "agreement.acknowledge",
            _acknowledge,
            N_("You have acknowledged the agreement for your party."),
            anchor="acknowledgements",
        ),
    },
)


HANDLERS = (overview, *STEPS.handlers())
