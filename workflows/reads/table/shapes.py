"""What stands on my table: asks, what I wait for, and places."""

from __future__ import annotations

from dataclasses import dataclass

from policies.text import Text


@dataclass(frozen=True, slots=True)
class Ask:
    """Something that waits for me.

    `due`: the instant at which its last day is over, None where no day is set. `settles`: it is what the
    partnership's state waits for, so that the prompt that asks for the same is not shown beside it.
    """

    what: str  # vote | prompt | objectives | agreement | review | condition | say | answer
    address: str
    partnership: str
    title: str
    label: Text
    due: str | None
    late: bool
    settles: bool = False


@dataclass(frozen=True, slots=True)
class Name:
    """Somebody who is awaited; no name where it was erased. `party`: for whom they act."""

    name: str | None
    party: str | None = None


@dataclass(frozen=True, slots=True)
class Awaited:
    """Something that I wait for. `role`: whose turn it is, where a role and not a list of seats is awaited.

    `cast` of `seats` have voted, where it is a vote.
    """

    what: str  # vote | state
    address: str
    title: str
    label: Text
    names: tuple[Name, ...]
    role: Text | None
    due: str | None
    late: bool
    cast: int = 0
    seats: int = 0


@dataclass(frozen=True, slots=True)
class Place:
    """A partnership in which I hold a mandate."""

    id: str
    title: str
    state: Text
    ended: bool
    roles: tuple[Text, ...]


@dataclass(frozen=True, slots=True)
class MyTable:
    """The whole page. `left_out`: how many partnerships are not named."""

    asks: tuple[Ask, ...]
    awaited: tuple[Awaited, ...]
    places: tuple[Place, ...]
    left_out: int
