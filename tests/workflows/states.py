"""A partnership put into a state by an act alone, where the way there is not what is tested."""

from __future__ import annotations

from governance.acts.partnership import StateChanged
from governance.record import Hand, record
from tests.workflows.house import House


def enter(house: House, state: str, *, transition: str = "moved", term: int | None = None) -> None:
    row = house.partnership
    act = StateChanged(
        transition=transition,
        source=row.state,
        target=state,
        decision=None,
        reason=None,
        term=term or row.term,
        facts={},
    )
    with house.database.transaction() as tx:
        record(tx, f"partnership:{house.id}", [act], hand=Hand("system:test"), pack=row.pack)
