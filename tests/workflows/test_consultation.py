"""The consultation: those concerned are asked in time, heard in their own way, and answered."""

from __future__ import annotations

from datetime import timedelta

import pytest

from governance.actors import Who
from governance.acts.consultation import ContributionWithdrawn
from governance.clock import moment
from governance.database import Database
from governance.tables.consultation import Answer, Link
from governance.tables.identity import OutboxMessage
from governance.tables.log import Disclosure, Leaf
from policies.refusal import Invalid, NotEntitled, NotFound, Refused
from tests.workflows.hearing import Hearing
from tests.workflows.house import House
from workflows import consultation, partnership
from workflows.consultation import Opened
from workflows.consultation.tokens import ALPHABET, new_token
from workflows.notifications import waiting


@pytest.fixture
def house(database: Database) -> House:
    return House(database).draft().seated().written()


@pytest.fixture
def hearing(house: House) -> Hearing:
    return Hearing(house).opened()


@pytest.fixture
def proposed(house: House) -> House:
    house.decide("propose")
    return house


def wrong(raised: pytest.ExceptionInfo[Invalid]) -> set[str]:
    return {bad.name for bad in raised.value.fields}


def look(hearing: Hearing, token: str) -> Opened:
    with hearing.house.database.reading() as tx:
        return consultation.opened(tx, token)


# Preparing


def test_a_consultation_is_prepared_in_the_state_before_it_opens(proposed: House) -> None:
    hearing = Hearing(proposed).prepared("De quoi avez-vous besoin ?")
    assert hearing.row.status == "prepared"
    assert len(hearing.questions) == 1


def test_it_is_not_prepared_long_before(house: House) -> None:
    with pytest.raises(Invalid) as refusal:
        house.do(consultation.prepare, Hearing(house).plan())
    assert wrong(refusal) == {"purpose"}


def test_only_who_runs_it_prepares_it(proposed: House) -> None:
    for person in ("maire", "resident", "relais"):
        with pytest.raises(NotEntitled):
            proposed.do(consultation.prepare, Hearing(proposed).plan(), by=person)


def test_a_plan_says_all_that_is_wrong_at_once(proposed: House) -> None:
    plan = Hearing(proposed).plan(
        level="nothing", channels=("phone",), closing_day=Hearing(proposed).today, aim=" "
    )
    with pytest.raises(Invalid) as refusal:
        proposed.do(consultation.prepare, plan)
    assert wrong(refusal) == {"level", "channels", "closing_day", "aim"}


def test_a_plan_needs_a_closing_day_and_channels_of_the_pack(proposed: House) -> None:
    plan = Hearing(proposed).plan(closing_day=None, channels=("phone", "pigeon"))
    with pytest.raises(Invalid) as refusal:
        proposed.do(consultation.prepare, plan)
    assert wrong(refusal) == {"closing_day", "channels"}


def test_two_for_the_same_purpose_are_not_under_way_at_once(proposed: House) -> None:
    hearing = Hearing(proposed).prepared()
    with pytest.raises(Refused) as refusal:
        proposed.do(consultation.prepare, hearing.plan())
    assert refusal.value.code == "consultation.another_one"


def test_the_plan_changes_until_it_opens(proposed: House) -> None:
    hearing = Hearing(proposed).prepared()
    proposed.do(consultation.change, hearing.id, hearing.plan(channels=("online", "phone")))
    assert hearing.row.channels == '["online","phone"]'
    hearing.opened()
    with pytest.raises(Refused) as refusal:
        proposed.do(consultation.change, hearing.id, hearing.plan())
    assert refusal.value.code == "consultation.already_opened"


