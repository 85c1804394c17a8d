"""PostgreSQL's part of the bargain: a page's statements are planned once a connection, not once a request, and a page
that only reads asks for nothing else.

Planning a page's joins costs PostgreSQL a millisecond each, several times what running them does (measured: the five
statements of a question's page took 4.4 ms, and take 0.7 ms now). psycopg would prepare a statement on its sixth use
only, which plans it sixty times for ten connections, and would forget it at every ROLLBACK, by which a request that
only reads would end. So it is prepared on its first use, and whatever reads begins no transaction: at READ COMMITTED
each statement sees what is there when it begins, with or without one, and BEGIN and its end would each be a way to the
server and back. Who must see one moment throughout asks for it (`kernel.db.one_moment`). The plan is made once, too,
whatever the values: our statements are written so that the same plan is right for all. Where a migration changes the
columns meanwhile, one request fails, and all connections are made anew.

Moments are told in UTC, as the program keeps them: from another zone each would be brought there by itself, two
microseconds of the hundreds of moments of a long thread.
"""

from collections.abc import Callable
from typing import Any

from sqlalchemy import Connection, Engine, ExceptionContext, event

_MOST_PREPARED = 500  # statements a connection; the whole program has fewer
_READ_ONLY, _NOT_SUPPORTED = "25006", "0A000"


def prepare_postgresql(engine: Engine, is_writing: Callable[[], bool]) -> None:
    """What `engine` reads stands alone, statement by statement; what begins while `is_writing()` is a transaction."""
    from forum.kernel.cursors import LateCursor  # 9 MB that an installation on SQLite does without

    @event.listens_for(engine, "connect")
    def _connected(dbapi: Any, _record: Any) -> None:
        dbapi.prepared_max, dbapi.cursor_factory = _MOST_PREPARED, LateCursor
        dbapi.execute("SET plan_cache_mode = force_generic_plan; SET TIME ZONE 'UTC'")
        dbapi.commit()
        dbapi.prepare_threshold = 0  # from the first use on; the two statements above are not one

    @event.listens_for(engine, "begin")
    def _begun(connection: Connection) -> None:
        if "isolation_level" in connection.get_execution_options():
            return
        driver: Any = connection.connection.driver_connection
        stands_alone = not is_writing()
        if driver.autocommit is not stands_alone:
            driver.autocommit = stands_alone

    @event.listens_for(engine, "handle_error")
    def _failed(context: ExceptionContext) -> None:
        if was_planned_before(context.original_exception):  # and would fail as long as the connection lives
            context.is_disconnect = True


def was_planned_before(failure: BaseException | None) -> bool:
    """Whether a migration has changed the columns since the statement was prepared; what is asked anew succeeds."""
    return getattr(failure, "sqlstate", None) == _NOT_SUPPORTED  # its words come in the language of the server


def takes_no_changes(failure: BaseException | None) -> bool:
    """Whether the server only reads, as a standby does until it is made the primary."""
    return getattr(failure, "sqlstate", None) == _READ_ONLY
