"""People who do things through the pages, and the town in which they live."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from typing import Any

from governance.clock import SimulatedClock, moment
from governance.database import Database
from governance.people import person_of_email
from governance.tables.deliberation import Decision
from governance.tables.identity import OutboxMessage
from governance.tables.partnership import Partnership
from policies.pack import Pack, shipped
from tests.web.browser import Browser, Page
from tests.web.entering import enter
from tests.web.serving import serving, visiting
from tests.workflows.house import SETUP
from workflows import people
from workflows.notifications import waiting
from workflows.tick import tick


@dataclass
class Town:
    """A served record, the people of one partnership, and its time."""

    database: Database
    address: str
    stack: ExitStack
    pack: Pack = field(default_factory=shipped)
    base: str = ""  # the address of the partnership that is talked about

    def browser(self) -> Browser:
        return Browser(self.stack.enter_context(visiting(self.address)))

    def person(self, name: str, email: str) -> Person:
        return Person(self, name, email, self.browser())

    def registered(self, name: str, email: str, office: str = "") -> Person:
        """Somebody whom the command line registered; the others come in by their first mandate."""
        with self.database.transaction() as tx:
            people.begin(tx)
            person = people.register_person(tx, SETUP, self.pack, name=name, email=email)
            if office:
                people.give_office(tx, SETUP, self.pack, person=person, office=office)
        return self.person(name, email)

    def passes(self, **span: float) -> None:
        """Time goes by, and what it makes due is done."""
        assert isinstance(self.database.clock, SimulatedClock)
        self.database.clock.forward(**span)
        report = tick(self.database)
        assert not report.failed, report

    def waits_until_after(self, instant: str) -> None:
        span = moment(instant) - self.database.clock()
        self.passes(seconds=span.total_seconds() + 1)

    @property
    def partnership(self) -> Partnership:
        with self.database.reading() as tx:
            found = tx.one(Partnership, id=self.base.rpartition("/")[2])
        assert found is not None
        return found

    def decision(self, identifier: str) -> Decision:
        with self.database.reading() as tx:
            found = tx.one(Decision, id=identifier)
        assert found is not None
        return found


@dataclass
class Person:
    """Somebody at a browser. A verb fails where the page does not let them."""

    town: Town
    name: str
    email: str
    browser: Browser

    def opens(self, address: str) -> Page:
        """A page, signing in by the mailed code where that is asked. `.` stands for the partnership."""
        address = self._within(address)
        page = self.browser.get(address)
        if page.response.url.path == "/sign-in" or "/sign-in" in dict(page.links):
            self._sign_in()
            page = self.browser.get(address)
        assert page.status == 200, page.words
        return page

    def tries(self, address: str, **fields: Any) -> Page:
        """Fill in the form that stands at its own address, whatever becomes of it."""
        self.opens(address)
        return self.browser.send(self._within(address).partition("?")[0], **fields)

    def fills(self, address: str, **fields: Any) -> Page:
        page = self.tries(address, **fields)
        assert page.status == 200, page.words
        return page

    def presses(self, address: str, start: str, **fields: Any) -> Page:
        """The first button of a page whose form goes to an address that begins with `start`."""
        action = next(f.action for f in self.opens(address).forms if f.action.startswith(self._within(start)))
        page = self.browser.send(action, **fields)
        assert page.status == 200, page.words
        return page

    def follows(self, address: str, start: str) -> str:
        """The rest of the first link of a page that begins with `start`."""
        start = self._within(start)
        return next(href for href, _ in self.opens(address).links if href.startswith(start))[len(start) :]

    def votes(self, choice: str, reason: str = "") -> Page:
        """From My table to the receipt."""
        address = next(href for href, words in self.opens("/").links if words.startswith("Vote : "))
        self.opens(address)
        page = self.browser.send(f"{address}/ballot", choice=choice, reason=reason, no_interest="yes")
        assert page.response.url.path.startswith("/receipts/"), page.words
        return page

    def opens_vote(self, transition: str) -> str:
        """Open a vote; gives the decision."""
        page = self.fills(f"./decide/{transition}")
        return page.response.url.path.rpartition("/")[2]

    def gives_mandate(self, role: str, whom: Person, where: str = "") -> None:
        """`where`: `&seat=…` or `&party=…` for a role that is held there."""
        self.fills(f"./mandates/new?role={role}{where}", name=whom.name, email=whom.email)

    def mails(self) -> list[str]:
        """The subjects of the mails that wait for this person, the oldest first."""
        with self.town.database.reading() as tx:
            rows = tx.all(OutboxMessage, recipient=self.email, order="queued")
            return [waiting(row).subject for row in rows if row.body]

    def _within(self, address: str) -> str:
        return self.town.base + address[1:] if address.startswith("./") else address

    def _sign_in(self) -> None:
        with self.town.database.reading() as tx:
            person = person_of_email(tx, self.email)
        assert person, f"{self.name} is not known here"
        enter(self.browser, self.town.database, person)


@contextmanager
def town(database: Database) -> Iterator[Town]:
    with serving(database) as address, ExitStack() as stack:
        yield Town(database, address, stack)


def boxes(page: Page, name: str) -> list[str]:
    """The values of the boxes to tick, or to choose from, of that name."""
    return [html.unescape(v) for v in re.findall(rf'name="{name}" value="([^"]*)"', page.response.text)]


def answers(page: Page, action: str, text: str) -> dict[str, str]:
    """The same words for each question of a contribution's form."""
    return {name: text for name in page.form(action).values if name.startswith("answer-")}