def test_a_question_is_worded_anew_or_dropped_until_it_opens(proposed: House) -> None:
    hearing = Hearing(proposed).prepared("Un ?", "Deux ?")
    first, second = hearing.questions
    proposed.do(consultation.ask, hearing.id, "Un, mieux dit ?", question=first)
    proposed.do(consultation.drop, second)
    proposed.do(consultation.ask, hearing.id, "Trois ?")
    assert hearing.questions[0] == first
    assert len(hearing.questions) == 2
    with pytest.raises(NotFound):
        proposed.do(consultation.drop, second)
    with pytest.raises(NotFound):
        proposed.do(consultation.ask, hearing.id, "Encore ?", question=second)
    hearing.opened()
    with pytest.raises(Refused):
        proposed.do(consultation.drop, first)


def test_a_date_of_reading_needs_an_easy_version_that_was_read(proposed: House) -> None:
    hearing = Hearing(proposed).prepared()
    tomorrow = hearing.today + timedelta(days=1)
    with pytest.raises(Invalid) as refusal:
        proposed.do(consultation.ask, hearing.id, "Quoi ?", proofread=tomorrow)
    assert wrong(refusal) == {"easy", "proofread"}
    proposed.do(consultation.ask, hearing.id, "Quoi ?", easy="Que voulez-vous ?", proofread=hearing.today)


# Opening and closing


def test_without_a_question_the_state_of_consultation_is_not_reached(proposed: House) -> None:
    with pytest.raises(Refused) as refusal:
        proposed.do(partnership.move, "open_consultation", "On y va.")
    assert [one.requirement for one in refusal.value.missing] == ["consultation-ready"]


def test_it_opens_in_the_state_of_its_purpose_only(proposed: House) -> None:
    hearing = Hearing(proposed).prepared()
    with pytest.raises(Refused) as refusal:
        proposed.do(consultation.launch, hearing.id)
    assert refusal.value.code == "consultation.not_in_this_state"


def test_it_does_not_open_without_a_question_nor_too_near_its_end(proposed: House) -> None:
    hearing = Hearing(proposed).prepared("Quoi ?")
    proposed.do(partnership.move, "open_consultation", "On y va.")
    hearing.forward(days=1)
    with pytest.raises(Refused) as refusal:
        proposed.do(consultation.launch, hearing.id)
    assert refusal.value.code == "consultation.closes_too_soon"
    proposed.do(consultation.change, hearing.id, hearing.plan())
    proposed.do(consultation.drop, hearing.questions[0])
    with pytest.raises(Refused) as refusal:
        proposed.do(consultation.launch, hearing.id)
    assert refusal.value.code == "consultation.no_question"


def test_it_is_open_to_the_last_instant_of_its_closing_day_in_paris(hearing: Hearing) -> None:
    assert hearing.row.closing_day == "2026-01-19"
    assert hearing.row.closes == "2026-01-19T23:00:00.000000Z"
    assert hearing.tick() == 0
    handed = hearing.invited()
    hearing.closed()
    assert (hearing.row.status, hearing.row.closed_because) == ("closed", "deadline")
    with pytest.raises(Refused) as refusal:
        hearing.contribute(handed)
    assert refusal.value.code == "consultation.closed"


def test_nothing_is_taken_after_its_time_even_before_the_tick(hearing: Hearing) -> None:
    handed = hearing.invited()
    hearing.forward(days=30)
    with pytest.raises(Refused) as refusal:
        hearing.contribute(handed)
    assert refusal.value.code == "consultation.closed"


def test_the_tick_closes_it_once(hearing: Hearing) -> None:
    hearing.closed()
    assert hearing.tick() == 0
    hearing.house.do(consultation.close_due, hearing.id, by="tick")
    with hearing.house.database.reading() as tx:
        assert len(tx.all(Leaf, kind="consultation.closed")) == 1


def test_it_lasts_as_long_as_people_were_told(hearing: Hearing) -> None:
    """Not closed a moment before its last day is over, whatever the pack's least number of days."""
    hearing.house.do(consultation.extend, hearing.id, hearing.today + timedelta(days=30))
    hearing.house.database.clock.now = moment(hearing.row.closes or "") - timedelta(seconds=1)  # type: ignore[attr-defined]
    assert hearing.tick() == 0
    assert hearing.row.status == "open"
    hearing.forward(days=1)
    assert hearing.tick() == 1
    assert hearing.row.closed_because == "deadline"


