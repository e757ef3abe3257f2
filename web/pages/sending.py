"""One form sent: its work is done once, or its page is shown again with what was typed."""

from __future__ import annotations

from collections.abc import Callable

from governance.transaction import Transaction
from policies.refusal import Invalid
from web.forms import Form
from web.given import Answer, Database, Request
from web.idempotency import once
from web.rendering import to


def carried_out(
    request: Request,
    database: Database,
    form: Form,
    work: Callable[[Transaction], str],
    *,
    notice: str,
    again: Callable[[Form], Answer] | None = None,
) -> Answer:
    """Do `work` in one transaction and go to the path it gives, with `notice`; `again` shows the form anew.

    Raises what `work` raises; Invalid only where there is no form to show again.
    """
    try:
        with database.transaction() as tx:
            location = once(tx, request, form, lambda: work(tx))
    except Invalid as no:
        if again is None:
            raise
        return again(form.blame(no))
    return to(request, location, notice=notice)
