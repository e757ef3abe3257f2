"""What consultations wait for: a view from my seat, responses to what was said, their publication."""

from __future__ import annotations

from sqlalchemy import or_

from governance.tables.base import core
from governance.tables.consultation import Consultation, Contribution
from governance.tables.parties import Seat
from governance.transaction import Reading
from policies.phrases import phrase
from workflows.consultation.loading import is_open
from workflows.reads.table.charge import is_asked, is_charged
from workflows.reads.table.shapes import Ask
from workflows.reads.table.sight import Sight, by_partnership, grouped, rows


def asks(tx: Reading, sights: list[Sight]) -> list[Ask]:
    """Of this term's consultations that are open, or closed and not yet published."""
    row = core(Consultation).c
    going = or_(row.status == "open", (row.status == "closed") & row.published.is_(None))
    held = by_partnership(rows(tx, Consultation, "partnership", [sight.id for sight in sights], going))
    keys = [found.id for consultations in held.values() for found in consultations]
    standing = core(Contribution).c.withdrawn.is_(None)
    said = grouped(rows(tx, Contribution, "consultation", keys, standing), "consultation")
    seats = _concerned_seats(tx, [sight for sight in sights if sight.id in held])
    found = []
    for sight in sights:
        for consultation in held.get(sight.id, []):
            if consultation.term == sight.view.row.term:
                heard = said.get(consultation.id, [])
                found += _say(sight, consultation, heard, seats.get(sight.id, set()))
                found += _answer(sight, consultation, heard)
    return found


def _say(sight: Sight, row: Consultation, said: list[Contribution], seats: set[str]) -> list[Ask]:
    """A view to give, for a seat of those concerned that has not contributed."""
    if not is_open(row, sight.view.tx.now) or not sight.view.allows("consultation.contribute"):
        return []
    if not seats - {contribution.seat for contribution in said}:
        return []
    label = phrase("table.say", purpose=sight.view.pack.consultation.purposes[row.purpose].text)
    return [sight.ask("say", f"consultation/say/{row.id}", label, due=row.closes)]


def _answer(sight: Sight, row: Consultation, said: list[Contribution]) -> list[Ask]:
    """Contributions without a response; once there is none, what everybody waits to read."""
    if row.status != "closed":
        return []
    waiting = sum(contribution.response is None for contribution in said)
    action = "response.write" if waiting else "consultation.manage"
    if not is_asked(sight, action):
        return []
    here = sight.view.row.state in sight.view.pack.consultation.purposes[row.purpose].opens_in
    settles = here and is_charged(sight, action)
    if waiting:
        label, path = phrase("table.answer", number=waiting), f"consultation?of={row.id}#contributions"
    else:
        label, path = phrase("table.publish"), f"consultation/publish/{row.id}"
    return [sight.ask("answer", path, label, settles=settles)]


def _concerned_seats(tx: Reading, sights: list[Sight]) -> dict[str, set[str]]:
    """The person's seats in the college of those concerned, by partnership."""
    held = {mandate.seat for sight in sights for mandate in sight.view.mandates if mandate.seat}
    concerned = {sight.id: sight.view.pack.concerned for sight in sights}
    found = by_partnership(rows(tx, Seat, "id", held, core(Seat).c.removed.is_(None)))
    return {
        partnership: {seat.id for seat in seats if seat.college == concerned[partnership]}
        for partnership, seats in found.items()
    }