def test_it_is_extended_to_a_later_day_only(hearing: Hearing) -> None:
    for until in (None, hearing.today):
        with pytest.raises(Invalid) as refusal:
            hearing.house.do(consultation.extend, hearing.id, until)
        assert wrong(refusal) == {"until"}


# Links


def test_a_link_opens_its_consultation_and_nothing_is_kept_of_it_but_a_digest(hearing: Hearing) -> None:
    handed = hearing.invited(label="Mme T., du deuxième étage", email="t@example.org")
    found = look(hearing, handed.token)
    assert found.who == Who(link=handed.link)
    assert found.consultation.id == hearing.id
    with hearing.house.database.reading() as tx:
        row = tx.one(Link, id=handed.link)
        assert row is not None
        assert handed.token not in tuple(row)
        logged = b"".join(leaf.bytes for leaf in tx.all(Leaf))
    for secret in (handed.token, row.token_hash, "deuxième étage", "t@example.org"):
        assert secret.encode() not in logged


def test_a_link_is_mailed_where_an_address_is_given(hearing: Hearing) -> None:
    handed = hearing.invited(
        email="t@example.org", language="en", address=lambda token: f"https://tablee.example/c/{token}"
    )
    with hearing.house.database.reading() as tx:
        (message,) = tx.all(OutboxMessage, about=handed.link)
    assert waiting(message).link == f"https://tablee.example/c/{handed.token}"
    assert (message.recipient, message.language) == ("t@example.org", "en")


def test_a_revoked_link_opens_nothing_and_forgets_whose_it_was(hearing: Hearing) -> None:
    handed = hearing.invited(label="Mme T.", email="t@example.org")
    hearing.house.do(consultation.revoke, handed.link)
    with pytest.raises(NotFound):
        look(hearing, handed.token)
    with pytest.raises(NotFound):
        hearing.contribute(handed)
    with hearing.house.database.reading() as tx:
        row = tx.one(Link, id=handed.link)
    assert row is not None
    assert (row.label, row.email) == (None, None)
    with pytest.raises(NotFound):
        hearing.house.do(consultation.revoke, handed.link)


def test_a_token_that_was_never_given_opens_nothing(hearing: Hearing) -> None:
    for token in ("", "x" * 43, "é\ud800"):
        with pytest.raises(NotFound):
            look(hearing, token)


def test_a_link_typed_from_paper_opens_in_capitals_and_without_hyphens(hearing: Hearing) -> None:
    token = hearing.invited().token
    for typed in (token.upper(), token.replace("-", ""), token.replace("0", "O").replace("1", "l")):
        assert look(hearing, typed).who == look(hearing, token).who
    with pytest.raises(NotFound):
        look(hearing, token[:-1])


def test_a_link_is_hard_to_guess_and_no_two_are_the_same() -> None:
    made = {new_token() for _ in range(200)}
    assert len(made) == 200
    assert {len(token.replace("-", "")) for token in made} == {25}
    assert set("".join(made)) - {"-"} == set(ALPHABET)


def test_nobody_is_invited_by_a_bad_address_nor_after_the_end(hearing: Hearing) -> None:
    with pytest.raises(Invalid) as refusal:
        hearing.invited(email="pas une adresse", language="de")
    assert wrong(refusal) == {"email", "language"}
    hearing.closed()
    with pytest.raises(Refused):
        hearing.invited()


def test_no_link_is_made_where_every_channel_has_a_helper(proposed: House) -> None:
    helped = tuple(k for k, channel in proposed.pack.consultation.channels.items() if channel.helper)
    hearing = Hearing(proposed).prepared(channels=helped)
    with pytest.raises(Refused) as refusal:
        hearing.invited()
    assert refusal.value.code == "consultation.no_link_channel"


