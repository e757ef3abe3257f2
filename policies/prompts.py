"""When a prompt is due: the days of its occurrences, its deadline, its reminders, its escalation."""

from __future__ import annotations

from collections.abc import Container, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import islice, takewhile

from policies.calendar import add, deadline, occurrences
from policies.duration import Duration
from policies.lifecycle import Lifecycle
from policies.pack.life import Prompt

_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Asked:
    """A prompt as one state asks it.

    What a state waits for is asked as the state is entered, its deadline being the state's; once it is
    answered it is asked again when that deadline passes and the state still lasts, so that nothing stays
    stuck in silence. What recurs is asked first when its interval has passed.
    """

    kind: str
    prompt: Prompt
    role: str
    every: Duration
    within: Duration
    states: tuple[str, ...]
    at_once: bool

    def days(self, entered: date, closed: Container[date]) -> Iterator[date]:
        """The days of its occurrences, counted from the day on which its states were entered."""
        if self.every.count == 0:
            return islice(iter([entered]), None if self.at_once else 0)
        return islice(occurrences(self.every, entered, closed), 0 if self.at_once else 1, None)

    def reached(
        self, entered: date, today: date, closed: Container[date], *, after: date | None = None
    ) -> list[date]:
        """The days up to today, those up to `after` left out, in order."""
        days = takewhile(lambda day: day <= today, self.days(entered, closed))
        return [day for day in days if after is None or day > after]

    def following(self, entered: date, today: date, closed: Container[date]) -> date | None:
        """The first day after today, if there is one."""
        return next((day for day in self.days(entered, closed) if day > today), None)

    def last_day(self, day: date, today: date, closed: Container[date]) -> date:
        """The last day for an answer to the occurrence of `day` that opens today.

        A state's deadline does not move; for what recurs, time lost before it opened is given back.
        """
        return deadline(day if self.at_once else max(day, today), self.within, closed)


def asked_in(lifecycle: Lifecycle, prompts: Mapping[str, Prompt], state: str) -> list[Asked]:
    """What is asked while a partnership is in `state`, what the state waits for coming first."""
    found = []
    waits = lifecycle.states[state].waits_for
    if waits and waits.role and waits.within and waits.prompt:
        prompt = prompts[waits.prompt]
        found.append(Asked(waits.prompt, prompt, waits.role, waits.within, waits.within, (state,), True))
    for kind, prompt in prompts.items():
        if prompt.every and prompt.within and state in prompt.states:
            found.append(Asked(kind, prompt, prompt.asked, prompt.every, prompt.within, prompt.states, False))
    return found


def reminder_days(prompt: Prompt, last_day: date, opened: date, closed: Container[date]) -> tuple[date, ...]:
    """The days after `opened` on which to remind, in order, each once."""
    before = [_before(last_day, duration, closed) for duration in prompt.remind.before]
    after = [add(last_day, duration, closed) for duration in prompt.remind.after]
    return tuple(sorted({day for day in before + after if day > opened}))


def escalation_day(prompt: Prompt, last_day: date, closed: Container[date]) -> date | None:
    """The last day before another role is told, if the prompt escalates at all."""
    return deadline(last_day, prompt.escalates.after, closed) if prompt.escalates else None


def _before(day: date, duration: Duration, closed: Container[date]) -> date:
    """The latest day from which `duration` ends on `day` or earlier."""
    found = day
    while add(found, duration, closed) > day:
        found -= _DAY
    return found
