"""Whether a person may do something in a partnership, and in whose words they are told why not."""

from __future__ import annotations

from policies.access import Denied, decide
from policies.refusal import NotEntitled
from policies.text import Text
from workflows.case import View


def why_not(view: View, action: str) -> Text | None:
    """Who may do `action`, or at which stages; None where this person may do it now."""
    if view.allows(action):
        return None
    roles = [mandate.role for mandate in view.mandates]
    offices = [office.office for office in view.offices]
    verdict = decide(view.pack.access, action, roles, offices, view.row.state)
    return verdict.reason if isinstance(verdict, Denied) else None


def must(view: View, action: str) -> None:
    """For the page of a form: raises NotEntitled where the form's command would."""
    reason = why_not(view, action)
    if reason is not None:
        raise NotEntitled("access.denied", reason=reason)
