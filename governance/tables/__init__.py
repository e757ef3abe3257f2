"""Every table, by subject. Importing this package fills the metadata."""

from governance.tables import deliberation, dossier, log, parties, partnership, people
from governance.tables.base import METADATA, Table, Ungoverned, core

__all__ = [
    "METADATA",
    "Table",
    "Ungoverned",
    "core",
    "deliberation",
    "dossier",
    "log",
    "parties",
    "partnership",
    "people",
]
