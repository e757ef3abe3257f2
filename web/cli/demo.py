"""`tablee demo`: fill an empty record with the demonstration."""

from __future__ import annotations

import click

from governance.database import Database
from governance.log.head import head
from web.cli.options import database_option, fail, json_option
from web.cli.output import NO, progress, record_at, show


@click.command()
@database_option
@json_option
def demo(database_url: str, as_json: bool) -> None:
    """Fill an empty record with partnerships at several stages of life, and people to sign in as."""
    with record_at(database_url, begin=True) as database:
        if _size(database):
            fail("the record is not empty: the demonstration wants one of its own", NO)
        from workflows.demo import build

        with progress("building the demonstration") as tell:
            build(database, tell)
        acts = _size(database)
    show({"acts": acts}, [f"the demonstration is there: {acts} acts"], as_json=as_json)


def _size(database: Database) -> int:
    with database.reading() as tx:
        return head(tx).size
