"""The `forum` command: one group, one module a subject."""

import sys
from collections.abc import Callable
from functools import update_wrapper
from typing import ParamSpec, TypeVar

import click
from pydantic import ValidationError

from forum import __version__
from forum.kernel.db import db as database
from forum.kernel.db import session
from forum.kernel.errors import Refusal
from forum.kernel.settings.environment import Environment, sentence_for

P = ParamSpec("P")
R = TypeVar("R")


def in_app(command: Callable[P, R]) -> Callable[P, R]:
    """The command runs inside an application made from the process's environment; its connections are closed."""

    def run(*args: P.args, **kwargs: P.kwargs) -> R:
        from forum.app import create_app

        with create_app(environment()).app_context():
            try:
                return command(*args, **kwargs)
            finally:
                session.remove()
                database.engine.dispose()

    return update_wrapper(run, command)


def environment() -> Environment:
    """The process's settings; one sentence and exit 1 if one is wrong."""
    try:
        return Environment()
    except ValidationError as error:
        raise click.ClickException(sentence_for(error)) from None


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="forum")
def forum() -> None:
    """Tanya: ask, answer, find, and turn a thread into a ticket."""


def main() -> None:
    """The console script. A refusal is one sentence on standard error and exit status 1."""
    from forum.cli import commands

    commands.register(forum)
    try:
        forum()
    except Refusal as refusal:
        click.echo(str(refusal), err=True)
        sys.exit(1)
