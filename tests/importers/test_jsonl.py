"""JSON lines: the format for everything that has no importer of its own."""

import json
import tracemalloc
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import event, func, select, update

from forum.answers.models import Acceptance, Answer, Comment
from forum.app import Tanya
from forum.importers import jsonl
from forum.importers.records import AnswerRecord, BadRow, PersonRecord
from forum.importers.report import Report
from forum.importers.run import run_import
from forum.kernel import clock
from forum.kernel.db import db, session
from forum.kernel.errors import Invalid
from forum.people.models import FormerHandle, Person, PersonState
from forum.questions.models import Question
from forum.search.check import Difference, difference
from forum.search.jobs import index_due
from forum.votes.models import Vote
from tests.conftest import NOON
from tests.people import ana, make_person

AT = "2020-05-01T08:00:00+08:00"
LINES = [
    {"type": "person", "id": "u1", "name": "Ana Lim", "email": "ana.lim@kencana.example", "created": AT},
    {"type": "person", "id": "u2", "name": "Zul", "created": AT},
    {"type": "question", "id": "q1", "title": "Old printer", "markdown": "It *hums*.", "author": "u1", "created": AT},
    {
        "type": "answer",
        "id": "a1",
        "question": "q1",
        "html": "<p>Dust it.</p>",
        "author": "u2",
        "created": AT,
        "score": 3,
    },
    {"type": "vote", "post": "a1", "person": "u1", "value": 1, "created": AT},
    {"type": "accepted", "question": "q1", "answer": "a1"},
]


def _file(folder: Path, lines: list[dict[str, object]]) -> Path:
    path = folder / "old.jsonl"
    path.write_text("".join(json.dumps(line) + "\n" for line in lines), "utf-8")
    return path


def _import(path: Path) -> Report:
    with Report(path.with_suffix(".csv")) as report:
        run_import(jsonl.records(path), source="old", category="Old forum", report=report, at=clock.now())
    return report


def test_threads_one_after_the_other_are_written_together(app: Tanya, tmp_path: Path) -> None:
    """A transaction for each line would take a hundred times as long."""
    threads = [
        line
        for n in range(40)
        for line in (
            {"type": "question", "id": f"q{n}", "title": f"Printer {n}", "markdown": "Hums.", "created": AT},
            {"type": "answer", "id": f"a{n}", "question": f"q{n}", "markdown": "Dust it.", "created": AT},
            {"type": "accepted", "question": f"q{n}", "answer": f"a{n}"},
        )
    ]
    commits = []

    def committed(connection: object) -> None:
        commits.append(connection)

    event.listen(db.engine, "commit", committed)
    report = _import(_file(tmp_path, [*LINES[:2], *threads]))
    event.remove(db.engine, "commit", committed)
    assert report.written == {"people": 2, "questions": 40, "answers": 40, "accepted": 40} and len(commits) < 20
    assert session.scalar(select(func.count()).select_from(Acceptance)) == 40


def test_known_people_are_found_by_their_mail(app: Tanya, tmp_path: Path) -> None:
    known = ana()
    session.commit()
    _import(_file(tmp_path, LINES))
    assert session.scalars(select(Question)).one().author_id == known.id
    assert session.scalars(select(Person.handle).where(Person.name == "Zul")).one() == "zul"


def test_score_is_imported_votes_and_own_ones(app: Tanya, tmp_path: Path) -> None:
    _import(_file(tmp_path, LINES))
    answer = session.scalars(select(Answer)).one()
    assert (answer.imported_score, answer.score) == (3, 4)


def test_what_says_it_is_from_the_future_is_as_old_as_the_import(app: Tanya, noon: datetime, tmp_path: Path) -> None:
    late, never = "2099-01-01T00:00:00Z", "9999-12-31T23:59:59Z"
    people = [{**LINES[0], "created": "0001-01-01T00:00:00Z"}, {**LINES[1], "created": never}]
    posts = [{**LINES[2], "created": late}, {**LINES[3], "created": never}, {**LINES[4], "created": late}]
    comment = {"type": "comment", "id": "c1", "post": "a1", "markdown": "Yes.", "created": late}
    report = _import(path := _file(tmp_path, [*people, *posts, comment]))
    assert set(report.written.values()) == {1, 2} and report.left == 6
    question = session.scalars(select(Question)).one()
    assert {question.created_at, question.active_at, question.last_answer_at} == {NOON}
    assert session.scalars(select(Vote.at)).all() == [NOON] == session.scalars(select(Comment.created_at)).all()
    created = select(Person.created_at).where(Person.state == PersonState.IMPORTED).order_by(Person.created_at)
    assert session.scalars(created).all() == [datetime(1970, 1, 1, tzinfo=UTC), NOON]
    told = path.with_suffix(".csv").read_text("utf-8")
    assert "question q1,2099-01-01 00:00 UTC has not come yet: it has the moment of the import now" in told
    assert "person u1,0001-01-01 00:00 UTC is before 1970: it has the beginning of that year now" in told


