"""Steps of the role agreement: begun from the template, completed, acknowledged by each signatory."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from governance.agreement_digest import agreement_of, digest_of
from governance.facts.agreement import signatories
from governance.tables.agreement import Indicator, Mission, MissionPart
from workflows import agreement
from workflows.demo.stage import Play


def adopt_suggestions(play: Play) -> None:
    play.do(agreement.adopt_suggestions, "fr")


def missions(play: Play, roles: Sequence[Mapping[str, str]]) -> None:
    """For each mission in turn, the roles of the parties beside the one that the template names."""
    rows = play.all(Mission, removed=None, order="id")
    for mission, more in zip(rows, roles, strict=False):
        with play.database.reading() as tx:
            named = {part.party: part.role for part in tx.all(MissionPart, mission=mission.id) if part.role}
        named |= {play.parties[key]: role for key, role in more.items()}
        (title,) = play.texts(mission.title)
        play.do(agreement.agree_mission, title=title, roles=named, mission=mission.id)


def indicators(play: Play, goals: Sequence[Mapping[str, str]]) -> None:
    """For each indicator of the template in turn: baseline, target and source."""
    for row, goal in zip(indicators_of(play), goals, strict=False):
        name, unit, measured_by = play.texts(row.name, row.unit, row.measured_by)
        play.do(
            agreement.choose_indicator,
            name=name,
            unit=unit,
            nature=row.nature,
            kind=row.type,
            baseline=Decimal(goal["baseline"]),
            target=Decimal(goal["target"]),
            source=goal["source"],
            measured_by=measured_by,
            indicator=row.id,
        )


def indicators_of(play: Play) -> list[Indicator]:
    return play.all(Indicator, removed=None, order="id")


def pledges(play: Play, brought: Sequence[Mapping[str, Any]]) -> None:
    for one in brought:
        play.do(
            agreement.pledge,
            party=play.parties[one["party"]],
            kind=one["kind"],
            text=one["text"],
            amount=_decimal(one.get("amount")),
            quantity=_decimal(one.get("quantity")),
            due=play.day(one.get("due")),
        )


def clauses(play: Play, texts: Mapping[str, str]) -> None:
    for clause, text in texts.items():
        play.do(agreement.write_clause, clause, text)


def words(play: Play, meanings: Mapping[str, str]) -> None:
    for word, meaning in meanings.items():
        play.do(agreement.define_word, word=word, meaning=meaning)


def training(play: Play, on: int, text: str) -> None:
    play.do(agreement.plan_training, day=play.day(on), text=text)


def deliberation(play: Play, party: str, reference: str, adopted: int, enforceable: int) -> None:
    play.do(
        agreement.report_deliberation,
        party=play.parties[party],
        reference=reference,
        adopted=play.day(adopted),
        enforceable=play.day(enforceable),
    )


def acknowledge(play: Play) -> None:
    """Each party's signatory acknowledges the agreement as it stands."""
    with play.database.reading() as tx:
        digest = digest_of(agreement_of(tx, play.id))
        mandated = signatories(tx, play.id, play.pack)
    roles = play.pack.roles_with("signs")
    for key, party in play.story.parties.items():
        signer = next(person for role, person in party.mandates.items() if role in roles)
        if play.parties[key] in mandated:
            play.do(agreement.acknowledge, play.parties[key], digest=digest, by=signer)


def _decimal(value: str | None) -> Decimal | None:
    return None if value is None else Decimal(value)
