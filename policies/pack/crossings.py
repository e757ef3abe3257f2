"""What a pack's files say of each other: every name stands for something, and nothing contradicts."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from policies.access import ACTIONS
from policies.charter import shipped_charter
from policies.documents import Document, Finding, nearest
from policies.invariants import GraphFinding, check_lifecycle
from policies.pack.model import Contents

Path = tuple[str | int, ...]


@dataclass(frozen=True)
class Parts:
    """A pack that is still being checked, with the documents that it was read from."""

    pack: Contents
    documents: Mapping[str, Document]

    def finding(self, file: str, path: Path, text: str) -> Finding:
        return self.documents[file].finding(path, text)


@dataclass(frozen=True)
class Reference:
    """A place that names something of a kind."""

    file: str
    path: Path
    kind: str
    name: str | None


def names(parts: Parts) -> Iterator[Finding]:
    """A finding for each name that stands for nothing."""
    known = _known(parts.pack)
    for reference in _references(parts.pack):
        if reference.name is None or reference.name in known[reference.kind]:
            continue
        guess = nearest(reference.name, known[reference.kind])
        hint = f"; did you mean '{guess}'?" if guess else ""
        text = f"unknown {reference.kind} '{reference.name}'{hint}"
        yield parts.finding(reference.file, reference.path, text)


def agreements(parts: Parts) -> Iterator[Finding]:
    """A finding for each place where two files contradict each other."""
    yield from _lifecycle_holds(parts)
    yield from _requirements_agree(parts)
    yield from _transitions_can_be_made(parts)
    yield from _prompts_agree(parts)
    yield from _rules_close(parts)
    yield from _actions_are_all_there(parts)


def _known(pack: Contents) -> dict[str, Iterable[str]]:
    return {
        "kind": pack.kinds,
        "college": pack.colleges,
        "role": pack.roles,
        "office": pack.offices,
        "form": pack.forms,
        "state": pack.lifecycle.states,
        "transition": pack.lifecycle.names,
        "rule": pack.rules,
        "requirement": pack.requirements.by_id,
        "prompt": pack.prompts,
        "section": pack.dossier.sections,
        "contribution": pack.agreement.contributions,
        "nature": pack.agreement.natures,
        "indicator type": pack.agreement.indicator_types,
        "action": ACTIONS,
    }


def _references(pack: Contents) -> Iterator[Reference]:
    for key, college in pack.colleges.items():
        yield from _each("pack.yaml", ("colleges", key, "kinds"), "kind", college.kinds)
    yield from _of_lifecycle(pack)
    yield from _of_rules(pack)
    yield from _of_requirements(pack)
    yield from _of_prompts(pack)
    for key, section in pack.dossier.sections.items():
        yield Reference("dossier.yaml", ("sections", key, "voice"), "college", section.voice)
    for key, purpose in pack.consultation.purposes.items():
        yield from _each("consultation.yaml", ("purposes", key, "opens_in"), "state", purpose.opens_in)
    yield from _each("review.yaml", ("opens_in",), "state", pack.review.opens_in)
    yield from _each("review.yaml", ("opens_in",), "state", pack.review.opens_in)
    for key, advice in pack.evaluation.recommendations.items():
        path = ("recommendations", key, "transition")
        yield Reference("evaluation.yaml", path, "transition", advice.transition)
    yield from _of_access(pack)
    yield from _of_templates(pack)


def _each(file: str, path: Path, kind: str, named: Iterable[str]) -> Iterator[Reference]:
    for position, name in enumerate(named):
        yield Reference(file, (*path, position), kind, name)


def _of_lifecycle(pack: Contents) -> Iterator[Reference]:
    file = "lifecycle.yaml"
    for key, state in pack.lifecycle.states.items():
        if state.waits_for is not None:
            at = ("states", key, "waits_for")
            yield Reference(file, (*at, "role"), "role", state.waits_for.role)
            yield Reference(file, (*at, "prompt"), "prompt", state.waits_for.prompt)
    for position, transition in enumerate(pack.lifecycle.transitions):
        there = ("transitions", position)
        yield Reference(file, (*there, "rule"), "rule", transition.rule)
        yield Reference(file, (*there, "by"), "role", transition.by)
        yield from _each(file, (*there, "requires"), "requirement", transition.requires)


def _of_rules(pack: Contents) -> Iterator[Reference]:
    for key, rule in pack.rules.items():
        for college in rule.colleges:
            yield Reference("rules.yaml", ("rules", key, "colleges", college), "college", college)
        for path, criterion in rule.criteria():
            within = criterion.in_ or ()
            for college in (within,) if isinstance(within, str) else within:
                yield Reference("rules.yaml", ("rules", key, *path, "in"), "college", college)


def _of_requirements(pack: Contents) -> Iterator[Reference]:
    for position, requirement in enumerate(pack.requirements.by_id.values()):
        at = ("requirements", position)
        yield from _each("requirements.yaml", (*at, "on"), "transition", requirement.on)
        yield Reference("requirements.yaml", (*at, "remedy", "by"), "role", requirement.remedy.by)


def _of_prompts(pack: Contents) -> Iterator[Reference]:
    for key, prompt in pack.prompts.items():
        at = ("prompts", key)
        yield Reference("prompts.yaml", (*at, "asked"), "role", prompt.asked)
        yield from _each("prompts.yaml", (*at, "states"), "state", prompt.states)
        if prompt.escalates is not None:
            yield Reference("prompts.yaml", (*at, "escalates", "to"), "role", prompt.escalates.to)


def _of_access(pack: Contents) -> Iterator[Reference]:
    for key, permission in pack.access.actions.items():
        at = ("actions", key)
        yield Reference("access.yaml", at, "action", key)
        yield from _each("access.yaml", (*at, "roles"), "role", permission.roles)
        yield from _each("access.yaml", (*at, "offices"), "office", permission.offices)
        yield from _each("access.yaml", (*at, "states"), "state", permission.states)


def _of_templates(pack: Contents) -> Iterator[Reference]:
    for name, template in pack.templates.items():
        file = f"templates/{name}.yaml"
        yield Reference(file, ("form",), "form", template.form)
        for key, party in template.parties.items():
            yield Reference(file, ("parties", key, "kind"), "kind", party.kind)
            yield Reference(file, ("parties", key, "college"), "college", party.college)
            yield from _each(file, ("parties", key, "contributes"), "contribution", party.contributes)
        for section in template.dossier:
            yield Reference(file, ("dossier", section), "section", section)
        for key, indicator in template.indicators.items():
            yield Reference(file, ("indicators", key, "nature"), "nature", indicator.nature)
            yield Reference(file, ("indicators", key, "type"), "indicator type", indicator.type)


def _lifecycle_holds(parts: Parts) -> Iterator[Finding]:
    for found in check_lifecycle(parts.pack.lifecycle, shipped_charter()):
        text = f"{found.invariant}: {found.text.en}"
        yield parts.finding("lifecycle.yaml", _place(parts.pack, found), text)


def _place(pack: Contents, found: GraphFinding) -> Path:
    """The last step of the path that breaks the invariant: its transition, else its state."""
    if found.invariant == "charter-weakened":
        return ("charter",)
    if len(found.path) < 2:
        return ("states", *found.path)
    source, to = found.path[-2:]
    ways = enumerate(pack.lifecycle.transitions)
    return ("transitions", next(i for i, way in ways if source in way.from_ and way.to == to))


def _requirements_agree(parts: Parts) -> Iterator[Finding]:
    """`requires` in the lifecycle and `on` in the requirement say the same of each other."""
    asked = {(t.name, key) for t in parts.pack.lifecycle.transitions for key in t.requires}
    for position, requirement in enumerate(parts.pack.requirements.by_id.values()):
        for name in requirement.on:
            if name in parts.pack.lifecycle.names and (name, requirement.id) not in asked:
                text = f"no transition '{name}' requires '{requirement.id}' in lifecycle.yaml"
                yield parts.finding("requirements.yaml", ("requirements", position, "on"), text)
    for position, transition in enumerate(parts.pack.lifecycle.transitions):
        for step, key in enumerate(transition.requires):
            known = parts.pack.requirements.by_id.get(key)
            if known is not None and transition.name not in known.on:
                text = f"'{key}' does not name '{transition.name}' under 'on' in requirements.yaml"
                yield parts.finding("lifecycle.yaml", ("transitions", position, "requires", step), text)


def _transitions_can_be_made(parts: Parts) -> Iterator[Finding]:
    for position, transition in enumerate(parts.pack.lifecycle.transitions):
        at = ("transitions", position)
        if transition.no_rule is not None and transition.by is None:
            yield parts.finding("lifecycle.yaml", at, "without a rule, 'by' names the role that makes it")
        if transition.text is None:
            yield parts.finding("lifecycle.yaml", at, "in a pack a transition has a text")
        for source in transition.from_:
            if parts.pack.lifecycle.states[source].end:
                yield parts.finding("lifecycle.yaml", (*at, "from"), f"'{source}' is an end")


def _prompts_agree(parts: Parts) -> Iterator[Finding]:
    """A prompt recurs, or a state waits for it and its role; not both, not neither."""
    waits = [state.waits_for for state in parts.pack.lifecycle.states.values() if state.waits_for]
    for key, prompt in parts.pack.prompts.items():
        awaited = [wait for wait in waits if wait.prompt == key]
        if prompt.recurs == bool(awaited):
            text = "a prompt recurs, or belongs to a state that waits for it; not both, not neither"
            yield parts.finding("prompts.yaml", ("prompts", key), text)
        for wait in awaited:
            if wait.role != prompt.asked:
                text = f"the state that waits for it awaits '{wait.role}'"
                yield parts.finding("prompts.yaml", ("prompts", key, "asked"), text)


def _rules_close(parts: Parts) -> Iterator[Finding]:
    for key, rule in parts.pack.rules.items():
        if rule.closes is None or rule.closes.after is None:
            text = "in a pack a rule says when its vote closes ('closes')"
            yield parts.finding("rules.yaml", ("rules", key), text)


def _actions_are_all_there(parts: Parts) -> Iterator[Finding]:
    for action in ACTIONS:
        if action not in parts.pack.access.actions:
            yield parts.finding("access.yaml", ("actions",), f"nobody is named for '{action}'")
