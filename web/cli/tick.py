"""`tablee tick`: do what time has made due, once, by hand."""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import click

from governance.clock import ZONE
from web.cli.options import database_option, json_option
from web.cli.output import finish, record_at, show
from workflows.tick import Item
from workflows.tick import tick as do


def _moment(_context: click.Context, _parameter: click.Parameter, value: str | None) -> datetime | None:
    """An instant; without an offset it is on the clock of Paris."""
    if value is None:
        return None
    try:
        found = datetime.fromisoformat(value)
        return (found if found.tzinfo else found.replace(tzinfo=ZoneInfo(ZONE))).astimezone(UTC)
    except (ValueError, OverflowError):  # OverflowError: an offset that leads out of all years
        raise click.BadParameter(f"'{value}' is no moment; write it as 2027-01-31T08:00") from None


@click.command()
@click.option(
    "--now",
    callback=_moment,
    metavar="ISO",
    help="Do what is due at this moment. One in the future is for a demonstration only.",
)
@database_option
@json_option
def tick(now: datetime | None, database_url: str, as_json: bool) -> None:
    """Close votes and consultations, open prompts and remind of them, end mandates: whatever is due."""
    with record_at(database_url) as database:
        report = do(database, now)
    data = {"done": report.done, "failed": report.failed, "items": [_shown(item) for item in report.items]}
    lines = [f"{item.at}  {item.result:8}{item.key}  {item.partnership}" for item in report.items]
    show(data, [*lines, f"{report.done} done, {report.failed} failed"], as_json=as_json)
    finish(not report.failed)


def _shown(item: Item) -> dict[str, str]:
    found = {"at": item.at, "partnership": item.partnership, "key": item.key, "result": item.result}
    return found | ({"error": item.error} if item.error else {})
