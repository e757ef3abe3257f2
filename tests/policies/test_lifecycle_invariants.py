"""Mutants of the shipped lifecycle: each bend that breaks the charter is caught, with the shortest path."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import networkx as nx
import pytest

from policies.charter import Charter, shipped_charter
from policies.documents import parse
from policies.invariants import GraphFinding, check_document, check_lifecycle, report
from policies.lifecycle import Lifecycle
from policies.pack.loading import PACKS

SHIPPED = parse(
    (PACKS / "fr-action-sociale" / "2026.1" / "lifecycle.yaml").read_text("utf-8"), "life.yaml"
).value
LIFE = ("draft", "proposed", "consultation", "ethical_review", "role_agreement", "active", "evaluation")
Data = dict[str, Any]


def data() -> Data:
    return Lifecycle.model_validate(SHIPPED).model_dump(by_alias=True, exclude_none=True)


def check(changed: Data) -> list[GraphFinding]:
    return check_lifecycle(Lifecycle.model_validate(changed), shipped_charter())


def found(changed: Data) -> set[tuple[str, tuple[str, ...]]]:
    return {(finding.invariant, finding.path) for finding in check(changed)}


def way(name: str, source: str, to: str, **more: Any) -> Data:
    return {"name": name, "from": [source], "to": to, "rule": "r", **more}


def with_way(name: str, source: str, to: str, **more: Any) -> Data:
    changed = data()
    changed["transitions"] = [*changed["transitions"], way(name, source, to, **more)]
    return changed


def without_ways(wanted: Callable[[Data], bool]) -> Data:
    changed = data()
    changed["transitions"] = [t for t in changed["transitions"] if not wanted(t)]
    return changed


def bent(name: str, **change: Any) -> Data:
    changed = data()
    changed["transitions"] = [{**t, **change} if t["name"] == name else t for t in changed["transitions"]]
    return changed


def test_the_shipped_one_survives_the_way_through_data() -> None:
    assert found(data()) == set()


@pytest.mark.parametrize(
    ("source", "missed"),
    [
        ("draft", {"consultation", "ethical_review", "role_agreement"}),
        ("recorded", {"consultation", "ethical_review", "role_agreement"}),
        ("proposed", {"consultation", "ethical_review", "role_agreement"}),
        ("consultation", {"ethical_review", "role_agreement"}),
        ("ethical_review", {"role_agreement"}),
    ],
)
def test_a_short_cut_to_active_is_caught_once_for_each_state_that_it_passes_by(
    source: str, missed: set[str]
) -> None:
    findings = check(with_way("jump", source, "active"))
    graph = nx.DiGraph([(s, t["to"]) for t in data()["transitions"] for s in t["from"]])
    before = min(
        (nx.shortest_path(graph, e, source) for e in SHIPPED["entries"] if nx.has_path(graph, e, source)),
        key=len,
    )
    assert {finding.invariant for finding in findings} == {"passes-before"}
    assert [finding.path for finding in findings] == [(*before, "active")] * len(missed)


@pytest.mark.parametrize("source", ["closed", "abandoned"])
def test_an_end_that_leads_back_to_active_passes_everything_by(source: str) -> None:
    findings = check(with_way("reopen", source, "active"))
    shortest = {"closed": ("recorded", "closed", "active"), "abandoned": ("draft", "abandoned", "active")}[
        source
    ]
    assert {(f.invariant, f.path) for f in findings} == {("passes-before", shortest)}


def test_going_round_the_review_only_is_said_of_the_review_only() -> None:
    changed = with_way("skip", "consultation", "role_agreement")
    assert found(changed) == {
        ("passes-before", ("draft", "proposed", "consultation", "role_agreement", "active"))
    }
    assert check(changed)[0].text.en == (
        "“Active” can be reached without passing “Ethical review”: "
        "draft → proposed → consultation → role_agreement → active."
    )


def test_an_entry_inside_the_guarded_way_is_caught() -> None:
    changed = data()
    changed["entries"] = ["draft", "recorded", "role_agreement"]
    assert found(changed) == {("passes-before", ("role_agreement", "active"))}


def test_a_lifecycle_without_the_protected_state_does_not_slip_past_the_charter() -> None:
    text = {"fr": "x", "en": "x"}
    waits = {"role": "r", "within": {"days": 1}, "prompt": "p"}
    changed = {
        "lifecycle": "evasive",
        "entries": ["draft"],
        "states": {
            "draft": {"text": text, "public": text, "waits_for": waits},
            "running": {"text": text, "public": text, "waits_for": waits},
            "over": {"text": text, "public": text, "end": True},
        },
        "transitions": [way("go", "draft", "running"), way("stop", "running", "over")],
    }
    assert found(changed) == {("passes-before", ())}


def test_a_renewal_from_active_is_caught() -> None:
    path = ("draft", "proposed", "consultation", "ethical_review", "role_agreement", "active", "proposed")
    assert found(with_way("prolong", "active", "proposed", term="next")) == {("renewal-evaluated", path)}


def test_a_second_renewal_without_a_second_evaluation_is_caught() -> None:
    """The first term is evaluated; the state it leads to renews again at once."""
    changed = data()
    changed["states"]["report"] = changed["states"]["suspended"]
    changed["transitions"] = [
        *changed["transitions"],
        way("report", "evaluation", "report", term="next"),
        way("again", "report", "report", term="next"),
        way("leave", "report", "closed"),
    ]
    assert found(changed) == {("renewal-evaluated", ("report", "report"))}


@pytest.mark.parametrize(
    "state", [s for s in SHIPPED["states"] if s not in ("recorded", "closed", "abandoned")]
)
@pytest.mark.parametrize("key", ["waits_for", "role", "within", "prompt"])
def test_nobody_awaited_or_no_deadline_or_no_prompt_is_stuck(state: str, key: str) -> None:
    changed = data()
    described = dict(changed["states"][state])
    if key == "waits_for":
        del described["waits_for"]
    else:
        described["waits_for"] = {k: v for k, v in described["waits_for"].items() if k != key}
    changed["states"] = {**changed["states"], state: described}
    assert found(changed) == {("never-stuck", (state,))}


@pytest.mark.parametrize("number", range(len(SHIPPED["transitions"])))
def test_a_transition_with_neither_rule_nor_reason_is_caught(number: int) -> None:
    changed = data()
    transition = {k: v for k, v in changed["transitions"][number].items() if k not in ("rule", "no_rule")}
    changed["transitions"] = [
        *changed["transitions"][:number],
        transition,
        *changed["transitions"][number + 1 :],
    ]
    assert found(changed) == {("decided", (transition["from"][0], transition["to"]))}


@pytest.mark.parametrize(
    "change",
    [
        {"no_rule": {"fr": " ", "en": "because"}, "rule": None},
        {"no_rule": {"fr": "parce que", "en": ""}, "rule": None},
        {"no_rule": {"fr": "parce que", "en": "because"}},
        {"rule": ""},
    ],
)
def test_an_empty_reason_or_both_a_rule_and_a_reason_is_no_decision(change: Data) -> None:
    changed = bent("suspend", **change)
    assert found(changed) == {("decided", ("active", "suspended"))}


def test_a_state_that_nothing_leads_to_is_caught() -> None:
    changed = without_ways(lambda t: t["name"] == "suspend")
    assert found(changed) == {("reachable", ("suspended",))}


def test_a_trap_is_caught_with_the_way_into_it() -> None:
    changed = data()
    changed["states"]["limbo"] = changed["states"]["suspended"]
    changed["transitions"] = [*changed["transitions"], way("forget", "proposed", "limbo")]
    assert found(changed) == {("can-end", ("draft", "proposed", "limbo"))}


def test_a_lifecycle_without_an_end_traps_every_state() -> None:
    changed = data()
    for state in ("closed", "abandoned"):
        changed["states"][state] = {**changed["states"]["suspended"]}
    trapped = {finding.path[-1] for finding in check(changed) if finding.invariant == "can-end"}
    assert trapped == set(changed["states"])


def test_a_trap_that_nothing_leads_to_is_named_alone() -> None:
    changed = data()
    changed["states"]["limbo"] = changed["states"]["suspended"]
    assert found(changed) == {("can-end", ("limbo",)), ("reachable", ("limbo",))}


EDGES = [(number, source) for number, t in enumerate(data()["transitions"]) for source in t["from"]]


@pytest.mark.parametrize(("number", "source"), EDGES)
@pytest.mark.parametrize("to", list(SHIPPED["states"]))
def test_every_bent_edge_is_judged_as_plain_search_judges_it(number: int, source: str, to: str) -> None:
    """Each transition, from each of its states, led to each state: the findings against a slow search."""
    changed = data()
    transition = changed["transitions"][number]
    rest = [s for s in transition["from"] if s != source]
    kept = [{**transition, "from": rest}] if rest else []
    others = [t for i, t in enumerate(changed["transitions"]) if i != number]
    changed["transitions"] = [*others, *kept, {**transition, "name": "bent", "from": [source], "to": to}]
    assert {f.invariant for f in check(changed)} == set(oracle(changed))


def oracle(changed: Data) -> Iterator[str]:
    edges = {(s, t["to"]) for t in changed["transitions"] for s in t["from"]}

    def reached(starts: set[str], without: str | None = None) -> set[str]:
        seen = starts - {without}
        while more := {b for a, b in edges if a in seen and b not in seen and b != without}:
            seen |= more
        return seen

    entries = set(changed["entries"])
    for passed in ("consultation", "ethical_review", "role_agreement"):
        if "active" in reached(entries, passed):
            yield "passes-before"
    renewals = [t for t in changed["transitions"] if t.get("term")]
    begun = reached(entries | {t["to"] for t in renewals}, "evaluation")
    if any(s in begun for t in renewals for s in t["from"]):
        yield "renewal-evaluated"
    if reached(entries) != set(changed["states"]):
        yield "reachable"
    for state in changed["states"]:
        if not reached({state}) & {"closed", "abandoned"}:
            yield "can-end"


class TestTheCharterOfAPack:
    """A pack may ask for more than the charter; what it restates, it restates whole."""

    def charter(self, **added: Any) -> set[tuple[str, tuple[str, ...]]]:
        changed = data()
        changed["charter"] = added
        return found(changed)

    def test_it_may_ask_for_more(self) -> None:
        assert self.charter(passes_before=[{"state": "closed", "passes": ["draft"]}]) == {
            ("passes-before", ("recorded", "closed"))
        }
        assert self.charter(renewal_passes=["evaluation", "suspended"]) == {
            ("renewal-evaluated", (*LIFE, "active")),
            ("renewal-evaluated", (*LIFE, "role_agreement")),
            ("renewal-evaluated", (*LIFE, "proposed")),
        }

    def test_it_may_not_ask_for_less_before_active(self) -> None:
        assert self.charter(
            passes_before=[{"state": "active", "passes": ["consultation", "role_agreement"]}]
        ) == {("charter-weakened", ("ethical_review", "active"))}

    def test_it_may_not_forget_the_evaluation(self) -> None:
        assert ("charter-weakened", ("evaluation",)) in self.charter(renewal_passes=["active"])

    def test_it_may_not_let_more_states_rest(self) -> None:
        assert self.charter(may_rest=["recorded", "draft"]) == {("charter-weakened", ("draft",))}

    def test_it_may_let_fewer_states_rest(self) -> None:
        assert self.charter(may_rest=[]) == {("never-stuck", ("recorded",))}

    def test_weakening_changes_nothing_in_what_is_checked(self) -> None:
        changed = with_way("skip", "consultation", "role_agreement")
        changed["charter"] = {"passes_before": [{"state": "active", "passes": ["consultation"]}]}
        assert {finding.invariant for finding in check(changed)} == {"charter-weakened", "passes-before"}

    def test_a_charter_that_lets_nothing_rest_is_not_loosened(self) -> None:
        assert Charter().with_(Charter(may_rest=("draft",))).may_rest == ()
        assert Charter().weakened_by(Charter(may_rest=("draft",))) == [("draft",)]


def test_the_report_holds_findings_as_plain_data() -> None:
    one, _ = check(with_way("jump", "draft", "role_agreement"))
    way_round = "draft → role_agreement → active."
    assert report([one]) == {
        "ok": False,
        "findings": [
            {
                "invariant": "passes-before",
                "path": ["draft", "role_agreement", "active"],
                "text": {
                    "fr": f"On peut arriver à « En cours » sans passer par « Consultation » : {way_round}",
                    "en": f"“Active” can be reached without passing “Consultation”: {way_round}",
                },
            }
        ],
    }


def test_a_document_is_checked_against_the_shipped_charter() -> None:
    document = parse(
        (PACKS / "fr-action-sociale" / "2026.1" / "lifecycle.yaml").read_text("utf-8"), "life.yaml"
    )
    assert check_document(document) == []
