"""`tablee audit`: whether the log holds, and whether the tables are what it says."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import click

from governance.audit import Report, replay, verify
from governance.audit.tape import Progress
from governance.transaction import Reading
from web.cli.options import database_option, json_option
from web.cli.output import finish, progress, record_at, said, show


@click.group()
def audit() -> None:
    """Check the decision log. Exit code 1 when there is a finding. Nothing is ever changed."""


@audit.command("verify")
@database_option
@json_option
def verify_command(database_url: str, as_json: bool) -> None:
    """Check every leaf, stream, text, pack and decision of the log."""
    _run(verify, "verify", database_url, as_json)


@audit.command("replay")
@database_option
@json_option
def replay_command(database_url: str, as_json: bool) -> None:
    """Rebuild the tables from the log, and name each row that differs."""
    _run(replay, "replay", database_url, as_json)


def _run(check: Callable[[Reading, Progress], Report], name: str, url: str, as_json: bool) -> None:
    with record_at(url) as database, database.reading() as tx, progress(name) as tell:
        report = check(tx, tell)
    show(report.as_data(), _lines(report), as_json=as_json)
    finish(report.ok)


def _lines(report: Report) -> Iterator[str]:
    for found in report.findings:
        yield f"{found.where}: {said(found.text)} [{found.code}]"
    yield f"{report.acts} acts, root {report.root.hex()}"
    yield "no finding" if report.ok else f"findings: {len(report.findings)}"
