"""`tablee lifecycle`: whether a lifecycle respects the charter."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import click

from policies.invariants import GraphFinding, check_file, report
from web.cli.options import json_option
from web.cli.output import finish, said, show


@click.group()
def lifecycle() -> None:
    """Work on a lifecycle file."""


@lifecycle.command("check")
@click.argument("file", type=click.Path(path_type=Path))
@json_option
def check(file: Path, as_json: bool) -> None:
    """Hold FILE to the charter, and show the shortest path that breaks it."""
    findings = check_file(file)
    show(report(findings), _lines(findings), as_json=as_json)
    finish(not findings)


def _lines(findings: list[GraphFinding]) -> Iterator[str]:
    for finding in findings:
        path = f" ({' → '.join(finding.path)})" if finding.path else ""
        yield f"{finding.invariant}: {said(finding.text)}{path}"
    if not findings:
        yield "the lifecycle respects the charter"
