"""The text as it stands: current sections, and the digest that names a version."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping

from governance.log.canonical import encode
from governance.tables.dossier import DossierSection, DossierVersion
from governance.transaction import Reading


def current_sections(tx: Reading, partnership: str) -> dict[str, DossierSection]:
    """The latest wording of each section that was ever written."""
    rows = tx.all(DossierSection, partnership=partnership, order="version")
    return {row.section: row for row in rows}


def sections_at(tx: Reading, partnership: str, version: int) -> dict[str, DossierSection]:
    """Each section as a given version had it."""
    rows = tx.all(DossierSection, partnership=partnership, order="version")
    return {row.section: row for row in rows if row.version <= version}


def latest_version(tx: Reading, partnership: str) -> DossierVersion | None:
    versions = tx.all(DossierVersion, partnership=partnership, order="-version")
    return versions[0] if versions else None


def digest(commitments: Mapping[str, str]) -> str:
    """SHA-256 over the canonical form of {section: commitment}: it covers commitments, not text."""
    return hashlib.sha256(encode(dict(commitments))).hexdigest()
