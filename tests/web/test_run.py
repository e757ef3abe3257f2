"""`tablee run` from outside: it says where it serves, or in one sentence why not."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
from pathlib import Path

import httpx
import pytest
from click.testing import CliRunner

from web.cli import COMMANDS, main

TABLEE = [sys.executable, "-c", "from web.cli import main; main()"]


def _tablee(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([*TABLEE, *arguments], capture_output=True, text=True, timeout=60, check=False)


def test_it_serves_a_new_record_and_tells_its_address(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'new.sqlite'}"
    with subprocess.Popen(
        [*TABLEE, "run", "--port", "0", "--database", url, "--json"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env={name: value for name, value in os.environ.items() if not name.startswith("TABLEE_")},
        text=True,
    ) as process:
        assert process.stdout
        assert process.stderr
        address = json.loads(process.stdout.readline())["address"]
        answer = httpx.get(f"{address}/health", trust_env=False)
        assert answer.status_code == 200
        assert answer.json()["status"] == "ok"
        assert "server" not in answer.headers
        process.terminate()
        assert process.wait(20) in (0, -15)
        assert "nobody can sign in" in process.stderr.read()  # no mail server is named


def test_a_port_in_use_is_one_sentence_and_exit_2(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        done = _tablee("run", "--port", port, "--database", f"sqlite:///{tmp_path / 'r.sqlite'}")
    assert done.returncode == 2
    assert done.stderr == f"tablee: cannot listen on 127.0.0.1, port {port}: address already in use\n"


@pytest.mark.parametrize("url", ["nonsense", "mysql://x/y", "sqlite:////no/such/folder/r.sqlite"])
def test_a_bad_address_of_the_record_is_one_sentence_and_exit_2(url: str) -> None:
    done = _tablee("run", "--port", "0", "--database", url)
    assert done.returncode == 2
    assert done.stderr.startswith("tablee: the record cannot be opened: ")
    assert len(done.stderr.splitlines()) == 1


def test_every_command_of_the_table_loads_and_has_its_help() -> None:
    for name in COMMANDS:
        shown = CliRunner().invoke(main, [name, "--help"])
        assert shown.exit_code == 0, shown.output
        assert "Usage:" in shown.output


def test_an_unknown_command_is_wrong_use() -> None:
    assert CliRunner().invoke(main, ["no-such-command"]).exit_code == 2
