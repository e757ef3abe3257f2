"""The steps of a whole life, each by the commands that pages use, by people who may take them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from governance.agreement_digest import agreement_of, digest_of
from governance.clock import civil_day, instant
from governance.tables.agreement import Indicator
from governance.tables.consultation import Consultation, Contribution
from tests.workflows.hearing import Hearing
from tests.workflows.house import House
from workflows import agreement, dossier, evaluation, partnership, review
from workflows.case import view

SITTING = {"public": "maire", "associations": "asso", "companies": "entreprise", "beneficiaries": "resident"}
REASON = "Nous avons lu, entendu et discuté."


@dataclass
class Life:
    """A house on its way through the standard track."""

    house: House

    def begun(self) -> Life:
        self.house.draft(template="circular").seated().written()
        self.house.mandate("reviewer", "etranger")
        return self

    def proposed(self) -> Life:
        self.house.decide("propose")
        return self

    def heard(self) -> Life:
        """Consulted online and by a helper, each answered, the synthesis published; gone on to review."""
        hearing = Hearing(self.house).opened()
        online = hearing.contribute(hearing.invited(), "Un atelier le samedi.")
        hearing.helped("Il faut des chaises.")
        hearing.closed()
        others = [c for c in hearing.contributions if c.id != online.id]
        hearing.answer(online)
        hearing.answer(*others)
        hearing.publish()
        self.house.do(partnership.move, "submit_to_review", "Tout est répondu.")
        return self

    def examined(self) -> Life:
        """Reviewed favourably, the objectives acknowledged by every party; cleared by the committee."""
        house = self.house
        house.do(review.open_review, "Le projet respecte-t-il les personnes ?")
        for person in ("ethique", "etranger"):
            house.do(review.declare_interest, has_interest=False, by=person)
        for criterion in house.pack.review.criteria:
            house.do(review.assess, criterion, finding="satisfied", reason=REASON, by="ethique")
        house.do(review.give_opinion, opinion="favourable", reason=REASON, by="etranger")
        for college, person in SITTING.items():
            house.do(dossier.acknowledge_objectives, house.parties[college], by=person)
        house.decide("clear")
        return self

    def agreed(self) -> Life:
        """The role agreement written, deliberated and acknowledged; activated by the committee."""
        house = self.house
        roles = {house.parties["associations"]: "responsible", house.parties["public"]: "informed"}
        house.do(agreement.agree_mission, title="Trier et réparer", roles=roles)
        for party in house.parties.values():
            house.do(agreement.state_not_replaced, party, "Le service public des déchets.")
            house.do(agreement.pledge, party=party, kind="time", text="Du temps.", quantity=Decimal(12))
        house.do(
            agreement.choose_indicator,
            name="Je sais à qui demander",
            nature=next(key for key, nature in house.pack.agreement.natures.items() if not nature.financial),
            kind=next(iter(house.pack.agreement.indicator_types)),
            unit="personnes sur dix",
            baseline=Decimal(2),
            target=Decimal(7),
        )
        for clause in house.pack.agreement.clauses:
            house.do(agreement.write_clause, clause, "Trois mois de préavis ; le matériel reste au quartier.")
        house.do(agreement.plan_training, day=self.today + timedelta(days=30))
        house.do(
            agreement.report_deliberation,
            party=house.parties["public"],
            reference="DEL-2026-12",
            adopted=self.today,
            enforceable=self.today,
        )
        self.acknowledged()
        house.decide("activate")
        return self

    def acknowledged(self) -> None:
        """Each party's signatory acknowledges the agreement as it stands."""
        house = self.house
        for college, person in SITTING.items():
            if not self._signs(person):
                house.mandate("signatory", person, party=house.parties[college])
        with house.database.reading() as tx:
            digest = digest_of(agreement_of(tx, house.id))
        for college, person in SITTING.items():
            house.do(agreement.acknowledge, house.parties[college], digest=digest, by=person)

    def evaluated(self, recommendation: str = "renew") -> Life:
        """Evaluated with figures, testimony, feedback and lessons; recommended, not decided."""
        house = self.house
        house.do(partnership.move, "evaluate", "Un an a passé.")
        self._feedback()
        with house.database.reading() as tx:
            indicator = tx.all(Indicator, partnership=house.id)[0].id
        for kind, piece in house.pack.evaluation.pieces.items():
            self._piece(kind, indicator if piece.figures else None, piece.consent, piece.consultation)
        house.do(evaluation.recommend, recommendation, reasons=REASON, by="evaluateur")
        return self

    def _feedback(self) -> None:
        hearing = Hearing(self.house)
        purposes = self.house.pack.consultation.purposes
        hearing.prepared(purpose=next(key for key, purpose in purposes.items() if purpose.feedback))
        hearing.opened()
        said = hearing.contribute(hearing.invited(), "Cela m’a aidée.")
        hearing.closed()
        hearing.answer(said)
        hearing.publish()

    def _piece(self, kind: str, indicator: str | None, consent: bool, consultation: bool) -> None:
        more: dict[str, object] = {}
        if indicator:
            more |= {"figures": {indicator: Decimal(6)}}
        if consent:
            more |= {
                "consent": True,
                "told_by": "Mariam",
                "purpose": "Le dire.",
                "media": "Papier.",
                "until": date(2030, 1, 1),
            }
        if consultation:
            with self.house.database.reading() as tx:
                more |= {
                    "consultation": tx.all(Consultation, partnership=self.house.id, order="prepared")[-1].id
                }
        self.house.do(evaluation.add_piece, kind, text="Ce que nous avons vu.", by="evaluateur", **more)

    def _signs(self, person: str) -> bool:
        with self.house.database.reading() as tx:
            held = view(tx, self.house.who[person], self.house.id).mandates
        return any(self.house.pack.roles[mandate.role].signs for mandate in held)

    @property
    def today(self) -> date:
        return civil_day(instant(self.house.database.clock()))

    @property
    def contributions(self) -> list[Contribution]:
        with self.house.database.reading() as tx:
            return tx.all(Contribution, partnership=self.house.id)
