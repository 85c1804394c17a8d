"""Which commands there are."""

import click

from forum.cli.audit import audit
from forum.cli.db import db
from forum.cli.imports import imports
from forum.cli.keep import backup, restore
from forum.cli.mail import mail
from forum.cli.run import doctor, retry, serve, setup_code, web, worker
from forum.cli.sample import sample
from forum.cli.search import search
from forum.cli.user import user


def register(group: click.Group) -> None:
    """Every command is in the group."""
    for command in (
        serve, sample, web, worker, doctor, retry, setup_code, db, imports, backup, restore, search, user, audit,
        mail,
    ):  # fmt: skip
        group.add_command(command)
