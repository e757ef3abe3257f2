"""The organisations that a file names: found again by their numbers, or registered."""

from __future__ import annotations

from sqlalchemy import or_, select

from governance.record import Hand
from governance.tables.base import core
from governance.tables.imports import Subsidy
from governance.tables.log import Disclosure
from governance.tables.people import Organisation
from governance.transaction import Transaction
from policies.identifiers import compact, rna_problem, siret_problem
from policies.pack import Pack
from policies.pack.people import flagged
from policies.refusal import Refused
from workflows.imports.scdl import Row
from workflows.people import register_organisation


class Organisations:
    """Finds an organisation by SIRET, else by RNA number, else by its exact name in this authority's imports.

    A number that cannot be right identifies nobody: the same placeholder may stand for many. It stays
    readable in the row's cells.
    """

    def __init__(self, tx: Transaction, hand: Hand, pack: Pack, authority: str) -> None:
        self._tx, self._hand, self._pack = tx, hand, pack
        self._numbered: dict[tuple[str, str], str] = {}
        self._named = _named(tx, authority)
        self._kinds = {flag: _kind(pack, flag) for flag in ("deliberates", "rna", "unstated")}

    def granter(self, row: Row) -> str:
        return self._find(self._kinds["deliberates"], row.authority, row.authority_siret, "")

    def beneficiary(self, row: Row) -> str:
        kind = self._kinds["rna" if _sound_rna(row.beneficiary_rna) else "unstated"]
        return self._find(kind, row.beneficiary, row.beneficiary_siret, row.beneficiary_rna)

    def _find(self, kind: str, name: str, siret: str, rna: str) -> str:
        numbers = (_sound_siret(siret), _sound_rna(rna))
        if any(numbers):
            if numbers not in self._numbered:
                self._numbered[numbers] = self._registered(kind, name, *numbers)
            return self._numbered[numbers]
        if name not in self._named:
            self._named[name] = self._registered(kind, name, "", "")
        return self._named[name]

    def _registered(self, kind: str, name: str, siret: str, rna: str) -> str:
        return register_organisation(
            self._tx, self._hand, self._pack, kind=kind, name=name, siret=siret, rna=rna
        )


def _kind(pack: Pack, flag: str) -> str:
    kinds = flagged(pack.kinds.items(), flag)
    if not kinds:
        raise Refused("imports.no_kind")
    return kinds[0]


def _sound_siret(text: str) -> str:
    return compact(text) if text and siret_problem(text) is None else ""


def _sound_rna(text: str) -> str:
    return compact(text) if text and rna_problem(text) is None else ""


def _named(tx: Transaction, authority: str) -> dict[str, str]:
    """Organisations without any number, by name, from earlier imports that this authority answers for."""
    subsidy, organisation = core(Subsidy), core(Organisation)
    name, answers = core(Disclosure).alias("name"), core(Disclosure).alias("answers")
    found = tx.select(
        select(name.c.text, organisation.c.id)
        .join_from(subsidy, answers, answers.c.commitment == subsidy.c.authority)
        .join(
            organisation,
            or_(organisation.c.id == subsidy.c.granter, organisation.c.id == subsidy.c.beneficiary),
        )
        .join(name, name.c.commitment == organisation.c.name)
        .where(answers.c.text == authority, organisation.c.siret.is_(None), organisation.c.rna.is_(None))
    )
    return {row.text: row.id for row in found}
