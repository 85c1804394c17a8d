"""Moving a question to where it belongs."""

from datetime import datetime

from forum.accounts.actors import Actor
from forum.accounts.roles import Permission
from forum.kernel.events import publish
from forum.ledger.actions import ADMINISTRATION, record
from forum.questions.actions.find import raise_version
from forum.questions.events import QuestionMoved, ThreadChanged
from forum.questions.models import Question
from forum.topics.models import Category
from forum.topics.rules import check_open


def move_question(question: Question, category: Category, *, by: Actor, at: datetime) -> None:
    """The question stands in `category` and has its readers. Publishes QuestionMoved and ThreadChanged."""
    by.check_may(Permission.MOVE_QUESTION)
    if question.category_id == category.id:
        return
    check_open(archived=category.archived_at is not None)
    before = question.category_id
    question.category_id = category.id
    raise_version(question.id)
    content = {"question": question.id, "from": before, "to": category.id}
    record(ADMINISTRATION, "question moved", content, by=by, at=at)
    publish(QuestionMoved(question.id, category.id, by.id, at))
    publish(ThreadChanged(question.id, at))
