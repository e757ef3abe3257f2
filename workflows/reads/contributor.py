"""What the holder of a personal link sees: the questions, what they said, and what became of it."""

from __future__ import annotations

from dataclasses import dataclass

from governance.actors import Who
from governance.packs import pack_of
from governance.tables.consultation import Answer, Response
from governance.tables.partnership import Partnership
from governance.transaction import Reading
from policies.pack import Pack
from policies.refusal import NotFound
from workflows.consultation import opened
from workflows.reads.consultation import Frame, Heard, Told, frame, heard, told


@dataclass(frozen=True, slots=True)
class Guest:
    """A link's holder and their consultation.

    `answers`: their words by question, for the form to begin with; `told`: only once it is published.
    """

    who: Who
    partnership: str
    title: str
    pack: Pack
    frame: Frame
    mine: Heard | None
    answers: dict[str, str]
    category: str
    told: Told | None

    @property
    def said(self) -> bool:
        """They have contributed, and have not taken it back."""
        return self.mine is not None and not self.mine.withdrawn

    @property
    def may_write(self) -> bool:
        """It is open, and what was said before was not written down by a helper."""
        return self.frame.takes and not (self.said and self.mine is not None and self.mine.helper)


def guest(tx: Reading, token: str) -> Guest:
    """Who holds this link, with all that their page shows. Raises NotFound for a link that opens nothing."""
    found = opened(tx, token)
    row = tx.one(Partnership, id=found.consultation.partnership)
    if row is None:
        raise NotFound("consultation.no_such_link")
    pack, mine = pack_of(tx, row.pack), found.contribution
    answers = tx.all(Answer, contribution=mine.id) if mine else []
    response = tx.one(Response, id=mine.response) if mine and mine.response else None
    published = response if found.consultation.published else None
    return Guest(
        who=found.who,
        partnership=row.id,
        title=tx.text(row.title) or "",
        pack=pack,
        frame=frame(tx, pack, found.consultation),
        mine=heard(tx, pack, mine) if mine else None,
        answers={answer.question: tx.text(answer.text) or "" for answer in answers},
        category=mine.category if mine else "",
        told=told(tx, pack, published, ()) if published else None,
    )
