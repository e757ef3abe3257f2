"""A partnership's lifecycle as a pack writes it: states, transitions, and who is awaited where."""

from __future__ import annotations

from functools import cached_property
from typing import Literal

from pydantic import Field, model_validator

from policies.charter import Charter
from policies.documents import Document, Entry, Finding, nearest
from policies.duration import Duration
from policies.entries import NameOrNames, Names
from policies.text import Text


class WaitsFor(Entry):
    """Who must act in a state, within what time, and the prompt that asks them.

    All three are needed (`never-stuck`); they may be missing here so that the check can say where.
    """

    role: str | None = None
    within: Duration | None = None
    prompt: str | None = None


class State(Entry):
    """`text`: for the parties; `public`: for everyone; `end`: nothing comes after it."""

    text: Text
    public: Text
    waits_for: WaitsFor | None = None
    end: bool = False


class Transition(Entry):
    """A way from one or more states to another.

    `rule`: the decision rule that it takes; or `no_rule`: why it needs none, and then `by`, the role that
    makes it. `requires`: requirements, by id. `term: next`: it begins a new term.
    """

    name: str
    text: Text | None = None
    from_: NameOrNames = Field(alias="from")
    to: str
    rule: str | None = None
    no_rule: Text | None = None
    by: str | None = None
    requires: Names = ()
    term: Literal["next"] | None = None

    @property
    def label(self) -> Text:
        return self.text or Text(fr=self.name, en=self.name)

    @property
    def decided(self) -> bool:
        """It names a rule, or says why it needs none; not both, and not with an empty reason."""
        if self.no_rule is None:
            return bool(self.rule)
        return self.rule is None and bool(self.no_rule.fr.strip() and self.no_rule.en.strip())


class Lifecycle(Entry):
    """lifecycle.yaml. A transition is known by its name and the state it leaves."""

    lifecycle: str
    entries: Names = Field(min_length=1)
    states: dict[str, State] = Field(min_length=1)
    transitions: tuple[Transition, ...] = Field(strict=False)
    charter: Charter | None = None

    @model_validator(mode="after")
    def _unambiguous(self) -> Lifecycle:
        seen = set()
        for transition in self.transitions:
            for source in transition.from_:
                if (transition.name, source) in seen:
                    raise ValueError(f"two transitions named '{transition.name}' leave '{source}'")
                seen.add((transition.name, source))
        return self

    @cached_property
    def _leaving(self) -> dict[str, tuple[Transition, ...]]:
        return {state: tuple(t for t in self.transitions if state in t.from_) for state in self.states}

    def leaving(self, state: str) -> tuple[Transition, ...]:
        """The transitions out of `state`, in written order."""
        return self._leaving[state]

    def transition(self, name: str, state: str) -> Transition | None:
        """The transition called `name` that leaves `state`, if there is one."""
        return next((t for t in self.leaving(state) if t.name == name), None)

    @property
    def living(self) -> tuple[str, ...]:
        return tuple(key for key, state in self.states.items() if not state.end)

    @property
    def names(self) -> tuple[str, ...]:
        """The transitions' names, each once, in written order."""
        return tuple(dict.fromkeys(t.name for t in self.transitions))


def unknown_states(document: Document, lifecycle: Lifecycle) -> list[Finding]:
    """A finding for each place that names a state which the lifecycle does not have."""
    places: list[tuple[tuple[str | int, ...], str]] = [
        (("entries", i), name) for i, name in enumerate(lifecycle.entries)
    ]
    for i, transition in enumerate(lifecycle.transitions):
        places += [(("transitions", i, "from"), name) for name in transition.from_]
        places.append((("transitions", i, "to"), transition.to))
    return [
        document.finding(path, unknown("state", name, lifecycle.states))
        for path, name in places
        if name not in lifecycle.states
    ]


def unknown(what: str, name: str, known: Names | list[str] | dict[str, State]) -> str:
    """The words for a name that stands for nothing, with the nearest one that does."""
    guess = nearest(name, known)
    return f"unknown {what} '{name}'" + (f"; did you mean '{guess}'?" if guess else "")
