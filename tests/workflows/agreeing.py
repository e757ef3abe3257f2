"""Steps of a role agreement that several tests take."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from governance.agreement_digest import Agreement, agreement_of, digest_of
from governance.facts.agreement import agreement_facts
from policies.facts import problems
from tests.workflows.house import House
from workflows import agreement

EXIT = "Trois mois de préavis ; le matériel reste au quartier."


def facts(house: House) -> dict[str, Any]:
    with house.database.reading() as tx:
        found = agreement_facts(tx, house.partnership, house.pack)
    record = house.pack.facts.fields["agreement"]
    assert problems(found, record) == []  # type: ignore[arg-type]
    return found


def written(house: House) -> Agreement:
    with house.database.reading() as tx:
        return agreement_of(tx, house.id)


def digest(house: House) -> str:
    return digest_of(written(house))


def mission(house: House, title: str = "Trier et réparer", **roles: str) -> str:
    """Agree on a mission, roles by college; gives its identifier."""
    named = {house.parties[college]: role for college, role in roles.items()}
    house.do(agreement.agree_mission, title=title, roles=named)
    return max(written(house).missions, key=lambda row: row.at + row.id).id


def euros(house: House, college: str, amount: str) -> None:
    house.do(
        agreement.pledge, party=house.parties[college], kind="money", text="Une aide.", amount=Decimal(amount)
    )


def sign(house: House) -> None:
    for person, college in (("maire", "public"), ("asso", "associations"), ("resident", "beneficiaries")):
        house.mandate("signatory", person, party=house.parties[college])
