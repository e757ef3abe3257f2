"""What changed between two wordings of a text, word by word."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from difflib import SequenceMatcher

_WORDS = re.compile(r"\S+\s*|\s+")


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of words; `changed` where the other wording does not have it."""

    text: str
    changed: bool


def differences(before: str, after: str) -> tuple[list[Piece], list[Piece]]:
    """Both wordings in pieces: what the first lost, what the second gained. The texts join to the whole."""
    old, new = _WORDS.findall(before), _WORDS.findall(after)
    # Compared without the blanks that follow, so that a new line end does not change the word before it.
    matcher = SequenceMatcher(None, [word.strip() for word in old], [word.strip() for word in new])
    lost, gained = [], []
    for kind, from_old, to_old, from_new, to_new in matcher.get_opcodes():
        lost.append((old[from_old:to_old], kind != "equal"))
        gained.append((new[from_new:to_new], kind != "equal"))
    return _pieces(lost), _pieces(gained)


def _pieces(runs: Iterable[tuple[list[str], bool]]) -> list[Piece]:
    return [Piece("".join(words), changed) for words, changed in runs if words]
