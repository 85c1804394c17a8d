"""The index is made again, exchanged, and survives what happens to files."""

import gc
import threading
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, timedelta
from pathlib import Path

import numpy as np
import pytest
from sqlalchemy import func, select

from forum.cli import search as commands
from forum.kernel.db import is_sqlite, session
from forum.kernel.pending import is_waiting
from forum.people.models import Person
from forum.questions.models import Question
from forum.search import jobs, place
from forum.search import rebuild as rebuilding
from forum.search.asking import Asker
from forum.search.check import Difference, difference
from forum.search.documents import documents_of
from forum.search.grammar import read_query
from forum.search.index.postgresql import writing
from forum.search.index.postgresql.corpus import Candidates
from forum.search.index.postgresql.lexemes import ENTRY, HEAD
from forum.search.index.protocol import NO_INDEX, Document, Enquiry, IndexUnusable, RebuildUnderWay
from forum.search.index.whoosh import engine
from forum.search.jobs import forget_done, waiting_threads
from forum.search.models import SearchPending
from forum.search.queries import search
from forum.search.rebuild import rebuild
from tests import posts
from tests.conftest import NOON
from tests.people import ana, ben, iris
from tests.search import engines

Work = Callable[[], int]
_FILLING = {True: (engine, "fill"), False: (writing, "_copy_all")}
pytestmark = pytest.mark.filterwarnings("ignore::ResourceWarning")  # Whoosh leaves files open where opening one fails


@pytest.fixture(scope="module", autouse=True)
def _what_was_before_stays() -> None:
    """Nothing of it is rubbish, and to look through it after each test would take longer than most of them."""
    gc.collect()
    gc.freeze()


@pytest.fixture(autouse=True)
def _files_are_closed_here() -> Iterator[None]:
    """What Whoosh has left open is closed before the next test, whose warnings count."""
    yield
    gc.collect()


def found(typed: str, asked: Question) -> bool:
    reader = posts.actor(session.get_one(Person, asked.author_id))
    return asked.id in [hit.row.id for hit in search(typed, Asker(reader, at=NOON, zone=UTC)).hits]


def test_a_rebuild_holds_every_public_thread_and_leaves_one_generation(indexing: Work) -> None:
    asker = iris()
    asked = [posts.question(asker, title=f"Thread number {number}") for number in range(3)]
    session.commit()
    assert rebuild(at=NOON) == 3
    assert all(found("thread", each) for each in asked)
    assert len(engines.generations(place.index())) == 1


def test_a_thread_that_cannot_be_indexed_keeps_no_other_from_being_found(
    indexing: Work, monkeypatch: pytest.MonkeyPatch
) -> None:
    asker = ana()
    broken, whole = (posts.question(asker, title=f"{animal} stripes") for animal in ("Okapi", "Zebra"))

    def reading(ids: Sequence[int]) -> list[Document]:
        if broken.id in ids:
            raise ValueError("no text that anybody can read")
        return documents_of(ids)

    monkeypatch.setattr(jobs, "documents_of", reading)
    assert indexing() == 2
    assert found("zebra", whole) and not found("okapi", broken)
    (row,) = session.scalars(select(SearchPending).where(is_waiting(SearchPending)))
    assert row.question_id == broken.id and "no text that anybody can read" in str(row.failure)
    monkeypatch.undo()
    assert indexing() == 1
    assert found("okapi", broken)


def test_what_waited_when_a_rebuild_began_is_read_by_it_and_waits_no_more(indexing: Work) -> None:
    asked = posts.question(ana(), title="Okapi stripes")
    session.commit()
    assert waiting_threads() == 1
    rebuild(at=NOON)
    assert waiting_threads() == 0
    assert found("okapi", asked)


def test_what_is_written_while_a_rebuild_reads_still_waits(indexing: Work) -> None:
    asked = posts.question(ana(), title="Okapi stripes")
    session.commit()

    def write(_read: int) -> None:
        posts.answer(asked, iris(), source="They are called bongo stripes.")
        session.commit()

    rebuild(at=NOON, progress=write)
    assert indexing() == 1
    assert found("bongo", asked)


