"""Reading the rules of a pack: the file whose top key is `rules`."""

from __future__ import annotations

from policies.deliberation.rule import Rule
from policies.documents import Document, Entry, validate


class RulesFile(Entry):
    """Rules by name."""

    rules: dict[str, Rule]


def load_rules(document: Document) -> dict[str, Rule]:
    """The rules by name. Raises BadDocument with every finding."""
    return validate(document, RulesFile).rules
