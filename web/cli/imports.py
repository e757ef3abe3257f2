"""`tablee import`: take over what was agreed before Tablée."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import click

from web.cli.options import database_option, fail, json_option
from web.cli.output import finish, record_at, said, show
from workflows.imports.scdl import BadFile, CellProblem
from workflows.imports.subsidies import Imported, import_subsidies


@click.group("import")
def imports() -> None:
    """Take over what was agreed before Tablée, from a file."""


@imports.command("subsidies")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--authority", required=True, help="The name of who answers for this import.")
@database_option
@json_option
def subsidies(file: Path, authority: str, database_url: str, as_json: bool) -> None:
    """Import the agreements in FILE (SCDL 2.1.1): all of them, or none where a cell breaks the schema.

    A row that was imported before adds nothing. A record that holds nothing is prepared first.
    """
    try:
        with record_at(database_url, begin=True) as database, database.transaction() as tx:
            result = import_subsidies(tx, file, authority)
    except BadFile as error:  # nothing in it could be judged: bad input, not a no
        fail(said(error.text))
    show(result.as_data(said), _lines(result), as_json=as_json)
    finish(not result.rejected)


def _lines(result: Imported) -> Iterator[str]:
    for problem in result.warnings:
        yield f"warning: {_shown(problem)}"
    for problem in result.rejected:
        yield f"rejected: {_shown(problem)}"
    if result.rejected:
        yield "nothing was imported"
    else:
        yield f"imported: {result.imported}, already known: {result.already_known}"


def _shown(problem: CellProblem) -> str:
    return f"line {problem.line}, {problem.column} = {problem.value!r}: {said(problem.reason)}"
