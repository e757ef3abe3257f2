"""Every kind of act, by subject. Importing this package fills the catalogue."""

from governance.acts import deliberation, dossier, parties, partnership, people

__all__ = ["deliberation", "dossier", "parties", "partnership", "people"]
