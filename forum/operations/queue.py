"""The queue: Huey keeps the clock for periodic work. What must happen is in rows of our own, so it may be lost."""

from contextlib import closing

from huey import Huey, PostgresHuey, RedisHuey, SqliteHuey
from huey.exceptions import ConfigurationError

from forum.kernel.errors import Invalid
from forum.kernel.settings.environment import Environment

_NAME = "tanya"


def queue(environment: Environment) -> Huey:
    """The queue that the environment names; SQLite in a file of its own by default, since Huey locks it exclusively.

    Invalid if it is Redis and its package is not installed.
    """
    url = environment.queue_url
    if url.startswith("postgresql://"):
        return PostgresHuey(_NAME, dsn=url, create_tables=False)
    if url.startswith("redis"):
        try:
            return RedisHuey(_NAME, url=url)
        except ConfigurationError:
            raise Invalid("TANYA_QUEUE_URL names Redis, whose package is missing. Run: pip install redis") from None
    return SqliteHuey(_NAME, filename=str(environment.data_dir / "queue.db"))


def what_is_wrong(environment: Environment) -> str | None:
    """One sentence if the queue cannot be used, with what to do; None if it can."""
    try:
        with closing(queue(environment).storage) as storage:
            storage.queue_size()
    except Invalid as reason:
        return str(reason)
    except Exception as failure:  # each kind of storage has its own
        return _silence(failure)
    return None


def make_tables(environment: Environment) -> None:
    """A queue in PostgreSQL has its tables: workers that start together on an empty database must not all make them.

    Invalid if it does not answer.
    """
    if not environment.queue_url.startswith("postgresql://"):
        return
    try:
        PostgresHuey(_NAME, dsn=environment.queue_url).storage.close()
    except Exception as failure:  # psycopg's, which an installation on SQLite does without
        raise Invalid(_silence(failure)) from None


def _silence(failure: Exception) -> str:
    why = (str(failure).splitlines() or [type(failure).__name__])[0]
    remedy = "Look at TANYA_QUEUE_URL and the server, and run: forum db upgrade"
    return f"The queue cannot be used: {why.rstrip('.')}. {remedy}"
