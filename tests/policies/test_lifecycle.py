"""A lifecycle file: what it says, and what of it does not load."""

from __future__ import annotations

from pathlib import Path

import pytest

from policies.documents import BadDocument, parse
from policies.invariants import check_file, read_lifecycle, report
from policies.lifecycle import Lifecycle
from policies.pack.loading import PACKS

SHIPPED = PACKS / "fr-action-sociale" / "2026.1" / "lifecycle.yaml"


def loaded(text: str) -> Lifecycle:
    return read_lifecycle(parse(text, "life.yaml"))


def shipped() -> Lifecycle:
    return loaded(SHIPPED.read_text(encoding="utf-8"))


def refused(old: str, new: str) -> str:
    """The findings on the shipped file once `old` reads `new`."""
    text = SHIPPED.read_text(encoding="utf-8")
    assert old in text
    with pytest.raises(BadDocument) as bad:
        loaded(text.replace(old, new, 1))
    return str(bad.value)


def test_the_shipped_lifecycle_keeps_its_charter() -> None:
    assert report(check_file(SHIPPED)) == {"ok": True, "findings": []}


def test_it_is_the_standard_track_as_drawn() -> None:
    drawn = {
        "draft": {"propose": "proposed", "abandon": "abandoned"},
        "recorded": {"regularise": "draft", "close": "closed"},
        "proposed": {"send_back": "draft", "open_consultation": "consultation", "abandon": "abandoned"},
        "consultation": {
            "send_back": "proposed",
            "submit_to_review": "ethical_review",
            "abandon": "abandoned",
        },
        "ethical_review": {"clear": "role_agreement", "send_back": "proposed", "abandon": "abandoned"},
        "role_agreement": {"activate": "active", "send_back": "consultation", "abandon": "abandoned"},
        "active": {
            "evaluate": "evaluation",
            "suspend": "suspended",
            "amend": "active",
            "terminate": "closed",
            "abandon": "abandoned",
        },
        "suspended": {"resume": "active", "terminate": "closed", "abandon": "abandoned"},
        "evaluation": {
            "renew": "active",
            "renew_with_changes": "role_agreement",
            "renegotiate": "proposed",
            "close": "closed",
            "abandon": "abandoned",
        },
        "closed": {},
        "abandoned": {},
    }
    life = shipped()
    assert {state: {t.name: t.to for t in life.leaving(state)} for state in life.states} == drawn


def test_a_transition_is_found_by_its_name_and_the_state_it_leaves() -> None:
    life = shipped()
    assert [t.rule for s in ("evaluation", "recorded") if (t := life.transition("close", s))] == [
        "close",
        None,
    ]
    assert life.transition("close", "draft") is None


def test_a_new_term_begins_with_each_renewal_and_with_nothing_else() -> None:
    assert [t.name for t in shipped().transitions if t.term] == ["renew", "renew_with_changes", "renegotiate"]


def test_names_are_listed_once_and_ends_do_not_live() -> None:
    life = shipped()
    assert len(life.names) == len(set(life.names)) < len(life.transitions)
    assert set(life.states) - set(life.living) == {"closed", "abandoned"}


def test_a_transition_without_words_is_called_by_its_name() -> None:
    text = SHIPPED.read_text(encoding="utf-8").replace("    text: {fr: Suspendre, en: Suspend}\n", "")
    found = loaded(text).transition("suspend", "active")
    assert found is not None
    assert found.label.as_dict() == {"fr": "suspend", "en": "suspend"}


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("to: proposed\n    rule", "to: propsed\n    rule", "life.yaml:54:5: transitions.0.to"),
        (
            "to: proposed\n    rule",
            "to: propsed\n    rule",
            "unknown state 'propsed'; did you mean 'proposed'?",
        ),
        (
            "entries: [draft, recorded]",
            "entries: [draft, zzz]",
            "life.yaml:3:18: entries.1: unknown state 'zzz'",
        ),
        ("from: [active, suspended]", "from: [active, suspendd]", "did you mean 'suspended'?"),
        ("entries: [draft, recorded]", "entries: []", "entries"),
        ("rule: proposal", "rules: proposal", "unknown key; did you mean 'rule'?"),
        ("within: {months: 6}", "within: {months: six}", "within"),
        ("within: {months: 6}", "within: {months: 6, days: 1}", "exactly one"),
        ("term: next", "term: last", "term"),
        ("from: suspended", "from: active\n    charte: x", "unknown key"),
        ("name: resume", "name: suspend\n    no_rule: {fr: x}", "en"),
    ],
)
def test_what_does_not_load_is_said_with_its_place(old: str, new: str, said: str) -> None:
    assert said in refused(old, new)


def test_two_transitions_of_one_name_may_not_leave_one_state() -> None:
    assert "two transitions named 'abandon' leave 'draft'" in refused(
        "from: [proposed, consultation,", "from: [draft, proposed, consultation,"
    )


def test_text_that_is_not_yaml_is_refused_with_its_line(tmp_path: Path) -> None:
    file = tmp_path / "life.yaml"
    file.write_text("lifecycle: standard\nentries: [draft\nstates: }\n", encoding="utf-8")
    with pytest.raises(BadDocument, match=r"life\.yaml:3:"):
        check_file(file)
