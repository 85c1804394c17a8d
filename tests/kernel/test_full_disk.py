"""A database whose disk is full says so, and not that its address is wrong."""

import sqlite3

import pytest
from psycopg import errors

from forum.cli import sentence_about
from forum.kernel.faults import is_full


def _full() -> sqlite3.Error:
    database = sqlite3.connect(":memory:")
    database.execute("PRAGMA max_page_count=2")
    with pytest.raises(sqlite3.Error) as failed:
        database.executescript("CREATE TABLE a (words); CREATE TABLE b (words); CREATE TABLE c (words)")
    database.close()
    return failed.value


@pytest.mark.parametrize("failure", [_full(), errors.DiskFull("could not extend file")])
def test_a_full_disk_is_to_be_emptied(failure: Exception) -> None:
    said = sentence_about(failure)
    assert "no room left" in said and "Make room on the disk" in said and "TANYA_DATABASE_URL" not in said


def test_other_failures_are_of_no_full_disk() -> None:
    assert not is_full(errors.ConnectionFailure("no server")) and not is_full(sqlite3.OperationalError("locked"))
