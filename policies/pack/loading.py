"""Reads a pack's files into a `Pack`, or says all that is wrong with them."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any, TypeVar

from pydantic import BaseModel, Field

from policies.access import Access, AccessFile
from policies.deliberation.rules import RulesFile
from policies.documents import BadDocument, Document, Entry, Finding, nearest, parse, validate
from policies.facts import Words, vocabulary
from policies.lifecycle import Lifecycle, unknown_states
from policies.pack.coconstruction import Agreement, Consultation, Dossier, Review
from policies.pack.crossings import Parts, agreements, names
from policies.pack.life import Evaluation, Prompt
from policies.pack.model import Contents
from policies.pack.people import Heading
from policies.pack.templates import Template
from policies.requirements import RequirementFile, compiled

PACKS = Path(__file__).parent.parent / "packs"
TEMPLATES = "templates/"

M = TypeVar("M", bound=BaseModel)


class PromptFile(Entry):
    """prompts.yaml."""

    prompts: dict[str, Prompt] = Field(min_length=1)


FILES: dict[str, type[BaseModel]] = {
    "pack.yaml": Heading,
    "lifecycle.yaml": Lifecycle,
    "rules.yaml": RulesFile,
    "requirements.yaml": RequirementFile,
    "prompts.yaml": PromptFile,
    "dossier.yaml": Dossier,
    "consultation.yaml": Consultation,
    "review.yaml": Review,
    "agreement.yaml": Agreement,
    "evaluation.yaml": Evaluation,
    "access.yaml": AccessFile,
}


class Pack(Contents):
    """A pack that holds: it can only be had whole, by loading it."""

    @classmethod
    def from_files(cls, files: Mapping[str, str], where: str = "") -> Pack:
        """The pack made of these texts by relative path. Raises BadDocument with every finding.

        What each file holds is checked first; what they say of each other, once each of them holds. `where`
        goes before the names of files in findings.
        """
        reader = _Reader(where)
        for name in files:
            if name not in FILES and not _is_template(name):
                reader.findings.append(_stranger(where + name))
        models = {name: reader.model(files, name, model) for name, model in FILES.items()}
        templates = {
            name.removeprefix(TEMPLATES).removesuffix(".yaml"): reader.model(files, name, Template)
            for name in sorted(files)
            if _is_template(name)
        }
        reader.check()
        return _assembled(files, models, templates, reader)


@cache
def shipped(name: str = "fr-action-sociale", version: str = "2026.1") -> Pack:
    """A pack that comes with the program. Raises BadDocument where there is none of that name."""
    return load_pack(PACKS / name / version)


def load_pack(folder: Path) -> Pack:
    """The pack in `folder`. Raises BadDocument with every finding; their files begin with the folder."""
    files: dict[str, str] = {}
    findings: list[Finding] = []
    for path in sorted(folder.rglob("*.y*ml")):
        try:
            files[path.relative_to(folder).as_posix()] = path.read_text(encoding="utf-8")
        except (OSError, UnicodeDecodeError):
            findings.append(Finding(str(path), 0, 0, "", "this file cannot be read as UTF-8 text"))
    if not files and not findings:
        findings.append(Finding(str(folder), 0, 0, "", "there is no pack in this folder"))
    if findings:
        raise BadDocument(findings)
    return Pack.from_files(files, where=f"{folder.as_posix()}/")


class _Reader:
    """Collects documents and findings, so that everything is said at once."""

    def __init__(self, where: str) -> None:
        self.where = where
        self.documents: dict[str, Document] = {}
        self.findings: list[Finding] = []

    def model(self, files: Mapping[str, str], name: str, model: type[M]) -> M | None:
        if name not in files:
            self.findings.append(Finding(self.where + name, 0, 0, "", "this file is missing"))
            return None
        try:
            document = self.documents[name] = parse(files[name], self.where + name)
            read = validate(document, model)
        except BadDocument as bad:
            self.findings += bad.findings
            return None
        if isinstance(read, Lifecycle):
            self.findings += unknown_states(document, read)
        return read

    def check(self) -> None:
        if self.findings:
            raise BadDocument(self.findings)


def _assembled(
    files: Mapping[str, str], models: Mapping[str, Any], templates: Mapping[str, Any], reader: _Reader
) -> Pack:
    heading, lifecycle, evaluation = (models[f"{n}.yaml"] for n in ("pack", "lifecycle", "evaluation"))
    review, consultation, agreement = (models[f"{n}.yaml"] for n in ("review", "consultation", "agreement"))
    facts = vocabulary(_words(heading, lifecycle, review, evaluation))
    settings = {**consultation.settings.model_dump(), **agreement.settings.model_dump()}
    requirements, flaws = compiled(
        reader.documents["requirements.yaml"],
        files["requirements.yaml"],
        models["requirements.yaml"],
        facts,
        settings,
    )
    pack = Pack(
        files=dict(files),
        heading=heading,
        lifecycle=lifecycle,
        rules=models["rules.yaml"].rules,
        requirements=requirements,
        facts=facts,
        prompts=models["prompts.yaml"].prompts,
        dossier=models["dossier.yaml"],
        consultation=consultation,
        review=review,
        agreement=agreement,
        evaluation=evaluation,
        access=_access(models["access.yaml"], heading, lifecycle),
        templates=templates,
    )
    parts = Parts(pack, reader.documents)
    reader.findings += [*flaws, *names(parts), *agreements(parts)]
    reader.check()
    return pack


def _words(heading: Heading, lifecycle: Lifecycle, review: Review, evaluation: Evaluation) -> Words:
    return Words(
        colleges=tuple(heading.colleges),
        pieces=tuple(evaluation.pieces),
        states=tuple(lifecycle.states),
        tracks=tuple(heading.tracks),
        forms=tuple(heading.forms),
        opinions=tuple(review.opinions),
        recommendations=tuple(evaluation.recommendations),
    )


def _access(file: AccessFile, heading: Heading, lifecycle: Lifecycle) -> Access:
    return Access(
        actions=file.actions,
        roles={key: role.who for key, role in heading.roles.items()},
        offices={key: office.who for key, office in heading.offices.items()},
        states={key: state.text for key, state in lifecycle.states.items()},
    )


def _is_template(name: str) -> bool:
    return name.startswith(TEMPLATES) and name.endswith(".yaml")


def _stranger(name: str) -> Finding:
    guess = nearest(name.rsplit("/", 1)[-1], FILES)
    hint = f"; did you mean '{guess}'?" if guess else ""
    return Finding(name, 0, 0, "", f"a pack has no such file{hint}")
