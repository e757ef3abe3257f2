"""The command line as it is called: arguments in; exit code, stdout and stderr out."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from web.cli import main

Tablee = Callable[..., Result]


@pytest.fixture
def tablee(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Tablee:
    """Runs a command in an empty working folder, with no setting from outside."""
    monkeypatch.chdir(tmp_path)
    for name in ("TABLEE_DATABASE", "LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.delenv(name, raising=False)

    def run(*arguments: str | Path, **environment: str) -> Result:
        return CliRunner(env=environment).invoke(main, [str(argument) for argument in arguments])

    return run


def answer(result: Result) -> Any:
    """The JSON that a command printed."""
    return json.loads(result.stdout)


def one_sentence(result: Result) -> str:
    """What stderr says: one line, no traceback, nothing on stdout."""
    assert result.stdout == ""
    (line,) = result.stderr.splitlines()
    assert line.startswith("tablee: ")
    return line.removeprefix("tablee: ")
