"""The administrators' page: how the instance is doing, and where to see to it."""

from __future__ import annotations

from litestar import get

from policies.access import decide
from policies.pack import shipped
from web.given import Answer, Database, Request, Visitor
from web.pages.audit import must_may
from web.rendering import page
from workflows.reads.administration import administration


@get("/administration", sync_to_thread=True)
def overview(request: Request, visitor: Visitor, database: Database) -> Answer:
    must_may(visitor, "scheduler.see")
    pack = shipped()
    with database.reading() as tx:
        found = administration(tx, pack)
    return page(
        request,
        "administration/overview.html",
        found=found,
        manages_people=bool(decide(pack.access, "person.manage", [], visitor.offices)),
        reads_log=bool(decide(pack.access, "log.read", [], visitor.offices)),
    )


HANDLERS = (overview,)
