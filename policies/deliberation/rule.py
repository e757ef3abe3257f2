"""A decision rule as a pack or a case writes it, with all that is checked when it is loaded."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from fractions import Fraction
from functools import cached_property
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field, model_validator

from policies.deliberation.criterion import Criterion, Path, fault
from policies.deliberation.exact import Exact, fraction
from policies.deliberation.measures import NAMED_CHOICES, Choice, contains
from policies.documents import Entry
from policies.duration import Duration
from policies.text import Text

Round = Literal["first", "second_call", "second_round", "new_vote"]


def _quorum(value: Any) -> Any:
    """So that a criterion is read as one, and its errors are not doubled by those of a word."""
    if isinstance(value, str) and value != "none":
        raise ValueError("a quorum is a criterion, or the word none")
    return None if value == "none" else value


Needed = Annotated[Criterion | None, BeforeValidator(_quorum)]
"""The criterion of a quorum; None, or the word `none`: none is needed."""


def _review(value: Any) -> Any:
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, str):
        return date.fromisoformat(value).isoformat()
    return value


class Recusal(Entry):
    """Whether the recused leave the base that is measured against, or stay in it. They never vote."""

    base: Literal["excluded", "counted"] = "excluded"


class Proxies(Entry):
    """How many proxies one holder may carry. Who holds which is checked where they are given."""

    per_holder: int = Field(default=1, ge=1)
    within_college: bool = False


class Closing(Entry):
    """When the vote closes: after a time, or as soon as no remaining ballot could change the outcome.

    A rule that is only counted under needs no time; to open a vote, it does.
    """

    after: Duration | None = None
    early: Literal["when_certain"] | None = None


class SecondCall(Entry):
    """After a missed quorum: another call, as long as the first or `after`, with its own quorum or none."""

    after: Duration | None = None
    quorum: Needed = None


class SecondRound(Entry):
    """A second vote under another criterion, if the first one came close enough."""

    if_: Criterion = Field(alias="if")
    adopted_when: Criterion


class Rule(Entry):
    """How a decision is taken. Raises ValidationError, pointing at the place, for one that makes no sense.

    `confidence` (V wording seen, S secondary source, G general knowledge, U uncertain) and `review` (true, or
    a date) tell how far its `source` is to be trusted.
    """

    text: Text | None = None
    source: str | Text | None = None
    confidence: Literal["V", "S", "G", "U"] | None = None
    review: Annotated[bool | str | None, BeforeValidator(_review)] = None
    ballots: Annotated[tuple[Choice, ...], Field(strict=False)]
    quorum: Needed = None
    adopted_when: Criterion
    colleges: dict[str, Exact] = {}
    tie: Literal["rejected", "chair", "new_vote"] = "rejected"
    recusal: Recusal = Recusal()
    proxies: Proxies | None = None
    secrecy: Literal["open", "sealed", "secret"] = "open"
    ballot_change: Literal["until_close", "never"] = "until_close"
    closes: Closing | None = None
    second_call: SecondCall | None = None
    second_round: SecondRound | None = None

    def as_data(self) -> dict[str, Any]:
        """The rule as strings, integers, booleans, lists and dictionaries, its defaults written out.

        `Rule.model_validate` reads it again, to an equal rule.
        """
        return self.model_dump(mode="json", by_alias=True, exclude_none=True)

    @property
    def recused_count(self) -> bool:
        return self.recusal.base == "counted"

    @property
    def source_text(self) -> Text | None:
        """The source as people read it."""
        return Text(fr=self.source, en=self.source) if isinstance(self.source, str) else self.source

    @cached_property
    def college_weights(self) -> dict[str, Fraction]:
        return {college: fraction(weight) for college, weight in self.colleges.items()}

    def quorum_in(self, round: Round) -> Criterion | None:  # noqa: A002  the word of the case format
        if round == "second_call" and self.second_call:
            return self.second_call.quorum
        return self.quorum

    def adopted_in(self, round: Round) -> Criterion:  # noqa: A002
        if round == "second_round" and self.second_round:
            return self.second_round.adopted_when
        return self.adopted_when

    def criteria(self) -> Iterator[tuple[Path, Criterion]]:
        """Every leaf of the rule, of all rounds, with its place."""
        trees: list[tuple[Path, Criterion | None]] = [
            (("quorum",), self.quorum),
            (("adopted_when",), self.adopted_when),
        ]
        if self.second_call:
            trees.append((("second_call", "quorum"), self.second_call.quorum))
        if self.second_round:
            trees.append((("second_round", "if"), self.second_round.if_))
            trees.append((("second_round", "adopted_when"), self.second_round.adopted_when))
        for path, tree in trees:
            if tree is not None:
                yield from tree.walk(path)

    @model_validator(mode="after")
    def _makes_sense(self) -> Rule:
        self._check_ballots()
        self._check_colleges()
        for path, leaf in self.criteria():
            self._check_leaf(path, leaf)
        self._check_secrecy()
        return self

    def _check_ballots(self) -> None:
        if not self.ballots:
            raise fault("a vote has at least one choice", "ballots")
        for position, choice in enumerate(self.ballots):
            if choice in self.ballots[:position]:
                raise fault(f"'{choice}' is listed twice", "ballots", position)

    def _check_colleges(self) -> None:
        for college, weight in self.colleges.items():
            if fraction(weight) == 0:
                raise fault("the weight of a college is positive", "colleges", college)
        total = sum(map(fraction, self.colleges.values()))
        if self.colleges and total != 1:
            raise fault(f"the weights of the colleges sum to {total}, not to 1", "colleges")

    def _check_leaf(self, path: Path, leaf: Criterion) -> None:
        for key, measure in (("measure", leaf.measure), ("of", leaf.of)):
            if measure in NAMED_CHOICES and measure not in self.ballots:
                listed = ", ".join(self.ballots)
                raise fault(f"'{measure}' is not one of the choices in `ballots` ({listed})", *path, key)
        if leaf.of and not contains(leaf.of, leaf.counted, self.proxies is not None):
            raise fault(
                f"'{leaf.of}' does not contain '{leaf.measure}': the share could be above 1", *path, "of"
            )
        if leaf.weigh == "colleges" and not self.colleges:
            raise fault("weigh: colleges needs the weights of the rule's `colleges`", *path, "weigh")

    def _check_secrecy(self) -> None:
        if self.secrecy != "secret":
            return
        if self.tie == "chair":
            raise fault("the chair cannot break the tie of a secret vote", "tie")
        if self.ballot_change != "never":
            raise fault("a secret ballot cannot be changed: write ballot_change: never", "ballot_change")
        for path, leaf in self.criteria():
            if leaf.weigh not in {"seats", "colleges"}:
                raise fault(
                    f"a secret ballot cannot be weighed by '{leaf.weigh}': it would show whose it is",
                    *path,
                    "weigh",
                )
