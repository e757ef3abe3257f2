"""The arithmetic as people read it."""

from __future__ import annotations

from typing import Any

import pytest

from policies.deliberation import Ballot, Rule, Seat, description, needed, tally
from policies.text import Text
from tests.policies.deliberation.build import MAJORITY, rule, seats, votes

LABELS = {
    "a": Text(fr="Associations", en="Associations"),
    "b": Text(fr="Personnes concernées", en="People concerned"),
    "shares": Text(fr="tantièmes", en="shares"),
}


def said(asked: Rule, electorate: list[Seat], ballots: list[Ballot], **asides: Any) -> Text:
    text = tally(asked, electorate, ballots, labels=LABELS, **asides).criteria[0].text
    return Text(fr=text.fr.replace("\u00a0", " ").replace("\u202f", " "), en=text.en)


def test_a_share_of_seats() -> None:
    ballots = [Ballot(f"a{n}", "for" if n <= 7 else "against") for n in range(1, 13)]
    assert said(rule(), seats(a=12), ballots) == Text(
        fr="7 voix pour sur 12 voix exprimées (58,3 %) ; il fallait plus de la moitié : atteint.",
        en="7 votes for out of 12 votes expressed (58.3%); more than half was needed: met.",
    )


def test_one_and_none_agree_in_number() -> None:
    asked = rule({"measure": "abstain", "of": "entitled", "fewer_than": "1/3"})
    text = said(asked, seats(a=1), [])
    assert text.fr == "0 abstention sur 1 siège inscrit (0 %) ; il fallait moins du tiers : atteint."
    assert text.en == (
        "0 abstentions out of 1 seat entitled to vote (0%); less than one third was needed: met."
    )


def test_a_share_of_nothing_says_so() -> None:
    text = said(rule(MAJORITY | {"in": "b"}), seats(b=1), [])
    assert text.fr == (
        "Personnes concernées : 0 voix pour sur 0 voix exprimée, donc rien à comparer ; "
        "il fallait plus de la moitié : non atteint."
    )
    assert text.en.startswith(
        "People concerned: 0 votes for out of 0 votes expressed, so nothing to compare;"
    )


def test_a_count() -> None:
    asked = rule({"measure": "for", "at_least": 1000})
    text = said(asked, seats(a=1), votes(a1="for"))
    assert text.fr == "1 voix pour ; il fallait au moins 1 000 : non atteint."
    assert text.en == "1 vote for; at least 1,000 was needed: not met."


def test_none_allowed() -> None:
    asked = rule({"measure": "objection", "in": ["a", "b"], "at_most": 0}, ballots=["for", "objection"])
    text = said(asked, seats(a=1, b=1), votes(a1="objection", b1="objection"))
    assert (
        text.fr == "Associations et Personnes concernées : 2 objections ; il n’en fallait pas : non atteint."
    )
    assert text.en == "Associations and People concerned: 2 objections; none was allowed: not met."


def test_a_weight() -> None:
    electorate = [Seat("x", "a", {"shares": 1334}), Seat("y", "a", {"shares": 666})]
    asked = rule({"measure": "for", "of": "entitled", "weigh": "shares", "at_most": "2/3"})
    text = said(asked, electorate, votes(x="for"))
    assert text.fr == (
        "Voix pour, selon « tantièmes » : 1 334 sur 2 000 (66,7 % ; base : sièges inscrits) ; "
        "il ne fallait pas plus des deux tiers : non atteint."
    )
    assert text.en == (
        "Votes for, by “shares”: 1,334 out of 2,000 (66.7%; base: seats entitled to vote); "
        "no more than two thirds was allowed: not met."
    )
    counted = rule({"measure": "for", "weigh": "shares", "more_than": 5})
    assert (
        said(counted, electorate, votes(x="for")).en
        == "Votes for, by “shares”: 1,334; more than 5 was needed: met."
    )
    of_none = rule({"measure": "for", "of": "expressed", "weigh": "shares", "at_least": "55%"})
    assert "0 sur 0 (base : voix exprimées)" in said(of_none, electorate, []).fr
    assert "il fallait au moins 55 %" in said(of_none, electorate, []).fr


def test_colleges() -> None:
    asked = rule(MAJORITY | {"weigh": "colleges"}, colleges={"a": "1/2", "b": "1/2"})
    text = said(asked, seats(a=2, b=1), votes(a1="for", a2="against", b1="for"))
    assert text.fr == (
        "Voix pour, selon le poids de chaque collège : 75 % (base : voix exprimées) ; "
        "il fallait plus de la moitié : atteint."
    )
    assert "there is no college to count" in said(asked, seats(a=1), []).en


def test_a_tie_and_how_it_was_settled() -> None:
    ballots = votes(a1="for", a2="against")
    assert said(rule(), seats(a=2), ballots).fr.endswith(": égalité, non atteint.")
    assert said(rule(tie="chair"), seats(a=2), ballots, chair="a1").en.endswith(
        ": tied, settled by the chair’s vote, so met."
    )


@pytest.mark.parametrize(
    ("criterion", "fr", "en"),
    [
        (MAJORITY, "plus de la moitié", "more than half"),
        (
            {"measure": "for", "of": "entitled", "at_least": "3/4"},
            "au moins les trois quarts",
            "at least three quarters",
        ),
        ({"measure": "for", "of": "entitled", "at_least": "3/5"}, "au moins 3/5", "at least 3/5"),
        ({"measure": "for", "of": "entitled", "more_than": "55%"}, "plus de 55 %", "more than 55%"),
        ({"measure": "for", "at_least": 1}, "au moins 1", "at least 1"),
    ],
)
def test_what_is_needed(criterion: dict[str, Any], fr: str, en: str) -> None:
    text = needed(rule(criterion).adopted_when)
    assert (text.fr.replace("\u00a0", " "), text.en) == (fr, en)


@pytest.mark.parametrize(
    ("criterion", "fr"),
    [
        (MAJORITY | {"in": "b"}, "Personnes concernées : Voix pour : plus de la moitié des voix exprimées"),
        (
            MAJORITY | {"weigh": "shares"},
            "Voix pour, selon « tantièmes » : plus de la moitié des voix exprimées",
        ),
        ({"measure": "for", "at_least": 3}, "Voix pour : au moins 3"),
    ],
)
def test_what_a_criterion_asks_before_anyone_has_voted(criterion: dict[str, Any], fr: str) -> None:
    assert description(rule(criterion).adopted_when, LABELS).fr == fr


def test_each_reason_to_set_a_ballot_aside_and_each_outcome_has_its_text() -> None:
    ballots = [
        Ballot("x", "for"),
        Ballot("r", "for"),
        Ballot("a1", "maybe"),
        Ballot("a1", "for", "proxy"),
        Ballot("a1", "for"),
        Ballot("a1", "for"),
    ]
    outcome = tally(rule(ballot_change="never"), [*seats(a=1), Seat("r", "a", recused=True)], ballots)
    assert [aside.text.fr for aside in outcome.set_aside] == [
        "Écarté : le siège « x » n’est pas inscrit pour ce vote.",
        "Écarté : le siège « r » s’est déporté et ne vote pas.",
        "Écarté : « maybe » n’est pas un choix de ce vote.",
        "Écarté : cette règle n’admet pas de vote par procuration (siège « a1 »).",
        "Écarté : le siège « a1 » avait déjà voté, et un vote ne peut pas être changé.",
    ]
    assert outcome.text == Text(fr="Adopté", en="Adopted")
