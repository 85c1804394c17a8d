"""Answers that are split off stand where they stood again, and what cannot be told apart stays together."""

import pytest
from sqlalchemy import select

from forum.accounts.actors import Actor
from forum.answers.models import Answer
from forum.kernel.db import session
from forum.kernel.errors import Conflict, NotFound
from forum.moderation.merging.merge import undo_merge
from forum.moderation.merging.queries import merged_into, thread_after_merge, thread_after_split
from forum.moderation.merging.split import split_answers
from forum.moderation.merging.unsplit import undo_split
from forum.moderation.models import AnswerSplit, ThreadMerge
from forum.people.models import Person
from forum.questions.actions import QuestionChange, edit_question
from forum.questions.models import Question, Visibility
from tests import people, posts
from tests.conftest import NOON
from tests.posts import actor, later

pytestmark = pytest.mark.usefixtures("app", "noon")


def _split() -> tuple[Question, Answer, Question, Actor]:
    """A thread, the answer of Ben that was split off with one of Iris, the question that it has become, and Mo."""
    one, ben, mo = posts.question(people.ana()), people.ben(), actor(people.mo())
    first, second = posts.answer(one, ben), posts.answer(one, people.iris(), at=later(minutes=1))
    posts.comment(one, people.sam(), on=first)
    new = split_answers(one.id, [first.id, second.id], "The scanner does not scan", by=mo, at=later(hours=1))
    return one, first, new, mo


def test_a_split_that_is_undone_leaves_all_as_it_was_with_what_was_written_since() -> None:
    one, first, new, mo = _split()
    sam = session.scalars(select(Person).where(Person.name == "Sam Lee")).one()
    since, said = posts.answer(new, sam, at=later(hours=2)), posts.comment(new, sam, at=later(hours=2))
    undo_split(first.id, by=mo, at=later(hours=3))
    assert (first.visibility, one.answer_count, since.question_id, new.visibility) == (
        Visibility.PUBLIC, 3, one.id, Visibility.MERGED,
    )  # fmt: skip
    session.refresh(said)
    assert (said.answer_id, said.question_id, said.thread_id) == (first.id, None, one.id)
    assert (one.affected_count, merged_into(one.id)) == (0, [])
    led = thread_after_merge(new.id, actor(sam))
    assert led is not None and led.id == one.id and thread_after_split(first.id, actor(sam)) is None


def test_a_split_is_undone_once_and_can_be_made_again() -> None:
    one, first, _new, mo = _split()
    undo_split(first.id, by=mo, at=later(hours=2))
    with pytest.raises(NotFound):
        undo_split(first.id, by=mo, at=later(hours=2))
    again = split_answers(one.id, [first.id], "The scanner does not scan", by=mo, at=later(hours=3))
    assert session.get_one(AnswerSplit, first.id).question_id == again.id


def test_what_undoing_a_split_would_lose_is_refused() -> None:
    _one, first, new, mo = _split()
    change = QuestionChange(new.title, "It blinks.", "<p>It blinks.</p>", (), 1)
    edit_question(new, change, by=mo, at=later(hours=2))
    with pytest.raises(Conflict, match="edited"):
        undo_split(first.id, by=mo, at=later(hours=2))


def test_the_merge_that_undid_a_split_is_not_undone() -> None:
    _one, first, _new, mo = _split()
    undo_split(first.id, by=mo, at=later(hours=2))
    with pytest.raises(Conflict, match="Split the answers off again"):
        undo_merge(session.scalars(select(ThreadMerge.id)).one(), by=mo, at=later(hours=3))


@pytest.mark.parametrize("nameless", [0, 1])
def test_what_a_nameless_asker_wrote_is_not_split_off_since_it_would_be_somebody_elses(nameless: int) -> None:
    ana, ben = people.ana(), people.ben()
    asked = posts.question(ana, posts.category("Pay", allows_anonymous=True), anonymous=True)
    given = [posts.answer(asked, ben), posts.answer(asked, ana if nameless else ben, at=later(minutes=1))]
    if not nameless:
        posts.comment(asked, ana, on=given[1])
    with pytest.raises(Conflict, match="without a name"):
        split_answers(asked.id, [each.id for each in given], "The payslip is blank", by=actor(people.mo()), at=NOON)
