"""The words for what acts hold as keys: from the pack they were recorded under, else the program's own."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

import msgspec

from governance.acts.base import KINDS, Act
from governance.acts.texts import text_of
from governance.packs import UnknownPack, pack_of
from governance.transaction import Reading
from policies.documents import BadDocument
from policies.pack import Pack, shipped
from policies.phrases import keys, phrase
from policies.text import LANGUAGES, Text

DAY = re.compile(r"^\d{4}-\d\d-\d\d$")

# Where a field of an act holds a key of the pack, the part of the pack that has its text.
VOCABULARY: dict[str, Callable[[Pack], Mapping[str, Any]]] = {
    "asked": lambda pack: pack.roles,
    "category": lambda pack: pack.consultation.categories,
    "channel": lambda pack: pack.consultation.channels,
    "channels": lambda pack: pack.consultation.channels,
    "clause": lambda pack: pack.agreement.clauses,
    "college": lambda pack: pack.colleges,
    "consents": lambda pack: pack.consultation.consents,
    "criterion": lambda pack: pack.review.criteria,
    "escalates_to": lambda pack: pack.roles,
    "finding": lambda pack: pack.review.findings,
    "form": lambda pack: pack.forms,
    "kind": lambda pack: {
        **pack.agreement.contributions,
        **pack.evaluation.pieces,
        **pack.prompts,
        **pack.kinds,
    },
    "level": lambda pack: pack.consultation.levels,
    "missing": lambda pack: pack.requirements.by_id,
    "name": lambda pack: pack.offices,
    "nature": lambda pack: pack.agreement.natures,
    "opinion": lambda pack: pack.review.opinions,
    "purpose": lambda pack: pack.consultation.purposes,
    "recommendation": lambda pack: pack.evaluation.recommendations,
    "recommended": lambda pack: pack.evaluation.recommendations,
    "role": lambda pack: {**pack.roles, **pack.agreement.mission_roles},
    "rule_name": lambda pack: pack.rules,
    "section": lambda pack: pack.dossier.sections,
    "source": lambda pack: pack.lifecycle.states,
    "state": lambda pack: pack.lifecycle.states,
    "target": lambda pack: pack.lifecycle.states,
    "to": lambda pack: pack.roles,
    "track": lambda pack: pack.tracks,
    "transition": lambda pack: {t.name: t for t in pack.lifecycle.transitions},
    "type": lambda pack: pack.agreement.indicator_types,
    "verdict": lambda pack: pack.consultation.verdicts,
}


def pack_for(tx: Reading, digest: str | None) -> Pack:
    """The pack of an act; the shipped one where it names none, or one that cannot be read."""
    if digest is None:
        return shipped()
    try:
        return pack_of(tx, digest)
    except (UnknownPack, BadDocument, msgspec.MsgspecError):
        return shipped()


def word(pack: Pack, field: str, value: str) -> Text | None:
    """The text of a key in a field of an act, where there is one."""
    part = VOCABULARY.get(field)
    named = part(pack).get(value) if part else None
    if named is not None:
        for attribute in ("text", "label", "says"):
            if isinstance(found := getattr(named, attribute, None), Text):
                return Text(fr=found.fr, en=found.en)
    return phrase(f"log.word_{value}") if f"log.word_{value}" in keys() else None


def line(act: Act, kind: str, pack: Pack) -> Text:
    """The line of an act, its fields in words."""
    template, fields = text_of(kind), msgspec.structs.asdict(act)
    filled = {
        language: template.in_(language).format(
            **{name: _said(pack, name, value, language) for name, value in fields.items()}
        )
        for language in LANGUAGES
    }
    return Text(fr=filled["fr"], en=filled["en"])


def line_of_kind(kind: str) -> Text:
    """The line of a kind with its fields left open; the bare name of a kind that is not known."""
    if kind not in KINDS:
        return Text(fr=kind, en=kind)
    template = text_of(kind)
    return Text(fr=template.fr.format_map(_Open()), en=template.en.format_map(_Open()))


def label(field: str) -> Text:
    """What a field of an act is called; its own name where nobody has said."""
    key = f"fields.{field}"
    return phrase(key) if key in keys() else Text(fr=field, en=field)


class _Open(dict[str, str]):
    def __missing__(self, name: str) -> str:
        return "…"


def _said(pack: Pack, field: str, value: Any, language: Any) -> str:
    if isinstance(value, str) and DAY.match(value):
        return phrase("log.day", day=date.fromisoformat(value)).in_(language)
    found = word(pack, field, value) if isinstance(value, str) else None
    return found.in_(language) if found else str(value)
