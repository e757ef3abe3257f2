"""A partnership to test with: its people, its parties, and the steps that bring it to any state."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from governance.actors import Who
from governance.clock import moment
from governance.database import Database
from governance.record import new_id
from governance.tables.deliberation import Decision, Elector
from governance.tables.parties import Mandate, Party
from governance.tables.partnership import Partnership
from policies.pack import Pack, shipped
from workflows import deliberation, dossier, parties, partnership, people

SETUP = Who(system="setup")

# (party, kind of organisation, college, the people who sit for it)
TABLE = (
    ("Ville de Nantes", "public", "public", ("maire",)),
    ("Les Ateliers du Lien", "association", "associations", ("asso",)),
    ("Réemploi Ouest", "company", "companies", ("entreprise",)),
    ("Collectif des habitants", "collective", "beneficiaries", ("resident", "voisine")),
)
NAMES = {
    "facilitatrice": "Fatou Diallo",
    "maire": "Hélène Marchand",
    "asso": "Karim Benali",
    "entreprise": "Luc Perrin",
    "resident": "Mariam Traoré",
    "voisine": "Josiane Petit",
    "ethique": "Odile Garnier",
    "evaluateur": "Paul Nguyen",
    "relais": "Samira Haddad",
    "auditrice": "Claire Roussel",
    "etranger": "Yann Le Goff",
}


@dataclass
class House:
    """Everything is done through the commands that pages use, by people who may do it."""

    database: Database
    pack: Pack = field(default_factory=shipped)
    who: dict[str, Who] = field(default_factory=dict)
    seats: dict[str, str] = field(default_factory=dict)
    parties: dict[str, str] = field(default_factory=dict)
    id: str = ""

    def people(self) -> House:
        """Register everybody; the auditor gets her office."""
        with self.database.transaction() as tx:
            people.begin(tx)
            for key, name in NAMES.items():
                email = f"{key}@example.org"
                self.who[key] = Who(
                    person=people.register_person(tx, SETUP, self.pack, name=name, email=email)
                )
            auditor = next(iter(self.pack.offices_with("reads_log")))
            people.give_office(
                tx, SETUP, self.pack, person=self.who["auditrice"].person or "", office=auditor
            )
        return self

    def draft(self, title: str = "Ressourcerie des Dervallières", template: str | None = None) -> House:
        """A draft by the facilitator, with nobody at the table yet."""
        if not self.who:
            self.people()
        with self.database.transaction() as tx:
            self.id = partnership.create_draft(
                tx, self.who["facilitatrice"], self.pack, title=title, template=template
            )
        return self

    def seated(self, without: str | None = None) -> House:
        """All parties with their seats and holders, but those of the college `without`."""
        for name, kind, college, sitting in TABLE:
            self.do(parties.add_party, kind=kind, name=name)
            with self.database.reading() as tx:
                self.parties[college] = tx.all(Party, partnership=self.id, order="joined")[-1].id
            if college == without:
                continue
            for person in sitting:
                self.sit(person, college)
        for role, person in (("reviewer", "ethique"), ("evaluator", "evaluateur"), ("helper", "relais")):
            self.mandate(role, person)
        return self

    def sit(self, person: str, college: str) -> None:
        seat = new_id()
        self.do(parties.add_seat, college=college, party=self.parties[college], seat=seat)
        self.seats[person] = seat
        self.mandate(next(iter(self.pack.roles_with("votes"))), person, seat=seat)

    def mandate(self, role: str, person: str, **more: Any) -> None:
        self.do(parties.give_mandate, role=role, name=NAMES[person], email=f"{person}@example.org", **more)

    def written(self) -> House:
        """Every section of the dossier is written; those that want a voice, by a seat of that college."""
        sections = self.pack.dossier.sections
        texts = {key: f"Texte de « {section.text.fr} »." for key, section in sections.items()}
        spoken = {key: text for key, text in texts.items() if sections[key].voice}
        self.do(dossier.write_sections, {key: text for key, text in texts.items() if key not in spoken})
        self.do(dossier.write_sections, spoken, by="resident")
        return self

    def do(self, command: Any, *args: Any, by: str = "facilitatrice", **kwargs: Any) -> Any:
        """Run a command on the partnership in one transaction."""
        who = self.who.get(by) or Who(system=by)
        with self.database.transaction() as tx:
            return command(tx, who, self.id, *args, **kwargs)

    def open(self, transition: str) -> str:
        """Open the vote on a transition; gives the decision."""
        self.do(deliberation.open_decision, transition)
        return self.open_decisions()[-1].id

    def vote(self, decision: str, choice: str = "for", **choices: str) -> None:
        """Every seat of the electorate votes `choice`, or as `person=choice` says ("" for nothing)."""
        for person, seat in self.seats.items():
            wanted = choices.get(person, choice)
            if wanted and self.is_open(decision) and self.elects(decision, seat):
                reason = "Le texte ne convient pas." if wanted == "objection" else ""
                self.do(
                    deliberation.cast_ballot,
                    decision,
                    seat,
                    wanted,
                    reason=reason,
                    no_interest=True,
                    by=person,
                )

    def decide(self, transition: str, choice: str = "for", **choices: str) -> str:
        """Open, vote, and close at the deadline if it did not close before; gives the decision."""
        decision = self.open(transition)
        self.vote(decision, choice, **choices)
        if self.is_open(decision):
            self.past(decision)
        return decision

    def past(self, decision: str) -> None:
        """Let the deadline of a decision pass, and close it as the tick would."""
        self.database.clock.now = moment(self.row(decision).closes)  # type: ignore[attr-defined]
        self.do(deliberation.close_due, decision, by="tick")

    def row(self, decision: str) -> Decision:
        with self.database.reading() as tx:
            found = tx.one(Decision, id=decision)
        assert found is not None
        return found

    def is_open(self, decision: str) -> bool:
        return self.row(decision).status == "open"

    def elects(self, decision: str, seat: str) -> bool:
        with self.database.reading() as tx:
            return tx.one(Elector, decision=decision, seat=seat) is not None

    def open_decisions(self) -> list[Decision]:
        with self.database.reading() as tx:
            return tx.all(Decision, partnership=self.id, status="open", order="opened")

    @property
    def partnership(self) -> Partnership:
        with self.database.reading() as tx:
            row = tx.one(Partnership, id=self.id)
        assert row is not None
        return row

    @property
    def state(self) -> str:
        return self.partnership.state

    def written_by_the_others(self) -> House:
        """The dossier without the words of the people concerned."""
        sections = self.pack.dossier.sections
        self.do(
            dossier.write_sections,
            {key: f"Texte de « {s.text.fr} »." for key, s in sections.items() if not s.voice},
        )
        return self

    def mandates_on(self, seat: str) -> list[str]:
        with self.database.reading() as tx:
            return [m.id for m in tx.all(Mandate, partnership=self.id, seat=seat, ended=None)]

    def end_mandates(self, person: str) -> None:
        """End every mandate on the seat of a person."""
        for mandate in self.mandates_on(self.seats[person]):
            self.do(parties.end_mandate, mandate, "Départ.")
