"""Putting a partnership into a state without walking there: for tests of what one state permits."""

from __future__ import annotations

from governance.acts.partnership import StateChanged
from governance.record import Hand, record
from tests.workflows.house import House


def arrive(house: House, state: str, *, term: int = 1) -> None:
    """Enter `state` as the record would, on nobody's decision."""
    row = house.partnership
    changed = StateChanged(
        transition="test", source=row.state, target=state, decision=None, reason=None, term=term, facts={}
    )
    with house.database.transaction() as tx:
        record(tx, f"partnership:{house.id}", [changed], hand=Hand("system:test"))
