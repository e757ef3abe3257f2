"""Consultations as their pages show them: authors are never named, and nobody reads while it is open."""

from __future__ import annotations

from dataclasses import dataclass, replace

import msgspec

from governance.facts.consultation import channels_of
from governance.names import mandate_name, party_name
from governance.tables.consultation import (
    Answer,
    Consultation,
    Contribution,
    Invitation,
    Link,
    Question,
    Response,
)
from governance.tables.parties import Mandate
from governance.transaction import Reading
from policies.pack import Pack
from policies.refusal import NotFound
from policies.text import Text
from workflows.case import View
from workflows.consultation import concerned_seat, possible_purposes
from workflows.consultation.loading import consultation_of, is_open, questions_of


@dataclass(frozen=True, slots=True)
class Asked:
    """A question. `proofread`: the day on which people concerned read its easy version, if they did."""

    id: str
    number: int
    text: str
    easy: str | None
    proofread: str | None


@dataclass(frozen=True, slots=True)
class Told:
    """What became of contributions: decided, because, next. `numbers`: those that it answers."""

    id: str
    verdict: Text
    decided: str | None
    because: str
    next_step: str | None
    numbers: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Heard:
    """A contribution without its author; helper and employer are shown, since they may weigh on it.

    `words`: question and answer; `agreed`: the consents given that were not required.
    """

    id: str
    number: int
    channel: Text
    helper: str | None
    employer: str | None
    interpreter: str | None
    made: str
    revised: str | None
    withdrawn: bool
    words: tuple[tuple[str, str], ...]
    agreed: tuple[Text, ...]
    response: str | None


@dataclass(frozen=True, slots=True)
class Given:
    """A personal link as whoever runs the consultation sees it: never its token, nor what came by it."""

    id: str
    label: str | None
    email: str | None
    made: str
    revoked: bool


@dataclass(frozen=True, slots=True)
class Frame:
    """What is said of a consultation to everybody; `helped`: its channels that go through a helper."""

    id: str
    purpose: Text
    about: Text
    level: Text
    level_about: Text
    channels: tuple[Text, ...]
    helped: tuple[Text, ...]
    closing_day: str
    aim: str
    aim_easy: str | None
    status: str
    takes: bool
    opened: str | None
    closed: str | None
    published: str | None
    synthesis: str | None
    questions: tuple[Asked, ...]


@dataclass(frozen=True, slots=True)
class Workshop:
    """One consultation on its page; what the reader may not see yet is None, what they may not do False."""

    frame: Frame
    count: int | None
    heard: tuple[Heard, ...] | None
    told: tuple[Told, ...] | None
    waiting: tuple[int, ...]
    links: tuple[Given, ...] | None
    mine: Heard | None
    entered: tuple[Heard, ...]
    may_manage: bool
    may_open: bool
    opens_in: Text
    may_contribute: bool
    may_enter: bool
    may_respond: bool


@dataclass(frozen=True, slots=True)
class Overview:
    """The consultations of a partnership, the one in view first in full."""

    shown: Workshop | None
    all: tuple[Frame, ...]
    purposes: tuple[Text, ...]


def overview(view: View, which: str = "") -> Overview:
    """The consultation `which`, or the latest. Raises NotFound for one that is not there."""
    rows = view.tx.all(Consultation, order="-prepared", partnership=view.id)
    if which and which not in [row.id for row in rows]:
        raise NotFound("common.not_found")
    shown = next((row for row in rows if row.id == which), rows[0] if rows else None)
    busy = {row.purpose for row in rows if row.status != "closed" and row.term == view.row.term}
    purposes = view.pack.consultation.purposes
    return Overview(
        shown=workshop(view, shown) if shown else None,
        all=tuple(frame(view.tx, view.pack, row) for row in rows),
        purposes=tuple(purposes[key].text for key in possible_purposes(view) if key not in busy),
    )


def workshop(view: View, row: Consultation) -> Workshop:
    rows = view.tx.all(Contribution, order="number", consultation=row.id)
    manage, respond = view.allows("consultation.manage"), view.allows("response.write")
    readable = _readable(view, row, respond)
    opens_in = view.pack.consultation.purposes[row.purpose].opens_in
    seat = concerned_seat(view)
    held = {mandate.id for mandate in view.mandates}
    standing = [c for c in rows if c.withdrawn is None]
    return Workshop(
        frame=frame(view.tx, view.pack, row),
        count=len(standing) if manage or row.status == "closed" else None,
        heard=tuple(heard(view.tx, view.pack, c) for c in rows) if readable else None,
        told=_told(view, row, rows) if row.published or (readable and respond) else None,
        waiting=tuple(c.number for c in standing if c.response is None),
        links=_links(view.tx, row) if manage else None,
        mine=_mine(view, standing, seat),
        entered=tuple(_without_words(view, c) for c in standing if c.helper in held),
        may_manage=manage,
        may_open=manage and row.status == "prepared" and view.row.state in opens_in,
        opens_in=view.pack.lifecycle.states[opens_in[0]].text,
        may_contribute=seat is not None
        and is_open(row, view.tx.now)
        and view.allows("consultation.contribute"),
        may_enter=is_open(row, view.tx.now) and view.allows("consultation.contribute_for"),
        may_respond=respond and row.status == "closed" and row.published is None,
    )


