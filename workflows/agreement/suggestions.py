"""A starter template's missions, statements and indicators, written into an empty agreement."""

from __future__ import annotations

from collections.abc import Iterator

from governance.acts.agreement import IndicatorChosen, MissionAgreed, NotReplacedStated, PartIn
from governance.agreement_digest import agreement_of
from governance.record import new_id
from governance.tables.parties import Party
from governance.tables.partnership import Partnership
from governance.tables.people import Organisation
from governance.transaction import Reading
from policies.pack import Pack
from policies.pack.templates import Template
from policies.refusal import Refused
from workflows.agreement.common import writing
from workflows.case import Acts, Case, command


@command
def adopt_suggestions(case: Case, language: str) -> Acts:
    """Begin from the template of this form, in one language. Refused once anything is written."""
    writing(case)
    template = template_of(case.pack, case.row)
    if template is None:
        raise Refused("agreement.no_template")
    if not agreement_of(case.tx, case.id).empty:
        raise Refused("agreement.not_empty")
    parties = _matched(case.tx, case.id, template)
    yield from _missions(case, template, parties, language)
    for key, party in parties.items():
        said = template.parties[key].not_replaced
        if said is not None:
            yield NotReplacedStated(party=party, text=case.concealed(said.in_(language)))
    yield from _indicators(case, template, language)


def template_of(pack: Pack, row: Partnership) -> Template | None:
    """The template of the partnership's form, if the pack has one."""
    return next((found for found in pack.templates.values() if found.form == row.form), None)


def _missions(
    case: Case, template: Template, parties: dict[str, str], language: str
) -> Iterator[MissionAgreed]:
    responsible = next(key for key, role in case.pack.agreement.mission_roles.items() if role.responsible)
    for mission, item in zip(template.missions.values(), _ids(case, len(template.missions)), strict=True):
        party = parties.get(mission.responsible)
        parts = [PartIn(party=party, role=responsible)] if party else []
        yield MissionAgreed(mission=item, title=case.concealed(mission.text.in_(language)), parts=parts)


def _indicators(case: Case, template: Template, language: str) -> Iterator[IndicatorChosen]:
    for suggested, item in zip(
        template.indicators.values(), _ids(case, len(template.indicators)), strict=True
    ):
        by = template.parties.get(suggested.measured_by)
        yield IndicatorChosen(
            indicator=item,
            name=case.concealed(suggested.text.in_(language)),
            nature=suggested.nature,
            type=suggested.type,
            unit=case.concealed(suggested.unit.in_(language)),
            baseline=None,
            target=None,
            source=None,
            measured_by=case.conceal(by.capacity.in_(language)) if by else None,
        )


def _matched(tx: Reading, partnership: str, template: Template) -> dict[str, str]:
    """The template's parties that are here for certain: the only ones of their kind, there and here."""
    here: dict[str, list[str]] = {}
    for party in tx.all(Party, partnership=partnership, left=None):
        organisation = tx.one(Organisation, id=party.organisation)
        if organisation is not None:
            here.setdefault(organisation.kind, []).append(party.id)
    typical = [party.kind for party in template.parties.values()]
    return {
        key: here[party.kind][0]
        for key, party in template.parties.items()
        if typical.count(party.kind) == 1 and len(here.get(party.kind, ())) == 1
    }


def _ids(case: Case, many: int) -> list[str]:
    """Identifiers in the order of the list: those of one moment would otherwise sort at random."""
    return sorted(new_id(case.tx.moment) for _ in range(many))
