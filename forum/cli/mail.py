"""`forum mail`: messages from a local mail server."""

import os
import sys

import click

from forum.cli import in_app
from forum.kernel import clock
from forum.kernel.db import transaction
from forum.mailbox.actions.keep import LARGEST, keep_mail
from forum.mailbox.models import Source


@click.group()
def mail() -> None:
    """Mail that comes in."""


@mail.command()
@click.option("--sender", help="The envelope's sender; empty for a null return path.")
@click.argument("recipients", nargs=-1)
def receive(sender: str | None, recipients: tuple[str, ...]) -> None:
    """Keep the message on standard input; the worker reads it.

    Exit status as mail servers expect of a pipe (sysexits.h): 0 when it is kept, 75 when it should be tried again
    later, 69 when it is too large.
    """
    raw = sys.stdin.buffer.read(LARGEST + 1)
    if len(raw) > LARGEST:
        click.echo(f"A message may have {LARGEST // 1_000_000} MB at most.", err=True)
        sys.exit(os.EX_UNAVAILABLE)
    try:
        _keep(raw, sender, recipients)
    except Exception as failure:  # whatever it is, the mail server still has the message and tries again
        click.echo(f"The message could not be kept: {type(failure).__name__}: {failure}", err=True)
        sys.exit(os.EX_TEMPFAIL)


@in_app
def _keep(raw: bytes, sender: str | None, recipients: tuple[str, ...]) -> None:
    with transaction():
        keep_mail(raw, sender=sender, recipients=recipients, source=Source.PIPE, at=clock.now())
