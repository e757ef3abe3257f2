"""A partnership's beginning, and the moves that need no vote."""

from __future__ import annotations

from governance.actors import Who
from governance.acts.parties import MandateGiven
from governance.acts.partnership import PartnershipDrafted
from governance.packs import keep
from governance.record import new_id, record
from governance.transaction import Transaction
from policies.calendar import TERRITORIES
from policies.pack import Pack
from policies.refusal import Complaints, NotEntitled, Refused
from workflows import inputs
from workflows.case import Acts, Case, command
from workflows.lifecycle import fire, require, transition_of
from workflows.people import authorise, holder_of


def create_draft(
    tx: Transaction,
    who: Who,
    pack: Pack,
    *,
    title: str,
    template: str | None,
    territory: str = "",
    person: str | None = None,
) -> str:
    """Begin a draft, from a starter template where one is named; its creator (or `person`) gets the role that
    the pack gives to creators. Gives the partnership's identifier. Raises Invalid, NotEntitled."""
    hand = authorise(tx, who, pack, "partnership.create")
    complaints = Complaints()
    if not title.strip():
        complaints.add("title", "common.required")
    if template and template not in pack.templates:
        complaints.add("template", "common.not_a_choice", value=template)
    territory = territory or pack.territory
    if territory not in TERRITORIES:
        complaints.add("territory", "common.not_a_choice", value=territory)
    complaints.raise_if_any()
    keep(tx, pack)
    partnership = new_id(tx.moment)
    stream = f"partnership:{partnership}"
    chosen = pack.templates[template] if template else None
    drafted = PartnershipDrafted(
        title=tx.conceal(title.strip(), stream),
        form=chosen.form if chosen else None,
        template=template,
        track=pack.lifecycle.lifecycle,
        territory=territory,
        pack=pack.digest,
        state=pack.lifecycle.entries[0],
    )
    creator = person or who.person
    if creator is None:
        raise NotEntitled("partnership.needs_person")
    given = MandateGiven(
        mandate=new_id(tx.moment),
        role=next(name for name, role in pack.roles.items() if role.creates),
        holder=holder_of(tx, creator, partnership),
        seat=None,
        party=None,
        starts=tx.today.isoformat(),
        ends=None,
    )
    record(tx, stream, [drafted, given], hand=hand, pack=pack.digest)
    return partnership


@command
def move(case: Case, transition: str, reason: str = "") -> Acts:
    """Fire a transition that declares why it needs no vote; its reason is read by all parties.

    Raises Refused where the transition needs a vote, or where a requirement is missing.
    """
    wanted = transition_of(case, transition)
    if wanted.rule is not None:
        raise Refused("passage.needs_rule", transition=wanted.label)
    case.may("partnership.move")
    held = [mandate for mandate in case.mandates if mandate.role == wanted.by]
    if not held and not case.who.system:
        role = case.pack.roles[wanted.by or ""].text
        raise NotEntitled("passage.needs_role", transition=wanted.label, role=role)
    if held:
        case.hand.by = f"mandate:{held[0].id}"
    complaints = Complaints()
    if not inputs.text(complaints, "reason", reason, required=False):
        complaints.add("reason", "passage.needs_reason")
    complaints.raise_if_any()
    found = require(case, wanted)
    yield from fire(case, found, reason=case.concealed(reason))
