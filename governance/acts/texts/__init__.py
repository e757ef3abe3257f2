"""What the log says of each kind of act, in one line of French and of English."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import msgspec

from governance.acts.base import KIND_OF, Act
from policies.documents import read, validate
from policies.text import Text


@cache
def texts() -> dict[str, Text]:
    """The line of every kind, by its full name `<subject>.<what-happened>`."""
    found: dict[str, Text] = {}
    for path in sorted(Path(__file__).parent.glob("*.yaml")):
        document = read(path, path.name)
        for name in document.value or {}:
            found[f"{path.stem}.{name}"] = validate(document, Text, (name,))
    return found


def text_of(kind: str) -> Text:
    """The line of a kind, its `{fields}` open. Raises KeyError for one that has none: the catalogue's test
    holds that all do."""
    return texts()[kind]


def told(act: Act) -> Text:
    """The line of one act, filled with its own fields as they are written in the log."""
    line, fields = text_of(KIND_OF[type(act)].name), msgspec.structs.asdict(act)
    return Text(fr=line.fr.format(**fields), en=line.en.format(**fields))
