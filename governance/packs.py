"""Packs as the record keeps them: stored by digest at first use, and read back from there."""

from __future__ import annotations

import msgspec

from governance.tables.log import PackFile
from governance.transaction import Reading, Transaction
from policies.pack import Pack, shipped


class UnknownPack(Exception):
    """The record names a pack that it does not hold."""


def keep(tx: Transaction, pack: Pack) -> None:
    """Store a pack that a partnership begins to use."""
    if tx.one(PackFile, digest=pack.digest) is None:
        tx.put(
            PackFile, digest=pack.digest, files=msgspec.json.encode(dict(pack.files), order="sorted").decode()
        )


def pack_of(tx: Reading, digest: str) -> Pack:
    """The pack with this digest. Raises UnknownPack; BadDocument where the stored one does not load."""
    found = _loaded.get(digest)
    if found is None:
        row = tx.one(PackFile, digest=digest)
        if row is None:
            raise UnknownPack(digest)
        found = _loaded[digest] = shipped() if shipped().digest == digest else _parsed(row.files)
    return found


def _parsed(files: str) -> Pack:
    return Pack.from_files(msgspec.json.decode(files, type=dict[str, str]))


_loaded: dict[str, Pack] = {}  # a digest names the same rules for ever, so nothing goes stale
