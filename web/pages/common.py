"""What the pages of partnerships have in common: who acts, and the frame around each page."""

from __future__ import annotations

from typing import Any

from governance.actors import Who
from web.given import Answer, Request
from web.identity.sessions import signed_in
from web.identity.visitor import Visitor
from web.rendering import page
from workflows.case import View
from workflows.reads.partnership import summary


def acting(visitor: Visitor) -> Who:
    """The signed-in person, for a command or a view. Raises SignInFirst."""
    return Who(person=signed_in(visitor))


def partnership_page(request: Request, view: View, template: str, tab: str, **context: Any) -> Answer:
    """A page within the frame of its partnership; `tab` names the part that is lit in its menu."""
    return page(request, template, view=view, summary=summary(view), tab=tab, **context)
