"""The vocabulary of facts: all that a pack's requirements may look at, with types and meanings."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Literal

Kind = Literal["int", "bool", "str"]
PYTHON: dict[Kind, type] = {"int": int, "bool": bool, "str": str}


@dataclass(frozen=True)
class Fact:
    """One value. `words`: the only texts that it can be, where they are known."""

    kind: Kind
    about: str
    words: tuple[str, ...] | None = None


@dataclass(frozen=True)
class Record:
    """Named facts, or records of them."""

    fields: Mapping[str, Fact | Record]


@dataclass(frozen=True)
class Words:
    """The names that a pack declares, which are keys or values of facts."""

    colleges: tuple[str, ...]
    pieces: tuple[str, ...]
    states: tuple[str, ...]
    tracks: tuple[str, ...]
    forms: tuple[str, ...]
    opinions: tuple[str, ...]
    recommendations: tuple[str, ...]


def vocabulary(words: Words) -> Record:
    """The facts that requirements of a pack with these words may read, by subject."""
    return Record(
        {
            "partnership": _partnership(words),
            "seats": _each(words.colleges, "seats of the college whose holder has a mandate valid today"),
            "dossier": _DOSSIER,
            "objectives": _OBJECTIVES,
            "consultation": _CONSULTATION,
            "review": _review(words),
            "agreement": _AGREEMENT,
            "prompts": _PROMPTS,
            "evaluation": _evaluation(words),
            "clock": Record({"days_in_state": _int("civil days since the state was entered")}),
        }
    )


def paths(record: Record, prefix: str = "facts") -> Iterator[tuple[str, Fact]]:
    """Every fact with its dotted path, in order."""
    for name, part in record.fields.items():
        if isinstance(part, Record):
            yield from paths(part, f"{prefix}.{name}")
        else:
            yield f"{prefix}.{name}", part


def problems(facts: Mapping[str, Any], record: Record, prefix: str = "facts") -> list[str]:
    """What of `facts` does not match the vocabulary: missing, unknown, of another type or word."""
    found = [f"{prefix}.{name} is unknown" for name in facts if name not in record.fields]
    for name, part in record.fields.items():
        path = f"{prefix}.{name}"
        if name not in facts:
            found.append(f"{path} is missing")
        elif isinstance(part, Fact):
            found += _misfit(facts[name], part, path)
        elif isinstance(facts[name], Mapping):
            found += problems(facts[name], part, path)
        else:
            found.append(f"{path} holds {facts[name]!r}, not facts")
    return found


def _misfit(value: Any, fact: Fact, path: str) -> list[str]:
    if type(value) is not PYTHON[fact.kind]:
        return [f"{path} is {value!r}, not {fact.kind}"]
    if fact.words is not None and value not in fact.words:
        return [f"{path} is {value!r}, not one of {', '.join(fact.words)}"]
    return []


def _int(about: str) -> Fact:
    return Fact("int", about)


def _bool(about: str) -> Fact:
    return Fact("bool", about)


def _word(about: str, words: Collection[str]) -> Fact:
    return Fact("str", about, tuple(words))


def _each(names: Collection[str], about: str) -> Record:
    return Record({name: _int(about) for name in names})


def _partnership(words: Words) -> Record:
    return Record(
        {
            "state": _word("the state it is in", words.states),
            "term": _int("1 in its first term, one more after each renewal"),
            "track": _word("its track", words.tracks),
            "form": _word("its form of social innovation", words.forms),
            "territory": Fact("str", "code of its territory"),
            "parties": _int("parties that take part today"),
            "recorded": _bool("it was taken over from before Tablée"),
        }
    )


_DOSSIER = Record(
    {
        "version": _int("number of the current version, 0 before the first"),
        "sections_missing": _int("required sections that nobody has written"),
        "voices_missing": _int("sections with a voice that nobody of that college has written in"),
    }
)

_OBJECTIVES = Record(
    {
        "acknowledged": _int("parties that acknowledged the current objectives"),
        "missing": _int("parties that have not"),
    }
)

_CONSULTATION = Record(
    {
        "opened": _bool("the consultation of this term before review has opened"),
        "closed": _bool("it has closed"),
        "questions": _int("its questions"),
        "days": _int("civil days it was open"),
        "channels": _int("channels by which contributions were possible"),
        "contributions": _int("contributions that stand (not withdrawn)"),
        "unanswered": _int("of those, how many have no published response"),
        "synthesis_published": _bool("its synthesis is published"),
    }
)

_AGREEMENT = Record(
    {
        "missions": _int("missions"),
        "missions_without_responsible": _int("missions that do not have exactly one responsible party"),
        "parties_without_not_replaced": _int("parties that have not said what they do not replace"),
        "parties_without_contribution": _int("parties that bring nothing yet"),
        "indicators": Record(
            {
                "financial": _int("indicators that measure money"),
                "not_financial": _int("all the others"),
            }
        ),
        "clauses_missing": _int("required clauses that nobody has written"),
        "training_planned": _bool("joint training has a date"),
        "top_funding_share": _int("thousandths of the money that its largest source brings"),
        "deliberations_missing": _int("public parties without an enforceable deliberation"),
        "signatories_missing": _int("parties without a mandated signatory"),
        "acknowledgements_missing": _int("parties whose signatory has not acknowledged this version"),
    }
)

_PROMPTS = Record(
    {
        "open": _int("prompts without an answer"),
        "overdue": _int("of those, how many are past their deadline"),
    }
)


def _review(words: Words) -> Record:
    return Record(
        {
            "opened": _bool("the review of this term has opened"),
            "opinion": _word("the reviewers' opinion, empty while there is none", ("", *words.opinions)),
            "reviewers": _int("assigned reviewers"),
            "reviewers_undeclared": _int("of those, how many have not declared their interests"),
            "reviewers_not_independent": _int(
                "of those, how many declared an interest, or are of a party that brings money"
            ),
            "criteria_missing": _int("criteria without a finding"),
            "conditions": _int("conditions of the opinion"),
            "conditions_unmet": _int("of those, how many are not met"),
            "conditions_unscheduled": _int("of the unmet, how many have no owner or no date"),
        }
    )


def _evaluation(words: Words) -> Record:
    recommendations = ("", *words.recommendations)
    return Record(
        {
            "opened": _bool("the evaluation of this term has opened"),
            "pieces": _each(words.pieces, "pieces of that kind"),
            "feedback_contributions": _int("contributions to the consultation held as feedback"),
            "feedback_unanswered": _int("of those, how many have no published response"),
            "recommendation": _word("what the evaluators recommend, empty before", recommendations),
            "evaluators": _int("named evaluators"),
        }
    )
