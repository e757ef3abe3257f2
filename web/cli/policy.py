"""`tablee policy`: whether a pack holds, and what a rule makes of a vote."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import click

from policies.deliberation import Rule
from policies.deliberation import tally as tally_of
from policies.deliberation.case import load_case
from policies.deliberation.outcome import Outcome
from policies.documents import BadDocument, Document, Finding, read
from policies.pack import load_pack, shipped
from policies.pack.loading import PACKS
from web.cli.options import fail, json_option
from web.cli.output import finish, said, show


@click.group()
def policy() -> None:
    """Work on the rules: packs, and votes counted under them."""


@policy.command("check")
@click.argument("pack")
@json_option
def check(pack: str, as_json: bool) -> None:
    """Load PACK, a folder or the NAME/VERSION of a pack that comes with the program."""
    folder = _folder(pack)
    findings: tuple[Finding, ...] = ()
    digest = None
    try:
        digest = load_pack(folder).digest
    except BadDocument as bad:
        findings = bad.findings
    data = {"ok": not findings, "digest": digest, "findings": [_as_data(found) for found in findings]}
    show(data, [*map(str, findings)] or [f"the pack holds: {digest}"], as_json=as_json)
    finish(not findings)


def _folder(pack: str) -> Path:
    found = next((folder for folder in (Path(pack), PACKS / pack) if folder.is_dir()), None)
    if found is None:
        fail(f"there is no pack '{pack}': give a folder, or the name/version of one that is shipped")
    return found


def _as_data(found: Finding) -> dict[str, Any]:
    return {name: getattr(found, name) for name in ("file", "line", "column", "field", "text")}


@policy.command("tally")
@click.argument("case", type=click.Path(path_type=Path))
@json_option
def tally(case: Path, as_json: bool) -> None:
    """Count the vote in the file CASE, and show the arithmetic. The outcome does not change the exit code."""
    document = read(case)
    read_case = load_case(document, _rules(document))
    outcome = tally_of(
        read_case.rule,
        read_case.electorate,
        read_case.ballots,
        chair=read_case.chair,
        round=read_case.round,
    )
    show(outcome.as_data(), _lines(outcome), as_json=as_json)


def _rules(document: Document) -> Mapping[str, Rule]:
    """The rules that a case may name: loaded only for a case that names one."""
    named = isinstance(document.value, Mapping) and isinstance(document.value.get("rule"), str)
    return shipped().rules if named else {}


def _lines(outcome: Outcome) -> Iterator[str]:
    yield said(outcome.text)
    for judged in (*outcome.quorum.criteria, *outcome.criteria):
        yield f"- {said(judged.text)}"
    for aside in outcome.set_aside:
        yield f"- {said(aside.text)}"
