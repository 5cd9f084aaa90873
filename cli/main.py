"""The entry point: finds the command, turns every ending into the contract's exit code."""

import importlib
import logging
import os
import sys
from pathlib import Path

import click

from cli.speech import say
from flows.machine.full_disk import told_full
from records.errors import ArchiveError, InputError, RefusedError, SetupError

COMMANDS = {
    "init": "init",
    "doctor": "doctor",
    "ingest": "ingest",
    "recognise": "recognise",
    "describe": "describe",
    "ocr-report": "ocr_report",
    "sheets": "sheets",
    "search": "search",
    "show": "show",
    "list": "list_dossiers",
    "quarantine": "quarantine",
    "review": "review",
    "correct": "correct",
    "split": "split",
    "export": "export",
    "import": "import_package",
    "sign": "sign",
    "signatures": "signatures",
    "audit": "audit",
    "copies": "copies",
    "repair": "repair",
    "restore": "restore",
    "report": "report",
    "ledger": "ledger",
    "retention": "retention_commands",
    "hold": "holds",
    "release": "holds",
    "holds": "holds",
    "disposal": "disposal",
    "authorities": "authorities",
    "rebuild": "rebuild",
    "check-index": "check_index",
    "move-database": "move_database",
    "up": "services",
    "down": "services",
    "status": "services",
}
"""Each command and the module of ``cli`` that holds it."""
FUNCTIONS = {
    "check-index": "command",
    "import": "import_package",
    "list": "listing",
    "move-database": "move_database",
    "ocr-report": "ocr_report",
}
"""The commands whose function is not called as they are."""

EXIT_CODES: dict[type[ArchiveError], int] = {SetupError: 3, RefusedError: 4, InputError: 1}
WRONG_COMMAND_LINE, BUG, INTERRUPTED = 2, 70, 130


class LazyCommands(click.Group):
    """Loads a command's module only when it is asked for, so that each starts fast."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click's signature
        """Every command of the contract, in its order."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        """The command, or ``None`` when there is no such one."""
        if cmd_name not in COMMANDS:
            return None
        module = importlib.import_module(f"cli.{COMMANDS[cmd_name]}")
        command: click.Command = getattr(module, FUNCTIONS.get(cmd_name, cmd_name))
        return command

    def invoke(self, ctx: click.Context) -> object:
        """Run the command.

        Raises:
            SetupError: F170, the disk became full on the way.
        """
        try:
            return super().invoke(ctx)
        except Exception as error:
            full = told_full(error, ctx.obj) if isinstance(ctx.obj, Path) else None
            if full is None:
                raise
            raise full from error

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002
        """List the commands without loading them."""
        with formatter.section(say("cli.help.commands")):
            formatter.write_dl([(name, say(f"cli.help.{name}")) for name in COMMANDS])


@click.group(cls=LazyCommands, help=say("cli.help.luutru"))
@click.option(
    "--archive",
    type=click.Path(file_okay=False, path_type=Path),
    envvar="LUUTRU_ARCHIVE",
    default=Path("archive"),
    help=say("cli.help.archive"),
)
@click.pass_context
def luutru(context: click.Context, archive: Path) -> None:
    """Hold the archive's folder for the command that follows."""
    context.obj = archive.resolve()


def main() -> None:
    """Run the command line and exit by the contract."""
    logging.basicConfig(level=os.environ.get("LUUTRU_LOG", "WARNING"), stream=sys.stderr)
    sys.exit(run())


def run() -> int:  # noqa: PLR0911 - one return for each ending of the contract
    """Run the command line in this process; the exit code of the contract."""
    try:
        result = luutru.main(standalone_mode=False)
    except click.ClickException as error:
        error.show()
        return WRONG_COMMAND_LINE
    except (click.Abort, KeyboardInterrupt):
        click.echo(say("cli.interrupted"), err=True)
        return INTERRUPTED
    except ArchiveError as error:
        click.echo(str(error), err=True)
        return next((EXIT_CODES[kind] for kind in EXIT_CODES if isinstance(error, kind)), 1)
    except Exception:
        logging.getLogger(__name__).exception("bug")
        click.echo(say("cli.bug"), err=True)
        return BUG
    return result if isinstance(result, int) else 0
