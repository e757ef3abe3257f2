"""A text that people read, in both languages."""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, ConfigDict

Language = Literal["fr", "en"]
LANGUAGES: tuple[Language, ...] = ("fr", "en")


class Text(BaseModel):
    """The same statement in French and in English; both are always there."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)

    fr: str
    en: str

    def in_(self, language: str) -> str:
        return self.en if language == "en" else self.fr

    def as_dict(self) -> dict[str, str]:
        return {"fr": self.fr, "en": self.en}
