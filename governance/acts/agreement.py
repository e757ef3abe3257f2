"""Acts about who does what, brings what and answers for what: the role agreement."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

from governance.acts.base import (
    Act,
    Amount,
    Change,
    Commitment,
    Day,
    Digest,
    Envelope,
    Id,
    Key,
    Part,
    applies,
    kind,
    put,
    set_,
)
from governance.tables.agreement import (
    AgreementAcknowledgement,
    Clause,
    GlossaryEntry,
    Indicator,
    Mission,
    MissionPart,
    NotReplaced,
    PartyDeliberation,
    Pledge,
    Training,
)


class PartIn(Part):
    """A party's role in a mission; none where it has no part in it any more."""

    party: Id
    role: Key | None


@kind("agreement.mission-agreed")
class MissionAgreed(Act):
    """A mission was written or changed, with the part of each party that is named."""

    mission: Id
    title: Commitment
    parts: list[PartIn]


@applies(MissionAgreed)
def _(act: MissionAgreed, on: Envelope) -> Iterator[Change]:
    yield put(Mission, id=act.mission, partnership=on.subject, title=act.title, at=on.at, removed=None)
    for part in act.parts:
        yield put(MissionPart, mission=act.mission, party=part.party, partnership=on.subject, role=part.role)


@kind("agreement.mission-removed")
class MissionRemoved(Act):
    """A mission was taken out of the agreement."""

    mission: Id


@applies(MissionRemoved)
def _(act: MissionRemoved, on: Envelope) -> Iterator[Change]:
    yield set_(Mission, {"id": act.mission}, removed=on.at)


@kind("agreement.not-replaced-stated")
class NotReplacedStated(Act):
    """A party's statement of what it does not replace; none takes it back."""

    party: Id
    text: Commitment | None


@applies(NotReplacedStated)
def _(act: NotReplacedStated, on: Envelope) -> Iterator[Change]:
    yield put(NotReplaced, partnership=on.subject, party=act.party, text=act.text, at=on.at)


@kind("agreement.contribution-pledged")
class ContributionPledged(Act):
    """A party undertook to bring something, or changed what it brings."""

    pledge: Id
    party: Id
    kind: Key
    text: Commitment
    amount: Amount | None
    currency: Literal["EUR"] | None
    quantity: Amount | None
    due: Day | None


@applies(ContributionPledged)
def _(act: ContributionPledged, on: Envelope) -> Iterator[Change]:
    yield put(
        Pledge,
        id=act.pledge,
        partnership=on.subject,
        party=act.party,
        kind=act.kind,
        text=act.text,
        amount=act.amount,
        currency=act.currency,
        quantity=act.quantity,
        due=act.due,
        at=on.at,
        removed=None,
    )


@kind("agreement.contribution-withdrawn")
class ContributionWithdrawn(Act):
    """A contribution was taken out of the agreement."""

    pledge: Id


@applies(ContributionWithdrawn)
def _(act: ContributionWithdrawn, on: Envelope) -> Iterator[Change]:
    yield set_(Pledge, {"id": act.pledge}, removed=on.at)


@kind("agreement.indicator-chosen")
class IndicatorChosen(Act):
    """An indicator was chosen, or its words or figures changed."""

    indicator: Id
    name: Commitment
    nature: Key
    type: Key
    unit: Commitment
    baseline: Amount | None
    target: Amount | None
    source: Commitment | None
    measured_by: Commitment | None


@applies(IndicatorChosen)
def _(act: IndicatorChosen, on: Envelope) -> Iterator[Change]:
    yield put(
        Indicator,
        id=act.indicator,
        partnership=on.subject,
        name=act.name,
        nature=act.nature,
        type=act.type,
        unit=act.unit,
        baseline=act.baseline,
        target=act.target,
        source=act.source,
        measured_by=act.measured_by,
        at=on.at,
        removed=None,
    )


@kind("agreement.indicator-removed")
class IndicatorRemoved(Act):
    """An indicator was taken out; its measures stay readable."""

    indicator: Id


@applies(IndicatorRemoved)
def _(act: IndicatorRemoved, on: Envelope) -> Iterator[Change]:
    yield set_(Indicator, {"id": act.indicator}, removed=on.at)


@kind("agreement.clause-written")
class ClauseWritten(Act):
    """A clause got its words; none takes it out."""

    clause: Key
    text: Commitment | None


@applies(ClauseWritten)
def _(act: ClauseWritten, on: Envelope) -> Iterator[Change]:
    yield put(Clause, partnership=on.subject, clause=act.clause, text=act.text, at=on.at)


@kind("agreement.training-planned")
class TrainingPlanned(Act):
    """The day of the joint training was set, moved or taken back."""

    day: Day | None
    text: Commitment | None


@applies(TrainingPlanned)
def _(act: TrainingPlanned, on: Envelope) -> Iterator[Change]:
    yield put(Training, partnership=on.subject, day=act.day, text=act.text, at=on.at)


@kind("agreement.word-defined")
class WordDefined(Act):
    """The parties wrote down what they mean by a word."""

    entry: Id
    word: Commitment
    meaning: Commitment


@applies(WordDefined)
def _(act: WordDefined, on: Envelope) -> Iterator[Change]:
    yield put(
        GlossaryEntry,
        id=act.entry,
        partnership=on.subject,
        word=act.word,
        meaning=act.meaning,
        at=on.at,
        removed=None,
    )


@kind("agreement.word-removed")
class WordRemoved(Act):
    """A word was taken out of the glossary."""

    entry: Id


@applies(WordRemoved)
def _(act: WordRemoved, on: Envelope) -> Iterator[Change]:
    yield set_(GlossaryEntry, {"id": act.entry}, removed=on.at)


@kind("agreement.deliberation-reported")
class DeliberationReported(Act):
    """A public party's deliberation was reported: its reference, its day, since when it is enforceable."""

    deliberation: Id
    party: Id
    reference: Commitment
    adopted: Day
    enforceable: Day | None


@applies(DeliberationReported)
def _(act: DeliberationReported, on: Envelope) -> Iterator[Change]:
    yield put(
        PartyDeliberation,
        id=act.deliberation,
        partnership=on.subject,
        party=act.party,
        reference=act.reference,
        adopted=act.adopted,
        enforceable=act.enforceable,
        at=on.at,
        removed=None,
    )


@kind("agreement.deliberation-withdrawn")
class DeliberationWithdrawn(Act):
    """The report of a deliberation was taken back: an error, or the deliberation no longer stands."""

    deliberation: Id


@applies(DeliberationWithdrawn)
def _(act: DeliberationWithdrawn, on: Envelope) -> Iterator[Change]:
    yield set_(PartyDeliberation, {"id": act.deliberation}, removed=on.at)


@kind("agreement.acknowledged")
class AgreementAcknowledged(Act):
    """A party's signatory acknowledged the agreement in the words that this digest binds."""

    party: Id
    mandate: Id
    digest: Digest


@applies(AgreementAcknowledged)
def _(act: AgreementAcknowledged, on: Envelope) -> Iterator[Change]:
    yield put(
        AgreementAcknowledgement,
        partnership=on.subject,
        party=act.party,
        digest=act.digest,
        mandate=act.mandate,
        at=on.at,
    )
