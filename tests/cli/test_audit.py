"""`forum audit verify`: says that the record is whole, or where it is not and exit 1."""

from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from sqlalchemy import create_engine, text

from forum.cli import commands, forum
from tests.databases import KINDS, fresh_database

_MOVED = "UPDATE ledger_entry SET position = {1} WHERE position = {0}"


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


def _changed(database: str, *statements: str) -> None:
    engine = create_engine(database)
    with engine.begin() as connection:
        for statement in statements:
            connection.execute(text(statement))
    engine.dispose()


@pytest.mark.parametrize(
    ("statements", "said"),
    [
        (["UPDATE ledger_entry SET content = '{}' WHERE position = 1"], "entry 1: The content has been changed."),
        (["DELETE FROM ledger_entry WHERE position = 1"], "entry 2: Entries before this one are missing."),
        (
            [
                f"UPDATE ledger_entry SET position = {new} WHERE position = {old}"
                for old, new in ((1, 9), (2, 1), (9, 2))
            ],
            "entry 1: The entry before this one is not the one it was written after.",
        ),
    ],
    ids=["changed", "removed", "reordered"],
)
def test_what_was_done_to_the_rows_is_found(database: str, statements: list[str], said: str) -> None:
    _changed(database, *statements)
    result = _said("audit", "verify")
    assert result.exit_code == 1 and said in result.output


def test_heads_that_were_kept_tell_that_the_end_is_gone(database: str, tmp_path: Path) -> None:
    kept = tmp_path / "heads.txt"
    kept.write_text(_said("audit", "heads").output, "utf-8")
    assert _said("audit", "verify", "--heads", str(kept)).exit_code == 0
    _said("user", "withdraw", "ana.lim@kencana.example", "moderator")
    assert _said("audit", "verify", "--heads", str(kept)).exit_code == 0
    _changed(database, "DELETE FROM ledger_entry WHERE position >= 3")
    assert _said("audit", "verify").exit_code == 0
    result = _said("audit", "verify", "--heads", str(kept))
    assert result.exit_code == 1 and "entry 3: This entry stood here when the heads were kept" in result.output
    _changed(database, "DELETE FROM ledger_entry")
    assert "1 of 1 chains do not hold" in _said("audit", "verify", "--heads", str(kept)).output


def test_another_file_is_no_file_of_heads(database: str, tmp_path: Path) -> None:
    (tmp_path / "other.txt").write_text("one\ntwo three\n", "utf-8")
    assert (
        "not what `forum audit heads` prints" in _said("audit", "verify", "--heads", str(tmp_path / "other.txt")).output
    )
