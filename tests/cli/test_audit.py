"""`forum audit verify`: says that the record is whole, or where it is not and exit 1."""

from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from sqlalchemy import create_engine, text

from forum.cli import commands, forum
from tests.databases import KINDS, fresh_database


@pytest.fixture(params=KINDS)
def database(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """A new forum in which an account was made and given a role; the address of its database."""
    url = fresh_database(request.param, tmp_path)
    for name, value in (("DATABASE_URL", url), ("DATA_DIR", str(tmp_path)), ("SECRET_KEY", "t" * 40)):
        monkeypatch.setenv(f"TANYA_{name}", value)
    commands.register(forum)
    _said("user", "create", "Ana Lim", "ana.lim@kencana.example")
    _said("user", "grant", "ana.lim@kencana.example", "moderator")
    return url


def _said(*words: str) -> Result:
    return CliRunner().invoke(forum, list(words))


def test_an_untouched_record_holds(database: str) -> None:
    result = _said("audit", "verify")
    assert result.exit_code == 0 and "1 chains hold." in result.output


def test_a_changed_entry_is_named(database: str) -> None:
    engine = create_engine(database)
    with engine.begin() as connection:
        connection.execute(text("UPDATE ledger_entry SET act = 'nothing' WHERE position = 1"))
    engine.dispose()
    result = _said("audit", "verify")
    assert result.exit_code == 1 and "administration, entry 1: Who, when or what was done" in result.output
