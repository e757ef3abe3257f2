"""Packs: each set of rules that an act names is kept, is what its digest says, and loads."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator

import msgspec

from governance.acts.base import Envelope
from governance.acts.imports import SubsidyRecorded
from governance.acts.partnership import PartnershipDrafted
from governance.audit.findings import Finding, finding
from governance.packs import pack_of
from governance.tables.log import PackFile
from governance.transaction import Reading
from policies.documents import BadDocument
from policies.pack import Pack


class Packs:
    """The packs of the acts seen so far, each fetched and checked once."""

    def __init__(self, tx: Reading) -> None:
        self._tx = tx
        self._loaded: dict[str, Pack | None] = {}
        self.findings: list[Finding] = []

    def see(self, act: Envelope) -> None:
        if act.pack is not None:
            self.get(act.pack)
        if isinstance(act.body, PartnershipDrafted | SubsidyRecorded):
            self.get(act.body.pack)

    def get(self, digest: str) -> Pack | None:
        """The pack with this digest; None where it is missing, altered or does not load (a finding then)."""
        if digest not in self._loaded:
            row = self._tx.one(PackFile, digest=digest)
            if row is None:
                self.findings.append(finding("pack_missing", f"pack {digest}", pack=digest))
            self._loaded[digest] = self._read(row) if row else None
        return self._loaded[digest]

    def _read(self, row: PackFile) -> Pack | None:
        where = f"pack {row.digest}"
        if hashlib.sha256(row.files.encode()).hexdigest() != row.digest:
            self.findings.append(finding("pack_altered", where, pack=row.digest))
            return None
        try:
            return pack_of(self._tx, row.digest)
        except (msgspec.MsgspecError, BadDocument) as error:
            reason = str(error).splitlines()[0]
            self.findings.append(finding("pack_unreadable", where, pack=row.digest, reason=reason))
            return None

    def finish(self) -> Iterator[Finding]:
        yield from self.findings
