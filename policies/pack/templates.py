"""A starter template: what a new draft of one form holds before anyone has written in it."""

from __future__ import annotations

from pydantic import Field, model_validator

from policies.documents import Entry
from policies.entries import Names
from policies.source import Cited
from policies.text import Text


class TypicalParty(Entry):
    """A party that such partnerships usually have: its kind, its college, and in what capacity."""

    kind: str
    college: str
    capacity: Text
    contributes: Names = ()
    not_replaced: Text | None = None


class TypicalMission(Entry):
    """A mission with the party (a key of `parties`) that is responsible for it."""

    text: Text
    responsible: str


class TypicalIndicator(Entry):
    """An indicator to begin from; its baseline and target are for the parties to write."""

    text: Text
    unit: Text
    nature: str
    type: str
    measured_by: str


class Template(Entry):
    """templates/<name>.yaml. `dossier`: starter text by section."""

    text: Text
    about: Text
    form: str
    source: Cited | None = None
    parties: dict[str, TypicalParty] = Field(min_length=1)
    dossier: dict[str, Text]
    missions: dict[str, TypicalMission] = Field(min_length=1)
    not_replaced: tuple[Text, ...] = Field(strict=False, min_length=1)
    indicators: dict[str, TypicalIndicator] = Field(min_length=1)

    @model_validator(mode="after")
    def _parties_are_named(self) -> Template:
        named = [mission.responsible for mission in self.missions.values()]
        named += [indicator.measured_by for indicator in self.indicators.values()]
        if strangers := sorted({name for name in named if name not in self.parties}):
            raise ValueError(f"not one of the parties: {', '.join(strangers)}")
        return self
