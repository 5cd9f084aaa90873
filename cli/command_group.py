"""A command with commands of its own, its help in the language of the person."""

import click

from cli.speech import say


class CommandGroup(click.Group):
    """Heads the list of its commands as the rest of the help is headed."""

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """List the commands with the first words of their help."""
        known = {name: self.get_command(ctx, name) for name in self.list_commands(ctx)}
        with formatter.section(say("cli.help.commands")):
            formatter.write_dl(
                [
                    (name, command.get_short_help_str(formatter.width))
                    for name, command in known.items()
                    if command is not None
                ]
            )
