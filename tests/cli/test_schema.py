"""A command on another version's database says what to do, whatever it failed at."""

from pathlib import Path

import pytest
from sqlalchemy import create_engine, text
from sqlalchemy.exc import OperationalError

from forum.cli import in_app
from forum.operations.schema import scripts
from tests import databases
from tests.running import environment_of, forum


@pytest.mark.parametrize("kind", databases.KINDS)
def test_a_backup_of_an_older_database_says_that_it_is_older(tmp_path: Path, kind: str) -> None:
    url = databases.fresh_database(kind, tmp_path)
    engine = create_engine(url.replace("postgresql://", "postgresql+psycopg://"))
    with engine.begin() as connection:
        connection.execute(text("ALTER TABLE person RENAME TO person_before"))
        connection.execute(text("UPDATE alembic_version SET version_num = :first"), {"first": scripts().get_base()})
    engine.dispose()
    ended = forum("backup", str(tmp_path / "all.tar"), env=environment_of(tmp_path, url))
    assert ended.returncode == 1 and len(ended.stderr.splitlines()) == 1
    assert "install that one again" in ended.stderr and "this version needs" in ended.stderr
    assert ended.stderr.rstrip().endswith("forum db upgrade")


@pytest.mark.parametrize(
    "command",
    [("backup", "/tmp/none/all.tar"), ("db", "upgrade"), ("db", "downgrade"), ("import", "jsonl", "/dev/null")],
)
def test_a_newer_database_is_left_alone(tmp_path: Path, command: tuple[str, ...]) -> None:
    url = databases.fresh_database("sqlite", tmp_path)
    engine = create_engine(url)
    with engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = 'from_the_future'"))
    engine.dispose()
    ended = forum(*command, env=environment_of(tmp_path, url))
    assert ended.returncode == 1 and len(ended.stderr.splitlines()) == 1
    assert "is newer than this version" in ended.stderr


def test_a_full_disk_is_not_taken_for_a_database_without_tables(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    empty = databases.make_app(f"sqlite:///{tmp_path / 'new.db'}", tmp_path)
    monkeypatch.setattr("forum.cli._app", lambda: empty)

    def fail() -> None:
        raise OperationalError("COMMIT", {}, Exception("database or disk is full"))

    with pytest.raises(OperationalError):
        in_app(fail)()


def test_a_server_that_only_reads_is_told_in_one_sentence(tmp_path: Path) -> None:
    url = databases.fresh_database("postgresql", tmp_path)
    engine = create_engine(url.replace("postgresql://", "postgresql+psycopg://"), isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(text(f'ALTER DATABASE "{engine.url.database}" SET default_transaction_read_only = on'))
    engine.dispose()
    ended = forum("user", "make-team", "Network", env=environment_of(tmp_path, url))
    assert ended.returncode == 1 and len(ended.stderr.splitlines()) == 1 and "Name the primary server" in ended.stderr
