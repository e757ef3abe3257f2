"""Every kind of act, by subject. Importing this package fills the catalogue."""

from governance.acts import (
    agreement,
    consultation,
    deliberation,
    dossier,
    evaluation,
    imports,
    parties,
    partnership,
    people,
    prompts,
    review,
)

__all__ = [
    "agreement",
    "consultation",
    "deliberation",
    "dossier",
    "evaluation",
    "imports",
    "parties",
    "partnership",
    "people",
    "prompts",
    "review",
]
