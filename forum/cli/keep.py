"""`forum backup` and `forum restore`."""

from pathlib import Path

import click
from flask import current_app

from forum.cli import in_app
from forum.cli.run import check_schema
from forum.files.storage import FolderStorage
from forum.kernel import clock
from forum.kernel.db import db
from forum.operations import schema
from forum.operations.backup import back_up
from forum.operations.restore import index_again, read_manifest
from forum.operations.restore import restore as put_back
from forum.search.index.protocol import RebuildUnderWay


@click.command()
@click.argument("target", type=click.Path(dir_okay=False, path_type=Path))
@in_app
def backup(target: Path) -> None:
    """Write everything, files included, into the tar file TARGET; the forum may go on running."""
    if (now := schema.present()) and now != schema.newest() and schema.is_known(now):
        raise click.ClickException(
            "A backup is made by the version whose database it is: install that one again, or go on without a backup. "
            f"{schema.what_is_wrong()}"
        )
    check_schema()
    counts = back_up(target, _files(), at=clock.now())
    click.echo(f"{sum(counts.values())} rows of {len(counts)} tables and the uploaded files are in {target}.")


@click.command()
@click.argument("source", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--yes", is_flag=True, help="Do not ask.")
@in_app
def restore(source: Path, yes: bool) -> None:
    """Replace everything in the database by what the backup SOURCE holds, and index it; the forum may go on running."""
    made = read_manifest(source)
    if not yes:
        place = db.engine.url.render_as_string()  # without the password
        click.confirm(f"Replace all that {place} holds by the backup of {made['at'][:16]} UTC?", abort=True)
    done = put_back(source, _files(), at=clock.now())
    click.echo(f"{done.rows} rows restored.")
    if done.parked_mails:
        click.echo(f"{done.parked_mails} mails waited in it. They are parked: see Administration, Mails.")
    if done.faulty_files:
        click.echo(f"{len(done.faulty_files)} files are missing or damaged in it: {', '.join(done.faulty_files[:20])}")
    try:
        click.echo(f"The search index holds {index_again(at=clock.now())} threads.")
    except RebuildUnderWay as reason:
        raise click.ClickException(f"{reason} Run it again afterwards: forum search rebuild") from None


def _files() -> FolderStorage:
    return FolderStorage(current_app.extensions["environment"].files_dir)
