"""Signing in as quickly as a test needs: by the mailed code, read from the outbox."""

from __future__ import annotations

from governance.database import Database
from governance.tables.identity import OutboxMessage
from governance.tables.people import Contact
from tests.web.browser import Browser, Page
from web.identity.challenges import mail_of
from workflows.notifications import Mail, waiting


def enter(browser: Browser, database: Database, person: str) -> Page:
    """Sign in as `person`, through the pages; gives the page one lands on."""
    with database.reading() as tx:
        contact = tx.one(Contact, person=person)
    assert contact
    browser.get("/sign-in")
    browser.send("/sign-in", email=contact.email)
    action = next(form.action for form in browser.page.forms if "/sign-in/code/" in form.action)
    with database.reading() as tx:  # by its challenge: while a clock stands still, no mail is the last
        mail = mail_of(tx, action.rpartition("/")[2])
    assert mail
    page = browser.send(action, code=mail.code)
    assert page.status == 200, page.words
    return page


def last_mail(database: Database) -> Mail:
    """What the mail queued last says."""
    with database.reading() as tx:
        return waiting([m for m in tx.all(OutboxMessage, order="queued") if m.body][-1])
