"""Every table, by subject. Importing this package fills the metadata."""

from governance.tables import (
    agreement,
    consultation,
    deliberation,
    dossier,
    evaluation,
    identity,
    imports,
    log,
    parties,
    partnership,
    people,
    prompts,
    review,
    ticks,
)
from governance.tables.base import METADATA, Table, Ungoverned, core

__all__ = [
    "METADATA",
    "Table",
    "Ungoverned",
    "agreement",
    "consultation",
    "core",
    "deliberation",
    "dossier",
    "evaluation",
    "identity",
    "imports",
    "log",
    "parties",
    "partnership",
    "people",
    "prompts",
    "review",
    "ticks",
]
