"""How the instance is doing: the work that time makes due, the mails that wait, and the rules in force."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import func, select

from governance.tables.base import core
from governance.tables.identity import OutboxMessage
from governance.tables.partnership import Partnership
from governance.transaction import Reading
from policies.pack import Pack
from policies.text import Text
from workflows.tick import TickHealth, health


@dataclass(frozen=True, slots=True)
class Mails:
    """The outbox. `trouble`: still tried, though it failed before; `given_up`: not tried any more."""

    waiting: int
    trouble: int
    given_up: int
    oldest: str | None


@dataclass(frozen=True, slots=True)
class InForce:
    """A pack, and how many partnerships live under it."""

    name: str
    text: Text
    version: str
    digest: str
    partnerships: int
    others: int


@dataclass(frozen=True, slots=True)
class Administration:
    ticks: TickHealth
    mails: Mails
    pack: InForce


def administration(tx: Reading, pack: Pack) -> Administration:
    return Administration(health(tx), mails(tx), _in_force(tx, pack))


def mails(tx: Reading) -> Mails:
    """The mails that have not left."""
    mail = core(OutboxMessage).c
    left: Any = select(
        func.count(mail.due).label("waiting"),
        func.count().filter(mail.due.is_not(None), mail.error.is_not(None)).label("trouble"),
        func.count().filter(mail.due.is_(None)).label("given_up"),
        func.min(mail.queued).filter(mail.due.is_not(None)).label("oldest"),
    ).where(mail.sent.is_(None))
    found = tx.select(left)[0]
    return Mails(found.waiting, found.trouble, found.given_up, found.oldest)


def _in_force(tx: Reading, pack: Pack) -> InForce:
    column = core(Partnership).c.pack
    counted: Any = select(column, func.count().label("number")).group_by(column)
    under = {row.pack: int(row.number) for row in tx.select(counted)}
    here = under.pop(pack.digest, 0)
    return InForce(pack.name, pack.text, pack.version, pack.digest, here, sum(under.values()))
