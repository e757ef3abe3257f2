"""The role agreement as its page shows it: one document, with what is missing and who may write what."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from governance.agreement_digest import Agreement, agreement_of, digest_of
from governance.facts.agreement import (
    is_enforceable,
    money_by_party,
    must_deliberate,
    signatories,
    top_funding_share,
    unanswered_missions,
)
from governance.names import mandate_name, organisation_name
from governance.tables.agreement import AgreementAcknowledgement, Indicator, PartyDeliberation, Pledge
from governance.tables.deliberation import Decision
from policies.pack.coconstruction import Clause, ContributionKind, MissionRole
from policies.text import Text
from workflows.agreement import template_of
from workflows.agreement.common import mandate_for
from workflows.case import View


@dataclass(frozen=True, slots=True)
class PartyLine:
    """A party. `writes`: the reader may write for it now."""

    id: str
    name: str
    writes: bool


@dataclass(frozen=True, slots=True)
class MissionLine:
    """A mission with each party's role in it. `answered`: exactly one party is responsible."""

    id: str
    title: str
    roles: Mapping[str, MissionRole]
    answered: bool


@dataclass(frozen=True, slots=True)
class Statement:
    """What a party does not replace; no text where it has not said."""

    party: PartyLine
    text: str | None


@dataclass(frozen=True, slots=True)
class Contribution:
    """What a party brings: an amount in euros, or a quantity in the unit of its kind."""

    id: str
    party: PartyLine
    kind: ContributionKind
    text: str
    amount: Decimal | None
    quantity: Decimal | None
    due: str | None


@dataclass(frozen=True, slots=True)
class Source:
    """The money that one party brings, and its share of all money."""

    party: PartyLine
    amount: Decimal
    share: Fraction


@dataclass(frozen=True, slots=True)
class Measure:
    """An indicator with its words."""

    id: str
    name: str
    nature: Text
    type: Text
    result: bool
    unit: str
    baseline: Decimal | None
    target: Decimal | None
    source: str | None
    measured_by: str | None


@dataclass(frozen=True, slots=True)
class ClauseText:
    """A clause of the pack, with its words where somebody wrote them."""

    key: str
    clause: Clause
    text: str | None


@dataclass(frozen=True, slots=True)
class Word:
    id: str
    word: str
    meaning: str


@dataclass(frozen=True, slots=True)
class Reported:
    """A deliberation as it was reported. `binds`: it is enforceable today."""

    id: str
    reference: str
    adopted: str
    enforceable: str | None
    binds: bool


@dataclass(frozen=True, slots=True)
class Deliberating:
    """A party that engages itself by a deliberation. `reports`: the reader may report one."""

    party: PartyLine
    reported: tuple[Reported, ...]
    reports: bool

    @property
    def missing(self) -> bool:
        return not any(one.binds for one in self.reported)


@dataclass(frozen=True, slots=True)
class Engaged:
    """A party's engagement. `current`: it acknowledged these very words; `may`: the reader signs for it."""

    party: PartyLine
    signatory: str | None
    mandated: bool
    by: str | None
    at: str | None
    digest: str | None
    current: bool
    may: bool


@dataclass(frozen=True, slots=True)
class AgreementPage:
    """All of it. `writes`: the reader may change the text now; `locked`: a vote holds it still."""

    empty: bool
    digest: str
    writes: bool
    locked: bool
    suggested: bool
    parties: tuple[PartyLine, ...]
    missions: tuple[MissionLine, ...]
    not_replaced: tuple[Statement, ...]
    contributions: tuple[Contribution, ...]
    without_contribution: tuple[PartyLine, ...]
    sources: tuple[Source, ...]
    money: Decimal
    valued: Decimal
    concentrated: bool
    measures: tuple[Measure, ...]
    human: bool
    clauses: tuple[ClauseText, ...]
    training_day: str | None
    training: str | None
    words: tuple[Word, ...]
    deliberating: tuple[Deliberating, ...]
    engaged: tuple[Engaged, ...]


def agreement_page(view: View) -> AgreementPage:
    """The whole document: some queries for each item, so for one page only."""
    agreement = agreement_of(view.tx, view.id)
    locked = bool(view.tx.all(Decision, partnership=view.id, status="open"))
    parties = {line.id: line for line in _parties(view, agreement, locked)}
    writes = view.allows("agreement.write") and not locked
    money = money_by_party(agreement, view.pack)
    brings = {pledge.party for pledge in agreement.pledges}
    digest = digest_of(agreement)
    natures = view.pack.agreement.natures
    return AgreementPage(
        empty=agreement.empty,
        digest=digest,
        writes=writes,
        locked=locked,
        suggested=writes and agreement.empty and template_of(view.pack, view.row) is not None,
        parties=tuple(parties.values()),
        missions=_missions(view, agreement),
        not_replaced=_statements(view, agreement, parties),
        contributions=tuple(_contribution(view, pledge, parties) for pledge in agreement.pledges),
        without_contribution=tuple(line for line in parties.values() if line.id not in brings),
        sources=_sources(money, parties),
        money=_decimal(sum(money.values(), Fraction(0))),
        valued=_valued(view, agreement),
        concentrated=top_funding_share(agreement, view.pack) > view.pack.agreement.settings.top_funding_share,
        measures=tuple(_measure(view, indicator) for indicator in agreement.indicators),
        human=any(not natures[indicator.nature].financial for indicator in agreement.indicators),
        clauses=_clauses(view, agreement),
        training_day=agreement.training.day if agreement.training else None,
        training=view.tx.text(agreement.training.text) if agreement.training else None,
        words=tuple(
            Word(row.id, _said(view, row.word), _said(view, row.meaning)) for row in agreement.glossary
        ),
        deliberating=_deliberating(view, agreement, parties),
        engaged=_engaged(view, digest, parties),
    )


