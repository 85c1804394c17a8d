"""`forum search`: the index that questions are found with."""

import sys

import click

from forum.cli import in_app
from forum.kernel import clock
from forum.search.check import difference, explanations
from forum.search.index.protocol import Explanation, IndexUnusable, RebuildUnderWay
from forum.search.jobs import waiting_threads
from forum.search.place import index
from forum.search.rebuild import count_threads
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


@search.command()
@click.argument("query")
@click.option("--most", default=5, show_default=True, type=click.IntRange(1, 50), help="How many threads.")
@in_app
def explain(query: str, most: int) -> None:
    """Say for the best threads of all categories why each stands where it does."""
    try:
        found = explanations(query, at=clock.now(), most=most)
    except IndexUnusable as reason:
        raise click.ClickException(f"The index cannot be used: {reason}. Run: forum search rebuild") from None
    for place, explanation in enumerate(found, start=1):
        click.echo(f"{place}. question {explanation.question_id}: {explanation.score:.2f}")
        click.echo(f"   {_reckoning(explanation)}")
    if not found:
        click.echo("Nothing is found.")


def _reckoning(explanation: Explanation) -> str:
    """(words) x presence x facts + recency + title, with the figures in it."""
    words = " + ".join(f"{form} {worth:.2f}" for form, worth in explanation.words) or "no words"
    facts = "".join(f" x {factor} ({name})" for name, factor in explanation.facts)
    title = f" + {explanation.title:.2f} for the exact title" if explanation.title else ""
    return f"({words}) x {explanation.presence:.2f} present{facts} + {explanation.recency:.2f} for its age{title}"
