"""Commands that run the forum and look after it."""

import os
import sys

import click

from forum.accounts.actions.setup import new_setup_code
from forum.accounts.sample_logins import SAMPLE_LOGINS, SAMPLE_PASSWORD
from forum.cli import environment, in_app
from forum.kernel import clock
from forum.kernel.db import transaction
from forum.kernel.pending import try_parked_again
from forum.kernel.settings.unknown import sentence_about, unknown_settings
from forum.operations import checks, queue, schema
from forum.operations.jobs import PENDING_TABLES
from forum.operations.serve import CannotServe, address_of, bound_socket, replace_by_web
from forum.operations.serve import serve as serve_both

PORT = click.IntRange(0, 65535)


@click.command()
@click.option("--host", default="127.0.0.1", show_default=True, help="The address to listen on.")
@click.option("--port", default=8080, show_default=True, type=PORT, help="The port; 0 takes a free one.")
def serve(host: str, port: int) -> None:
    """Start the web server and the worker together; stop both with Ctrl-C or SIGTERM."""
    settings = environment()
    say_what_is_unknown()
    try:
        listener = bound_socket(host, port)  # first: where the forum runs already, its code stays good
    except CannotServe as reason:
        raise click.ClickException(str(reason)) from None
    code = _ready_to_serve()
    address = address_of(host, listener)
    home = settings.public_url if "public_url" in settings.model_fields_set else address

    def ready() -> None:
        click.echo(f"Tanya listens on {address}")
        if code:
            click.echo(f"There is no administrator yet. Open {home}/setup and use the code {code}")
        if settings.sample_company:
            _show_sample_logins()

    sys.exit(serve_both(settings, listener, ready=ready))


@in_app
def _ready_to_serve() -> str | None:
    """The one-time code of a forum without administrator; an exception with a sentence if it cannot be served."""
    check_schema()
    check_queue()
    return new_setup_code(at=clock.now())


def say_what_is_unknown() -> None:
    """Variables without a setting are named on standard error, once: what this process starts does not have them."""
    if unknown := unknown_settings(os.environ):
        click.echo(sentence_about(unknown), err=True)
        for name in unknown:
            del os.environ[name]


def check_schema() -> None:
    """The database is the one this program was made for; else an exception with a sentence."""
    wrong = schema.what_is_wrong()
    if wrong:
        raise click.ClickException(wrong)


def check_queue() -> None:
    """The worker's clock can be kept; else an exception with a sentence."""
    wrong = queue.what_is_wrong(environment())
    if wrong:
        raise click.ClickException(wrong)


def _show_sample_logins() -> None:
    click.echo(f"Sample logins (password: {SAMPLE_PASSWORD}):")
    for address, role in SAMPLE_LOGINS.items():
        click.echo(f"  {address:<34} {role}")


@click.command()
@click.option("--host", default="127.0.0.1", show_default=True, help="The address to listen on.")
@click.option("--port", default=8080, show_default=True, type=PORT, help="The port.")
def web(host: str, port: int) -> None:
    """Start the web server alone."""
    say_what_is_unknown()
    in_app(check_schema)()
    try:
        replace_by_web(environment(), bound_socket(host, port))
    except CannotServe as reason:
        raise click.ClickException(str(reason)) from None


@click.command()
def worker() -> None:
    """Start the background worker alone."""
    from forum import worker as background  # imports the whole application, which no other command needs

    say_what_is_unknown()
    in_app(check_schema)()
    check_queue()
    background.run(environment())


@click.command()
@in_app
def doctor() -> None:
    """Check the installation and say what to do; exit 1 if something must be done."""
    findings = checks.examine(environment())
    for finding in findings:
        click.echo(finding)
    if any(finding.is_wrong for finding in findings):
        sys.exit(1)


@click.command()
@click.argument("what", type=click.Choice(list(PENDING_TABLES)))
@in_app
def retry(what: str) -> None:
    """Let the worker try again what failed too often and was parked; forum doctor says why it was."""
    with transaction():
        number = try_parked_again(PENDING_TABLES[what], at=clock.now())
    click.echo(f"{number} {what} are due again.")


@click.command("setup-code")
@in_app
def setup_code() -> None:
    """Make a new one-time code for the set-up page of a forum without administrator."""
    code = new_setup_code(at=clock.now())
    click.echo(code or "This forum has an administrator; the set-up page is closed.")
