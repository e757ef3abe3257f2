"""Personal links: an unguessable token for one person, of which the record keeps a digest only."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from governance.actors import Who
from governance.acts.consultation import InvitationMade, InvitationRevoked
from governance.facts.consultation import channels_of
from governance.record import new_id
from governance.tables.consultation import Consultation, Contribution, Invitation, Link
from governance.transaction import Reading, Transaction
from policies.phrases import phrase
from policies.refusal import Complaints, NotFound, Refused
from policies.text import LANGUAGES
from workflows import inputs
from workflows.case import Acts, Case, command
from workflows.consultation.loading import consultation_of
from workflows.consultation.tokens import digest, new_token
from workflows.notifications import Mail, queue

_ADDRESS = re.compile(r"[^@\s]{1,64}@[^@\s]+\.[^@\s.]{2,}")


@dataclass(frozen=True)
class Handed:
    """A link as it is handed over, once: afterwards nobody can show its token again."""

    link: str
    token: str


@dataclass(frozen=True)
class Opened:
    """What a token opens: its holder, and the consultation with their own contribution, if any."""

    who: Who
    language: str
    consultation: Consultation
    contribution: Contribution | None


def invite(
    tx: Transaction,
    who: Who,
    partnership: str,
    consultation: str,
    *,
    label: str = "",
    email: str = "",
    language: str = "fr",
    address: Callable[[str], str] | None = None,
) -> Handed:
    """Make a personal link, and mail it where `email` is given and `address` says what a token's page is.

    `label` helps the facilitator remember whose it is; neither it nor the address is ever in the log.
    """
    handed = _new_link(tx, partnership, consultation, label, email, language)
    _invite(tx, who, partnership, handed.link, consultation, email, language)
    if email and address:
        queue(tx, _mail(language, address(handed.token)), to=email, language=language, about=handed.link)
    return handed


def link_for(case: Case, consultation: str, language: str) -> tuple[Handed, InvitationMade]:
    """The link by which somebody whose contribution a helper writes down will see what became of it."""
    handed = _new_link(case.tx, case.id, consultation, "", "", language)
    return handed, InvitationMade(link=handed.link, consultation=consultation)


@command
def revoke(case: Case, link: str) -> Acts:
    """Yield that a link opens nothing any more, and forget whose it was. What was said by it stays."""
    case.may("consultation.manage")
    found = case.tx.one(Invitation, id=link, partnership=case.id)
    if found is None or found.revoked:
        raise NotFound("common.not_found")
    forget_holder(case.tx, link)
    yield InvitationRevoked(link=link)


def forget_holder(tx: Transaction, link: str) -> None:
    """Erase whom a link was given to; the link itself goes on working."""
    if tx.one(Link, id=link):
        tx.set(Link, {"id": link}, label=None, email=None)


def opened(tx: Reading, token: str) -> Opened:
    """What a token opens. Raises NotFound, the same for one that was never given and one that is revoked."""
    link = tx.one(Link, token_hash=digest(token))
    invitation = tx.one(Invitation, id=link.id) if link else None
    row = tx.one(Consultation, id=link.consultation) if link else None
    if link is None or invitation is None or invitation.revoked or row is None:
        raise NotFound("consultation.no_such_link")
    mine = tx.all(Contribution, order="-number", link=link.id)  # one that was withdrawn may come before
    return Opened(Who(link=link.id), link.language, row, mine[0] if mine else None)


@command
def _invite(case: Case, link: str, consultation: str, email: str, language: str) -> Acts:
    case.may("consultation.manage")
    row = consultation_of(case, consultation)
    if row.status == "closed":
        raise Refused("consultation.closed")
    if all(case.pack.consultation.channels[channel].helper for channel in channels_of(row)):
        raise Refused("consultation.no_link_channel")
    complaints = Complaints()
    if email and not _ADDRESS.fullmatch(email):
        complaints.add("email", "consultation.not_an_address")
    inputs.choice(complaints, "language", language, LANGUAGES)
    complaints.raise_if_any()
    yield InvitationMade(link=link, consultation=consultation)


def _new_link(
    tx: Transaction, partnership: str, consultation: str, label: str, email: str, language: str
) -> Handed:
    tx.lock(f"partnership:{partnership}")
    handed = Handed(new_id(tx.moment), new_token())
    tx.insert(
        Link,
        id=handed.link,
        token_hash=digest(handed.token),
        consultation=consultation,
        partnership=partnership,
        label=label.strip()[:200] or None,
        email=email.strip() or None,
        language=language,
    )
    return handed


def _mail(language: str, address: str) -> Mail:
    def say(key: str) -> str:
        return phrase(f"consultation.{key}").in_(language)

    return Mail(
        subject=say("mail_subject"),
        paragraphs=(say("mail_hello"), say("mail_free"), say("mail_keep")),
        link=address,
        link_label=say("mail_link"),
        foot=say("mail_foot"),
    )