def test_an_empty_index_answers(indexing: Work) -> None:
    assert difference() == Difference(0, 0, 0)
    assert place.index().words_like("printer") == place.index().threads_with("printer", most=3) == []
    assert place.index().status().threads == 0
    results = search("printer is:solved", Asker(posts.actor(ana()), at=NOON, zone=UTC))
    assert results.hits == [] and not results.is_makeshift


def test_two_rebuilds_at_once_are_refused(indexing: Work) -> None:
    other = engines.same_index(place.index())
    with pytest.raises(RebuildUnderWay):
        other.make_again([], before_exchange=lambda: _rebuild_here())
    other.close()


def _rebuild_here() -> None:
    rebuild(at=NOON)


@pytest.mark.parametrize(("whole_app", "how"), engines.HARMS, indirect=["whole_app"])
def test_a_harmed_index_is_noticed_and_made_again(indexing: Work, how: str) -> None:
    asked = posts.question(ana(), title="Quagga stripes")
    indexing()
    engines.harm(place.index(), how)
    with pytest.raises(IndexUnusable):
        _read_everything(asked)
    assert indexing() == 1
    assert found("quagga", asked)


@pytest.mark.parametrize("kind", engines.KINDS)
def test_who_searches_before_there_is_an_index_reports_no_damage(
    kind: str, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    asked = Enquiry(read_query("quagga", today=NOON.date()), frozenset({1}), NOON)
    with pytest.raises(IndexUnusable, match=NO_INDEX):
        engines.new_index(kind, tmp_path).find(asked, skip=0, most=1)
    assert caplog.records == []


@pytest.mark.parametrize(("whole_app", "how"), engines.SILENT_HARMS, indirect=["whole_app"])
def test_what_no_search_may_come_upon_is_seen_by_looking_through(indexing: Work, how: str) -> None:
    asked = posts.question(ana(), title="Quagga stripes", source="A quagga is a quagga.")
    indexing()
    assert place.index().look_through() == ""
    engines.harm(place.index(), how)
    assert place.index().look_through() == "the index is damaged"
    assert indexing() == 1
    assert found("quagga", asked) and place.index().look_through() == ""


def test_three_cut_entries_make_no_whole_one() -> None:
    head, cut = np.zeros(1, HEAD).tobytes(), b"\1\2"
    assert len(3 * cut) == ENTRY.itemsize
    with pytest.raises(ValueError, match="cut"):
        Candidates([(number, head, cut) for number in range(3)], ["quagga"])


def _read_everything(asked: Question) -> None:
    place.index().status()
    place.index().digests()
    wanted = read_query("quagga", today=NOON.date())
    place.index().find(Enquiry(wanted, frozenset({asked.category_id}), NOON), skip=0, most=1)


@pytest.mark.parametrize(("whole_app", "how"), engines.HARMS, indirect=["whole_app"])
def test_titles_answer_while_the_index_is_harmed(indexing: Work, how: str) -> None:
    asked = posts.question(ana(), title="Quagga stripes")
    indexing()
    engines.harm(place.index(), how)
    assert found("quagga", asked)


@pytest.mark.parametrize(("whole_app", "how"), engines.WRITERS_HARMS, indirect=["whole_app"])
def test_a_writer_notices_damage_too(indexing: Work, how: str) -> None:
    asked = posts.question(ana(), title="Quagga stripes")
    engines.harm(place.index(), how)
    with pytest.raises(IndexUnusable):
        indexing()
    assert indexing() == 1
    assert found("quagga", asked)


def test_a_full_disk_loses_nothing(indexing: Work, monkeypatch: pytest.MonkeyPatch) -> None:
    asked = posts.question(ana(), title="Quagga stripes")
    with monkeypatch.context() as full, pytest.raises(OSError, match="No space"):
        full.setattr(*_FILLING[is_sqlite()], _no_space)
        indexing()
    assert not found("quagga", asked)
    assert indexing() == 1
    assert found("quagga", asked)


def _no_space(*_: object) -> None:
    raise OSError(28, "No space left on device")


def test_a_rebuild_that_fails_leaves_the_old_index_and_no_rest(indexing: Work, monkeypatch: pytest.MonkeyPatch) -> None:
    asked = posts.question(ana(), title="Quagga stripes")
    indexing()
    with monkeypatch.context() as full, pytest.raises(OSError, match="No space"):
        full.setattr(*_FILLING[is_sqlite()], _no_space)
        rebuild(at=NOON)
    assert found("quagga", asked)
    assert len(engines.generations(place.index())) == 1


def test_what_waited_is_due_again_when_a_rebuild_fails(indexing: Work, monkeypatch: pytest.MonkeyPatch) -> None:
    asked = posts.question(ana(), title="Quagga stripes")
    session.commit()
    with monkeypatch.context() as broken, pytest.raises(OSError, match="No space"):
        broken.setattr("forum.search.rebuild.documents_of", _no_space)
        rebuild(at=NOON)
    assert indexing() == 1
    assert found("quagga", asked)


def test_what_waits_is_a_rebuild_s_for_a_minute_behind_each_batch(
    indexing: Work, monkeypatch: pytest.MonkeyPatch
) -> None:
    moments = iter(range(0, 600, 100))
    monkeypatch.setattr(rebuilding, "monotonic", lambda: next(moments))
    monkeypatch.setattr(rebuilding, "BATCH", 1)
    asker, due = iris(), []
    for _ in range(2):
        posts.question(asker)
    session.commit()
    rebuild(at=NOON, progress=lambda _: due.append(session.scalar(select(func.max(SearchPending.due_at)))))
    assert due == [NOON + timedelta(seconds=160), NOON + timedelta(seconds=260)]
    assert waiting_threads() == 0


def test_what_killed_rebuilds_have_left_is_gone_with_the_next(indexing: Work) -> None:
    engines.leave_rests(place.index())
    rebuild(at=NOON)
    assert len(engines.generations(place.index())) == 1
    assert place.index().what_is_wrong() == ""


def test_a_crash_before_the_row_is_marked_indexes_once_more(indexing: Work, monkeypatch: pytest.MonkeyPatch) -> None:
    asked = posts.question(ana(), title="Quagga stripes")
    with monkeypatch.context() as dying, pytest.raises(KeyboardInterrupt):
        dying.setattr(jobs, "_mark_done", _die)
        indexing()
    assert found("quagga", asked) and waiting_threads() == 1
    assert indexing() == 1
    assert difference() == Difference(0, 0, 0) and waiting_threads() == 0


def _die(*_: object) -> None:
    raise KeyboardInterrupt


def test_threads_are_read_while_nobody_else_writes(indexing: Work) -> None:
    def read(_: Sequence[int]) -> list[Document]:
        assert engines.is_writing(place.index())
        return []

    place.index().change([1], read)
    assert not engines.is_writing(place.index())


def test_check_counts_what_differs(indexing: Work) -> None:
    asker = iris()
    kept = [posts.question(asker, title=f"Kept thread {number}") for number in range(2)]
    indexing()
    assert difference() == Difference(0, 0, 0)
    posts.question(asker, title="Another one")
    posts.answer(kept[0], ben())
    session.commit()
    assert difference() == Difference(missing=1, left_over=0, stale=1)


def test_readers_meet_no_error_while_a_writer_commits(indexing: Work) -> None:
    asker = iris()
    for number in range(5):
        posts.question(asker, title=f"Thread number {number}")
    indexing()
    failures: list[BaseException] = []
    readers = [threading.Thread(target=_keep_reading, args=(failures,)) for _ in range(3)]
    for reader in readers:
        reader.start()
    for number in range(12):
        posts.question(asker, title=f"More of them {number}")
        indexing()
    for reader in readers:
        reader.join()
    assert failures == []


def _keep_reading(failures: list[BaseException]) -> None:
    try:
        for _ in range(40):
            assert len(place.index().digests()) >= 5
    except BaseException as failure:
        failures.append(failure)


def test_old_rows_of_indexed_threads_are_forgotten(indexing: Work) -> None:
    posts.question(ana())
    indexing()
    forget_done(posts.later(days=40))
    assert session.connection().exec_driver_sql("SELECT count(*) FROM search_pending").scalar() == 0


def test_the_command_is_there() -> None:
    assert set(commands.search.commands) == {"rebuild", "status", "check", "explain", "eval", "ablation"}