def test_a_second_run_changes_nothing(app: Tanya, tmp_path: Path) -> None:
    path = _file(tmp_path, LINES)
    _import(path)
    assert set(_import(path).written.values()) == {0}


def test_what_the_worker_indexed_too_early_is_indexed_again(app: Tanya, tmp_path: Path) -> None:
    path = _file(tmp_path, LINES)
    with Report(path.with_suffix(".csv")) as report:
        facts = {"source": "old", "category": "Old forum", "report": report, "at": clock.now()}
        run_import(jsonl.records(path), tell=lambda _count: _indexed(), **facts)  # type: ignore[arg-type]
    _indexed()
    assert difference() == Difference(missing=0, left_over=0, stale=0)


def _indexed() -> None:
    while index_due("worker", clock.now()):
        pass


def test_bad_lines_say_why(tmp_path: Path) -> None:
    path = tmp_path / "bad.jsonl"
    tagged = json.dumps({**LINES[2], "tags": "vpn"})
    bad = ("nonsense", '{"type": "question", "id": "q"}', '{"type": "dance"}', "[1]", tagged, "[" * 9000)
    path.write_text("\n".join(bad), "utf-8")
    read = list(jsonl.records(path))
    assert all(isinstance(record, BadRow) for record in read) and len(read) == 6
    reasons = [record.reason for record in read if isinstance(record, BadRow)]
    assert reasons[0].startswith("this is no JSON: ") and reasons[1] == "title is missing"
    assert reasons[2:5] == ["'dance' is no type that can be imported", "this is no JSON object", "tags are a list"]


def test_what_a_line_says_wrongly_is_told_in_words(tmp_path: Path) -> None:
    question = {"type": "question", "id": "q", "title": "T", "markdown": "x", "created": AT}
    lines = [{**question, "created": 20200501}, {**question, "score": "many"}, {"type": ["x"]}]
    reasons = [record.reason for record in jsonl.records(_file(tmp_path, lines)) if isinstance(record, BadRow)]
    assert reasons[:2] == ["20200501 is no moment of ISO 8601", "'many' is no whole number"]
    assert reasons[2:] == ["\"['x']\" is no type that can be imported"]


def test_what_is_null_is_not_there(tmp_path: Path) -> None:
    lines = [
        {"type": "question", "id": "q", "title": None, "markdown": "x", "created": AT},
        {**LINES[3], "score": None},
    ]
    nameless, answer = jsonl.records(_file(tmp_path, lines))
    assert isinstance(nameless, BadRow) and nameless.reason == "title is missing"
    assert isinstance(answer, AnswerRecord) and answer.score == 0


def test_where_a_question_and_an_answer_have_one_id_only_what_names_it_is_left(app: Tanya, tmp_path: Path) -> None:
    twin = {**LINES[3], "id": "q1"}
    comment = {"type": "comment", "id": "c1", "post": "q1", "markdown": "Which?", "created": AT}
    path = _file(tmp_path, [*LINES, twin, comment, {**LINES[4], "post": "q1"}])
    report = _import(path)
    assert report.written["answers"] == 2 and report.written["votes"] == 1
    told = path.with_suffix(".csv").read_text("utf-8").splitlines()[1:]
    assert told == ["comment c1,q1 is a question and an answer", "vote of u1,q1 is a question and an answer"]


def test_numbers_and_moments_that_no_database_keeps_are_told(app: Tanya, tmp_path: Path) -> None:
    path = tmp_path / "bad.jsonl"
    good = json.dumps(LINES[2])
    odd = [good.replace("}", f', "views": {views}' + "}") for views in ("1e999", "99999999999999999999")]
    path.write_text("\n".join([*odd, good.replace(AT, "0001-01-01T00:00:00+08:00")]), "utf-8")
    assert _import(path).left == 3 and session.scalars(select(Question)).all() == []


