"""How far a command is: a bar on a terminal; elsewhere, as in a log, a line now and then."""

import sys
from typing import NoReturn, TypeAlias

import click
from tqdm import tqdm

_LINE_EVERY = 30.0  # seconds
Bar: TypeAlias = "tqdm[NoReturn]"


def bar_of(size: int) -> Bar:
    """How much of the source is read, of `size` bytes, and when its end will come."""
    if sys.stderr.isatty():
        return tqdm(total=size, unit="B", unit_scale=True, mininterval=0.5)
    said = "{percentage:.0f}% read{postfix}, {remaining} left"
    return _Lines(total=size, mininterval=_LINE_EVERY, delay=_LINE_EVERY, bar_format=said)


class _Lines(tqdm):  # type: ignore[misc]
    """Each state is a line of its own, and the end is none: the command says what came of it."""

    def display(self, msg: str | None = None, pos: int | None = None) -> bool:
        """Said, whatever stands above it."""
        click.echo(self, err=True)
        return True

    def close(self) -> None:
        """Nothing more is said."""
        self.disable = True
