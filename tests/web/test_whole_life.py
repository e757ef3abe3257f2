"""One partnership lives its whole life in browsers without script, from its draft to its second term."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

import pytest

from governance.audit.replay import replay
from governance.audit.verify import verify
from governance.database import Database
from governance.tables.partnership import StateEntry
from tests.web.browser import Browser
from tests.web.life_pages import Person, Town, answers, boxes, town

TITLE = "Ressourcerie des Dervallières"
WHY = "Nous avons lu, entendu et discuté."


@dataclass
class Story:
    """The people of the story; `seated` vote."""

    town: Town
    fatou: Person = field(init=False)
    claire: Person = field(init=False)

    def __post_init__(self) -> None:
        self.fatou = self.town.registered("Fatou Diallo", "fatou@example.org")
        self.claire = self.town.registered("Claire Roussel", "claire@example.org", office="auditor")
        person = self.town.person
        self.helene = person("Hélène Marchand", "helene@example.org")  # the town
        self.karim = person("Karim Benali", "karim@example.org")  # the association
        self.luc = person("Luc Perrin", "luc@example.org")  # the company
        self.mariam = person("Mariam Traoré", "mariam@example.org")  # the residents
        self.josiane = person("Josiane Petit", "josiane@example.org")
        self.odile = person("Odile Garnier", "odile@example.org")  # ethics
        self.yann = person("Yann Le Goff", "yann@example.org")
        self.paul = person("Paul Nguyen", "paul@example.org")  # evaluation
        self.samira = person("Samira Haddad", "samira@example.org")  # writes down what others say
        self.seated = [self.helene, self.karim, self.luc, self.mariam, self.josiane]
        self.parties: dict[str, str] = {}
        self.guest: Browser = self.town.browser()
        self.consultation = self.link = ""

    @property
    def state(self) -> str:
        return self.town.partnership.state

    def decides(self, transition: str, **against: str) -> str:
        """The facilitator opens a vote, all vote for it, but as `against` says; gives the decision."""
        decision = self.fatou.opens_vote(transition)
        for person in self.seated:
            if self.town.decision(decision).status == "open":
                person.votes(against.get(person.email.partition("@")[0], "for"))
        return decision


@pytest.fixture
def story(database: Database) -> Iterator[Story]:
    with town(database) as served:
        yield Story(served)


def test_a_partnership_lives_its_whole_life_through_the_pages(story: Story, database: Database) -> None:
    a_draft_is_begun_and_its_parties_are_named(story)
    without_the_people_concerned_nothing_is_proposed(story)
    the_people_concerned_take_their_seats_and_write_the_need(story)
    the_committee_votes_on_the_proposal(story)
    the_people_concerned_are_heard(story)
    nothing_goes_on_before_everyone_is_answered(story)
    who_contributed_sees_what_became_of_it(story)
    ethics_is_examined(story)
    roles_are_agreed_and_acknowledged(story)
    a_prompt_falls_due_is_reminded_and_answered(story)
    what_was_done_is_evaluated(story)
    the_committee_renews_for_a_second_term(story)
    the_compliance_officer_reads_who_what_when_and_why(story)

    with database.reading() as tx:
        states = [row.state for row in tx.all(StateEntry, partnership=story.town.partnership.id, order="seq")]
        assert list(verify(tx).findings) == []
        assert list(replay(tx).findings) == []
    assert states == [
        "draft",
        "proposed",
        "consultation",
        "ethical_review",
        "role_agreement",
        "active",
        "evaluation",
        "active",
    ]


def a_draft_is_begun_and_its_parties_are_named(story: Story) -> None:
    page = story.fatou.fills("/partnerships/new", title=TITLE, template="circular")
    story.town.base = str(page.response.url.path)
    assert "Brouillon" in page.words
    for name, kind, college, holder in (
        ("Ville de Nantes", "public", "public", story.helene),
        ("Les Ateliers du Lien", "association", "associations", story.karim),
        ("Réemploi Ouest", "company", "companies", story.luc),
    ):
        joins(story, name, kind, college, holder)
    for role, person in (("reviewer", story.odile), ("reviewer", story.yann), ("evaluator", story.paul)):
        story.fatou.gives_mandate(role, person)
    story.fatou.gives_mandate("helper", story.samira)
    for key, section in story.town.pack.dossier.sections.items():
        if not section.voice:
            story.fatou.fills(f"./dossier/{key}", text=f"Ce que nous disons de « {section.text.fr} ».")


def joins(story: Story, name: str, kind: str, college: str, holder: Person) -> None:
    """A party gets its seat, and the seat its holder."""
    before = links(story.fatou, "mandates/new?seat=")
    page = story.fatou.fills("./parties/new", name=name, kind=kind, college=college)
    assert name in page.words
    (seat,) = links(story.fatou, "mandates/new?seat=") - before
    story.fatou.gives_mandate("member", holder, f"&seat={seat}")
    (story.parties[college],) = links(story.fatou, "seats/new?party=") - set(story.parties.values())


def links(person: Person, start: str) -> set[str]:
    start = f"{person.town.base}/{start}"
    return {href[len(start) :] for href, _ in person.opens("./parties").links if href.startswith(start)}


def without_the_people_concerned_nothing_is_proposed(story: Story) -> None:
    page = story.fatou.tries("./decide/propose")
    assert page.status == 409
    assert "Au moins deux représentants des personnes concernées siègent au comité." in page.words
    assert "Donner mandat, dans « Parties prenantes »," in page.words
    assert story.state == "draft"


def the_people_concerned_take_their_seats_and_write_the_need(story: Story) -> None:
    joins(story, "Collectif des habitants", "collective", "beneficiaries", story.mariam)
    before = links(story.fatou, "mandates/new?seat=")
    story.fatou.fills(f"./seats/new?party={story.parties['beneficiaries']}", college="beneficiaries")
    (seat,) = links(story.fatou, "mandates/new?seat=") - before
    story.fatou.gives_mandate("member", story.josiane, f"&seat={seat}")
    page = story.mariam.fills("./dossier/need", text="Rien n’est réparé près de chez nous.")
    assert "Rien n’est réparé près de chez nous." in page.words


def the_committee_votes_on_the_proposal(story: Story) -> None:
    rejected = story.decides("propose", mariam="against", josiane="against", luc="abstain")
    page = story.mariam.opens(f"/decisions/{rejected}")
    assert "Rejeté" in page.words
    assert "2 voix pour sur 4 voix exprimées (50 %) ; il fallait plus de la moitié" in page.words
    assert story.state == "draft"
    story.fatou.fills("./dossier/action", text="Un atelier de réparation, le samedi aussi.")

    adopted = story.fatou.opens_vote("propose")
    receipt = story.helene.votes("for")
    assert "Empreinte de cet acte" in receipt.words
    assert "Ce que vous attendez Vote : Proposer au comité" in story.helene.opens("/").words
    assert "Mariam Traoré" in story.helene.opens("./").words  # who is awaited
    for person in (story.karim, story.mariam, story.josiane):
        person.votes("for")
    page = story.luc.opens(f"/decisions/{adopted}")
    assert "Bulletins reçus 4 sur 5" in page.words
    assert "A voté" in page.words
    assert "Décompte" not in page.words  # who chose what is shown once the vote is closed
    story.luc.votes("against", "Le samedi nous coûtera cher.")
    page = story.luc.opens(f"/decisions/{adopted}")
    assert "Le samedi nous coûtera cher." in page.words
    assert "plus aucun bulletin ne pouvait changer le résultat" in page.words
    assert "Adopté" in page.words
    assert "4 voix pour sur 5 voix exprimées (80 %)" in page.words
    assert story.state == "proposed"
    assert "Proposé" in story.luc.opens("./").words


def the_people_concerned_are_heard(story: Story) -> None:
    fatou = story.fatou
    fatou.fills(
        "./consultation/plan/new",
        aim="Savoir si la ressourcerie répond à vos besoins.",
        level="concertation",
        channels=["online", "phone"],
    )
    story.consultation = consultation = fatou.follows("./consultation", "./consultation/question/")
    fatou.fills(f"./consultation/question/{consultation}", text="De quoi avez-vous besoin ?")
    fatou.fills("./move/open_consultation", reason="C’est le moment d’écouter.")
    fatou.presses("./consultation", "./consultation/open/")
    assert story.state == "consultation"
    story.link = invited(story, consultation)
    page = gives_view(story, "Ouvrez le samedi, s’il vous plaît.")
    assert "Merci." in page
    address = f"{story.town.base}/consultation/enter/{consultation}"
    form = story.samira.opens(address)
    said = answers(form, address, "Il faut des chaises.")
    more = {"channel": "phone", "employer": "Centre communal d’action sociale", "consents": ["recorded"]}
    page = story.samira.fills(address, category="concerned", **more, **said)
    assert "/c/" in page.words
    assert "Ouvrez le samedi" not in fatou.opens("./consultation").words  # nobody reads before it is over
    story.town.passes(days=16)
    assert "Ouvrez le samedi" in fatou.opens("./consultation").words


def invited(story: Story, consultation: str) -> str:
    """The personal link, as the page shows it once."""
    page = story.fatou.fills(f"./consultation/invite/{consultation}", label="Mme T.")
    found = re.search(r"/c/[\w-]+", page.words)
    assert found
    return found[0]


def gives_view(story: Story, text: str) -> str:
    """Somebody without an account, with nothing but the link, says something."""
    page = story.guest.get(story.link)
    assert page.status == 200, page.words
    said = answers(page, story.link, text)
    return story.guest.send(story.link, category="concerned", consents=["recorded"], **said).words


def nothing_goes_on_before_everyone_is_answered(story: Story) -> None:
    answered(story, "taken_up", "Vous êtes nombreux à le demander.")
    page = story.fatou.tries("./move/submit_to_review", reason="Tout est dit.")
    assert page.status == 409
    assert "Chaque contribution a reçu une réponse publiée." in page.words
    page = story.fatou.tries(f"./consultation/publish/{story.consultation}", synthesis="Voici ce qui change.")
    assert page.status == 409
    answered(story, "not_taken_up", "La salle est trop petite ; nous en cherchons une autre.")
    story.fatou.fills(f"./consultation/publish/{story.consultation}", synthesis="Voici ce qui change.")


def answered(story: Story, verdict: str, because: str) -> None:
    """The facilitator answers the first contribution that waits."""
    address = f"./consultation/response/{story.consultation}"
    waiting = boxes(story.fatou.opens(address), "contributions")
    story.fatou.fills(address, contributions=waiting[:1], verdict=verdict, because=because)


def who_contributed_sees_what_became_of_it(story: Story) -> None:
    page = story.guest.get(story.link)
    for words in ("Ouvrez le samedi", "Vous êtes nombreux à le demander.", "Voici ce qui change."):
        assert words in page.words
    assert "La salle est trop petite" not in page.words  # that answers somebody else
    story.fatou.fills("./move/submit_to_review", reason="Chacun a sa réponse.")
    assert story.state == "ethical_review"


def ethics_is_examined(story: Story) -> None:
    story.fatou.fills("./review/question/new", question="Qui pourrait y perdre ?")
    for reviewer in (story.odile, story.yann):
        reviewer.fills("./review/interests/mine", interest="none")
    for criterion in story.town.pack.review.criteria:
        story.odile.fills(f"./review/criterion/{criterion}", finding="satisfied", reason=WHY)
    story.odile.fills("./review/condition/new", text="Une notice en mots simples.", criterion="data")
    story.yann.fills("./review/opinion/new", opinion="favourable_with_conditions", reason=WHY)
    due = story.town.database.clock().date().isoformat()
    for step, fields in (
        ("schedule", {"owner": story.parties["public"], "due": due}),
        ("met", {"proof": "Notice relue par le collectif."}),
    ):
        condition = story.fatou.follows("./review", f"./review/{step}/")
        story.fatou.fills(f"./review/{step}/{condition}", **fields)
    for member in story.seated[:4]:
        member.presses("./parties", "./parties/")  # each party acknowledges the shared objectives
    story.decides("clear")
    assert story.state == "role_agreement"


def roles_are_agreed_and_acknowledged(story: Story) -> None:
    fatou, parties = story.fatou, story.parties
    roles = {f"role-{parties['associations']}": "responsible", f"role-{parties['public']}": "informed"}
    fatou.fills("./agreement/mission/new", title="Trier et réparer", **roles)
    for party in parties.values():
        fatou.fills(f"./agreement/not-replaced/{party}", text="Le service public des déchets.")
        fatou.fills("./agreement/contribution/new", party=party, kind="time", text="Du temps.", quantity="12")
    measured = {"baseline": "2", "target": "7", "unit": "personnes sur dix"}
    fatou.fills("./agreement/indicator/new", name="Confiance", nature="human", kind="result", **measured)
    for clause in story.town.pack.agreement.clauses:
        fatou.fills(f"./agreement/clause/{clause}", text="Trois mois de préavis.")
    today = story.town.database.clock().date().isoformat()
    fatou.fills("./agreement/training/day", day=today, text="À la ressourcerie.")
    bound = {"reference": "DEL-2026-12", "adopted": today, "enforceable": today}
    fatou.fills(f"./agreement/deliberation/{parties['public']}", **bound)
    assert fatou.tries("./decide/activate").status == 409  # nobody has signed yet
    signatories = dict(zip(parties, story.seated, strict=False))
    for college, person in signatories.items():
        fatou.gives_mandate("signatory", person, f"&party={parties[college]}")
        page = person.presses("./agreement", "./agreement/acknowledgement/")
        assert "Vous avez pris acte de l’accord" in page.words
    story.decides("activate")
    assert story.state == "active"


def a_prompt_falls_due_is_reminded_and_answered(story: Story) -> None:
    assert "Saisir les mesures" not in story.fatou.opens("/").words
    story.town.passes(days=92)
    assert "Saisir les mesures" in story.fatou.opens("/").words
    story.town.passes(days=12)  # it is due within two weeks, and reminded three days before
    assert any(mail.startswith("Rappel : Saisir les mesures") for mail in story.fatou.mails())
    indicator = story.fatou.follows("./life", "./life/measure/")
    story.fatou.fills(f"./life/measure/{indicator}", value="5", note="Vingt personnes interrogées.")
    prompt = story.fatou.follows("./life", "./life/answer/")
    page = story.fatou.fills(f"./life/answer/{prompt}", done="Oui, toutes.")
    assert "Oui, toutes." in page.words


def what_was_done_is_evaluated(story: Story) -> None:
    story.town.passes(days=60)
    story.fatou.fills("./move/evaluate", reason="Le moment est venu.")
    page = story.fatou.tries("./decide/renew")
    assert page.status == 409
    assert "Au moins un témoignage, donné librement, est versé à l’évaluation." in page.words
    feedback_is_heard(story)
    indicator = f"figure-{story_indicator(story)}"
    consented = {"told_by": "Mariam", "purpose": "Le rapport.", "media": "Papier.", "until": "2030-01-01"}
    page = story.paul.opens("./evaluation/piece/feedback")
    consultation = boxes(page, "consultation")[0]
    for kind, more in (
        ("figures", {indicator: "6"}),
        ("testimony", {**consented, "consent": "yes"}),
        ("feedback", {"consultation": consultation}),
        ("indirect_effects", {}),
        ("lessons", {}),
    ):
        story.paul.fills(f"./evaluation/piece/{kind}", text="Ce que nous avons vu.", **more)
    story.paul.fills("./evaluation/recommendation/new", recommendation="renew", reasons=WHY)


def story_indicator(story: Story) -> str:
    form = story.paul.opens("./evaluation/piece/figures").form(f"{story.town.base}/evaluation/piece/figures")
    return next(name for name in form.values if name.startswith("figure-")).removeprefix("figure-")


def feedback_is_heard(story: Story) -> None:
    """A second consultation, with a link of its own."""
    plan = {"aim": "Savoir ce qui a changé.", "level": "concertation", "channels": ["online", "phone"]}
    story.fatou.fills("./consultation/plan/new", **plan)
    story.consultation = consultation = story.fatou.follows("./consultation", "./consultation/question/")
    story.fatou.fills(f"./consultation/question/{consultation}", text="Qu’est-ce qui a changé ?")
    story.fatou.presses("./consultation", "./consultation/open/")
    story.link = invited(story, consultation)
    gives_view(story, "Cela m’a aidée.")
    story.town.passes(days=16)
    answered(story, "taken_up", "Merci.")
    story.fatou.fills(f"./consultation/publish/{consultation}", synthesis="Cela aide.")


def the_committee_renews_for_a_second_term(story: Story) -> None:
    decision = story.fatou.opens_vote("renew")
    for person in (story.helene, story.mariam, story.josiane):
        person.votes("for")
    story.town.waits_until_after(story.town.decision(decision).closes)
    assert story.state == "active"
    assert story.town.partnership.term == 2
    assert "Période 2" in story.mariam.opens("./").words


def the_compliance_officer_reads_who_what_when_and_why(story: Story) -> None:
    filtered = f"/audit?partnership={story.town.partnership.id}&kind=deliberation.&since=2026-07-01"
    page = story.claire.opens(filtered)
    assert "20 juillet 2026 à 10:00 Un siège a voté. Josiane Petit" in page.words
    assert "Le partenariat est passé de « Évaluation »" not in page.words  # that is of another kind
    assert "21 janvier 2026" not in page.words
    decision = story.claire.follows("/audit/decisions", "/audit/decisions/")
    page = story.claire.opens(f"/audit/decisions/{decision}")
    for words in (
        "Ouverture 20 juillet 2026",  # when
        "Renouvellement — Article, ligne 108",  # under which rule
        "Karim Benali Les Ateliers du Lien Associations et fondations N’a pas voté",  # who
        "3 voix pour sur 3 voix exprimées (100 %) ; il fallait plus de la moitié : atteint.",  # arithmetic
        "11 août 2026 à 00:00 : de « Évaluation » à « En cours »",  # what came of it
    ):
        assert words in page.words
    assert "Le registre tient" in story.claire.presses("/audit/integrity", "/audit/integrity").words
