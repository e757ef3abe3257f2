"""Requirements: what must be true for a transition to pass, and, where it is not, what to do and who can."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Literal

import cel
from pydantic import Field, model_validator

from policies.documents import Document, Entry, Finding
from policies.entries import NameOrNames
from policies.expressions import Flaw, check, holds
from policies.facts import Fact, Record
from policies.lifecycle import Transition
from policies.source import Cited
from policies.text import Text

Value = int | bool | str


class Remedy(Text):
    """What to do about it, and the role that can."""

    by: str


class Requirement(Entry):
    """`when`: CEL over `facts` (and `settings`, the pack's own figures); `level`: refuse, or only warn."""

    id: str
    on: NameOrNames
    when: str
    says: Text
    source: Cited
    remedy: Remedy
    level: Literal["refuse", "warn"] = "refuse"


class RequirementFile(Entry):
    """requirements.yaml."""

    requirements: tuple[Requirement, ...] = Field(strict=False)

    @model_validator(mode="after")
    def _each_once(self) -> RequirementFile:
        ids = [requirement.id for requirement in self.requirements]
        if twice := sorted({name for name in ids if ids.count(name) > 1}):
            raise ValueError(f"there twice: {', '.join(twice)}")
        return self


@dataclass(frozen=True)
class Verdict:
    """Whether a requirement is met, and the facts (dotted path → value) that it was read from."""

    requirement: Requirement
    met: bool
    facts_read: dict[str, Value]

    @property
    def blocks(self) -> bool:
        return not self.met and self.requirement.level == "refuse"


@dataclass(frozen=True)
class Requirements:
    """A pack's requirements by id, with the facts that each reads and the figures they may refer to."""

    by_id: Mapping[str, Requirement]
    reads: Mapping[str, tuple[str, ...]]
    settings: Mapping[str, int]

    def evaluate(self, transition: Transition, facts: Mapping[str, Any]) -> list[Verdict]:
        """A verdict for each requirement of `transition`, in its order.

        `facts` is as in policies.facts. Raises CannotEvaluate where it is not.
        """
        context = cel.Context(variables={"facts": dict(facts), "settings": dict(self.settings)})
        return [self._verdict(self.by_id[name], context, facts) for name in transition.requires]

    def _verdict(self, requirement: Requirement, context: cel.Context, facts: Mapping[str, Any]) -> Verdict:
        met = holds(requirement.when, context)
        return Verdict(requirement, met, {path: _value(facts, path) for path in self.reads[requirement.id]})


def settings_record(settings: Mapping[str, int]) -> Record:
    """The pack's figures as CEL may read them, under `settings`."""
    return Record({name: Fact("int", "a figure of the pack") for name in settings})


def compiled(
    document: Document, text: str, file: RequirementFile, facts: Record, settings: Mapping[str, int]
) -> tuple[Requirements, list[Finding]]:
    """The requirements ready to be asked, and what is wrong with their expressions.

    `text` is the document's own text, in which the place of each error is found.
    """
    roots = {"facts": facts, "settings": settings_record(settings)}
    findings: list[Finding] = []
    by_id: dict[str, Requirement] = {}
    reads: dict[str, tuple[str, ...]] = {}
    for position, requirement in enumerate(file.requirements):
        start = _start(document, text, position)
        checked = check(requirement.when, roots)
        findings += [_finding(document.file, position, start, flaw) for flaw in checked.flaws]
        by_id[requirement.id] = _filled(requirement, settings)
        reads[requirement.id] = tuple(path for path in checked.paths if path.startswith("facts."))
    return Requirements(by_id, reads, settings), findings


def _filled(requirement: Requirement, settings: Mapping[str, int]) -> Requirement:
    """The requirement with the pack's figures in its texts, so that they are written once."""
    says, remedy = requirement.says, requirement.remedy
    return requirement.model_copy(
        update={
            "says": Text(fr=_with(says.fr, settings), en=_with(says.en, settings)),
            "remedy": Remedy(fr=_with(remedy.fr, settings), en=_with(remedy.en, settings), by=remedy.by),
        }
    )


def _with(text: str, settings: Mapping[str, int]) -> str:
    """`{name}` is the figure; `{name/10}` a figure in thousandths as a percentage."""
    for name, figure in settings.items():
        text = text.replace(f"{{{name}}}", str(figure))
        text = text.replace(f"{{{name}/10}}", f"{Decimal(figure) / 10:f}")
    return text


def _start(document: Document, text: str, position: int) -> tuple[int, int]:
    """Line and column where the expression itself begins, after its quote or on the line below its `|`."""
    line, column = document.tree["requirements"][position].lc.value("when")
    mark = text.splitlines()[line][column]
    if mark in "|>":
        below = text.splitlines()[line + 1]
        return line + 2, len(below) - len(below.lstrip()) + 1
    return line + 1, column + (2 if mark in "\"'" else 1)


def _finding(file: str, position: int, start: tuple[int, int], flaw: Flaw) -> Finding:
    """The flaw at its own place in the file. A block's lines are all indented as its first is."""
    line, column = start[0] + flaw.line - 1, start[1] + flaw.column - 1
    return Finding(file, line, column, f"requirements.{position}.when", flaw.text)


def _value(facts: Mapping[str, Any], path: str) -> Value:
    found: Any = facts
    for name in path.split(".")[1:]:
        found = found[name]
    value: Value = found
    return value
