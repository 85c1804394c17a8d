"""The schema's version: what the database has, what the code wants."""

import warnings

from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from flask import current_app
from flask_migrate import Migrate
from flask_migrate import downgrade as _downgrade
from flask_migrate import upgrade as _upgrade

from forum.kernel import clock
from forum.kernel.db import db, gather_statistics, session, transaction
from forum.kernel.paths import shipped
from forum.operations.founding import found
from forum.operations.queue import make_tables


def upgrade() -> None:
    """The database has the newest schema, the founding rows, and the queue's tables where they live in it."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)
        _know_migrations()
        _upgrade()
    make_tables(current_app.extensions["environment"])
    with transaction():
        found(at=clock.now())
    gather_statistics()


def downgrade(revision: str) -> None:
    """The schema is taken back to `revision`, an Alembic id or a step such as -1."""
    _know_migrations()
    _downgrade(revision=revision)


def _know_migrations() -> None:
    """The application knows its migrations, which no page needs."""
    Migrate(current_app, db, directory=str(shipped("migrations")), render_as_batch=True)


def present() -> str | None:
    """The revision that the database is at; None if it has no schema."""
    with db.engine.connect() as connection:
        return MigrationContext.configure(connection).get_current_revision()


def newest() -> str:
    """The revision that this version of the program wants."""
    return str(scripts().get_current_head())


def what_is_wrong() -> str | None:
    """One sentence if this program cannot serve this database, with what to do; None if it can."""
    now = present()
    session.remove()
    if now == newest():
        return None
    if now is None:
        return "The database is empty. Run: forum db upgrade"
    if not is_known(now):
        return (
            f"The database ({now}) is newer than this version of the program ({newest()}). Install the newer version."
        )
    return f"The database is at {now} and this version needs {newest()}. Run: forum db upgrade"


def is_known(revision: str) -> bool:
    """Whether a migration of this version leads to the revision."""
    return revision in {script.revision for script in scripts().walk_revisions()}


def scripts() -> ScriptDirectory:
    """The migrations that ship with this version."""
    config = Config()
    config.set_main_option("script_location", str(shipped("migrations")))
    return ScriptDirectory.from_config(config)
