"""An index does not answer: pages fall back on titles, nobody takes it for damaged, nothing is made again."""

import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, timedelta
from pathlib import Path

import psycopg
import pytest
from psycopg.sql import SQL, Identifier

from forum.app import Tanya
from forum.kernel.db import session
from forum.people.models import Person
from forum.questions.models import Question
from forum.search import place
from forum.search.asking import Asker
from forum.search.index.postgresql import store
from forum.search.index.postgresql.engine import PostgresIndex
from forum.search.index.protocol import IndexSilent
from forum.search.queries import Results, search
from forum.search.saved import tell_of_new
from forum.search.similar import similar
from forum.search.telling import tell_of_matches
from tests import posts
from tests.conftest import NOON
from tests.people import ana
from tests.search import engines

Work = Callable[[], int]
only_postgresql = pytest.mark.parametrize("whole_app", ["postgresql"], indirect=True)


def asker(asked: Question) -> Asker:
    return Asker(posts.actor(session.get_one(Person, asked.author_id)), at=NOON, zone=UTC)


def results(asked: Question) -> Results:
    return search("quagga", asker(asked))


@contextmanager
def locked(table: str) -> Iterator[None]:
    """Somebody repairs the table: nobody reads it meanwhile."""
    address, schema = engines.address(place.index())
    with psycopg.connect(address) as connection:
        connection.execute(SQL("LOCK TABLE {}.{}").format(Identifier(schema), Identifier(table)))
        yield
        connection.rollback()


@only_postgresql
@pytest.mark.parametrize("table", ["thread", "form", "entry", "state"])
def test_titles_answer_while_a_table_is_locked(indexing: Work, table: str, monkeypatch: pytest.MonkeyPatch) -> None:
    asked = posts.question(ana(), title="Quagga stripes")
    indexing()
    monkeypatch.setattr(store, "_LONGEST", "200ms")
    place.use(engines.same_index(place.index()))
    with locked(table):
        makeshift = results(asked)
    assert makeshift.is_makeshift and [hit.row.id for hit in makeshift.hits] == [asked.id]
    assert not results(asked).is_makeshift
    assert place.index().what_is_wrong() == ""


@only_postgresql
def test_a_connection_that_was_cut_is_opened_again(indexing: Work) -> None:
    asked = posts.question(ana(), title="Quagga stripes")
    indexing()
    assert not results(asked).is_makeshift
    _cut_connections()
    assert [results(asked).is_makeshift for _ in range(3)] == [True, False, False]


def _cut_connections() -> None:
    index = place.index()
    assert isinstance(index, PostgresIndex)
    with index.store.connection() as kept, psycopg.connect(engines.address(index)[0]) as other:
        other.execute("SELECT pg_terminate_backend(%s)", [kept.info.backend_pid])


def test_a_database_of_its_own_that_is_down_stops_no_page(app: Tanya) -> None:
    asked = posts.question(ana(), title="Quagga stripes")
    session.commit()
    place.use(PostgresIndex("postgresql://127.0.0.1:9/nobody"))
    assert results(asked).is_makeshift
    assert not similar("quagga stripes", asker(asked))
    with pytest.raises(IndexSilent, match="does not answer"):
        place.index().what_is_wrong()


def test_titles_with_the_most_of_the_words_stand_first(app: Tanya) -> None:
    asker_of = ana()
    one, every, other = (
        posts.question(asker_of, title=title)
        for title in ("The printer is slow", "Printers eat 100% toner", "Zebra stripes")
    )
    session.commit()
    place.use(PostgresIndex("postgresql://127.0.0.1:9/nobody"))
    found = [
        [hit.row.id for hit in search(typed, asker(one)).hits]
        for typed in ("toner for printers", "the 100% toner", "the", "stripes tag:hp", "% _", '"stripes zebra" OR x')
    ]
    assert found == [[every.id, one.id], [every.id], [one.id], [other.id], [], [other.id]]


def test_titles_have_the_whole_of_an_identifier(app: Tanya) -> None:
    asker_of = ana()
    whole, *_ = (
        posts.question(asker_of, title=title) for title in ("The Wi-Fi is slow", "A fine window", "Will it fit?")
    )
    session.commit()
    place.use(PostgresIndex("postgresql://127.0.0.1:9/nobody"))
    assert [hit.row.id for hit in search("wi-fi", asker(whole)).hits] == [whole.id]


def test_saved_searches_wait_while_the_index_is_silent(app: Tanya, monkeypatch: pytest.MonkeyPatch) -> None:
    keeper, tried = posts.actor(ana()), list[str]()

    def silent(*_: object, **__: object) -> None:
        tried.append("once")
        raise IndexSilent("it does not answer")

    place.use(PostgresIndex("postgresql://127.0.0.1:9/nobody"))
    monkeypatch.setattr(PostgresIndex, "find", silent)
    for typed in ("vpn", "token", "printer"):
        tell_of_new(typed, by=keeper, at=NOON)
    session.commit()
    assert (tell_of_matches(NOON + timedelta(hours=1)), tried) == (0, ["once"])
    monkeypatch.setattr(PostgresIndex, "find", lambda *_, **__: tried.append("again") or [])
    tell_of_matches(NOON + timedelta(hours=1))
    assert tried == ["once", *["again"] * 3]


@pytest.mark.parametrize("whole_app", ["sqlite"], indirect=True)
def test_titles_answer_while_the_folder_cannot_be_used(indexing: Work) -> None:
    asked = posts.question(ana(), title="Quagga stripes")
    session.commit()
    folder = Path(engines.address(place.index())[0])
    shutil.rmtree(folder)
    folder.write_text("a file in the place of the folder", "utf-8")
    makeshift = results(asked)
    assert makeshift.is_makeshift and [hit.row.id for hit in makeshift.hits] == [asked.id]
    with pytest.raises(IndexSilent, match="cannot be used .File exists."):
        indexing()
    folder.unlink()
    assert indexing() == 1
    assert not results(asked).is_makeshift
