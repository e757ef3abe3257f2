"""The heading of a pack (pack.yaml): who may sit, act and hold office, and what kinds there are."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from pydantic import Field, model_validator

from policies.documents import Entry
from policies.duration import Duration
from policies.entries import Names
from policies.source import Cited
from policies.text import Text


class College(Entry):
    """A group of seats whose votes may be counted apart. `concerned`: the college of those it is all for."""

    text: Text
    about: Text
    kinds: Names
    concerned: bool = False
    source: Cited | None = None


class Role(Entry):
    """What a mandate in one partnership is for. The flags say what code needs to know of it.

    `seat`: the mandate is on a seat; `votes`: its holder casts that seat's ballot; `substitutes`: casts it
    where the holder does not; `party`: acts for one party; `creates`: given to whoever creates a draft.
    """

    text: Text
    who: Text
    seat: bool = False
    votes: bool = False
    substitutes: bool = False
    party: bool = False
    creates: bool = False
    chairs: bool = False
    signs: bool = False
    reviews: bool = False
    evaluates: bool = False
    helps: bool = False


class Office(Entry):
    """A charge for the whole record, outside any partnership."""

    text: Text
    who: Text
    registers_people: bool = False
    reads_log: bool = False
    runs_imports: bool = False


class Kind(Entry):
    """A kind of organisation. `deliberates`: engages itself by a deliberation of its assembly, as public
    bodies do; `rna`: is in the register of associations; `unstated`: an import could not tell the kind."""

    text: Text
    deliberates: bool = False
    rna: bool = False
    unstated: bool = False


class Named(Entry):
    """Something that is only chosen and shown."""

    text: Text
    about: Text | None = None
    source: Cited | None = None


class Heading(Entry):
    """pack.yaml. `territory`: default for civil dates (see policies.calendar); `time_zone`: IANA name;
    `held`: how long an adopted decision waits for a requirement that failed since, before it lapses."""

    name: str
    version: str
    text: Text
    valid_from: date
    territory: str
    time_zone: str
    held: Duration
    colleges: dict[str, College] = Field(min_length=1)
    roles: dict[str, Role] = Field(min_length=1)
    offices: dict[str, Office]
    kinds: dict[str, Kind] = Field(min_length=1)
    forms: dict[str, Named] = Field(min_length=1)
    tracks: dict[str, Named] = Field(min_length=1)

    @model_validator(mode="after")
    def _one_of_each(self) -> Heading:
        only_one("college", "concerned", self.colleges)
        only_one("role", "creates", self.roles)
        only_one("role", "votes", self.roles)
        return self


def only_one(what: str, flag: str, entries: dict[str, College] | dict[str, Role]) -> str:
    """The one key whose entry has `flag`. Raises ValueError where there is none, or more than one."""
    keys = flagged(entries.items(), flag)
    if len(keys) != 1:
        raise ValueError(f"exactly one {what} has '{flag}: true'; here: {', '.join(keys) or 'none'}")
    return keys[0]


def flagged(entries: Iterable[tuple[str, Entry]], flag: str) -> list[str]:
    """The keys of the entries that have `flag`."""
    return [key for key, entry in entries if getattr(entry, flag)]
