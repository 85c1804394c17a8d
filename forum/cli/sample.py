"""`forum sample`: the sample company, made the first time and served."""

import click
from flask import current_app

from forum.cli import environment, in_app
from forum.cli.run import PORT, serve
from forum.files.storage import FolderStorage
from forum.kernel import clock
from forum.operations import schema
from forum.sample.load import is_empty, load_sample_company


@click.command()
@click.option("--host", default="127.0.0.1", show_default=True)
@click.option("--port", default=8080, show_default=True, type=PORT)
@click.pass_context
def sample(context: click.Context, host: str, port: int) -> None:
    """Make the sample company if the database is empty, then serve it. For trying the forum out."""
    if not environment().sample_company:
        raise click.ClickException("Sample logins are for trying out. Set TANYA_SAMPLE_COMPANY=1 if you mean it.")
    _prepare()
    context.invoke(serve, host=host, port=port)


@in_app
def _prepare() -> None:
    schema.upgrade()
    if is_empty():
        click.echo("Making the sample company, Kencana Foods ...")
        folder = current_app.extensions["environment"].files_dir
        load_sample_company(FolderStorage(folder), at=clock.now(), tell=click.echo)
