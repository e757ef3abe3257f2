"""Who is asked where several roles may act: one of them, so that not five people are asked the same."""

from __future__ import annotations

from workflows.reads.partnership import holders_of
from workflows.reads.table.sight import Sight


def is_asked(sight: Sight, action: str) -> bool:
    """Whether an action waits for this person.

    It waits for the role that the state waits for, if that one may do it; else for the first role of the
    access matrix that somebody holds.
    """
    view = sight.view
    held = {mandate.role for mandate in view.mandates}
    roles = view.pack.access.actions[action].roles
    if held.isdisjoint(roles) or not view.allows(action):
        return False
    for role in sorted(roles, key=lambda role: role != sight.role):
        if role in held:
            return True
        if holders_of(view, role):
            return False
    return False


def is_charged(sight: Sight, action: str) -> bool:
    """Whether the state waits for this person, in a role that may do the action."""
    return sight.mine and sight.role in sight.view.pack.access.actions[action].roles
