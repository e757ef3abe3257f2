"""The charter: what every lifecycle must respect, whatever its pack."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from pydantic import Field

from policies.documents import Entry, load
from policies.entries import Names
from policies.source import Cited
from policies.text import Text

CHARTER = Path(__file__).parent / "packs" / "charter.yaml"


class Passage(Entry):
    """Every path from an entry to `state` passes each of `passes`."""

    state: str
    passes: Names = Field(min_length=1)
    why: Text | None = None
    source: Cited | None = None


class Charter(Entry):
    """charter.yaml, or what a pack adds to it under `charter:` in its lifecycle.

    `renewal_passes`: states that lie on every path to a new term, in each term; `may_rest`: the only states
    in which nobody is awaited though the partnership lives.
    """

    passes_before: tuple[Passage, ...] = Field(default=(), strict=False)
    renewal_passes: Names = ()
    may_rest: Names | None = None

    def passes(self, state: str) -> tuple[str, ...]:
        """The states that must be passed before `state`, each once, in written order."""
        return tuple(dict.fromkeys(name for p in self.passes_before if p.state == state for name in p.passes))

    @property
    def protected(self) -> tuple[str, ...]:
        """The states that something must be passed before, each once."""
        return tuple(dict.fromkeys(passage.state for passage in self.passes_before))

    def with_(self, added: Charter | None) -> Charter:
        """Both together: never less than this one, whatever is added."""
        if added is None:
            return self
        rest = self.may_rest if added.may_rest is None else _kept(self.may_rest, added.may_rest)
        return Charter(
            passes_before=self.passes_before + added.passes_before,
            renewal_passes=tuple(dict.fromkeys(self.renewal_passes + added.renewal_passes)),
            may_rest=rest,
        )

    def weakened_by(self, added: Charter) -> list[tuple[str, ...]]:
        """What `added` restates with less than this charter asks: a path of states for each omission."""
        paths: list[tuple[str, ...]] = [
            (missing, state)
            for state in added.protected
            for missing in self.passes(state)
            if missing not in added.passes(state)
        ]
        if added.renewal_passes:
            paths += [(name,) for name in self.renewal_passes if name not in added.renewal_passes]
        paths += [(name,) for name in added.may_rest or () if name not in (self.may_rest or ())]
        return paths


@cache
def shipped_charter() -> Charter:
    return load(CHARTER, Charter)


def _kept(first: tuple[str, ...] | None, second: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(name for name in first or () if name in second)
