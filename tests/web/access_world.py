"""The people and the partnership on which the access table is tried, state by state."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field

from governance.actors import Who
from governance.database import Database
from governance.record import new_id
from governance.tables.agreement import Indicator
from governance.tables.people import Office
from tests.web.browser import Browser, Page
from tests.web.entering import enter
from tests.web.serving import serving, visiting
from tests.workflows.arriving import arrive
from tests.workflows.hearing import Hearing
from tests.workflows.house import SETUP, House
from workflows import agreement, deliberation, parties, people

WHO = ("nobody", "stranger", "elsewhere", "member", "facilitator", "auditor", "administrator")


@dataclass
class World:
    """A partnership, everybody's browser, and what the capitals of the table's addresses stand for."""

    house: House
    browsers: dict[str, Browser]
    names: dict[str, str]
    tokens: dict[str, str] = field(default_factory=dict)

    def ask(self, method: str, address: str, *fields: str, who: str) -> str:
        """The status of an answer, `in` where one is sent to sign in. `fields` are `name=value`."""
        data = dict(field.split("=") for field in map(self._named, fields))
        if method == "POST":
            data["csrf_token"] = self.tokens[who]
        client = self.browsers[who].client
        response = client.request(method, self._named(address), data=data or None, follow_redirects=False)
        sent = response.headers.get("location", "")
        return "in" if sent.startswith("/sign-in?next=") else str(response.status_code)

    def _named(self, words: str) -> str:
        return re.sub(r"\b[A-Z]+\b", lambda found: self.names.get(found[0], found[0]), words)

    def enter(self, state: str) -> None:
        """Bring the partnership into a state, with what can be named there; `vote`: into an open vote."""
        if state == "vote":
            self._vote()
            return
        if self.house.state != state:
            arrive(self.house, state)
        {
            "proposed": self._end_vote,
            "consultation": self._consult,
            "role_agreement": self._agree,
        }.get(state, lambda: None)()

    def _vote(self) -> None:
        decision = self.house.open("propose")
        self.names["DECISION"] = decision
        acts = self.house.do(
            deliberation.cast_ballot, decision, self.house.seats["maire"], "for", no_interest=True, by="maire"
        )
        self.names["RECEIPT"] = acts[0].id

    def _end_vote(self) -> None:
        self.house.do(deliberation.cancel_decision, self.names["DECISION"], "Pour essayer.", by="test")

    def _consult(self) -> None:
        hearing = Hearing(self.house).prepared()
        self.names |= {"CONSULTATION": hearing.id, "QUESTION": hearing.questions[0]}
        hearing.opened()
        self.names["TOKEN"] = hearing.invited().token

    def _agree(self) -> None:
        natures = iter(self.house.pack.agreement.natures)
        kinds = iter(self.house.pack.agreement.indicator_types)
        self.house.do(
            agreement.choose_indicator,
            name="Confiance",
            nature=next(natures),
            kind=next(kinds),
            unit="0 à 10",
        )
        with self.house.database.reading() as tx:
            self.names["INDICATOR"] = tx.all(Indicator, partnership=self.house.id)[0].id


@contextmanager
def world(database: Database) -> Iterator[World]:
    house = House(database).draft(template="circular").seated().written()
    _administrator(house)
    _elsewhere(house)
    with serving(database) as address, ExitStack() as stack:
        browsers = {who: Browser(stack.enter_context(visiting(address))) for who in WHO}
        made = World(house, browsers, _names(house))
        for who, browser in browsers.items():
            page = browser.get("/sign-in") if who == "nobody" else _sign_in(browser, house, who)
            made.tokens[who] = page.forms[0].values["csrf_token"][0]
        yield made


SEATED = {
    "stranger": "etranger",
    "member": "maire",
    "facilitator": "facilitatrice",
    "auditor": "auditrice",
}


def _sign_in(browser: Browser, house: House, who: str) -> Page:
    enter(browser, house.database, house.who[SEATED.get(who, who)].person or "")
    return browser.get("/account")


def _person(house: House, who: str, email: str) -> str:
    with house.database.transaction() as tx:
        person = people.register_person(tx, SETUP, house.pack, name=who, email=email)
    house.who[who] = Who(person=person)
    return person


def _administrator(house: House) -> None:
    person = _person(house, "administrator", "administratrice@example.org")
    office = next(iter(house.pack.offices_with("registers_people")))
    with house.database.transaction() as tx:
        people.give_office(tx, SETUP, house.pack, person=person, office=office)


def _elsewhere(house: House) -> None:
    """Somebody who is a member too, of another partnership."""
    _person(house, "elsewhere", "ailleurs@example.org")
    other = House(house.database, who=house.who).draft("Un autre partenariat")
    seat = new_id()
    other.do(parties.add_party, kind="public", name="Ville de Rezé", party="reze")
    other.do(parties.add_seat, college="public", party="reze", seat=seat)
    role = next(iter(house.pack.roles_with("votes")))
    other.do(parties.give_mandate, role=role, email="ailleurs@example.org", seat=seat)


def _names(house: House) -> dict[str, str]:
    with house.database.reading() as tx:
        office = tx.all(Office)[0]
    return {
        "OWN": house.id,
        "PARTY": house.parties["public"],
        "SEAT": house.seats["maire"],
        "MANDATE": house.mandates_on(house.seats["maire"])[0],
        "PERSON": house.who["maire"].person or "",
        "OFFICE": office.id,
    }
