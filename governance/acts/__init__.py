"""Every kind of act, by subject. Importing this package fills the catalogue."""

from governance.acts import agreement, deliberation, dossier, parties, partnership, people, review

__all__ = ["agreement", "deliberation", "dossier", "parties", "partnership", "people", "review"]
