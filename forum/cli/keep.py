"""`forum backup` and `forum restore`."""

from pathlib import Path

import click
from flask import current_app

from forum.cli import in_app
from forum.kernel import clock
from forum.operations import backup as keeping


@click.command()
@click.argument("target", type=click.Path(dir_okay=False, path_type=Path))
@in_app
def backup(target: Path) -> None:
    """Write everything, files included, into the tar file TARGET; the forum may go on running."""
    counts = keeping.back_up(target, _files(), at=clock.now())
    click.echo(f"{sum(counts.values())} rows of {len(counts)} tables and the uploaded files are in {target}.")


@click.command()
@click.argument("source", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--yes", is_flag=True, help="Do not ask.")
@in_app
def restore(source: Path, yes: bool) -> None:
    """Replace everything in the database by what the backup SOURCE holds."""
    made = keeping.read_manifest(source)
    if not yes:
        click.confirm(f"Replace all that this forum holds by the backup of {made['at']}?", abort=True)
    counts = keeping.restore(source, _files())
    click.echo(f"{sum(counts.values())} rows restored. Now rebuild the search index: forum search rebuild")


def _files() -> Path:
    folder: Path = current_app.extensions["environment"].files_dir
    return folder
