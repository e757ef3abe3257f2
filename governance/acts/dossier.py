"""Acts about the text that is decided on."""

from __future__ import annotations

from collections.abc import Iterator

from governance.acts.base import (
    Act,
    Change,
    Commitment,
    Digest,
    Envelope,
    Id,
    Key,
    Part,
    Whole,
    applies,
    kind,
    put,
)
from governance.tables.dossier import DossierSection, DossierVersion, ObjectivesAcknowledgement


class Section(Part):
    """A section's new text. `college` is the one whose voice wrote it, if a seat did."""

    section: Key
    text: Commitment
    college: Key | None


@kind("dossier.revised")
class DossierRevised(Act):
    """A new version: the sections that changed, and the digest over all of them."""

    version: Whole
    digest: Digest
    sections: list[Section]


@applies(DossierRevised)
def _(act: DossierRevised, on: Envelope) -> Iterator[Change]:
    yield put(
        DossierVersion,
        partnership=on.subject,
        version=act.version,
        digest=act.digest,
        at=on.at,
        by=on.by,
    )
    for part in act.sections:
        yield put(
            DossierSection,
            partnership=on.subject,
            section=part.section,
            version=act.version,
            text=part.text,
            college=part.college,
            by=on.by,
        )


@kind("dossier.objectives-acknowledged")
class ObjectivesAcknowledged(Act):
    """A party says that these objectives, in these words, are shared by it."""

    party: Id
    mandate: Id
    objectives: Commitment


@applies(ObjectivesAcknowledged)
def _(act: ObjectivesAcknowledged, on: Envelope) -> Iterator[Change]:
    yield put(
        ObjectivesAcknowledgement,
        partnership=on.subject,
        party=act.party,
        objectives=act.objectives,
        mandate=act.mandate,
        at=on.at,
    )
