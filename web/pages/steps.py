"""Small forms of a partnership, one page each: what a form shows, what it does, and where it leads."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from litestar import get, post
from litestar.handlers import HTTPRouteHandler

from governance.actors import Who
from governance.transaction import Transaction
from policies.refusal import NotFound
from web.forms import Form
from web.given import Answer, Database, Path, Request, Visitor
from web.given import Form as Given
from web.i18n import gettext
from web.pages.common import acting, partnership_page
from web.pages.sending import carried_out
from workflows.case import View, view
from workflows.reads.permission import must

Shows = Callable[[View, str], tuple[dict[str, Any], dict[str, Any]]]
Takes = Callable[[Transaction, Who, str, str, Form], Any]


@dataclass(frozen=True)
class Step:
    """One form. `shows(view, item)` gives the values to begin with and the rest that its template needs;
    `takes(tx, who, partnership, item, form)` reads the form and runs the command; `done` is said afterwards.

    `action` is what the reader must be allowed. A step without a template is a button on another page.
    """

    action: str
    takes: Takes
    done: str
    template: str = ""
    shows: Shows = lambda _view, _item: ({}, {})
    anchor: str = ""


@dataclass(frozen=True)
class Steps:
    """The forms of one tab, by name; they lie under `/partnerships/<partnership>/<tab>/`."""

    tab: str
    by_name: Mapping[str, Step]

    def page(
        self, request: Request, visitor: Visitor, database: Database, partnership: str, name: str, item: str
    ) -> Answer:
        """The form, to be filled in."""
        return self._shown(request, visitor, database, partnership, name, item)

    def send(
        self,
        request: Request,
        visitor: Visitor,
        database: Database,
        form: Form,
        partnership: str,
        name: str,
        item: str,
    ) -> Answer:
        """Do what the form says and go back to the tab; or show the form again with what is wrong."""
        step, who = self._step(name), acting(visitor)
        home = f"/partnerships/{partnership}/{self.tab}"

        def work(tx: Transaction) -> str:
            step.takes(tx, who, partnership, item, form)
            return home + (f"#{step.anchor}" if step.anchor else "")

        def again(form: Form) -> Answer:
            return self._shown(request, visitor, database, partnership, name, item, form)

        notice, shown_again = gettext(step.done), again if step.template else None
        return carried_out(request, database, form, work, notice=notice, again=shown_again)

    def handlers(self) -> tuple[HTTPRouteHandler, HTTPRouteHandler]:
        """The two routes of these forms: to show one, and to take it."""
        path = f"/partnerships/{{partnership:str}}/{self.tab}/{{name:str}}/{{item:str}}"

        @get(path, sync_to_thread=True)
        def step(
            request: Request, visitor: Visitor, database: Database, partnership: Path, name: Path, item: Path
        ) -> Answer:
            return self.page(request, visitor, database, partnership, name, item)

        @post(path, sync_to_thread=True)
        def take(
            request: Request,
            visitor: Visitor,
            database: Database,
            form: Given,
            partnership: Path,
            name: Path,
            item: Path,
        ) -> Answer:
            return self.send(request, visitor, database, form, partnership, name, item)

        return step, take

    def again(
        self,
        request: Request,
        visitor: Visitor,
        database: Database,
        partnership: str,
        name: str,
        item: str,
        form: Form,
    ) -> Answer:
        """The form with what was typed and what is wrong with it, for a page that sends it by itself."""
        return self._shown(request, visitor, database, partnership, name, item, form)

    def _shown(
        self,
        request: Request,
        visitor: Visitor,
        database: Database,
        partnership: str,
        name: str,
        item: str,
        form: Form | None = None,
    ) -> Answer:
        step = self._step(name)
        with database.reading() as tx:
            seen = view(tx, acting(visitor), partnership)
            if not step.template:
                raise NotFound("common.not_found")
            must(seen, step.action)
            values, context = step.shows(seen, item)
            return partnership_page(
                request,
                seen,
                step.template,
                self.tab,
                form=form or Form(values),
                back=f"/partnerships/{partnership}/{self.tab}",
                status=422 if form else 200,
                **context,
            )

    def _step(self, name: str) -> Step:
        if name not in self.by_name:
            raise NotFound("common.not_found")
        return self.by_name[name]
