"""`forum audit`: is the record whole?"""

import click

from forum.cli import in_app
from forum.record.check import verified


@click.group()
def audit() -> None:
    """The append-only record of tickets and administration."""


@audit.command()
@in_app
def verify() -> None:
    """Prove order, completeness and content of every chain; exit 1 and name the places where one does not hold."""
    chains = broken = 0
    for chain, breaks in verified():
        chains += 1
        broken += bool(breaks)
        for each in breaks:
            click.echo(f"{chain}, entry {each.position}: {each.what}", err=True)
    if broken:
        raise click.ClickException(f"{broken} of {chains} chains do not hold.")
    click.echo(f"{chains} chains hold.")
