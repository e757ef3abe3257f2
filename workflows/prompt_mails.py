"""What the mails about prompts say: few, plain, and each with the day that counts."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from governance.acts.prompts import PromptOpened
from governance.tables.prompts import Prompt
from policies.phrases import phrase
from policies.text import Language
from workflows.case import Case
from workflows.due import last_day
from workflows.notifications import Mail
from workflows.telling import tell


def say_opened(case: Case, act: PromptOpened, *, but: str) -> None:
    """Tell those who are asked, but not the one who brought it about."""
    mail = _mail(case, act.kind, act.asked, act.due, "mail_opened")
    tell(case, act.asked, f"prompt:{act.prompt}", mail, but=but)


def say_reminded(case: Case, row: Prompt) -> None:
    """Remind those who are asked, saying whether the last day is still to come."""
    late = row.due <= case.tx.now
    mail = _mail(case, row.kind, row.asked, row.due, "mail_late" if late else "mail_reminded")
    tell(case, row.asked, f"prompt:{row.id}", mail)


def say_escalated(case: Case, row: Prompt) -> None:
    """Tell the role that a prompt escalates to."""
    assert row.escalates_to is not None
    mail = _mail(case, row.kind, row.asked, row.due, "mail_escalated")
    tell(case, row.escalates_to, f"prompt:{row.id}", mail)


def _mail(case: Case, kind: str, asked: str, due: str, words: str) -> Callable[[Language], Mail]:
    values = {
        "title": case.tx.text(case.row.title) or "",
        "what": case.pack.prompts[kind].text,
        "who": case.pack.roles[asked].text,
        "day": last_day(due, case.pack.time_zone),
    }
    until = "mail_was_until" if due <= case.tx.now else "mail_until"
    return partial(_written, f"/partnerships/{case.id}/life", words, until, values)


def _written(link: str, words: str, until: str, values: dict[str, object], language: Language) -> Mail:
    def said(name: str) -> str:
        return phrase(f"prompts.{name}", **values).in_(language)

    return Mail(
        subject=said(words),
        paragraphs=(said(f"{words}_why"), said(until)),
        link=link,
        link_label=said("mail_link"),
        foot=said("mail_foot"),
    )