# Contributing


def test_a_contribution_by_link_is_numbered_and_its_words_stay_out_of_the_log(hearing: Hearing) -> None:
    first, second = hearing.invited(), hearing.invited()
    hearing.contribute(first, "Un atelier le samedi.", "Le loyer.")
    made = hearing.contribute(second, "", "Le bruit.")
    assert (made.number, made.channel, made.helper) == (2, "online", None)
    with hearing.house.database.reading() as tx:
        leaf = tx.all(Leaf, kind="consultation.contribution-made")[-1]
        texts = [tx.text(answer.text) for answer in tx.all(Answer, contribution=made.id)]
    assert set(texts) == {"Le bruit.", None}
    assert leaf.by == f"link:{second.link}"
    assert b"bruit" not in leaf.bytes


def test_a_later_contribution_by_the_same_link_replaces_the_earlier_whose_text_is_erased(
    hearing: Hearing,
) -> None:
    handed = hearing.invited()
    hearing.contribute(handed, "Première idée.")
    hearing.contribute(handed, "Meilleure idée.")
    assert len(hearing.contributions) == 1
    assert hearing.by(handed).revised is not None
    with hearing.house.database.reading() as tx:
        kept = [disclosure.text for disclosure in tx.all(Disclosure)]
    assert "Meilleure idée." in kept
    assert "Première idée." not in kept


def test_a_link_contributes_to_its_own_consultation_only(hearing: Hearing) -> None:
    other = Hearing(House(hearing.house.database, who=hearing.house.who).draft().seated().written()).opened()
    handed = other.invited()
    with pytest.raises(NotFound):
        hearing.contribute(handed)


def test_a_contribution_says_all_that_is_missing_at_once(hearing: Hearing) -> None:
    handed = hearing.invited()
    with pytest.raises(Invalid) as refusal:
        hearing.contribute(handed, " ", category="nobody", consents=("unknown",))
    assert wrong(refusal) == {f"answer-{hearing.questions[0]}", "category", "consents"}
    with pytest.raises(NotFound):
        hearing.contribute(handed, answers={"0": "Réponse à rien."})


def test_who_needs_a_guardian_is_heard_once_the_guardian_agreed(hearing: Hearing) -> None:
    categories = hearing.house.pack.consultation.categories
    minor = next(key for key, category in categories.items() if category.guardian)
    handed = hearing.invited()
    with pytest.raises(Invalid) as refusal:
        hearing.contribute(handed, category=minor)
    assert wrong(refusal) == {"guardian"}
    assert hearing.contribute(handed, category=minor, guardian=True).guardian_consent


def test_a_seat_of_those_concerned_contributes_without_a_link_and_no_other_seat_does(
    hearing: Hearing,
) -> None:
    hearing.house.do(consultation.contribute, hearing.id, hearing.said("Le samedi."), by="resident")
    hearing.house.do(consultation.contribute, hearing.id, hearing.said("Le dimanche."), by="resident")
    (made,) = hearing.contributions
    assert (made.seat, made.link) == (hearing.house.seats["resident"], None)
    with pytest.raises(NotEntitled) as refusal:
        hearing.house.do(consultation.contribute, hearing.id, hearing.said(), by="maire")
    assert refusal.value.code == "consultation.not_your_seat"


def test_a_helper_is_named_with_their_employer_and_the_author_gets_a_link(hearing: Hearing) -> None:
    handed = hearing.helped("Je préfère le matin.", interpreter="Langue des signes")
    made = look(hearing, handed.token).contribution
    assert made is not None
    with hearing.house.database.reading() as tx:
        assert tx.text(made.employer) == "Centre communal d’action sociale"
        assert tx.text(made.interpreter) == "Langue des signes"
        leaf = tx.all(Leaf, kind="consultation.contribution-made")[-1]
    assert leaf.by == f"link:{handed.link}"
    assert f'"with":"mandate:{made.helper}"'.encode() in leaf.bytes


