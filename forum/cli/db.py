"""`forum db`: the schema."""

import click

from forum.cli import in_app
from forum.kernel import clock
from forum.kernel.db import transaction
from forum.notifications import badge
from forum.operations import schema
from forum.votes.recount import recount_all


@click.group()
def db() -> None:
    """The database's schema."""


@db.command()
@in_app
def upgrade() -> None:
    """Bring the schema to this version and found what every installation begins with."""
    _check_known()
    schema.upgrade()
    click.echo(f"The database is at {schema.present()}.")


@db.command()
@click.argument("revision", default="-1")
@in_app
def downgrade(revision: str) -> None:
    """Take the schema back to REVISION (by default one step)."""
    _check_known()
    schema.downgrade(revision)
    click.echo(f"The database is at {schema.present() or 'nothing'}.")


@db.command()
@in_app
def status() -> None:
    """Say where the schema stands."""
    click.echo(f"database: {schema.present() or 'empty'}; this version of the program: {schema.newest()}")


@db.command()
@in_app
def recount() -> None:
    """Make every stored counter and score again from the rows that it counts."""
    with transaction():
        recount_all()
    badge.recount_all(clock.now())
    click.echo("All counters say what is there.")


def _check_known() -> None:
    now = schema.present()
    if now and not schema.is_known(now):
        raise click.ClickException(schema.what_is_wrong() or "")
