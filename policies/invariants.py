"""Proves on the graph that a lifecycle respects the charter, or names the shortest path that breaks it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any, Literal

import networkx as nx

from policies.charter import Charter, shipped_charter
from policies.documents import BadDocument, Document, read, validate
from policies.lifecycle import Lifecycle, Transition, unknown_states
from policies.phrases import phrase
from policies.text import Text

Invariant = Literal[
    "passes-before",
    "renewal-evaluated",
    "reachable",
    "can-end",
    "decided",
    "never-stuck",
    "charter-weakened",
]


@dataclass(frozen=True)
class GraphFinding:
    """An invariant that does not hold; `path` is the shortest list of states that shows it."""

    invariant: Invariant
    path: tuple[str, ...]
    text: Text

    def as_data(self) -> dict[str, Any]:
        return {"invariant": self.invariant, "path": list(self.path), "text": self.text.as_dict()}


def check_file(path: Path) -> list[GraphFinding]:
    """Check a lifecycle file standing alone. Raises BadDocument where it does not load as a lifecycle."""
    return check_document(read(path))


def check_document(document: Document) -> list[GraphFinding]:
    return check_lifecycle(read_lifecycle(document), shipped_charter())


def read_lifecycle(document: Document) -> Lifecycle:
    """The lifecycle in `document`. Raises BadDocument: wrong keys or values, or a state that is not there."""
    lifecycle = validate(document, Lifecycle)
    if findings := unknown_states(document, lifecycle):
        raise BadDocument(findings)
    return lifecycle


def report(findings: Iterable[GraphFinding]) -> dict[str, Any]:
    """What `lifecycle check --json` prints."""
    listed = [finding.as_data() for finding in findings]
    return {"ok": not listed, "findings": listed}


def check_lifecycle(lifecycle: Lifecycle, charter: Charter) -> list[GraphFinding]:
    """Every invariant of the charter, and of what the lifecycle's pack adds to it, that does not hold."""
    return list(_Check(lifecycle, charter).findings())


@dataclass(frozen=True)
class _Check:
    lifecycle: Lifecycle
    base: Charter

    @cached_property
    def charter(self) -> Charter:
        return self.base.with_(self.lifecycle.charter)

    @cached_property
    def graph(self) -> nx.DiGraph[str]:
        graph: nx.DiGraph[str] = nx.DiGraph()
        graph.add_nodes_from(self.lifecycle.states)
        graph.add_edges_from((source, t.to) for t in self.lifecycle.transitions for source in t.from_)
        return graph

    def findings(self) -> Iterator[GraphFinding]:
        yield from self.charter_weakened()
        yield from self.passes_before()
        yield from self.renewal_evaluated()
        yield from self.reachable()
        yield from self.can_end()
        yield from self.decided()
        yield from self.never_stuck()

    def charter_weakened(self) -> Iterator[GraphFinding]:
        for path in self.base.weakened_by(self.lifecycle.charter or Charter()):
            yield _found("charter-weakened", path, shown=_shown(path))

    def passes_before(self) -> Iterator[GraphFinding]:
        for state in self.charter.protected:
            if state not in self.lifecycle.states:
                yield _found("passes-before", (), "passes_before_absent", state=state)
                continue
            for passed in self.charter.passes(state):
                if path := self.shortest(self.lifecycle.entries, state, avoiding=passed):
                    yield self.missed("passes-before", path, state, passed)

    def renewal_evaluated(self) -> Iterator[GraphFinding]:
        """Each term passes what the charter names, whether it began at an entry or where a renewal led."""
        renewals = [t for t in self.lifecycle.transitions if t.term]
        later = tuple(renewal.to for renewal in renewals)
        for renewal in renewals:
            for passed in self.charter.renewal_passes:
                if path := self.any_of(renewal.from_, passed, self.lifecycle.entries, later):
                    whole = (*path, renewal.to)
                    yield self.missed("renewal-evaluated", whole, renewal.to, passed)

    def any_of(self, to: Iterable[str], avoiding: str, *starts: Iterable[str]) -> tuple[str, ...]:
        """The shortest path to one of `to` from the first of the groups of `starts` that has one."""
        for group in starts:
            if path := _shortest_of(self.shortest(group, state, avoiding) for state in to):
                return path
        return ()

    def reachable(self) -> Iterator[GraphFinding]:
        for state in self.lifecycle.states:
            if not self.shortest(self.lifecycle.entries, state):
                yield _found("reachable", (state,), state=self.label(state))

    def can_end(self) -> Iterator[GraphFinding]:
        ends = {key for key, state in self.lifecycle.states.items() if state.end}
        saved = ends.union(*(nx.ancestors(self.graph, end) for end in ends))
        for state in self.lifecycle.living:
            if state not in saved:
                path = self.shortest(self.lifecycle.entries, state) or (state,)
                yield _found("can-end", path, state=self.label(state))

    def decided(self) -> Iterator[GraphFinding]:
        for transition in self.lifecycle.transitions:
            if not transition.decided:
                yield self.undecided(transition)

    def undecided(self, transition: Transition) -> GraphFinding:
        name = "decided" if transition.no_rule is None else "decided_twice"
        return _found("decided", (transition.from_[0], transition.to), name, transition=transition.name)

    def never_stuck(self) -> Iterator[GraphFinding]:
        for state in self.lifecycle.living:
            waits = self.lifecycle.states[state].waits_for
            awaited = waits is not None and waits.role and waits.within and waits.prompt
            if not awaited and state not in (self.charter.may_rest or ()):
                yield _found("never-stuck", (state,), state=self.label(state))

    def missed(self, invariant: Invariant, path: tuple[str, ...], to: str, passed: str) -> GraphFinding:
        named: dict[str, Any] = {"to": self.label(to), "passed": self.label(passed)}
        return _found(invariant, path, shown=_shown(path), **named)

    def shortest(self, starts: Iterable[str], to: str, avoiding: str | None = None) -> tuple[str, ...]:
        """The shortest path from one of `starts` to `to` that does not pass `avoiding`; () if none."""
        graph = self.graph if avoiding is None else _without(self.graph, avoiding)
        paths: list[tuple[str, ...]] = []
        for start in starts:
            if start in graph and to in graph and nx.has_path(graph, start, to):
                paths.append(tuple(nx.shortest_path(graph, start, to)))
        return _shortest_of(paths)

    def label(self, state: str) -> Text:
        known = self.lifecycle.states.get(state)
        return known.text if known else Text(fr=state, en=state)


def _without(graph: nx.DiGraph[str], state: str) -> nx.DiGraph[str]:
    return graph.subgraph([node for node in graph if node != state])


def _shown(path: Iterable[str]) -> str:
    return " → ".join(path)


def _shortest_of(paths: Iterable[tuple[str, ...]]) -> tuple[str, ...]:
    return min((path for path in paths if path), key=len, default=())


def _found(
    invariant: Invariant, path: tuple[str, ...], name: str | None = None, /, **values: Any
) -> GraphFinding:
    key = name or invariant.replace("-", "_")
    return GraphFinding(invariant, path, phrase(f"lifecycle.{key}", **values))
