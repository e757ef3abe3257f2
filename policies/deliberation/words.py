"""The arithmetic of a vote in words, in both languages."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from typing import Any

from babel.lists import format_list
from babel.numbers import format_percent

from policies.deliberation.arithmetic import ONE_EACH, Figures
from policies.deliberation.criterion import Criterion
from policies.deliberation.seats import Rejected
from policies.phrases import phrase
from policies.text import Text

Labels = Mapping[str, Text]

_NAMED_SHARES = frozenset(map(Fraction, ("1/2", "1/3", "2/3", "1/4", "3/4", "1")))
_TENTH_OF_A_PERCENT = Decimal("0.001")


def sentence(leaf: Criterion, figures: Figures, *, met: bool, tied: bool, labels: Labels) -> Text:
    """One criterion, what it came to, what was asked, and whether it is met."""
    said = phrase(
        f"deliberation.{_template(leaf, figures)}",
        asked=_asked(leaf),
        verdict=_verdict(met=met, tied=tied),
        **_values(leaf, figures, labels),
    )
    return _within(leaf, said, labels)


def description(leaf: Criterion, labels: Labels) -> Text:
    """What a criterion asks for, before anyone has voted."""
    manner = leaf.weigh if leaf.weigh in ONE_EACH else "weight"
    said = phrase(
        "deliberation.asks_share" if leaf.of else "deliberation.asks",
        measure=phrase(f"deliberation.Measure_{leaf.measure}"),
        manner=phrase(f"deliberation.manner_{manner}", weight=_label(leaf.weigh, labels)),
        needed=needed(leaf),
        of=phrase(f"deliberation.measure_{leaf.of}") if leaf.of else "",
    )
    return _within(leaf, said, labels)


def needed(leaf: Criterion) -> Text:
    """The threshold of a leaf with its comparator, such as « plus de la moitié »."""
    return phrase(f"deliberation.{leaf.comparator}", **_amounts(leaf))


def rejected_text(rejected: Rejected) -> Text:
    """Why a ballot was set aside."""
    ballot = rejected.ballot
    return phrase(f"deliberation.set_aside_{rejected.code}", seat=ballot.seat, choice=ballot.choice)


def outcome_text(outcome: str) -> Text:
    return phrase(f"deliberation.outcome_{outcome}")


def _asked(leaf: Criterion) -> Text:
    if leaf.comparator == "at_most" and leaf.threshold == 0:
        return phrase("deliberation.asked_none")
    return phrase(f"deliberation.asked_{leaf.comparator}", **_amounts(leaf))


def _amounts(leaf: Criterion) -> dict[str, Text]:
    name = ""
    if leaf.of and leaf.threshold in _NAMED_SHARES:
        name = f"_{leaf.threshold.numerator}_{leaf.threshold.denominator}"
    value = _spelled(leaf.spelling)
    return {form: phrase(f"deliberation.{form}{name}", value=value) for form in ("amount", "of_amount")}


def _within(leaf: Criterion, said: Text, labels: Labels) -> Text:
    if not leaf.colleges:
        return said
    colleges = _listed(_label(key, labels) for key in leaf.colleges)
    return phrase("deliberation.within", colleges=colleges, sentence=said)


def _template(leaf: Criterion, figures: Figures) -> str:
    if figures.denominator is None:
        return "count" if leaf.weigh in ONE_EACH else "count_weighed"
    if leaf.weigh == "seats":
        return "share" if figures.denominator else "share_of_nothing"
    if leaf.weigh == "colleges":
        return "share_by_college" if figures.denominator else "share_of_no_college"
    return "share_weighed" if figures.denominator else "share_of_no_weight"


def _values(leaf: Criterion, figures: Figures, labels: Labels) -> dict[str, Any]:
    """Everything that a template may show of the figures."""
    shown: dict[str, Any] = {
        "measured": _counted(leaf.counted, figures.numerator),
        "measure": phrase(f"deliberation.Measure_{leaf.measure}"),
        "weight": _label(leaf.weigh, labels),
        "numerator": figures.numerator,
        "denominator": figures.denominator or 0,
    }
    if leaf.of:
        shown["base"] = _counted(leaf.of, figures.denominator or 0)
        shown["of"] = phrase(f"deliberation.measure_{leaf.of}")
        shown["percent"] = _percent(Fraction(figures.value or 0))
    return shown


def _counted(measure: str, number: int) -> Text:
    """« 0 objection », « 2 objections »; but “0 objections”, “1 objection”."""
    one = phrase(f"deliberation.one_{measure}", n=number)
    many = phrase(f"deliberation.many_{measure}", n=number)
    return Text(fr=one.fr if number < 2 else many.fr, en=one.en if number == 1 else many.en)


def _verdict(*, met: bool, tied: bool) -> Text:
    if tied:
        return phrase("deliberation.tied_met" if met else "deliberation.tied")
    return phrase("deliberation.met" if met else "deliberation.not_met")


def _spelled(spelling: int | str) -> Text | int | str:
    if isinstance(spelling, str) and spelling.endswith("%"):
        return _percent(Fraction(int(spelling[:-1]), 100))
    return spelling


def _percent(share: Fraction) -> Text:
    rounded = (Decimal(share.numerator) / share.denominator).quantize(_TENTH_OF_A_PERCENT, ROUND_HALF_UP)
    return Text(
        fr=format_percent(rounded, "#,##0.#\u00a0%", locale="fr"),
        en=format_percent(rounded, "#,##0.#%", locale="en"),
    )


def _label(key: str, labels: Labels) -> Text:
    return labels.get(key) or Text(fr=key, en=key)


def _listed(labels: Iterable[Text]) -> Text:
    texts = list(labels)
    return Text(
        fr=format_list([text.fr for text in texts], locale="fr"),
        en=format_list([text.en for text in texts], locale="en"),
    )
