"""How parties write, consult, review and agree together: dossier, consultation, review and agreement."""

from __future__ import annotations

from pydantic import Field

from policies.documents import Entry
from policies.entries import Names
from policies.source import Cited
from policies.text import Text


class Section(Entry):
    """A part of the dossier. `voice`: a college, somebody of which must have written in it; `objectives`: the
    part that every party acknowledges."""

    text: Text
    help: Text
    required: bool = False
    voice: str | None = None
    objectives: bool = False
    source: Cited | None = None


class Dossier(Entry):
    """dossier.yaml: the sections, in the order in which they are read."""

    sections: dict[str, Section] = Field(min_length=1)


class Level(Entry):
    """How much a consultation can change. `answered`: each contribution gets a response."""

    text: Text
    about: Text
    answered: bool = False


class Channel(Entry):
    """A way to contribute. `helper`: what comes this way is entered by a named helper."""

    text: Text
    helper: bool = False


class Verdict(Entry):
    """What became of a contribution."""

    text: Text


class Purpose(Entry):
    """What a consultation is for, and the states in which it may open.

    `feedback`: it is the feedback that an evaluation counts; otherwise it is the one before review.
    """

    text: Text
    about: Text
    opens_in: Names = Field(min_length=1)
    feedback: bool = False


class Category(Entry):
    """In what capacity somebody contributes. `guardian`: needs the consent of the legal representative."""

    text: Text
    guardian: bool = False
    helper_note: Text | None = None


class Consent(Entry):
    """A question of consent put to a contributor. `required`: nothing is taken without it."""

    text: Text
    required: bool = False


class ConsultationSettings(Entry):
    """Figures that requirements may read as `settings.<name>`. `minimum_days`: civil days it stays open;
    `minimum_channels`: channels by which contributions were possible."""

    minimum_days: int = Field(ge=1)
    minimum_channels: int = Field(ge=1)


class Consultation(Entry):
    """consultation.yaml."""

    settings: ConsultationSettings
    levels: dict[str, Level] = Field(min_length=1)
    channels: dict[str, Channel] = Field(min_length=1)
    verdicts: dict[str, Verdict] = Field(min_length=1)
    purposes: dict[str, Purpose] = Field(min_length=1)
    categories: dict[str, Category] = Field(min_length=1)
    consents: dict[str, Consent]


class Criterion(Entry):
    """A criterion of the ethical review, with the question that reviewers ask themselves."""

    text: Text
    question: Text
    source: Cited | None = None


class FindingKind(Entry):
    """What reviewers find on a criterion. `needs_condition`: only with a condition attached."""

    text: Text
    needs_condition: bool = False


class Opinion(Entry):
    """The conclusion of a review. `conditional`: it holds under conditions, so there is at least one;
    `unreserved`: it holds without any, so there is none."""

    text: Text
    about: Text
    conditional: bool = False
    unreserved: bool = False


class Review(Entry):
    """review.yaml. `opens_in`: the states in which a round of review may open; `declaration`: what reviewers
    declare about their interests."""

    opens_in: Names = Field(min_length=1)
    declaration: Text
    criteria: dict[str, Criterion] = Field(min_length=1)
    findings: dict[str, FindingKind] = Field(min_length=1)
    opinions: dict[str, Opinion] = Field(min_length=1)


class ContributionKind(Entry):
    """What a party brings. `money`: an amount paid; `valued`: not money, but given a value in the text."""

    text: Text
    unit: Text
    money: bool = False
    valued: bool = False


class Nature(Entry):
    """What an indicator is about. `financial`: it measures money."""

    text: Text
    financial: bool = False


class IndicatorType(Entry):
    """Whether an indicator counts what is done (means) or what changes (`result`)."""

    text: Text
    result: bool = False


class Clause(Entry):
    """A clause that the agreement holds."""

    text: Text
    help: Text
    required: bool = False
    source: Cited | None = None


class MissionRole(Entry):
    """A party's part in a mission. `responsible`: each mission has exactly one of these."""

    text: Text
    about: Text
    responsible: bool = False


class AgreementSettings(Entry):
    """Figures that requirements may read. `top_funding_share`: thousandths from one source that warn."""

    top_funding_share: int = Field(ge=1, le=1000)


class Agreement(Entry):
    """agreement.yaml."""

    settings: AgreementSettings
    contributions: dict[str, ContributionKind] = Field(min_length=1)
    natures: dict[str, Nature] = Field(min_length=1)
    indicator_types: dict[str, IndicatorType] = Field(min_length=1)
    clauses: dict[str, Clause]
    mission_roles: dict[str, MissionRole] = Field(min_length=1)
    not_replaced_help: Text
    signature_note: Text
