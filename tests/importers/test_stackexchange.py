"""A Stack Exchange dump comes in whole, once, and safe."""

import os
import tracemalloc
from pathlib import Path
from secrets import token_bytes

import py7zr
import pytest
from sqlalchemy import func, select

from forum.answers.models import Acceptance, Answer, AnswerRevision, Comment
from forum.app import Tanya
from forum.importers.report import Report
from forum.importers.run import run_import
from forum.importers.stackexchange import dump, reader
from forum.importers.stackexchange.history import staged
from forum.kernel import clock
from forum.kernel.db import Model, session
from forum.kernel.errors import Invalid
from forum.people.models import Person, PersonState
from forum.questions.models import Question, SourceFormat
from forum.search.models import SearchPending
from tests.importers.dumps import AT, POSTS, duplicate, write_dump


def _import(path: Path, folder: Path) -> Report:
    with dump.opened(path) as opened, Report(folder / "report.csv") as report:
        run_import(reader.records(opened), source="iot", category="Imported", report=report, at=clock.now())
    return report


def _count(kind: type[Model]) -> int:
    return session.scalar(select(func.count()).select_from(kind)) or 0


def _packed(folder: Path) -> Path:
    with py7zr.SevenZipFile(folder / "dump.7z", "w") as archive:
        for file in sorted(folder.glob("*.xml")):
            archive.write(file, file.name)
    return folder / "dump.7z"


def test_posts_keep_dates_authors_and_scores(app: Tanya, tmp_path: Path) -> None:
    _import(write_dump(tmp_path), tmp_path)
    question = session.scalars(select(Question).where(Question.title == "Reset the gateway")).one()
    author = session.get_one(Person, question.author_id)
    assert (author.name, author.state, author.location) == ("Ghanima", PersonState.IMPORTED, "Penang")
    assert (question.created_at.year, question.score, question.view_count, question.tags) == (
        2016,
        9,
        77,
        "gateway wifi",
    )
    assert question.answer_count == 1 and question.solved_at is not None


def test_html_is_made_safe(app: Tanya, tmp_path: Path) -> None:
    _import(write_dump(tmp_path), tmp_path)
    question = session.scalars(select(Question).where(Question.title == "Reset the gateway")).one()
    assert "<code>gateway</code>" in question.html and "script" not in question.html
    assert question.source_format == SourceFormat.HTML


def test_markdown_of_the_history_becomes_source_and_revisions(app: Tanya, tmp_path: Path) -> None:
    _import(write_dump(tmp_path), tmp_path)
    answer = session.scalars(select(Answer)).one()
    revisions = session.scalars(select(AnswerRevision).order_by(AnswerRevision.number)).all()
    assert answer.source == "Hold the button for **ten** seconds." and answer.source_format == SourceFormat.MARKDOWN
    assert [(r.number, r.source, r.reason) for r in revisions] == [
        (1, "Hold the button.", ""),
        (2, "Hold the button for **ten** seconds.", "how long"),
    ]


def test_links_between_posts_are_kept(app: Tanya, tmp_path: Path) -> None:
    _import(write_dump(tmp_path), tmp_path)
    original, copy = session.scalars(select(Question).order_by(Question.id)).all()
    assert copy.duplicate_of_id == original.id
    assert session.get_one(Acceptance, original.id).answer_id == session.scalars(select(Answer.id)).one()
    assert session.scalars(select(Comment.source)).all() == ["Works, thanks!"]


def test_a_second_run_changes_nothing(app: Tanya, tmp_path: Path) -> None:
    kinds = (Person, Question, Answer, AnswerRevision, Comment, Acceptance, SearchPending)
    write_dump(tmp_path)
    _import(tmp_path, tmp_path)
    before = [_count(kind) for kind in kinds]
    report = _import(tmp_path, tmp_path)
    assert [_count(kind) for kind in kinds] == before
    assert set(report.written.values()) == {0}


def test_an_import_that_was_cut_short_goes_on(app: Tanya, tmp_path: Path) -> None:
    _import(write_dump(tmp_path, posts=POSTS[:1]), tmp_path)
    _import(write_dump(tmp_path), tmp_path)
    assert (_count(Question), _count(Answer)) == (2, 1)


