"""A consultation to test with: prepared, opened, contributed to and closed by the commands that pages use."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from governance.actors import Who
from governance.clock import civil_day, instant, moment
from governance.facts.consultation import consultation_facts
from governance.tables.consultation import Consultation, Contribution
from tests.workflows.house import House
from workflows import consultation, partnership
from workflows.consultation import Handed, Plan, Reply, Said, loading

AIM = "Nous voulons savoir si la ressourcerie répond à vos besoins."


@dataclass
class Hearing:
    """One consultation of a house. What names of the pack are needed is taken from the pack itself."""

    house: House
    id: str = ""
    links: list[Handed] = field(default_factory=list)

    def plan(self, **other: Any) -> Plan:
        rules = self.house.pack.consultation
        planned: dict[str, Any] = {
            "purpose": next(key for key, purpose in rules.purposes.items() if not purpose.feedback),
            "level": next(iter(rules.levels)),
            "channels": tuple(rules.channels),
            "closing_day": self.today + timedelta(days=rules.settings.minimum_days),
            "aim": AIM,
        }
        return Plan(**(planned | other))

    def prepared(self, *questions: str, **other: Any) -> Hearing:
        self.house.do(consultation.prepare, self.plan(**other))
        with self.house.database.reading() as tx:
            self.id = tx.all(Consultation, partnership=self.house.id, order="prepared")[-1].id
        for text in questions or ("De quoi avez-vous besoin ?", "Qu’est-ce qui vous inquiète ?"):
            self.house.do(consultation.ask, self.id, text)
        return self

    def opened(self) -> Hearing:
        """Open it, moving the partnership to the state in which it may open."""
        if self.house.state == "draft":
            self.house.decide("propose")
        if not self.id:
            self.prepared()
        if self.house.state == "proposed":
            self.house.do(partnership.move, "open_consultation", "C’est le moment d’écouter.")
        self.house.do(consultation.launch, self.id)
        return self

    def invited(self, **named: str) -> Handed:
        handed = self.house.do(consultation.invite, self.id, **named)
        assert isinstance(handed, Handed)
        self.links.append(handed)
        return handed

    def said(self, *texts: str, **other: Any) -> Said:
        given = zip(self.questions, texts or ("Un atelier le samedi.",), strict=False)
        rules = self.house.pack.consultation
        values: dict[str, Any] = {
            "category": next(iter(rules.categories)),
            "consents": tuple(key for key, consent in rules.consents.items() if consent.required),
            "answers": dict(given),
        }
        return Said(**(values | other))

    def contribute(self, handed: Handed, *texts: str, **other: Any) -> Contribution:
        self.act(handed, consultation.contribute, self.id, self.said(*texts, **other))
        return self.by(handed)

    def helped(self, *texts: str, by: str = "relais", **other: Any) -> Handed:
        channels = self.house.pack.consultation.channels
        helped = next(key for key, channel in channels.items() if channel.helper)
        more = {"channel": helped, "employer": "Centre communal d’action sociale"} | other
        handed = self.house.do(consultation.enter, self.id, self.said(*texts, **more), by=by)
        assert isinstance(handed, Handed)
        return handed

    def act(self, handed: Handed, command: Any, *args: Any) -> Any:
        """Run a command as the holder of a link."""
        with self.house.database.transaction() as tx:
            return command(tx, Who(link=handed.link), self.house.id, *args)

    def by(self, handed: Handed) -> Contribution:
        with self.house.database.reading() as tx:
            found = tx.one(Contribution, link=handed.link)
        assert found is not None
        return found

    def forward(self, days: int) -> None:
        self.house.database.clock.forward(days=days)  # type: ignore[attr-defined]

    def closed(self) -> Hearing:
        """Let its time pass, and close it as the tick does."""
        self.house.database.clock.now = moment(self.row.closes or "")  # type: ignore[attr-defined]
        self.tick()
        return self

    def tick(self) -> int:
        """Run what is due; gives how many consultations were."""
        with self.house.database.transaction() as tx:
            found = consultation.due(tx, tx.now)
            for one in found:
                one.run(tx)
        return len(found)

    def answer(self, *contributions: Contribution, response: str | None = None, **other: Any) -> None:
        verdict = next(iter(self.house.pack.consultation.verdicts))
        values: dict[str, Any] = {
            "verdict": verdict,
            "because": "Vous êtes nombreux à l’avoir demandé.",
            "contributions": [contribution.id for contribution in contributions],
        }
        self.house.do(consultation.respond, self.id, Reply(**(values | other)), response)

    def publish(self, synthesis: str = "Vous avez parlé ; voici ce qui change.") -> None:
        self.house.do(consultation.publish, self.id, synthesis)

    @property
    def row(self) -> Consultation:
        with self.house.database.reading() as tx:
            found = tx.one(Consultation, id=self.id)
        assert found is not None
        return found

    @property
    def questions(self) -> list[str]:
        with self.house.database.reading() as tx:
            return [question.id for question in loading.questions_of(tx, self.id)]

    @property
    def contributions(self) -> list[Contribution]:
        with self.house.database.reading() as tx:
            return tx.all(Contribution, consultation=self.id, order="number")

    @property
    def facts(self) -> dict[str, Any]:
        with self.house.database.reading() as tx:
            return consultation_facts(tx, self.house.partnership, self.house.pack)

    @property
    def today(self) -> date:
        return civil_day(instant(self.house.database.clock()))
