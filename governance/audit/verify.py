"""Verify: every leaf, stream, disclosure, pack and decision of the log, in one pass."""

from __future__ import annotations

from governance.audit.decisions import Decisions
from governance.audit.disclosures import Disclosures
from governance.audit.findings import Report
from governance.audit.packs import Packs
from governance.audit.structure import Structure
from governance.audit.tape import Progress, Tape, silent
from governance.transaction import Reading


def verify(tx: Reading, progress: Progress = silent) -> Report:
    """Check the whole log as this transaction sees it; an empty tuple of findings means that it holds."""
    tape = Tape(tx, progress)
    structure, disclosures, packs = Structure(), Disclosures(tx), Packs(tx)
    decisions = Decisions(packs)
    for row, act in tape:
        tape.findings += structure.see(row, act)
        if act is not None:
            disclosures.see(row, act)
            packs.see(act)
            tape.findings += decisions.see(row, act)
    tape.findings += structure.finish(tx, tape)
    tape.findings += disclosures.finish()
    tape.findings += packs.finish()
    tape.findings += decisions.finish()
    return tape.report()