def test_a_helper_says_for_whom_they_work_and_by_which_way_it_came(hearing: Hearing) -> None:
    with pytest.raises(Invalid) as refusal:
        hearing.helped(employer="", channel="online")
    assert wrong(refusal) == {"employer", "channel"}
    with pytest.raises(NotEntitled):
        hearing.helped(by="maire")


def test_what_was_said_with_a_helper_is_not_rewritten_by_the_link(hearing: Hearing) -> None:
    handed = hearing.helped()
    with pytest.raises(Refused) as refusal:
        hearing.contribute(handed)
    assert refusal.value.code == "consultation.said_with_helper"


def test_nothing_is_taken_before_the_opening(proposed: House) -> None:
    hearing = Hearing(proposed).prepared()
    handed = hearing.invited()
    with pytest.raises(Refused) as refusal:
        hearing.contribute(handed)
    assert refusal.value.code == "consultation.not_yet_open"


# Withdrawing


def test_an_author_withdraws_at_any_time_and_the_text_is_gone(hearing: Hearing) -> None:
    handed = hearing.invited(label="Mme T.")
    made = hearing.contribute(handed, "Je retire cela.", interpreter="Soninké")
    hearing.closed()
    (envelope,) = hearing.act(handed, consultation.withdraw, made.id)
    assert isinstance(envelope.body, ContributionWithdrawn)
    assert len(envelope.body.erased) == 2
    with hearing.house.database.reading() as tx:
        kept = [disclosure.text for disclosure in tx.all(Disclosure)]
        link = tx.one(Link, id=handed.link)
    assert "Je retire cela." not in kept
    assert "Soninké" not in kept
    assert link is not None
    assert link.label is None
    assert hearing.by(handed).withdrawn is not None
    with pytest.raises(Refused):
        hearing.act(handed, consultation.withdraw, made.id)


def test_nobody_withdraws_what_somebody_else_said(hearing: Hearing) -> None:
    mine, other = hearing.invited(), hearing.invited()
    made = hearing.contribute(mine)
    with pytest.raises((NotFound, NotEntitled)):
        hearing.act(other, consultation.withdraw, made.id)
    for person in ("facilitatrice", "relais", "maire", "resident"):
        with pytest.raises((NotFound, NotEntitled)):
            hearing.house.do(consultation.withdraw, made.id, by=person)
    with pytest.raises(NotFound):
        hearing.house.do(consultation.withdraw, "0", by="resident")


def test_a_seat_withdraws_its_own_and_a_helper_what_they_wrote_down(hearing: Hearing) -> None:
    hearing.house.do(consultation.contribute, hearing.id, hearing.said(), by="resident")
    (own,) = hearing.contributions
    with pytest.raises((NotFound, NotEntitled)):
        hearing.house.do(consultation.withdraw, own.id, by="voisine")
    hearing.house.do(consultation.withdraw, own.id, by="resident")
    helped = hearing.by(hearing.helped())
    hearing.house.do(consultation.withdraw, helped.id, by="relais")
    assert [c.withdrawn_because for c in hearing.contributions] == ["author", "author_through_helper"]


def test_who_withdrew_may_contribute_again_while_it_is_open(hearing: Hearing) -> None:
    handed = hearing.invited()
    made = hearing.contribute(handed, "Non.")
    hearing.act(handed, consultation.withdraw, made.id)
    hearing.act(handed, consultation.contribute, hearing.id, hearing.said("Oui."))
    assert [c.withdrawn is None for c in hearing.contributions] == [False, True]
    found = look(hearing, handed.token).contribution
    assert found is not None
    assert found.withdrawn is None


# Answering