def _parties(view: View, agreement: Agreement, locked: bool) -> list[PartyLine]:
    return [
        PartyLine(
            party.id,
            organisation_name(view.tx, party.organisation) or "—",
            not locked and mandate_for(view, "agreement.write", party.id) is not None,
        )
        for party in agreement.parties
    ]


def _missions(view: View, agreement: Agreement) -> tuple[MissionLine, ...]:
    roles = view.pack.agreement.mission_roles
    open_ = set(unanswered_missions(agreement, view.pack))
    found = []
    for mission in agreement.missions:
        parts = [part for part in agreement.parts if part.mission == mission.id]
        named = {part.party: roles[part.role] for part in parts if part.role in roles}
        found.append(
            MissionLine(mission.id, _said(view, mission.title), named, answered=mission.id not in open_)
        )
    return tuple(found)


def _statements(view: View, agreement: Agreement, parties: Mapping[str, PartyLine]) -> tuple[Statement, ...]:
    said = {row.party: view.tx.text(row.text) for row in agreement.not_replaced}
    return tuple(Statement(line, said.get(line.id)) for line in parties.values())


def _contribution(view: View, pledge: Pledge, parties: Mapping[str, PartyLine]) -> Contribution:
    return Contribution(
        id=pledge.id,
        party=parties[pledge.party],
        kind=view.pack.agreement.contributions[pledge.kind],
        text=_said(view, pledge.text),
        amount=_number(pledge.amount),
        quantity=_number(pledge.quantity),
        due=pledge.due,
    )


def _sources(money: Mapping[str, Fraction], parties: Mapping[str, PartyLine]) -> tuple[Source, ...]:
    """The largest first."""
    total = sum(money.values(), Fraction(0))
    found = [Source(parties[party], _decimal(sum_), sum_ / total) for party, sum_ in money.items()]
    return tuple(sorted(found, key=lambda source: -source.amount))


def _valued(view: View, agreement: Agreement) -> Decimal:
    """The value of all that is not money but has one."""
    kinds = view.pack.agreement.contributions
    values = [Decimal(p.amount) for p in agreement.pledges if p.amount is not None and kinds[p.kind].valued]
    return sum(values, Decimal(0))


def _measure(view: View, row: Indicator) -> Measure:
    pack = view.pack.agreement
    return Measure(
        id=row.id,
        name=_said(view, row.name),
        nature=pack.natures[row.nature].text,
        type=pack.indicator_types[row.type].text,
        result=pack.indicator_types[row.type].result,
        unit=_said(view, row.unit),
        baseline=_number(row.baseline),
        target=_number(row.target),
        source=view.tx.text(row.source),
        measured_by=view.tx.text(row.measured_by),
    )


def _clauses(view: View, agreement: Agreement) -> tuple[ClauseText, ...]:
    written = {row.clause: view.tx.text(row.text) for row in agreement.clauses}
    return tuple(
        ClauseText(key, clause, written.get(key)) for key, clause in view.pack.agreement.clauses.items()
    )


def _deliberating(
    view: View, agreement: Agreement, parties: Mapping[str, PartyLine]
) -> tuple[Deliberating, ...]:
    found = []
    for party in agreement.parties:
        if must_deliberate(view.tx, party, view.pack):
            reported = [_reported(view, row) for row in agreement.deliberations if row.party == party.id]
            may = mandate_for(view, "deliberation.report", party.id) is not None
            found.append(Deliberating(parties[party.id], tuple(reported), may))
    return tuple(found)


def _reported(view: View, row: PartyDeliberation) -> Reported:
    binds = is_enforceable(row, view.tx.today)
    return Reported(row.id, _said(view, row.reference), row.adopted, row.enforceable, binds)


def _engaged(view: View, digest: str, parties: Mapping[str, PartyLine]) -> tuple[Engaged, ...]:
    signing = signatories(view.tx, view.id, view.pack)
    given = {row.party: row for row in view.tx.all(AgreementAcknowledgement, partnership=view.id)}
    found = []
    for line in parties.values():
        mandate, row = signing.get(line.id), given.get(line.id)
        mine = mandate_for(view, "agreement.acknowledge", line.id)
        found.append(
            Engaged(
                party=line,
                signatory=mandate_name(view.tx, mandate.id) if mandate else None,
                mandated=mandate is not None,
                by=mandate_name(view.tx, row.mandate) if row else None,
                at=row.at if row else None,
                digest=row.digest if row else None,
                current=row is not None and row.digest == digest,
                may=mine is not None,
            )
        )
    return tuple(found)


def _said(view: View, commitment: str) -> str:
    return view.tx.text(commitment) or "—"


def _number(written: str | None) -> Decimal | None:
    return None if written is None else Decimal(written)


def _decimal(value: Fraction) -> Decimal:
    """A sum of cents as a decimal: exact, since its denominator divides a hundred."""
    return (Decimal(value.numerator) / Decimal(value.denominator)).quantize(Decimal("0.01"))
