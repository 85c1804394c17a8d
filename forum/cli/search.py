"""`forum search`: the index that questions are found with."""

import sys

import click

from forum.cli import in_app
from forum.kernel import clock
from forum.search.check import difference
from forum.search.index.protocol import IndexUnusable
from forum.search.jobs import waiting_threads
from forum.search.place import index
from forum.search.rebuild import RebuildUnderWay, count_threads
from forum.search.rebuild import rebuild as make_again


@click.group()
def search() -> None:
    """The search index."""


@search.command()
@in_app
def rebuild() -> None:
    """Make the index again beside the one in use, then exchange them; the forum may go on running."""
    try:
        with click.progressbar(length=count_threads(), label="Indexing threads") as bar:
            held = make_again(at=clock.now(), progress=bar.update)
    except RebuildUnderWay as reason:
        raise click.ClickException(str(reason)) from None
    click.echo(f"The index holds {held} threads.")


@search.command()
@in_app
def status() -> None:
    """Say how the index stands."""
    try:
        found = index().status()
    except IndexUnusable as reason:
        raise click.ClickException(f"The index cannot be used: {reason}. The worker will make it again.") from None
    size = f"{found.bytes / 1e6:.1f} MB"
    click.echo(f"{found.threads} threads in {found.segments} segments, {size}, format {found.format}.")
    click.echo(f"{waiting_threads()} threads are waiting to be indexed.")


@search.command()
@in_app
def check() -> None:
    """Compare the index with the database; exit 1 if a thread is missing, left over or out of date."""
    try:
        found = difference()
    except IndexUnusable as reason:
        raise click.ClickException(f"The index cannot be used: {reason}. Run: forum search rebuild") from None
    click.echo(f"{found.missing} missing, {found.left_over} left over, {found.stale} out of date.")
    if found.missing or found.left_over or found.stale:
        click.echo("If this stays so while the worker runs: forum search rebuild")
        sys.exit(1)
