"""What an audit says: findings with a code, a place and a sentence, and the report that holds them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from policies.phrases import phrase
from policies.text import Text


@dataclass(frozen=True, slots=True)
class Finding:
    """Something that does not hold. `where` names the leaf, row, stream, decision or pack."""

    code: str
    where: str
    text: Text
    more: Mapping[str, Any] = field(default_factory=dict)

    def as_data(self) -> dict[str, Any]:
        return {"code": self.code, "where": self.where, "text": self.text.as_dict(), **self.more}


def finding(code: str, where: str, /, more: Mapping[str, Any] | None = None, **values: object) -> Finding:
    """A finding with the sentence `audit.<code>`; `more` are its further keys in JSON."""
    return Finding(code, where, phrase(f"audit.{code}", **values), more or {})


def differs(code: str, where: str, column: str, expected: object, found: object) -> Finding:
    """A finding about one column: what it should hold by the log, and what it holds."""
    more = {"column": column, "expected": shown(expected), "found": shown(found)}
    return finding(code, where, more, column=column, expected=_brief(expected), found=_brief(found))


def shown(value: object) -> str | int | bool | None:
    """A column's value as JSON can hold it: bytes in hex."""
    if isinstance(value, bytes | bytearray | memoryview):
        return bytes(value).hex()
    return value if isinstance(value, str | int | None) else str(value)


def _brief(value: object) -> str:
    """A value in a sentence: whole, if it is short."""
    text = "∅" if value is None else str(shown(value))
    return text if len(text) <= 120 else f"{text[:119]}…"


@dataclass(frozen=True)
class Report:
    """What an audit found. `acts`: leaves read; `size`: the head's; `root`: of the leaves that were read."""

    acts: int
    size: int
    root: bytes
    findings: tuple[Finding, ...]

    @property
    def ok(self) -> bool:
        return not self.findings

    def as_data(self) -> dict[str, Any]:
        return {
            "ok": self.ok,
            "acts": self.acts,
            "size": self.size,
            "root": self.root.hex(),
            "findings": [found.as_data() for found in self.findings],
        }
