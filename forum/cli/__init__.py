"""The `forum` command: one group, one module a subject."""

import gc
import sys
from collections.abc import Callable
from functools import update_wrapper
from typing import TYPE_CHECKING, ParamSpec, TypeVar

import click
from pydantic import ValidationError
from sqlalchemy.exc import DatabaseError, OperationalError

from forum import __version__
from forum.kernel.db import db as database
from forum.kernel.db import session
from forum.kernel.errors import Refusal
from forum.kernel.faults import first_line, known_fault
from forum.kernel.postgresql import takes_no_changes
from forum.kernel.settings.environment import Environment, sentence_for
from forum.kernel.sqlite import is_mistaken

if TYPE_CHECKING:
    from forum.app import Tanya

P = ParamSpec("P")
R = TypeVar("R")


def in_app(command: Callable[P, R]) -> Callable[P, R]:
    """The command runs inside an application made from the process's environment; its connections are closed.

    What fails because the schema is another version's says so.
    """

    def run(*args: P.args, **kwargs: P.kwargs) -> R:
        with _app().app_context():
            try:
                return command(*args, **kwargs)
            except DatabaseError as error:
                is_away = isinstance(error, OperationalError) and not is_mistaken(error.orig)
                if not is_away and (wrong := _what_is_wrong_with_the_schema()):
                    raise click.ClickException(wrong) from None
                raise
            finally:
                session.remove()
                database.engine.dispose()

    return update_wrapper(run, command)


def _what_is_wrong_with_the_schema() -> str | None:
    from forum.operations import schema

    try:
        session.rollback()
        return schema.what_is_wrong()
    except DatabaseError:
        return None


def _app() -> "Tanya":
    """The application of this process's environment; one sentence if its data folder cannot be had."""
    from forum.app import create_app  # imports everything: not for `forum --help`

    settings = environment()
    try:
        return create_app(settings)
    except OSError as error:
        folder = settings.data_dir.resolve()
        raise click.ClickException(
            f"The data folder {folder} cannot be used: {error.strerror}. Give it to the user that runs Tanya, "
            "or choose another with TANYA_DATA_DIR."
        ) from None


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
    """The console script. What a person can put right is one sentence on standard error, and exit status 1."""
    gc.disable()  # nothing that is imported is rubbish; to look for some would take a fifth of the start
    from forum.cli import commands

    gc.enable()
    commands.register(forum)
    try:
        forum()
    except Refusal as refusal:
        _end(str(refusal))
    except UnicodeEncodeError as error:
        if error.reason != "surrogates not allowed":
            raise
        _end("A word of this command is not UTF-8. Write it in UTF-8, with LC_ALL=C.UTF-8 if need be.")
    except DatabaseError as error:
        is_away = type(error) in (OperationalError, DatabaseError) or takes_no_changes(error.orig)
        if not is_away:  # a mistake of ours, with its trace
            raise
        _end(sentence_about(error.orig or error))
    finally:
        gc.freeze()  # to look for rubbish in all that was imported, at the very end, would take a second


def sentence_about(failure: BaseException) -> str:
    """Why the database cannot be used, and what to do."""
    if fault := known_fault(failure):
        return " ".join(fault)
    return f"The database cannot be used: {first_line(failure)}. Look at TANYA_DATABASE_URL."


def _end(sentence: str) -> None:
    click.echo(sentence, err=True)
    sys.exit(1)
