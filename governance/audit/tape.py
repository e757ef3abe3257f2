"""One pass over the log, first leaf to last: decoding, counting, and growing the tree as it goes."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import msgspec

from governance.acts.base import Envelope, UnknownKind, decode
from governance.audit.findings import Finding, Report, finding
from governance.log.tree import Frontier, leaf_hash
from governance.tables.log import Leaf, LogHead
from governance.transaction import BATCH, Reading

Progress = Callable[[int, int], None]
"""Called now and then with the number of acts read, and the number that the head promises."""


def silent(done: int, total: int) -> None:
    """No progress shown."""


class Tape:
    """The log in order. Iterating gives each leaf with its act: None where its bytes hold none we know."""

    def __init__(self, tx: Reading, progress: Progress = silent) -> None:
        self.tx = tx
        self.head = tx.one(LogHead, id=1)
        self.size = self.head.size if self.head else 0
        self.acts = 0
        self.frontier = Frontier()
        self.findings: list[Finding] = []
        self._progress = progress

    def __iter__(self) -> Iterator[tuple[Leaf, Envelope | None]]:
        hashes: list[bytes] = []
        for row in self.tx.walk(Leaf, order="position"):
            hashes.append(leaf_hash(content(row)))
            self.acts += 1
            yield row, self._decoded(row)
            if len(hashes) == BATCH:
                self.frontier = self.frontier.extend(hashes)
                hashes.clear()
                self._progress(self.acts, self.size)
        self.frontier = self.frontier.extend(hashes)
        self._progress(self.acts, self.size)

    def report(self) -> Report:
        """What was found, once the pass is over."""
        return Report(self.acts, self.size, self.frontier.root(), tuple(self.findings))

    def _decoded(self, row: Leaf) -> Envelope | None:
        try:
            return decode(content(row))
        except UnknownKind as error:
            self.findings.append(finding("unknown_kind", place(row), kind=error))
        except (msgspec.MsgspecError, ValueError, RecursionError) as error:
            self.findings.append(finding("unreadable", place(row), reason=error))
        return None


def place(row: Leaf) -> str:
    return f"leaf {row.position}"


def content(row: Leaf) -> bytes:
    """The leaf's bytes; SQLite would also keep a text there, if somebody wrote one."""
    return row.bytes if isinstance(row.bytes, bytes) else str(row.bytes).encode()
