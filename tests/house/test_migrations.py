"""The migrations make what the models say, up and down, on both databases."""

import warnings
from collections.abc import Iterator
from pathlib import Path
from uuid import uuid4

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import inspect, select

from forum.accounts.models import Profile
from forum.app import Tanya
from forum.files.models import StoredFile
from forum.kernel import clock
from forum.kernel.db import Model, db, session, transaction
from forum.operations import schema
from forum.people.models import SYSTEM_PERSON_ID, Person
from forum.questions.models import Question
from forum.questions.visibility import unrestricted
from tests import databases, posts
from tests.people import ana


@pytest.fixture(params=databases.KINDS)
def empty_app(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Tanya]:
    """An application on a database without any table."""
    if request.param == "sqlite":
        url = f"sqlite:///{tmp_path}/empty.db"
    else:
        name = f"m{uuid4().hex}"
        databases._server_command(f'CREATE DATABASE "{name}"')
        url = databases._address(name)
    app = databases.make_app(url, tmp_path)
    with app.app_context():
        yield app
        session.remove()
        db.engine.dispose()


def test_models_equal_migrations(empty_app: Tanya) -> None:
    schema.upgrade()
    options = {"compare_server_default": False, "compare_type": True}
    with warnings.catch_warnings(), db.engine.connect() as connection:
        warnings.simplefilter("ignore")
        assert compare_metadata(MigrationContext.configure(connection, opts=options), Model.metadata) == []


def test_up_down_and_up_again(empty_app: Tanya) -> None:
    schema.upgrade()
    assert session.scalars(select(Person.handle)).all() == ["tanya"]
    session.remove()
    schema.downgrade("base")
    assert set(inspect(db.engine).get_table_names()) <= {"alembic_version"}
    schema.upgrade()
    assert schema.what_is_wrong() is None


def test_files_that_nothing_refers_to_are_swept(empty_app: Tanya) -> None:
    schema.upgrade()
    replaced, shown = _linked_file("replaced"), _linked_file("shown")
    with transaction():
        session.add_all([replaced, shown])
        session.flush()
        session.add(Profile(person_id=SYSTEM_PERSON_ID, photo_file_id=shown.id, about="", about_html="", languages=""))
    session.remove()
    schema.downgrade("20261129_counted")
    schema.upgrade()
    assert session.scalars(select(StoredFile.token).where(StoredFile.linked_at.is_(None))).all() == ["replaced"]


def test_a_question_at_the_address_of_another_page_gets_one_of_its_own(empty_app: Tanya) -> None:
    schema.upgrade()
    with transaction():
        place, asker = posts.category(), ana()
        for title, slug in (("Known issue", "known-issue"), ("Printer is silent", "printer-is-silent")):
            posts.question(asker, place, title=title).slug = slug
    session.remove()
    schema.downgrade("20261130_waited_for")
    schema.upgrade()
    assert set(session.scalars(select(Question.slug).where(unrestricted()))) == {"q-known-issue", "printer-is-silent"}


def _linked_file(token: str) -> StoredFile:
    now = clock.now()
    return StoredFile(
        token=token, name="me.png", content_type="image/png", size=1, sha256="", by_id=SYSTEM_PERSON_ID,
        created_at=now, linked_at=now,
    )  # fmt: skip


def test_a_newer_database_is_refused_with_a_sentence(empty_app: Tanya) -> None:
    schema.upgrade()
    with db.engine.begin() as connection:
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = 'from_the_future'")
    assert "newer than this version" in (schema.what_is_wrong() or "")


def test_an_empty_database_is_told_what_to_do(empty_app: Tanya) -> None:
    assert "forum db upgrade" in (schema.what_is_wrong() or "")
