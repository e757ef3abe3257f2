"""`tablee user`: the people who may sign in."""

from __future__ import annotations

import click

from governance.actors import Who
from policies.pack import shipped
from policies.text import LANGUAGES
from web.cli.options import database_option, json_option
from web.cli.output import record_at, show
from workflows import people


@click.group()
def user() -> None:
    """Work on the people of the record."""


@user.command("add")
@click.option("--name", required=True, help="How the person is called.")
@click.option("--email", required=True, help="Where their sign-in links go.")
@click.option(
    "--office", "offices", multiple=True, help="An office to give them, such as administrator or auditor."
)
@click.option(
    "--language",
    default=LANGUAGES[0],
    show_default=True,
    type=click.Choice(LANGUAGES),
    help="Of their mails.",
)
@database_option
@json_option
def add(
    name: str, email: str, offices: tuple[str, ...], language: str, database_url: str, as_json: bool
) -> None:
    """Register a person who may sign in; a record that holds nothing is prepared first."""
    pack, setup = shipped(), Who(system="setup")
    with record_at(database_url, begin=True) as database, database.transaction() as tx:
        people.begin(tx)
        person = people.register_person(tx, setup, pack, name=name, email=email, language=language)
        for office in offices:
            people.give_office(tx, setup, pack, person=person, office=office)
    show({"person": person}, [f"{name} may sign in: {email}"], as_json=as_json)
