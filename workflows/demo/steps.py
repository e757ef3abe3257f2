"""The steps that stories are made of, by the name that they have in the YAML files."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from governance.record import new_id
from governance.tables.deliberation import Decision
from workflows import deliberation, dossier, parties, partnership
from workflows.demo import agreeing, hearing, living, reviewing
from workflows.demo.script import Party
from workflows.demo.stage import Play


def create(play: Play) -> None:
    """The facilitator begins the draft, and seats everybody."""
    story = play.story
    with play.database.transaction() as tx:
        play.id = partnership.create_draft(
            tx, play.who[story.facilitator], play.pack, title=story.title, template=story.template
        )
    for key, party in story.parties.items():
        _join(play, key, party)
    for role, people in story.mandates.items():
        for person in people:
            _mandate(play, role, person)


def _join(play: Play, key: str, party: Party) -> None:
    id_ = play.parties[key] = new_id(play.clock.now)
    organisation = play.cast.organisations[key]
    play.do(parties.add_party, party=id_, capacity=party.capacity, **organisation)
    for holders in party.seats:
        seat = new_id(play.clock.now)
        play.do(parties.add_seat, college=party.college, party=id_, seat=seat)
        for role, person in holders.items():
            _mandate(play, role, person, seat=seat)
        play.seats[next(iter(holders.values()))] = seat
    for role, person in party.mandates.items():
        _mandate(play, role, person, party=id_)


def _mandate(play: Play, role: str, person: str, **bound: str) -> None:
    play.do(parties.give_mandate, role=role, email=play.cast.people[person].email, **bound)


def positions(play: Play) -> None:
    """Each party says what it expects and what binds it."""
    for key, party in play.story.parties.items():
        if party.expects:
            play.do(
                parties.state_position,
                play.parties[key],
                expectations=party.expects,
                constraints=party.bound_by,
                by=_voice(party),
            )


def _voice(party: Party) -> str:
    """Who speaks for a party: the first who sits for it."""
    return next(iter(party.seats[0].values()))


def write(play: Play, sections: Mapping[str, str], by: str = "") -> None:
    play.do(dossier.write_sections, sections, by=by)


def open_vote(play: Play, transition: str) -> None:
    play.do(deliberation.open_decision, transition)


def vote(play: Play, ballots: Mapping[str, Any]) -> None:
    """Ballots by who sits: a choice, or a choice and its reason."""
    decision = play.all(Decision, status="open", order="-opened")[0]
    for person, ballot in ballots.items():
        choice, reason = (ballot, "") if isinstance(ballot, str) else ballot
        play.do(
            deliberation.cast_ballot,
            decision.id,
            play.seats[person],
            choice,
            reason=reason,
            no_interest=True,
            by=person,
        )


def move(play: Play, transition: str, reason: str) -> None:
    play.do(partnership.move, transition, reason)


def acknowledge_objectives(play: Play, by: list[str]) -> None:
    """Parties acknowledge the shared objectives, each by the first who sits for it."""
    for key in by:
        play.do(dossier.acknowledge_objectives, play.parties[key], by=_voice(play.story.parties[key]))


STEPS: dict[str, Callable[..., None]] = {
    "create": create,
    "positions": positions,
    "write": write,
    "open-vote": open_vote,
    "vote": vote,
    "move": move,
    "acknowledge-objectives": acknowledge_objectives,
    "prepare-consultation": hearing.prepare,
    "open-consultation": hearing.launch,
    "invite": hearing.invite,
    "contribute": hearing.contribute,
    "respond": hearing.respond,
    "publish": hearing.publish,
    "open-review": reviewing.open_review,
    "declare": reviewing.declare,
    "assess": reviewing.assess,
    "reply": reviewing.reply,
    "give-opinion": reviewing.give_opinion,
    "meet-condition": reviewing.meet_condition,
    "adopt-suggestions": agreeing.adopt_suggestions,
    "missions": agreeing.missions,
    "indicators": agreeing.indicators,
    "pledges": agreeing.pledges,
    "clauses": agreeing.clauses,
    "words": agreeing.words,
    "training": agreeing.training,
    "deliberation": agreeing.deliberation,
    "acknowledge-agreement": agreeing.acknowledge,
    "measure": living.measure,
    "answer-prompt": living.answer_prompt,
    "pieces": living.pieces,
    "recommend": living.recommend,
}
