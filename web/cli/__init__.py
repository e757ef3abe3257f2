"""The command line. Each command stands in its own module, loaded when it is called."""

from __future__ import annotations

from importlib import import_module

import click

# Command → module and name of the click command (or group). `--help` shows them in this order.
COMMANDS: dict[str, str] = {
    "run": "web.cli.run:run",
}


class LazyGroup(click.Group):
    """A group that imports a command's module only when that command is asked for."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002  # click passes it
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        place = COMMANDS.get(cmd_name)
        if place is None:
            return None
        module, _, name = place.partition(":")
        command: click.Command = getattr(import_module(module), name)
        return command


@click.group(cls=LazyGroup, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="tablee", prog_name="tablee")
def main() -> None:
    """Tablée: the governance workflow engine for partnerships that decide together.

    Exit codes: 0 good, 1 the answer is no, 2 wrong use or bad input.
    """
