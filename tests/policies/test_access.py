"""Who may do what: deny by default, and every refusal says who may."""

from __future__ import annotations

from typing import Any

import pytest

from policies.access import ACTIONS, AccessFile, Allowed, Denied, decide
from policies.documents import BadDocument, parse, validate
from policies.pack import shipped

ACCESS = shipped().access


def may(action: str, *roles: str, offices: tuple[str, ...] = (), state: str | None = "draft") -> bool:
    return bool(decide(ACCESS, action, roles, offices, state))


def test_without_a_role_or_an_office_only_what_is_for_anyone_is_allowed() -> None:
    assert [action for action in ACTIONS if may(action)] == ["partnership.create", "organisation.manage"]


def test_a_role_that_the_matrix_does_not_know_allows_nothing_more() -> None:
    assert not any(may(action, "emperor") for action in ACTIONS if not ACCESS.actions[action].anyone)


@pytest.mark.parametrize(
    ("action", "roles", "offices", "state", "allowed"),
    [
        ("partnership.see", ("member",), (), "draft", True),
        ("partnership.see", (), ("auditor",), "draft", True),
        ("partnership.see", (), ("administrator",), "draft", False),
        ("partnership.move", ("facilitator",), (), "draft", True),
        ("partnership.move", ("member", "chair"), (), "draft", False),
        ("ballot.cast", ("member",), (), "proposed", True),
        ("ballot.cast", ("substitute",), (), "proposed", True),
        ("ballot.cast", ("facilitator", "reviewer", "evaluator", "signatory"), (), "proposed", False),
        ("review.write", ("reviewer",), (), "ethical_review", True),
        ("review.write", ("reviewer",), (), "draft", False),
        ("review.write", ("facilitator",), (), "ethical_review", False),
        ("agreement.acknowledge", ("signatory",), (), "role_agreement", True),
        ("agreement.acknowledge", ("member",), (), "role_agreement", False),
        ("agreement.acknowledge", ("signatory",), (), "draft", False),
        ("evaluation.recommend", ("evaluator",), (), "evaluation", True),
        ("evaluation.recommend", ("facilitator",), (), "evaluation", False),
        ("consultation.contribute_for", ("helper",), (), "consultation", True),
        ("log.read", (), ("auditor",), None, True),
        ("log.read", ("facilitator",), ("administrator",), None, False),
        ("person.manage", (), ("administrator",), None, True),
        ("import.run", (), ("auditor",), None, False),
        ("dossier.write", ("member",), (), "closed", False),
        ("dossier.write", ("member",), (), None, False),
    ],
)
def test_the_standard_matrix(
    action: str, roles: tuple[str, ...], offices: tuple[str, ...], state: str | None, allowed: bool
) -> None:
    assert may(action, *roles, offices=offices, state=state) is allowed


def test_a_refusal_says_who_may() -> None:
    denied = decide(ACCESS, "decision.open", ["member"], [], "draft")
    assert isinstance(denied, Denied)
    assert denied.reason.as_dict() == {
        "fr": "Vous ne pouvez pas ouvrir une décision. Le peuvent : la personne chargée de la facilitation, "
        "la présidence du comité.",
        "en": "You cannot open a decision. Those who can: the facilitator, the chair.",
    }


def test_a_refusal_for_the_state_says_when() -> None:
    denied = decide(ACCESS, "evaluation.recommend", ["evaluator"], [], "draft")
    assert isinstance(denied, Denied)
    assert denied.reason.en == (
        "At this stage you cannot conclude the evaluation. Stages where it is possible: Evaluation."
    )


def test_who_may_not_is_told_who_may_rather_than_when() -> None:
    denied = decide(ACCESS, "review.write", ["member"], [], "draft")
    assert isinstance(denied, Denied)
    assert "ethics reviewers" in denied.reason.en


def test_an_unknown_action_is_a_fault_of_the_program() -> None:
    with pytest.raises(KeyError):
        decide(ACCESS, "partnership.explode", ["facilitator"])


def test_yes_is_true_and_no_is_false() -> None:
    assert Allowed()
    assert not decide(ACCESS, "log.read")


def test_every_role_and_office_of_the_pack_may_do_something() -> None:
    used = {name for p in ACCESS.actions.values() for name in (*p.roles, *p.offices)}
    assert used == {*shipped().roles, *shipped().offices}


@pytest.mark.parametrize(
    "entry",
    [
        {"text": {"fr": "x", "en": "x"}},
        {"text": {"fr": "x", "en": "x"}, "anyone": True, "roles": ["member"]},
        {"text": {"fr": "x", "en": "x"}, "anyone": False},
    ],
)
def test_an_action_for_nobody_or_for_anyone_and_somebody_does_not_load(entry: dict[str, Any]) -> None:
    document = parse("actions: {}", "access.yaml")
    document.value["actions"]["log.read"] = entry
    with pytest.raises(BadDocument, match="name roles or offices"):
        validate(document, AccessFile)
