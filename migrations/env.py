"""How migrations run: inside the application, on SQLite with foreign keys off and checked afterwards.

With `foreign_keys=ON` SQLite's batch migration of a parent table runs its children's ON DELETE in silence.
"""

from alembic import context
from sqlalchemy import Connection

from forum.kernel.db import Model, db, writing


def include_object(_object: object, name: str | None, kind: str, _reflected: bool, _compare_to: object) -> bool:
    """Everything but the queue's own tables."""
    return not (kind == "table" and (name or "").startswith("huey_"))


def render_item(kind: str, item: object, _context: object) -> str | bool:
    """Our own types are written as the types they stand on, so that a migration needs nothing of today's code."""
    if kind == "type" and type(item).__name__ == "UtcDateTime":
        return "sa.DateTime(timezone=True)"
    return False


def run(connection: Connection) -> None:
    """The migrations that are due, in one transaction."""
    is_sqlite = connection.dialect.name == "sqlite"
    if is_sqlite:
        connection.connection.driver_connection.execute("PRAGMA foreign_keys=OFF")
    context.configure(
        connection=connection,
        target_metadata=Model.metadata,
        render_as_batch=True,
        transactional_ddl=True,  # on SQLite too, so that a migration that fails leaves nothing half done
        compare_server_default=not is_sqlite,
        include_object=include_object,
        render_item=render_item,
    )
    with context.begin_transaction():
        context.run_migrations()
    if is_sqlite:
        broken = connection.connection.driver_connection.execute("PRAGMA foreign_key_check").fetchall()
        connection.connection.driver_connection.execute("PRAGMA foreign_keys=ON")
        if broken:
            raise RuntimeError(f"the migration left {len(broken)} broken references: {broken[:3]}")


with writing(), db.engine.connect() as database:
    run(database)
