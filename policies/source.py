"""Where a rule or a figure comes from: a line of the article, a legal text, or our own choice."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, model_validator

from policies.documents import Entry
from policies.phrases import phrase
from policies.text import Text


class Source(Entry):
    """What a value rests on.

    `seed`: line of the article; `text`: legal or other reference as written; `confidence`: how sure we are
    (V wording seen, S secondary source, G general knowledge, U uncertain); `review`: read it again by then.
    """

    seed: int | None = None
    text: str | None = None
    confidence: Literal["V", "S", "G", "U"] | None = None
    review: date | None = None

    @model_validator(mode="after")
    def _says_something(self) -> Source:
        if self.seed is None and self.text is None:
            raise ValueError("a source names a line of the article (seed) or a text")
        return self

    @property
    def shown(self) -> Text:
        """The reference as people read it."""
        if self.seed is None:
            return Text(fr=str(self.text), en=str(self.text))
        article = phrase("pack.article", line=self.seed)
        if self.text is None:
            return article
        return Text(fr=f"{article.fr} ; {self.text}", en=f"{article.en}; {self.text}")


def _spelled_out(value: Any) -> Any:
    return {"text": value} if isinstance(value, str) else value


Cited = Annotated[Source, BeforeValidator(_spelled_out)]
"""A source, which may be written as a plain string."""
