"""Who hears of a note of thanks: the author of the answer."""

from typing import Any

from sqlalchemy import select

from forum.answers.models import Answer
from forum.answers.visibility import unrestricted
from forum.kernel.db import session
from forum.notifications.news import News
from forum.questions.models import Question
from forum.questions.visibility import unrestricted as any_question
from forum.votes.models import ThanksNote


def thanked(facts: dict[str, Any]) -> News | None:
    """The author hears it, from nobody by name if that stayed unsaid."""
    note = session.get(ThanksNote, facts["note"])
    if note is None:  # its reader was erased meanwhile
        return None
    found = (
        select(Question.id, Question.title)
        .join(Answer, Answer.question_id == Question.id)
        .where(unrestricted(), any_question(), Answer.id == note.answer_id)
    )
    question = session.execute(found).one()
    by_id = None if note.is_nameless else note.by_id
    return News(by_id, "/thanks", question.title, {note.to_id: "thanked"}, question_id=question.id, text=note.words)
