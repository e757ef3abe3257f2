"""What a form sent, read with care: typed values, complaints by field, and what was typed kept."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from litestar import Request
from litestar.datastructures import UploadFile

from policies.refusal import Complaints, Invalid
from policies.text import Text

MOST = 20_000  # characters of a free text

# Nobody writes these: control characters but tab and line ends, and those that turn round what comes after.
UNSEEN = dict.fromkeys((*range(9), 11, 12, *range(14, 32), *range(127, 160), *range(0x202A, 0x202F)))


class Form:
    """A form's values and what is wrong with them.

    The readers (`text`, `choice`, `day` …) note a complaint and return a harmless value; `check()` raises
    Invalid with all complaints at once. A page shown again gets the same form: `value(name)` is what was
    typed, `error(name)` why it cannot be taken. An empty form (`Form()`) or one with defaults
    (`Form({"title": "…"})`) serves the first showing.
    """

    def __init__(self, values: Mapping[str, Any] | None = None) -> None:
        self._values: dict[str, list[Any]] = {
            name: list(value) if isinstance(value, (list, tuple)) else [value]
            for name, value in (values or {}).items()
        }
        self._labels: dict[str, Text | str] = {}
        self.complaints = Complaints()

    # What templates ask.

    def value(self, name: str) -> str:
        """What was typed, without surrounding blanks; empty where nothing was."""
        return next((str(value).strip() for value in self._values.get(name, ()) if _is_text(value)), "")

    def many(self, name: str) -> list[str]:
        """All values of a field that may come more than once (boxes to tick)."""
        return [str(value).strip() for value in self._values.get(name, ()) if _is_text(value)]

    def error(self, name: str) -> Text | None:
        return next((bad.text for bad in self.complaints.fields if bad.name == name), None)

    @property
    def errors(self) -> dict[str, Text]:
        """Each field's first complaint, in the order in which they were found: that of the page."""
        first: dict[str, Text] = {}
        for bad in self.complaints.fields:
            first.setdefault(bad.name, bad.text)
        return first

    def called(self, name: str, label: Text | str) -> Text | str:
        """`label`, kept as the name that the page gives to this field: its list of complaints says it."""
        self._labels[name] = label
        return label

    def label(self, name: str) -> Text | str:
        return self._labels.get(name, "")

    # What handlers read.

    @property
    def key(self) -> str:
        """The form's idempotency key, empty where it has none."""
        return self.value("key")[:64]

    def text(self, name: str, *, required: bool = True, most: int = MOST) -> str:
        """A text with line ends as `\\n`; a complaint if it is missing or longer than `most` characters."""
        found = self.value(name).replace("\r\n", "\n").replace("\x00", "").strip()
        if required and not found:
            self.complaints.add(name, "common.required")
        if len(found) > most:
            self.complaints.add(name, "common.too_long", most=most)
        return found

    def choice(self, name: str, among: Iterable[str], *, required: bool = True) -> str:
        found = self.text(name, required=required, most=200)
        if found and found not in set(among):
            self.complaints.add(name, "common.not_a_choice", value=found[:60])
        return found

    def choices(self, name: str, among: Iterable[str], *, required: bool = True) -> list[str]:
        found, allowed = self.many(name), set(among)
        if required and not found:
            self.complaints.add(name, "common.required")
        for value in found:
            if value not in allowed:
                self.complaints.add(name, "common.not_a_choice", value=value[:60])
        return found

    def checked(self, name: str) -> bool:
        return bool(self.value(name))

    def day(self, name: str, *, required: bool = True) -> date | None:
        found = self.text(name, required=required, most=40)
        try:
            return date.fromisoformat(found) if found else None
        except ValueError:
            self.complaints.add(name, "common.not_a_date")
            return None

    def whole(self, name: str, *, required: bool = True) -> int | None:
        """A whole number, blanks between its digits allowed."""
        found = _without_blanks(self.text(name, required=required, most=40))
        if not found:
            return None
        if not found.removeprefix("-").isdecimal() or not found.isascii():
            self.complaints.add(name, "common.not_a_whole_number")
            return None
        return int(found)

    def amount(self, name: str, *, required: bool = True) -> Decimal | None:
        """An amount with at most two decimals, written with a comma or a point."""
        found = _without_blanks(self.text(name, required=required, most=40)).replace(",", ".")
        if not found:
            return None
        try:
            value = Decimal(found)
            exact = value.quantize(Decimal("0.01"))
        except InvalidOperation:
            exact = value = Decimal("NaN")
        if not value.is_finite() or exact != value or "e" in found.lower():
            self.complaints.add(name, "common.not_an_amount")
            return None
        return exact

    def file(self, name: str) -> UploadFile | None:
        return next((value for value in self._values.get(name, ()) if isinstance(value, UploadFile)), None)

    def check(self) -> None:
        """Raise Invalid if there is any complaint."""
        self.complaints.raise_if_any()

    def blame(self, refused: Invalid) -> Form:
        """This form with the complaints that a command raised."""
        known = {(bad.name, bad.text) for bad in self.complaints.fields}
        self.complaints.fields += [bad for bad in refused.fields if (bad.name, bad.text) not in known]
        return self


async def form_of(request: Request[Any, Any, Any]) -> Form:
    """The form that a request carries (the dependency `form`)."""
    sent = await request.form()
    return Form({name: [_seen(value) for value in sent.getall(name)] for name in sent})


def _seen(value: Any) -> Any:
    return value.translate(UNSEEN) if isinstance(value, str) else value


def _is_text(value: Any) -> bool:
    return value is not None and not isinstance(value, UploadFile)


def _without_blanks(value: str) -> str:
    return "".join(value.split())
