"""Every route, asked by everybody: who is sent to sign in, who is told there is no such page, who may."""

from __future__ import annotations

import re
from pathlib import Path

from litestar.routes import HTTPRoute

from governance.database import Database
from tests.web.access_world import WHO, World, world
from web.app import create_app
from web.pages import agreement, evaluation, prompts, review
from web.pages.consultation import workshop
from web.settings import Settings

TABLE = Path(__file__).with_name("access.txt").read_text(encoding="utf-8").splitlines()
ROWS = [line.split() for line in TABLE if line and not line.startswith("#")]
STEPS = (agreement.STEPS, evaluation.STEPS, prompts.STEPS, review.STEPS, workshop.STEPS)


def test_every_route_answers_everybody_as_the_table_says(database: Database) -> None:
    with world(database) as tried:
        assert "\n".join(_line(tried, line) for line in TABLE) == "\n".join(TABLE)


def _line(tried: World, line: str) -> str:
    """A line of the table as it is found to be; a line `#> state` brings the partnership there."""
    if line.startswith("#>"):
        tried.enter(line.removeprefix("#>").strip())
    if not line or line.startswith("#"):
        return line
    asked = line.split()[: -len(WHO)]
    found = "  ".join(f"{tried.ask(*asked, who=who):3}" for who in WHO)
    return f"{asked[0]:4} {' '.join(asked[1:]):56}  {found}".rstrip()


def test_no_route_is_forgotten_in_the_table(database: Database) -> None:
    missing = [f"{method} {path}" for method, path in _routes(database) if not _in_table(method, path)]
    assert not missing, f"say in access.txt what each of these answers to each kind of person: {missing}"


def test_no_step_of_a_tab_is_forgotten_in_the_table() -> None:
    missing = [
        f"{steps.tab}/{name}"
        for steps in STEPS
        for name in steps.by_name
        if not _in_table("POST", f"/partnerships/{{partnership}}/{steps.tab}/{name}/{{item}}")
    ]
    assert not missing


def test_all_tabs_with_steps_are_known_to_this_test(database: Database) -> None:
    tabs = {path.split("/")[3] for _, path in _routes(database) if path.endswith("/{name}/{item}")}
    assert tabs == {steps.tab for steps in STEPS}


def _routes(database: Database) -> list[tuple[str, str]]:
    app = create_app(database, Settings(base_url="http://localhost", threads=4))
    return [
        (method, route.path_format)
        for route in app.routes
        if isinstance(route, HTTPRoute)
        for method in sorted(route.methods - {"OPTIONS", "HEAD"})
    ]


def _in_table(method: str, path: str) -> bool:
    """Whether a row asks this path, with anything in the place of each parameter."""
    pattern = re.compile(re.sub(r"\{\w+\}", "[^/?]+", path) + r"(\?.*)?")
    return any(row[0] == method and pattern.fullmatch(row[1]) for row in ROWS)
