"""My table: the first page of whoever is signed in; for the others, what this is."""

from __future__ import annotations

from litestar import get

from governance.actors import Who
from web.given import Answer, Database, Request, Visitor
from web.rendering import page
from workflows.reads.table import my_table


@get("/", sync_to_thread=True)
def table(request: Request, visitor: Visitor, database: Database) -> Answer:
    if visitor.person is None:
        return page(request, "home.html")
    with database.reading() as tx:
        return page(request, "table/table.html", table=my_table(tx, Who(person=visitor.person)))


HANDLERS = (table,)