def test_bad_rows_are_listed_and_stop_nothing(app: Tanya, tmp_path: Path) -> None:
    broken = [{"Id": "x", "PostTypeId": "1", "Title": "No body", "CreationDate": "yesterday"}, *POSTS]
    report = _import(write_dump(tmp_path, posts=broken), tmp_path)
    listed = (tmp_path / "report.csv").read_text("utf-8")
    assert report.left == 2 and "Posts.xml row x" in listed and "p999 is not there" in listed
    assert _count(Question) == 2


def test_a_circle_of_duplicates_is_told_and_the_rest_of_it_stays(app: Tanya, tmp_path: Path) -> None:
    posts = [*POSTS, {**POSTS[1], "Id": "13", "Title": "Gateway once more"}]
    circle = [duplicate(11, 10), duplicate(10, 13), duplicate(13, 11), duplicate(11, 13)]
    for _run in range(2):
        report = _import(write_dump(tmp_path, posts=posts, links=circle), tmp_path)
        assert "duplicate p13,p11 leads back to it" in report.path.read_text("utf-8")
        assert report.left == 2  # with the lost comment
    assert [q.duplicate_of_id is None for q in session.scalars(select(Question).order_by(Question.id))] == [
        False,
        False,
        True,
    ]


def test_a_question_that_leads_elsewhere_stays_so(app: Tanya, tmp_path: Path) -> None:
    posts = [*POSTS, {**POSTS[1], "Id": "13", "Title": "Gateway once more"}]
    report = _import(write_dump(tmp_path, posts=posts, links=[duplicate(11, 10), duplicate(11, 13)]), tmp_path)
    assert "duplicate p11,it leads elsewhere than to p13" in report.path.read_text("utf-8")


def test_an_accepted_answer_to_another_question_is_told(app: Tanya, tmp_path: Path) -> None:
    asked = {**POSTS[1], "AcceptedAnswerId": "12"}
    report = _import(write_dump(tmp_path, posts=[POSTS[0], asked, POSTS[2]]), tmp_path)
    assert "accepted of p11,p12 answers another question" in report.path.read_text("utf-8")
    assert (report.left, report.written["accepted"]) == (2, 1)


def test_the_archive_is_read_as_the_folder_is(app: Tanya, tmp_path: Path) -> None:
    _import(_packed(write_dump(tmp_path)), tmp_path)
    assert _count(Question) == 2


def test_an_archive_is_unpacked_a_little_at_a_time(tmp_path: Path) -> None:
    (tmp_path / "Posts.xml").write_bytes(b"".join(token_bytes(500).hex().encode() * 20 for _ in range(1500)))
    with py7zr.SevenZipFile(tmp_path / "dump.7z", "w", filters=[{"id": py7zr.FILTER_BZIP2}]) as archive:
        archive.write(tmp_path / "Posts.xml", "Posts.xml")
    tracemalloc.start()
    with dump.opened(tmp_path / "dump.7z") as folder:
        assert (folder / "Posts.xml").stat().st_size == 30_000_000
        peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 20_000_000


@pytest.mark.parametrize(
    "kept", ["<Pos", "<Posts>", "/>\n  <row ", 'Id="13" Post', '"Cut" Body="&lt;p&gt;I', "/>", "</P"]
)
def test_a_file_that_was_cut_off_is_told_and_what_may_be_half_is_left(app: Tanya, tmp_path: Path, kept: str) -> None:
    rows = [*POSTS, {"Id": "13", "PostTypeId": "1", "CreationDate": AT, "Title": "Cut", "Body": "<p>It stops.</p>"}]
    posts = write_dump(tmp_path, posts=rows) / "Posts.xml"
    whole = posts.read_text("utf-8")
    posts.write_text(whole[: whole.rindex(kept) + len(kept)], "utf-8")
    report = _import(tmp_path, tmp_path)
    assert report.cut_off == ["Posts.xml"]
    assert "Posts.xml,the file ends in the midst" in report.path.read_text("utf-8")
    assert not session.scalar(select(Question.id).where(Question.title == "Cut", Question.html != "<p>It stops.</p>"))


def test_what_a_cut_file_had_not_comes_with_the_whole_one(app: Tanya, tmp_path: Path) -> None:
    posts = write_dump(tmp_path) / "Posts.xml"
    posts.write_bytes(posts.read_bytes()[:-40])
    _import(tmp_path, tmp_path)
    report = _import(write_dump(tmp_path), tmp_path)
    assert (_count(Question), _count(Answer), report.cut_off) == (2, 1, [])
    assert session.scalars(select(Answer.author_id)).one() is not None


