"""Lists of ten thousand questions are read through an index on both databases, however they are filtered and sorted."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import event, insert, select, text

from forum.app import Tanya
from forum.kernel.db import db, is_sqlite, session
from forum.questions.models import Question
from forum.questions.queries import counts
from forum.questions.queries.lists import Show, Sort, Wish, list_statement
from forum.questions.visibility import reader_params, unrestricted
from forum.search.hits import rows_of
from tests import posts
from tests.conftest import NOON
from tests.people import ana, ben

MANY = 10_000
WISHES = (
    Wish(),
    Wish(sort=Sort.NEWEST),
    Wish(sort=Sort.AFFECTED),
    Wish(sort=Sort.SCORE),
    Wish(show=Show.UNANSWERED, sort=Sort.NEWEST),
    Wish(show=Show.UNSOLVED),
    Wish(solved=True),
    Wish(staff=True),
    Wish(category_id=1),
    Wish(category_id=1, show=Show.UNSOLVED),
)


def many_questions() -> dict[str, Any]:
    """Ten thousand questions in one category; the parameters of a list that their asker reads."""
    asker, place = ana(), posts.category()
    session.execute(insert(Question), [row(number, place.id, asker.id) for number in range(MANY)])
    for table in ("question", "category", "person"):
        session.execute(text(f"ANALYZE {table}"))
    return {"category_id": place.id, "most": 31, **reader_params(posts.actor(asker))}


def row(number: int, category_id: int, author_id: int) -> dict[str, Any]:
    at = NOON - timedelta(minutes=number)
    return {
        "category_id": category_id, "author_id": author_id, "title": f"Question {number}", "slug": "q", "source": "x",
        "html": "x", "created_at": at, "active_at": at, "answer_count": number % 4, "score": number % 30,
        "solved_at": at if number % 3 else None, "has_staff_answer": number % 5 == 0,
    }  # fmt: skip


def plan_of(wish: Wish, params: dict[str, Any]) -> str:
    """How the database would read the first page of this list."""
    connection = session.connection()
    statement = list_statement(wish, False).params(params)
    sql = statement.compile(dialect=connection.dialect, compile_kwargs={"literal_binds": True})
    explain = "EXPLAIN QUERY PLAN" if is_sqlite() else "EXPLAIN"
    return "\n".join(str(step[-1]) for step in connection.exec_driver_sql(f"{explain} {sql}"))


def test_no_list_sorts_or_scans_all_questions(app: Tanya) -> None:
    params = many_questions()
    for wish in WISHES:
        plan = plan_of(wish, params)
        assert "ix_question_" in plan, (wish, plan)
        for waste in ("TEMP B-TREE FOR ORDER BY", "Sort", "SCAN question", "Seq Scan on question"):
            assert waste not in plan, (wish, plan)


def test_ones_own_questions_are_found_by_their_few_ids(app: Tanya) -> None:
    params = many_questions()
    for show in (Show.MINE, Show.FOLLOWING, Show.BOOKMARKS):
        plan = plan_of(Wish(show=show), params)
        assert "SCAN question" not in plan, plan
        assert "ix_question_active" not in plan, plan


@pytest.mark.parametrize("wish", [Wish(), Wish(category_id=1), Wish(show=Show.UNSOLVED, staff=True)])
def test_filters_are_counted_in_an_index(app: Tanya, wish: Wish) -> None:
    params = many_questions()
    connection = session.connection()
    if not is_sqlite():
        pytest.skip("PostgreSQL counts in an index alone after its next VACUUM, which no transaction can have")
    sql = counts.statement(wish).params(params).compile(connection, compile_kwargs={"literal_binds": True})
    steps = [str(step[-1]) for step in connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {sql}")]
    questions = [step for step in steps if " question" in step]
    assert len(questions) == 4
    assert all("ix_question_counted" in step or "ix_question_unanswered" in step for step in questions), steps


def test_the_threads_of_a_search_are_found_by_their_numbers(app: Tanya) -> None:
    many_questions()
    wanted = session.scalars(select(Question.id).where(unrestricted()).order_by(Question.id.desc()).limit(20)).all()
    asked = list[tuple[str, Any]]()

    def note(_connection: Any, _cursor: Any, statement: str, values: Any, *_others: Any) -> None:
        asked.append((statement, values))

    event.listen(db.engine, "before_cursor_execute", note)
    try:
        assert sorted(rows_of(wanted, posts.actor(ben())), reverse=True) == list(wanted)
    finally:
        event.remove(db.engine, "before_cursor_execute", note)
    statement, values = asked[-1]
    explain = f"{'EXPLAIN QUERY PLAN' if is_sqlite() else 'EXPLAIN'} {statement}"
    plan = "\n".join(str(step[-1]) for step in session.connection().exec_driver_sql(explain, values))
    assert "SEARCH question USING INTEGER PRIMARY KEY" in plan or "pk_question" in plan, plan