def test_nobody_answers_before_it_is_closed(hearing: Hearing) -> None:
    made = hearing.contribute(hearing.invited())
    with pytest.raises(Refused) as refusal:
        hearing.answer(made)
    assert refusal.value.code == "consultation.close_first"


def test_nothing_is_published_while_a_contribution_has_no_response_and_each_is_named(
    hearing: Hearing,
) -> None:
    made = [hearing.contribute(hearing.invited(), f"Idée {i}") for i in range(4)]
    hearing.closed()
    hearing.answer(made[0], made[2])
    with pytest.raises(Refused) as refusal:
        hearing.publish()
    assert refusal.value.code == "consultation.unanswered"
    assert "n°\u00a02, n°\u00a04" in refusal.value.text.fr
    hearing.answer(made[1], made[3])
    hearing.publish()
    assert hearing.row.published is not None
    with pytest.raises(Refused):
        hearing.publish()
    with pytest.raises(Refused):
        hearing.answer(made[0])


def test_what_was_withdrawn_needs_no_response_and_gets_none(hearing: Hearing) -> None:
    handed = hearing.invited()
    gone, stays = hearing.contribute(handed), hearing.contribute(hearing.invited())
    hearing.act(handed, consultation.withdraw, gone.id)
    hearing.closed()
    with pytest.raises(Invalid) as refusal:
        hearing.answer(gone, stays)
    assert wrong(refusal) == {"contributions"}
    hearing.answer(stays)
    hearing.publish()


def test_a_draft_is_written_anew_and_may_answer_others(hearing: Hearing) -> None:
    one, two = hearing.contribute(hearing.invited()), hearing.contribute(hearing.invited())
    hearing.closed()
    hearing.answer(one)
    response = hearing.contributions[0].response
    hearing.answer(two, response=response, decided="Le samedi.", next_step="En mars.")
    assert [c.response for c in hearing.contributions] == [None, response]
    with pytest.raises(NotFound):
        hearing.answer(one, response="0")


def test_a_response_says_why_and_whom_it_answers(hearing: Hearing) -> None:
    hearing.closed()
    with pytest.raises(Invalid) as refusal:
        hearing.answer(verdict="maybe", because=" ")
    assert wrong(refusal) == {"verdict", "because", "contributions"}


def test_a_synthesis_is_published_with_the_responses_or_nothing_is(hearing: Hearing) -> None:
    hearing.closed()
    with pytest.raises(Invalid) as refusal:
        hearing.publish(" ")
    assert wrong(refusal) == {"synthesis"}
    assert hearing.row.published is None


def test_word_of_the_response_goes_to_those_whose_address_we_have(hearing: Hearing) -> None:
    told, silent = hearing.invited(email="t@example.org"), hearing.invited()
    made = [hearing.contribute(told), hearing.contribute(silent)]
    hearing.closed()
    hearing.answer(*made)
    hearing.publish()
    with hearing.house.database.reading() as tx:
        messages = tx.all(OutboxMessage, recipient="t@example.org")
    assert [message.about for message in messages] == [f"{made[0].id}:answered"]


def test_one_response_to_many_is_split_into_acts_that_a_leaf_can_hold(
    hearing: Hearing, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("workflows.consultation.answering.PER_ACT", 2)
    made = [hearing.contribute(hearing.invited()) for _ in range(5)]
    hearing.closed()
    hearing.answer(*made)
    with hearing.house.database.reading() as tx:
        assert len(tx.all(Leaf, kind="consultation.contributions-answered")) == 3
    assert len({c.response for c in hearing.contributions}) == 1


def test_the_same_words_said_twice_have_different_commitments(hearing: Hearing) -> None:
    made = [hearing.contribute(hearing.invited(), "Oui.").id for _ in range(2)]
    with hearing.house.database.reading() as tx:
        texts = {a.text for one in made for a in tx.all(Answer, contribution=one) if a.text}
        acts = tx.all(Leaf, kind="consultation.contribution-made")
    assert len(texts) == len(acts) == 2