def test_markdown_before_the_last_edit_is_not_taken_from_a_history_that_was_cut_off(app: Tanya, tmp_path: Path) -> None:
    edited = {**POSTS[2], "LastEditDate": AT.replace("2016", "2017")}
    history = write_dump(tmp_path, posts=[POSTS[0], edited]) / "PostHistory.xml"
    history.write_bytes(history.read_bytes()[:-30])
    _import(tmp_path, tmp_path)
    answer = session.scalars(select(Answer)).one()
    assert (answer.source_format, answer.source) == (SourceFormat.HTML, answer.html)


@pytest.mark.parametrize("name", ["Users", "PostHistory", "Comments", "PostLinks"])
def test_every_file_is_looked_at_for_its_end(app: Tanya, tmp_path: Path, name: str) -> None:
    file = write_dump(tmp_path) / f"{name}.xml"
    file.write_bytes(file.read_bytes()[:-30])
    assert _import(tmp_path, tmp_path).cut_off == [f"{name}.xml"]


def test_a_cut_file_in_an_archive_is_told_too(app: Tanya, tmp_path: Path) -> None:
    posts = write_dump(tmp_path) / "Posts.xml"
    posts.write_bytes(posts.read_bytes()[:-40])
    assert _import(_packed(tmp_path), tmp_path).cut_off == ["Posts.xml"]


def test_of_a_download_that_left_nothing_but_zeros_at_the_end_that_is_told(app: Tanya, tmp_path: Path) -> None:
    posts = write_dump(tmp_path) / "Posts.xml"
    posts.write_bytes(posts.read_bytes()[:-40] + bytes(1_000_000))
    report = _import(tmp_path, tmp_path)
    assert (report.cut_off, report.written["questions"], report.left) == (["Posts.xml"], 2, 4)


def test_what_is_damaged_in_the_midst_of_a_file_is_listed_by_its_line(app: Tanya, tmp_path: Path) -> None:
    posts = write_dump(tmp_path) / "Posts.xml"
    posts.write_text(posts.read_text("utf-8").replace("The same again.", "This & that."), "utf-8")
    report = _import(tmp_path, tmp_path)
    assert (report.cut_off, report.left, report.written["questions"]) == ([], 2, 2)  # with the lost comment
    assert "Posts.xml line 4,this is no XML: xmlParseEntityRef: no name" in report.path.read_text("utf-8")


@pytest.mark.parametrize("place", [40, 200, -20])
def test_a_damaged_archive_is_refused_with_a_sentence(tmp_path: Path, place: int) -> None:
    archive = _packed(write_dump(tmp_path))
    data = bytearray(archive.read_bytes())
    data[place : place + 8] = bytes(byte ^ 0x5A for byte in data[place : place + 8])
    archive.write_bytes(data)
    with pytest.raises(Invalid, match="cannot be read|damaged"), dump.opened(archive):
        pass


def test_something_else_is_refused_with_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "x.7z").write_text("no archive")
    with pytest.raises(Invalid, match="neither a folder nor"), dump.opened(tmp_path / "x.7z"):
        pass


def test_from_a_folder_of_somebody_else_s_the_history_comes_too(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = write_dump(tmp_path)
    monkeypatch.setattr(os, "access", lambda _path, mode: mode == os.R_OK)
    with staged(dump.Dump(folder, lambda _bytes: None)) as history:
        assert len(history.revisions("12", edited=None)) == 2 and not list(folder.glob(".*"))


def test_a_file_that_may_not_be_read_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "access", lambda path, _mode: Path(path).name != "Users.xml")
    with pytest.raises(Invalid, match="may not be read"), dump.opened(write_dump(tmp_path)):
        pass


def test_a_folder_without_posts_is_refused_with_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(Invalid, match="no Posts.xml"), dump.opened(tmp_path):
        pass


def test_all_of_a_dump_is_told_as_read(tmp_path: Path) -> None:
    folder, told = write_dump(tmp_path), list[int]()
    list(reader.records(folder, read=told.append))
    assert sum(told) == reader.size(folder) > 0