def frame(tx: Reading, pack: Pack, row: Consultation) -> Frame:
    rules = pack.consultation
    channels = [rules.channels[channel] for channel in channels_of(row)]
    return Frame(
        id=row.id,
        purpose=rules.purposes[row.purpose].text,
        about=rules.purposes[row.purpose].about,
        level=rules.levels[row.level].text,
        level_about=rules.levels[row.level].about,
        channels=tuple(channel.text for channel in channels),
        helped=tuple(channel.text for channel in channels if channel.helper),
        closing_day=row.closing_day,
        aim=tx.text(row.aim) or "",
        aim_easy=tx.text(row.aim_easy),
        status=row.status,
        takes=is_open(row, tx.now),
        opened=row.opened,
        closed=row.closed,
        published=row.published,
        synthesis=tx.text(row.synthesis),
        questions=tuple(asked(tx, question) for question in questions_of(tx, row.id)),
    )


def asked(tx: Reading, row: Question) -> Asked:
    return Asked(row.id, row.number, tx.text(row.text) or "", tx.text(row.easy), row.proofread)


def heard(tx: Reading, pack: Pack, row: Contribution) -> Heard:
    rules = pack.consultation
    texts = {answer.question: tx.text(answer.text) for answer in tx.all(Answer, contribution=row.id)}
    words = [(tx.text(q.text) or "", texts.get(q.id)) for q in questions_of(tx, row.consultation)]
    mandate = tx.one(Mandate, id=row.helper) if row.helper else None
    consents = msgspec.json.decode(row.consents, type=list[str])
    return Heard(
        id=row.id,
        number=row.number,
        channel=rules.channels[row.channel].text,
        helper=mandate_name(tx, row.helper),
        employer=tx.text(row.employer) or (party_name(tx, mandate.party) if mandate else None),
        interpreter=tx.text(row.interpreter),
        made=row.made,
        revised=row.revised,
        withdrawn=row.withdrawn is not None,
        words=tuple((question, text) for question, text in words if text),
        agreed=tuple(rules.consents[key].text for key in consents if not rules.consents[key].required),
        response=row.response,
    )


def told(tx: Reading, pack: Pack, row: Response, numbers: tuple[int, ...]) -> Told:
    return Told(
        id=row.id,
        verdict=pack.consultation.verdicts[row.verdict].text,
        decided=tx.text(row.decided),
        because=tx.text(row.because) or "",
        next_step=tx.text(row.next_step),
        numbers=numbers,
    )


def heard_in(view: View, consultation: str) -> tuple[Heard, ...]:
    """The contributions that stand, for who answers them. Raises NotFound before closing."""
    row = consultation_of(view, consultation)
    if row.status != "closed" or not view.allows("response.write"):
        raise NotFound("common.not_found")
    rows = view.tx.all(Contribution, order="number", consultation=row.id, withdrawn=None)
    return tuple(heard(view.tx, view.pack, found) for found in rows)


def _readable(view: View, row: Consultation, respond: bool) -> bool:
    """Nobody reads while it is open, so that nobody is led; before publication, only who answers."""
    if row.status != "closed":
        return False
    return respond or (row.published is not None and view.allows("contribution.read"))


def _told(view: View, row: Consultation, contributions: list[Contribution]) -> tuple[Told, ...]:
    found = []
    for response in view.tx.all(Response, order="drafted", consultation=row.id):
        numbers = tuple(c.number for c in contributions if c.response == response.id and c.withdrawn is None)
        if numbers:
            found.append(told(view.tx, view.pack, response, numbers))
    return tuple(found)


def _links(tx: Reading, row: Consultation) -> tuple[Given, ...]:
    """The links that were handed out; not those of people who contributed with a helper."""
    helped = {c.link for c in tx.all(Contribution, consultation=row.id) if c.helper}
    found = []
    for invitation in tx.all(Invitation, order="made", consultation=row.id):
        link = tx.one(Link, id=invitation.id)
        if invitation.id not in helped:
            label, email = (link.label, link.email) if link else (None, None)
            found.append(Given(invitation.id, label, email, invitation.made, invitation.revoked is not None))
    return tuple(found)


def _mine(view: View, standing: list[Contribution], seat: Mandate | None) -> Heard | None:
    own = [c for c in standing if seat and c.seat == seat.seat]
    return heard(view.tx, view.pack, own[0]) if own else None


def _without_words(view: View, row: Contribution) -> Heard:
    """What a helper sees of what they wrote down: that it is there, so that they can take it back."""
    return replace(heard(view.tx, view.pack, row), words=())
