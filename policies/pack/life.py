"""What recurs and what ends: prompts and evaluation."""

from __future__ import annotations

from typing import Literal

from pydantic import Field, model_validator

from policies.documents import Entry
from policies.duration import Duration
from policies.entries import Names
from policies.source import Cited
from policies.text import Text


class Question(Entry):
    """One question of a prompt. `required`: no answer is taken without it."""

    text: Text
    required: bool = False


class Reminders(Entry):
    """When to remind: so long before the deadline, so long after it."""

    before: tuple[Duration, ...] = Field(default=(), strict=False)
    after: tuple[Duration, ...] = Field(default=(), strict=False)


class Escalation(Entry):
    """Who is told of a prompt that is still open so long after its deadline."""

    to: str
    after: Duration


class Prompt(Entry):
    """Something asked of a role, with a deadline.

    A recurring prompt has `every`, `states` and `within`, and is counted from `anchor`. Any other prompt
    belongs to the state that waits for it (`waits_for` in the lifecycle), whose deadline it has.
    """

    text: Text
    questions: dict[str, Question] = Field(min_length=1)
    asked: str
    every: Duration | None = None
    states: Names = ()
    anchor: Literal["state_entered"] = "state_entered"
    within: Duration | None = None
    remind: Reminders = Reminders()
    escalates: Escalation | None = None
    source: Cited | None = None

    @model_validator(mode="after")
    def _recurs_wholly(self) -> Prompt:
        given = [self.every is not None, bool(self.states), self.within is not None]
        if any(given) and not all(given):
            raise ValueError("a recurring prompt has every, states and within; any other has none of them")
        return self

    @property
    def recurs(self) -> bool:
        return self.every is not None


class Piece(Entry):
    """A kind of piece of an evaluation. `consent`: only with the person's consent; `published`: is public
    when the partnership closes; `consultation`: comes from a consultation held as feedback; `figures`: gives
    values for indicators of the agreement."""

    text: Text
    help: Text
    required: bool = False
    consent: bool = False
    published: bool = False
    consultation: bool = False
    figures: bool = False
    source: Cited | None = None


class Recommendation(Entry):
    """What an evaluation may recommend: the transition that would follow from it."""

    text: Text
    about: Text
    transition: str


class Evaluation(Entry):
    """evaluation.yaml."""

    pieces: dict[str, Piece] = Field(min_length=1)
    recommendations: dict[str, Recommendation] = Field(min_length=1)
