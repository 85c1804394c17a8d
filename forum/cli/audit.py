"""`forum audit`: is the record whole?"""

from typing import TextIO

import click

from forum.cli import in_app
from forum.ledger.queries import heads as last_entries
from forum.record.check import Heads, verified


@click.group()
def audit() -> None:
    """The append-only record of tickets and administration."""


@audit.command()
@in_app
def heads() -> None:
    """Print the last entry of every chain, to be kept on another machine for `forum audit verify --heads FILE`."""
    for each in last_entries():
        click.echo(f"{each.chain} {each.position} {each.digest}")


@audit.command()
@click.option("--heads", "kept", type=click.File(), help="What `forum audit heads` printed earlier.")
@in_app
def verify(kept: TextIO | None) -> None:
    """Prove order, completeness and content of every chain; exit 1 and name the places where one does not hold."""
    chains = broken = 0
    for chain, breaks in verified(_heads_in(kept) if kept else None):
        chains += 1
        broken += bool(breaks)
        for each in breaks:
            click.echo(f"{chain}, entry {each.position}: {each.what}", err=True)
    if broken:
        raise click.ClickException(f"{broken} of {chains} chains do not hold.")
    click.echo(f"{chains} chains hold.")


def _heads_in(kept: TextIO) -> Heads:
    try:
        lines = [line.split() for line in kept if line.strip()]
        return {chain: (int(position), digest) for chain, position, digest in lines}
    except ValueError:
        raise click.ClickException("This is not what `forum audit heads` prints.") from None
