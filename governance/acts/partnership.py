"""Acts about a partnership as a whole: drafted, and moved from state to state."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import msgspec

from governance.acts.base import (
    Act,
    Change,
    Commitment,
    Digest,
    Envelope,
    Id,
    Key,
    Whole,
    applies,
    kind,
    put,
    set_,
)
from governance.tables.partnership import Partnership, StateEntry


@kind("partnership.drafted")
class PartnershipDrafted(Act):
    """Someone began a partnership here, from a starter template where one is named."""

    title: Commitment
    form: Key | None
    template: Key | None
    track: Key
    territory: str
    pack: Digest
    state: Key


@applies(PartnershipDrafted)
def _(act: PartnershipDrafted, on: Envelope) -> Iterator[Change]:
    yield put(
        Partnership,
        id=on.subject,
        title=act.title,
        form=act.form,
        track=act.track,
        territory=act.territory,
        pack=act.pack,
        state=act.state,
        state_since=on.at,
        term=1,
        created=on.at,
    )
    yield entry(on, state=act.state, term=1)


@kind("partnership.state-changed")
class StateChanged(Act):
    """A transition fired: on an adopted decision, or for a declared reason that needs none.

    `facts` holds the values that its requirements read, by dotted name, so that the guard can be
    performed again.
    """

    transition: Key
    source: Key
    target: Key
    decision: Id | None
    reason: Commitment | None
    term: Whole
    facts: dict[str, bool | int | str]


@applies(StateChanged)
def _(act: StateChanged, on: Envelope) -> Iterator[Change]:
    yield set_(Partnership, {"id": on.subject}, state=act.target, state_since=on.at, term=act.term)
    yield entry(
        on,
        state=act.target,
        term=act.term,
        left=act.source,
        transition=act.transition,
        decision=act.decision,
        reason=act.reason,
        facts=msgspec.json.encode(act.facts, order="sorted").decode(),
    )


def entry(on: Envelope, *, state: str, term: int, **more: Any) -> Change:
    """The history row of a state that was entered by this act."""
    none = dict.fromkeys(("left", "transition", "decision", "reason", "facts"))
    row = {**none, **more, "state": state, "term": term, "at": on.at, "by": on.by, "act": on.id}
    return put(StateEntry, partnership=on.subject, seq=on.seq, **row)