def test_a_vote_against_a_question_and_a_duplicate_of_itself_are_left(app: Tanya, tmp_path: Path) -> None:
    against = {"type": "vote", "post": "q1", "person": "u2", "value": -1, "created": AT}
    report = _import(_file(tmp_path, [*LINES, against, {"type": "duplicate", "question": "q1", "original": "q1"}]))
    assert session.scalars(select(Question.score)).one() == 0 and report.left == 2
    assert "vote of u2,only answers have votes of -1" in report.path.read_text("utf-8")


def test_of_two_accepted_answers_the_first_is_and_the_other_is_told(app: Tanya, tmp_path: Path) -> None:
    other = {**LINES[3], "id": "a2", "html": "<p>Buy a new one.</p>"}
    report = _import(_file(tmp_path, [*LINES[:4], other, LINES[5], {**LINES[5], "answer": "a2"}]))
    assert (report.written["accepted"], report.left) == (1, 1)
    assert report.lines()[-1].startswith("1 row left out")
    assert "accepted of q1,another answer than a2 is accepted" in report.path.read_text("utf-8")


def test_a_tag_that_can_be_none_is_told_once_and_its_questions_come_without_it(app: Tanya, tmp_path: Path) -> None:
    asked = {**LINES[2], "tags": ["printer", "!?"]}
    report = _import(_file(tmp_path, [*LINES[:2], asked, {**asked, "id": "q2"}]))
    assert session.scalars(select(Question.tags)).all() == ["printer", "printer"] and report.left == 1
    assert "tag !?,A tag needs letters or digits" in report.path.read_text("utf-8").replace('"', "")


def test_the_report_says_which_row_was_left(app: Tanya, tmp_path: Path) -> None:
    lost = {"type": "vote", "post": "q404", "person": "u2", "value": 1, "created": "2020-05-04T08:00:00Z"}
    report = _import(path := _file(tmp_path, [*LINES, lost]))
    assert path.with_suffix(".csv").read_text("utf-8").splitlines() == ["where,reason", "vote of u2,q404 is not there"]
    assert report.left == 1


def _people(*names: str, **facts: str) -> list[dict[str, object]]:
    return [{"type": "person", "id": f"u{n}", "name": name, "created": AT, **facts} for n, name in enumerate(names, 1)]


def test_two_with_the_same_address_are_one_person(app: Tanya, tmp_path: Path) -> None:
    asked = {**LINES[2], "author": "u2"}
    _import(_file(tmp_path, [*_people("Zul", "Zulkifli", email="zul@old.example"), asked]))
    person = session.scalars(select(Person).where(Person.email_key == "zul@old.example")).one()
    assert person.name == "Zul" and session.scalars(select(Question.author_id)).one() == person.id


def test_a_person_with_an_address_that_is_none_comes_without_it(app: Tanya, tmp_path: Path) -> None:
    report = _import(_file(tmp_path, _people("Zul", email="x" * 300)))
    assert session.scalars(select(Person.email).where(Person.name == "Zul")).one() is None
    assert report.left == 1 and "is no mail address" in report.path.read_text("utf-8")


def test_handles_that_others_have_or_had_get_a_number_behind_them(app: Tanya, tmp_path: Path) -> None:
    former = ana()
    session.add(FormerHandle(handle="zul", person_id=former.id, given_up_at=NOON))
    make_person("Zul 1")
    session.execute(update(Person).where(Person.name == "Zul 1").values(handle="zul.1"))
    session.commit()
    _import(_file(tmp_path, _people("Zul")))
    assert session.scalars(select(Person.handle).where(Person.name == "Zul")).one() == "zul.1.2"


def test_all_of_a_file_is_told_as_read(tmp_path: Path) -> None:
    path, told = _file(tmp_path, LINES), list[int]()
    list(jsonl.records(path, read=told.append))
    assert sum(told) == jsonl.size(path) > 0


def test_a_folder_is_refused_with_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(Invalid, match="is a folder"):
        jsonl.size(tmp_path)


def test_of_an_endless_line_little_is_held_and_what_follows_is_read(tmp_path: Path) -> None:
    dump, read = tmp_path / "dump.jsonl", 0
    with dump.open("wb") as file:
        for _ in range(60):
            file.write(b"x" * 1_000_000)
        file.write(b"\n" + json.dumps(LINES[0]).encode())

    def told(count: int) -> None:
        nonlocal read
        read += count

    tracemalloc.start()
    endless, person = jsonl.records(dump, read=told)
    most = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert isinstance(endless, BadRow) and endless.reason == "the line is endless" and isinstance(person, PersonRecord)
    assert read == dump.stat().st_size and most < 40_000_000
