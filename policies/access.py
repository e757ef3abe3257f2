"""Who may do what, from a pack's matrix: deny by default, and every refusal says who may."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from pydantic import Field, model_validator

from policies.documents import Entry
from policies.entries import Names
from policies.phrases import phrase
from policies.text import Text

# What the commands and pages ask for by name: a pack's matrix answers for each of these, and for no other.
ACTIONS = (
    "partnership.see",
    "partnership.create",
    "partnership.move",
    "party.manage",
    "seat.manage",
    "mandate.manage",
    "dossier.write",
    "objectives.acknowledge",
    "decision.open",
    "decision.see",
    "decision.cancel",
    "ballot.cast",
    "consultation.manage",
    "consultation.contribute",
    "consultation.contribute_for",
    "contribution.read",
    "response.write",
    "review.manage",
    "review.write",
    "review.reply",
    "agreement.write",
    "agreement.acknowledge",
    "deliberation.report",
    "measure.write",
    "prompt.answer",
    "evaluation.write",
    "evaluation.recommend",
    "evaluation.withdraw",
    "log.read",
    "person.manage",
    "organisation.manage",
    "import.run",
    "scheduler.see",
)


class Permission(Entry):
    """Who may do one action: these roles and offices, or `anyone` signed in; only in `states`, if given.

    `text` follows "you cannot": a verb without its subject.
    """

    text: Text
    roles: Names = ()
    offices: Names = ()
    anyone: bool = False
    states: Names = ()

    @model_validator(mode="after")
    def _somebody_may(self) -> Permission:
        if self.anyone == bool(self.roles or self.offices):
            raise ValueError("name roles or offices, or say 'anyone: true'; not both")
        return self


class AccessFile(Entry):
    """access.yaml."""

    actions: dict[str, Permission] = Field(min_length=1)


@dataclass(frozen=True)
class Access:
    """The matrix, with the words that its refusals use for roles, offices and states."""

    actions: Mapping[str, Permission]
    roles: Mapping[str, Text]
    offices: Mapping[str, Text]
    states: Mapping[str, Text]


@dataclass(frozen=True)
class Allowed:
    """Yes. True where a truth is asked for."""


@dataclass(frozen=True)
class Denied:
    """No; `reason` names who may, or when. False where a truth is asked for."""

    reason: Text

    def __bool__(self) -> bool:
        return False


def decide(
    access: Access,
    action: str,
    roles: Collection[str] = (),
    offices: Collection[str] = (),
    state: str | None = None,
) -> Allowed | Denied:
    """May somebody with these roles (in this partnership) and offices do `action`, in this state?

    The caller has made sure that the person is signed in. `state` is None outside any partnership.
    Raises KeyError for an action that is not in the matrix: a fault of the program, not of the person.
    """
    permission = access.actions[action]
    if not (permission.anyone or _meet(permission.roles, roles) or _meet(permission.offices, offices)):
        who = [access.roles[role] for role in permission.roles]
        who += [access.offices[office] for office in permission.offices]
        return Denied(phrase("access.not_yours", action=permission.text, who=_listed(who)))
    if permission.states and state not in permission.states:
        when = _listed([access.states[name] for name in permission.states])
        return Denied(phrase("access.not_now", action=permission.text, states=when))
    return Allowed()


def _meet(some: Collection[str], others: Collection[str]) -> bool:
    return not set(some).isdisjoint(others)


def _listed(texts: list[Text]) -> Text:
    return Text(fr=", ".join(text.fr for text in texts), en=", ".join(text.en for text in texts))
