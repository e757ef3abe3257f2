"""What a pack holds, as code sees it: its parts by name, and the questions that concern several."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from policies.access import Access
from policies.deliberation import Rule
from policies.duration import Duration
from policies.facts import Record
from policies.lifecycle import Lifecycle
from policies.pack.coconstruction import Agreement, Consultation, Dossier, Review
from policies.pack.life import Evaluation, Prompt
from policies.pack.people import College, Heading, Kind, Named, Office, Role, flagged
from policies.pack.templates import Template
from policies.refusal import Missing
from policies.requirements import Requirements, Verdict
from policies.text import Text


@dataclass(frozen=True)
class Contents:
    """One version of the rules. `files`: its texts by relative path, from which it can be loaded again."""

    files: Mapping[str, str]
    heading: Heading
    lifecycle: Lifecycle
    rules: Mapping[str, Rule]
    requirements: Requirements
    facts: Record
    prompts: Mapping[str, Prompt]
    dossier: Dossier
    consultation: Consultation
    review: Review
    agreement: Agreement
    evaluation: Evaluation
    access: Access
    templates: Mapping[str, Template]

    @cached_property
    def digest(self) -> str:
        return digest(self.files)

    @property
    def name(self) -> str:
        return self.heading.name

    @property
    def version(self) -> str:
        return self.heading.version

    @property
    def text(self) -> Text:
        return self.heading.text

    @property
    def valid_from(self) -> date:
        return self.heading.valid_from

    @property
    def territory(self) -> str:
        return self.heading.territory

    @property
    def time_zone(self) -> str:
        return self.heading.time_zone

    @property
    def held(self) -> Duration:
        """How long an adopted decision waits for a requirement that failed since, before it lapses."""
        return self.heading.held

    @property
    def colleges(self) -> Mapping[str, College]:
        return self.heading.colleges

    @property
    def roles(self) -> Mapping[str, Role]:
        return self.heading.roles

    @property
    def offices(self) -> Mapping[str, Office]:
        return self.heading.offices

    @property
    def kinds(self) -> Mapping[str, Kind]:
        return self.heading.kinds

    @property
    def forms(self) -> Mapping[str, Named]:
        return self.heading.forms

    @property
    def tracks(self) -> Mapping[str, Named]:
        return self.heading.tracks

    @property
    def concerned(self) -> str:
        """The college of those whom it is all for."""
        return flagged(self.colleges.items(), "concerned")[0]

    def roles_with(self, flag: str) -> tuple[str, ...]:
        """The roles that have `flag`, such as `votes`: so that code never compares a role's name."""
        return tuple(flagged(self.roles.items(), flag))

    def offices_with(self, flag: str) -> tuple[str, ...]:
        return tuple(flagged(self.offices.items(), flag))

    def missing(self, verdict: Verdict) -> Missing:
        """What a verdict's requirement asks for, as a refusal shows it."""
        asked = verdict.requirement
        return Missing(
            requirement=asked.id,
            says=asked.says,
            remedy=Text(fr=asked.remedy.fr, en=asked.remedy.en),
            by=self.roles[asked.remedy.by].who,
            source=asked.source.shown,
        )


def digest(files: Mapping[str, str]) -> str:
    """SHA-256 of the canonical JSON of the texts by path, in hexadecimal.

    For texts under ASCII keys sorted, compact JSON in UTF-8 is the form of RFC 8785.
    """
    canonical = json.dumps(dict(files), sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(canonical.encode()).hexdigest()
