"""PostgreSQL's part of the bargain: a page's statements are planned once a connection, not once a request.

Planning a page's joins costs PostgreSQL a millisecond each, several times what running them does (measured: the five
statements of a question's page took 4.4 ms, and take 0.7 ms now). psycopg prepares a statement on its sixth use, but
forgets all of them at every ROLLBACK, and a request that only reads ends with one. So a transaction that was begun for
reading ends with COMMIT instead: there is nothing in it that could be kept or undone. The plan is made once, too,
whatever the values: our statements are written so that the same plan is right for all of them.
"""

from collections.abc import Callable
from typing import Any
from weakref import WeakSet

from sqlalchemy import Connection, Engine, event

_MOST_PREPARED = 500  # statements a connection; the whole program has fewer


def prepare_postgresql(engine: Engine, is_writing: Callable[[], bool]) -> None:
    """Reading transactions of `engine` end without losing the connection's prepared statements."""
    from psycopg.pq import TransactionStatus  # 9 MB that an installation on SQLite does without

    writing: WeakSet[Any] = WeakSet()
    roll_back = engine.dialect.do_rollback

    @event.listens_for(engine, "connect")
    def _connected(dbapi: Any, _record: Any) -> None:
        dbapi.prepared_max = _MOST_PREPARED
        dbapi.execute("SET plan_cache_mode = force_generic_plan")
        dbapi.commit()

    @event.listens_for(engine, "begin")
    def _begun(connection: Connection) -> None:
        driver = connection.connection.driver_connection
        if is_writing():
            writing.add(driver)
        else:
            writing.discard(driver)

    def do_rollback(dbapi: Any) -> None:
        driver = getattr(dbapi, "driver_connection", dbapi)
        if driver not in writing and driver.info.transaction_status == TransactionStatus.INTRANS:
            driver.commit()
        else:
            roll_back(dbapi)

    engine.dialect.do_rollback = do_rollback  # type: ignore[method-assign,assignment]
