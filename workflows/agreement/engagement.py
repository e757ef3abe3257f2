"""How the parties engage themselves: deliberations made elsewhere, and the agreement acknowledged."""

from __future__ import annotations

from datetime import date

from governance.acts.agreement import AgreementAcknowledged, DeliberationReported, DeliberationWithdrawn
from governance.agreement_digest import agreement_of, digest_of
from governance.facts.agreement import acknowledged_by, must_deliberate, signs
from governance.record import new_id
from governance.tables.agreement import PartyDeliberation
from policies.refusal import Complaints, NotEntitled, NotFound, Refused
from workflows import inputs
from workflows.agreement.common import for_party
from workflows.case import Acts, Case, command


@command
def report_deliberation(
    case: Case, *, party: str, reference: str, adopted: date | None, enforceable: date | None = None
) -> Acts:
    """Report a public party's deliberation, with the day from which it is enforceable (CGCT L2131-1)."""
    row, _mandate = for_party(case, "deliberation.report", party)
    if not must_deliberate(case.tx, row, case.pack):
        raise Refused("agreement.no_deliberation_needed")
    complaints = Complaints()
    reference = inputs.text(complaints, "reference", reference, most=inputs.SHORT)
    day = inputs.day(complaints, "adopted", adopted)
    since = inputs.day(complaints, "enforceable", enforceable, required=False)
    if adopted is not None and adopted > case.tx.today:
        complaints.add("adopted", "agreement.in_the_future")
    if day and since and since < day:
        complaints.add("enforceable", "agreement.enforceable_before_adopted")
    complaints.raise_if_any()
    assert day is not None
    yield DeliberationReported(
        deliberation=new_id(case.tx.moment),
        party=row.id,
        reference=case.concealed(reference),
        adopted=day,
        enforceable=since,
    )


@command
def withdraw_deliberation(case: Case, deliberation: str) -> Acts:
    """Take a report back: it was wrong, or the deliberation no longer stands."""
    row = case.tx.one(PartyDeliberation, id=deliberation, partnership=case.id)
    if row is None or row.removed:
        raise NotFound("common.not_found")
    for_party(case, "deliberation.report", row.party)
    yield DeliberationWithdrawn(deliberation=row.id)


@command
def acknowledge(case: Case, party: str, *, digest: str) -> Acts:
    """A party's signatory acknowledges the agreement as they read it: `digest` is the page's.

    Nothing happens where the party has acknowledged these very words. Refused where they changed meanwhile.
    """
    row, mandate = for_party(case, "agreement.acknowledge", party)
    if mandate is None or not signs(mandate, case.pack):
        raise NotEntitled("agreement.not_your_party")
    agreement = agreement_of(case.tx, case.id)
    if agreement.empty:
        raise Refused("agreement.nothing_yet")
    now = digest_of(agreement)
    if digest != now:
        raise Refused("agreement.changed_meanwhile")
    if row.id not in acknowledged_by(case.tx, case.id, now):
        yield AgreementAcknowledged(party=row.id, mandate=mandate.id, digest=now)
