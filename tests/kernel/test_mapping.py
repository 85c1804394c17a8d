"""SQLite's file is mapped for what reads much of it, and not a moment longer: what is mapped counts as memory."""

from pathlib import Path

import pytest
from sqlalchemy import text

from forum.app import Tanya
from forum.kernel.db import db, read, read_much, session


@pytest.mark.parametrize("own_app", ["sqlite"], indirect=True)
def test_the_file_is_mapped_until_the_connection_is_given_back(own_app: Tanya) -> None:
    with own_app.app_context():
        people = text("SELECT count(*) FROM person")
        read(people)
        assert not _is_mapped()
        read_much()
        read(people)
        assert _is_mapped()
        session.rollback()
        assert not _is_mapped()
        read(people)
        assert not _is_mapped()


def _is_mapped() -> bool:
    return f"{db.engine.url.database}\n" in Path("/proc/self/maps").read_text()
