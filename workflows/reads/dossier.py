"""The text, as its pages show it: sections in reading order, who wrote what, what versions changed."""

from __future__ import annotations

from dataclasses import dataclass

from governance.dossier import current_sections, latest_version, sections_at
from governance.names import mandate_name, party_name
from governance.tables.deliberation import Decision
from governance.tables.dossier import DossierSection, DossierVersion
from governance.tables.parties import Mandate
from policies.pack.coconstruction import Section
from policies.refusal import NotFound
from policies.text import Text
from workflows.case import View
from workflows.reads.differences import Piece, differences


@dataclass(frozen=True, slots=True)
class Author:
    """Whose hand wrote: a mandate's holder with role and party, or nobody known (`name` is None)."""

    name: str | None
    role: Text | None
    party: str | None


@dataclass(frozen=True, slots=True)
class Wording:
    """A section as a version has it. `text` is None where it was erased."""

    text: str | None
    version: int
    at: str
    author: Author
    college: Text | None


@dataclass(frozen=True, slots=True)
class Part:
    """A section with its wording, None where nobody wrote it yet.

    `voice`: the college whose words are wanted; `heard`: whether somebody of it ever wrote here.
    """

    key: str
    section: Section
    wording: Wording | None
    voice: Text | None
    heard: bool

    @property
    def missing(self) -> bool:
        return self.section.required and self.wording is None


@dataclass(frozen=True, slots=True)
class Lock:
    """The open decision that holds the text still."""

    decision: str
    transition: Text
    closes: str


@dataclass(frozen=True, slots=True)
class Version:
    """One version: who wrote which sections, and when."""

    number: int
    digest: str
    at: str
    author: Author
    sections: tuple[Text, ...]


@dataclass(frozen=True, slots=True)
class Change:
    """A section in two versions; a side is None where the section was not written, or was erased."""

    label: Text
    before: list[Piece] | None
    after: list[Piece] | None
    changed: bool


def parts(view: View, version: int | None = None) -> list[Part]:
    """All sections that the pack asks for, in reading order, as they stand now or stood in `version`.

    Raises NotFound for a version that was never written.
    """
    versions = {row.version: row for row in view.tx.all(DossierVersion, partnership=view.id)}
    if version is not None and version not in versions:
        raise NotFound("common.not_found")
    now = current_sections(view.tx, view.id) if version is None else sections_at(view.tx, view.id, version)
    heard = {(row.section, row.college) for row in view.tx.all(DossierSection, partnership=view.id)}
    found = []
    for key, section in view.pack.dossier.sections.items():
        row = now.get(key)
        found.append(
            Part(
                key=key,
                section=section,
                wording=_wording(view, row, versions[row.version].at) if row else None,
                voice=view.pack.colleges[section.voice].text if section.voice else None,
                heard=(key, section.voice) in heard,
            )
        )
    return found


def part(view: View, key: str) -> Part:
    """One section. Raises NotFound for a section that the pack does not know."""
    for found in parts(view):
        if found.key == key:
            return found
    raise NotFound("common.not_found")


def newest(view: View) -> int:
    """The number of the latest version; 0 before anything is written."""
    version = latest_version(view.tx, view.id)
    return version.version if version else 0


def lock(view: View) -> Lock | None:
    """The decision that keeps the text from being written now, if one is open."""
    found = view.tx.all(Decision, partnership=view.id, status="open", order="opened")
    if not found:
        return None
    row = found[0]
    transition = view.pack.lifecycle.transition(row.transition, row.source)
    label = transition.label if transition else Text(fr=row.transition, en=row.transition)
    return Lock(row.id, label, row.closes)


def starters(view: View) -> dict[str, Text]:
    """Starter texts by section, from the templates of this partnership's form: suggestions, never stored."""
    found: dict[str, Text] = {}
    for template in view.pack.templates.values():
        if view.row.form is not None and template.form == view.row.form:
            found |= template.dossier
    return found


def versions(view: View) -> list[Version]:
    """All versions, the latest first."""
    labels = view.pack.dossier.sections
    written: dict[int, list[Text]] = {}
    for row in view.tx.all(DossierSection, partnership=view.id, order="version"):
        written.setdefault(row.version, []).append(labels[row.section].text)
    return [
        Version(row.version, row.digest, row.at, author(view, row.by), tuple(written.get(row.version, ())))
        for row in view.tx.all(DossierVersion, partnership=view.id, order="-version")
    ]


def compare(view: View, before: int, after: int) -> list[Change]:
    """Each section that one of two versions has, in reading order. Raises NotFound for no such version."""
    known = {row.version for row in view.tx.all(DossierVersion, partnership=view.id)}
    if not {before, after} <= known:
        raise NotFound("common.not_found")
    old, new = sections_at(view.tx, view.id, before), sections_at(view.tx, view.id, after)
    return [
        _change(view, section.text, old.get(key), new.get(key))
        for key, section in view.pack.dossier.sections.items()
        if key in old or key in new
    ]


def author(view: View, by: str) -> Author:
    """Who stands behind the hand of an act."""
    kind, _, identifier = by.partition(":")
    row = view.tx.one(Mandate, id=identifier) if kind == "mandate" else None
    if row is None:
        return Author(None, None, None)
    role = view.pack.roles[row.role].text
    return Author(mandate_name(view.tx, row.id), role, party_name(view.tx, row.party))


def _wording(view: View, row: DossierSection, at: str) -> Wording:
    college = view.pack.colleges[row.college].text if row.college else None
    return Wording(view.tx.text(row.text), row.version, at, author(view, row.by), college)


def _change(view: View, label: Text, old: DossierSection | None, new: DossierSection | None) -> Change:
    before = view.tx.text(old.text) if old else None
    after = view.tx.text(new.text) if new else None
    lost, gained = differences(before or "", after or "")
    same = (old and old.text) == (new and new.text)
    return Change(
        label, lost if before is not None else None, gained if after is not None else None, not same
    )
