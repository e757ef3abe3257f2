"""Refusals that explain themselves: which rule, what is missing, who can supply it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from policies.phrases import phrase
from policies.text import Text


@dataclass(frozen=True)
class Missing:
    """One requirement that is not met, with its remedy and who can supply it."""

    requirement: str
    says: Text
    remedy: Text | None = None
    by: Text | None = None
    source: Text | None = None


class Refused(Exception):
    """A command said no. `code` is the phrase's key; `text` explains it in both languages."""

    def __init__(self, code: str, *, missing: tuple[Missing, ...] = (), **values: Any) -> None:
        self.code = code
        self.text = phrase(code, **values)
        self.missing = missing
        super().__init__(self.text.en)


class NotEntitled(Refused):
    """The person is known, but none of their mandates allows this."""


class NotFound(Refused):
    """There is no such thing, or none that this person may see: the two are not told apart."""


@dataclass(frozen=True)
class BadField:
    """One field of a form or message that cannot be taken, with the reason."""

    name: str
    text: Text


@dataclass
class Complaints:
    """Collects what is wrong with an input, so that everything is said at once."""

    fields: list[BadField] = field(default_factory=list)

    def add(self, name: str, code: str, **values: Any) -> None:
        self.fields.append(BadField(name, phrase(code, **values)))

    def say(self, name: str, text: Text) -> None:
        """A complaint that comes with its own words."""
        self.fields.append(BadField(name, text))

    def raise_if_any(self) -> None:
        if self.fields:
            raise Invalid(tuple(self.fields))


class Invalid(Refused):
    """The input cannot be taken as it is; `fields` says which and why. Nothing was changed."""

    def __init__(self, fields: tuple[BadField, ...]) -> None:
        self.fields = fields
        super().__init__("common.invalid")
