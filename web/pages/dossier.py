"""The dossier: read whole, written section by section, its versions listed and compared."""

from __future__ import annotations

from litestar import get, post

from governance.transaction import Transaction
from policies.refusal import NotFound, Refused
from web import forms
from web.given import Answer, Database, Form, Path, Request, Visitor
from web.i18n import gettext as _
from web.i18n import text as in_words
from web.pages.common import acting, partnership_page
from web.pages.sending import carried_out
from workflows import dossier
from workflows.case import View, view
from workflows.reads import dossier as reads
from workflows.reads import parties
from workflows.reads.permission import must, why_not

HOME = "/partnerships/{partnership:str}/dossier"


@get(HOME, sync_to_thread=True)
def whole(request: Request, visitor: Visitor, database: Database, partnership: Path) -> Answer:
    """`?version=` shows the text as that version had it, such as the one that a decision froze."""
    asked = _number(request, "version")
    with database.reading() as tx:
        seen = view(tx, acting(visitor), partnership)
        newest = reads.newest(seen)
        lock = reads.lock(seen)
        return partnership_page(
            request,
            seen,
            "dossier/whole.html",
            "dossier",
            parts=reads.parts(seen, asked),
            newest=newest,
            old=asked if asked not in (None, newest) else None,
            lock=lock,
            writes=seen.allows("dossier.write") and lock is None,
            why_not=why_not(seen, "dossier.write"),
            mine=parties.mine(seen),
            objectives=parties.objectives(seen),
        )


@get(HOME + "/versions", sync_to_thread=True)
def versions(request: Request, visitor: Visitor, database: Database, partnership: Path) -> Answer:
    with database.reading() as tx:
        seen = view(tx, acting(visitor), partnership)
        found = reads.versions(seen)
        return partnership_page(
            request,
            seen,
            "dossier/versions.html",
            "dossier",
            versions=found,
            form=_two(found[1].number, found[0].number) if len(found) > 1 else forms.Form(),
        )


@get(HOME + "/compare", sync_to_thread=True)
def compare(request: Request, visitor: Visitor, database: Database, partnership: Path) -> Answer:
    """`?from=1&to=2`: what changed, section by section."""
    before, after = _number(request, "from"), _number(request, "to")
    if before is None or after is None:
        raise NotFound("common.not_found")
    with database.reading() as tx:
        seen = view(tx, acting(visitor), partnership)
        return partnership_page(
            request,
            seen,
            "dossier/compare.html",
            "dossier",
            changes=reads.compare(seen, before, after),
            before=before,
            after=after,
            versions=reads.versions(seen),
            form=_two(before, after),
        )


@get(HOME + "/{section:str}", sync_to_thread=True)
def section(
    request: Request, visitor: Visitor, database: Database, partnership: Path, section: Path
) -> Answer:
    """The form of one section; `?suggest=1` begins from the starter text, which is not stored by that."""
    with database.reading() as tx:
        seen = view(tx, acting(visitor), partnership)
        part = reads.part(seen, section)
        text = part.wording.text if part.wording else ""
        if request.query_params.get("suggest") and section in reads.starters(seen):
            text = in_words(reads.starters(seen)[section])
        form = forms.Form({"text": text, "base": str(reads.newest(seen))})
        return _section(request, seen, section, form)


@post(HOME + "/{section:str}", sync_to_thread=True)
def write(
    request: Request, visitor: Visitor, database: Database, form: Form, partnership: Path, section: Path
) -> Answer:
    who = acting(visitor)

    def work(tx: Transaction) -> str:
        text, base = form.text("text"), form.whole("base", required=False)
        form.check()
        dossier.write_sections(tx, who, partnership, {section: text}, base)
        return f"/partnerships/{partnership}/dossier#{section}"

    def again(form: forms.Form, no: Refused | None = None) -> Answer:
        with database.reading() as tx:
            seen = view(tx, who, partnership)
            if no is not None:  # whoever sends it again has now seen the other text
                form = forms.Form({"text": form.value("text"), "base": str(reads.newest(seen))})
            return _section(request, seen, section, form, no, status=409 if no else 422)

    try:
        return carried_out(request, database, form, work, notice=_("The section is written."), again=again)
    except Refused as no:
        if no.code not in ("dossier.written_since", "decision.text_locked"):
            raise
        return again(form, no)


def _section(
    request: Request,
    seen: View,
    section: str,
    form: forms.Form,
    no: Refused | None = None,
    status: int = 200,
) -> Answer:
    must(seen, "dossier.write")
    return partnership_page(
        request,
        seen,
        "dossier/section.html",
        "dossier",
        status=status,
        form=form,
        part=reads.part(seen, section),
        lock=reads.lock(seen),
        conflict=no is not None and no.code == "dossier.written_since",
        starter=reads.starters(seen).get(section),
        suggested=bool(request.query_params.get("suggest")),
    )


def _two(before: int, after: int) -> forms.Form:
    return forms.Form({"from": str(before), "to": str(after)})


def _number(request: Request, name: str) -> int | None:
    """A version in the address. Raises NotFound for what is no number."""
    asked = request.query_params.get(name, "")
    if not asked:
        return None
    if not (asked.isascii() and asked.isdecimal() and len(asked) < 10):
        raise NotFound("common.not_found")
    return int(asked)


HANDLERS = (whole, versions, compare, section, write)
