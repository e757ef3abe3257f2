"""The command line. Each command stands in its own module, loaded when it is called."""

from __future__ import annotations

from importlib import import_module

import click

# Command → module and name of the click command (or group). `--help` shows them in this order.
COMMANDS: dict[str, str] = {
    "run": "web.cli.run:run",
    "demo": "web.cli.demo:demo",
    "tick": "web.cli.tick:tick",
    "user": "web.cli.user:user",
    "import": "web.cli.imports:imports",
    "policy": "web.cli.policy:policy",
    "lifecycle": "web.cli.lifecycle:lifecycle",
    "audit": "web.cli.audit:audit",
    "db": "web.cli.db:db",
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

    def invoke(self, ctx: click.Context) -> object:
        """Run the command; whatever stops it ends in one sentence, never in a traceback."""
        try:
            return super().invoke(ctx)
        except (click.ClickException, click.exceptions.Exit, click.Abort):
            raise
        except Exception as error:
            from web.cli.output import explained

            sentence, code = explained(error)
            click.echo(f"tablee: {sentence}", err=True)
            raise click.exceptions.Exit(code) from None


@click.group(cls=LazyGroup, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="tablee", prog_name="tablee")
def main() -> None:
    """Tablée: the governance workflow engine for partnerships that decide together.

    Exit codes: 0 good, 1 the answer is no, 2 wrong use or bad input.
    """
