"""Threads as the index keeps them, read in a few statements a batch however long the threads are."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from typing import Any

from sqlalchemy import BindParameter, Row, bindparam, exists, select

from forum.answers.models import Acceptance, Answer, Comment
from forum.answers.visibility import unrestricted as unrestricted_answers
from forum.kernel.db import read, session
from forum.kernel.text.closed import signed_text
from forum.people.models import Person
from forum.questions.models import Question, QuestionFile, Visibility
from forum.questions.visibility import unrestricted
from forum.search.index.protocol import ACCEPTED, Document
from forum.topics.models import Audience, Category

_IDS: BindParameter[Any] = bindparam("ids", expanding=True)
_THREADS = (
    select(
        Question.id.label("question_id"), Question.title, Question.html, Question.tags, Question.language,
        Question.version, Question.created_at, Question.solved_at, Question.locked_at, Question.duplicate_of_id,
        Question.answer_count, Question.has_staff_answer, Question.ticket_label, Question.category_id,
        Question.author_id, Category.slug.label("category_slug"), Category.audience,
        exists().where(QuestionFile.question_id == Question.id).label("has_files"),
    )
    .join(Category, Category.id == Question.category_id)
    .where(unrestricted(), Question.visibility == Visibility.PUBLIC, Question.id.in_(_IDS))
)  # fmt: skip
# In this order their texts stand in a document, and who wrote them is found by the place.
_PUBLIC_ANSWERS = (
    select(Answer.question_id, Acceptance.answer_id.label("accepted"))
    .join(Acceptance, Acceptance.answer_id == Answer.id, isouter=True)
    .where(unrestricted_answers(), Answer.visibility == Visibility.PUBLIC, Answer.question_id.in_(_IDS))
    .order_by(Answer.id)
)
_ANSWERS = _PUBLIC_ANSWERS.add_columns(Answer.html)
_ANSWERERS = _PUBLIC_ANSWERS.join(Person, Person.id == Answer.author_id, isouter=True).add_columns(
    Answer.created_at, Person.name, Person.handle, Person.photo, Person.is_it_staff, Person.badge
)
_COMMENTS = (
    select(Comment.thread_id.label("question_id"), Comment.html)
    .join(Answer, Answer.id == Comment.answer_id, isouter=True)
    .where(
        unrestricted_answers(), Comment.visibility == Visibility.PUBLIC, Comment.thread_id.in_(_IDS),
        (Answer.id.is_(None)) | (Answer.visibility == Visibility.PUBLIC),
    )
    .order_by(Comment.id)
)  # fmt: skip


def documents_of(question_ids: Sequence[int]) -> list[Document]:
    """The public ones among these threads; whoever is missing in the answer has to leave the index."""
    ids = {"ids": list(question_ids)}
    answers, comments = _by_thread(session.execute(_ANSWERS, ids)), _by_thread(session.execute(_COMMENTS, ids))
    threads = _by_thread(session.execute(_THREADS, ids))
    return [_document(row, answers[row.question_id], comments[row.question_id]) for (row,) in threads.values()]


def answerers_of(question_ids: Collection[int]) -> dict[tuple[int, int], Row[Any]]:
    """Who wrote the answers among the threads' texts: by thread and the place of the text in its document."""
    found: dict[tuple[int, int], Row[Any]] = {}
    for question_id, rows in _by_thread(read(_ANSWERERS, {"ids": list(question_ids)})).items():
        rows.sort(key=lambda row: row.accepted is None)
        first = ACCEPTED if rows[0].accepted else ACCEPTED + 1
        found |= {(question_id, place): row for place, row in enumerate(rows, first)}
    return found


def facts_of(thread: Row[Any]) -> frozenset[str]:
    """All that a filter can ask of the thread; `room` is what permissions are decided by."""
    states = {
        "is:solved": thread.solved_at,
        "is:open": not thread.solved_at and not thread.locked_at and not thread.duplicate_of_id,
        "is:answered": thread.answer_count,
        "is:unanswered": not thread.answer_count,
        "is:duplicate": thread.duplicate_of_id,
        "is:locked": thread.locked_at,
        "staff:yes": thread.has_staff_answer,
        "staff:no": not thread.has_staff_answer,
        "has:ticket": thread.ticket_label,
        "has:files": thread.has_files,
        "has:code": "<pre" in thread.html,
    }
    named = {f"room:{thread.category_id}", f"category:{thread.category_slug}", f"lang:{thread.language}"}
    named |= {f"tag:{tag}" for tag in thread.tags.split()}
    if thread.author_id:
        named.add(f"by:{thread.author_id}")  # not the handle, which may change
    return frozenset(named | {name for name, holds in states.items() if holds})


def _document(thread: Row[Any], answers: list[Row[Any]], comments: list[Row[Any]]) -> Document:
    texts = [(signed_text(answer.html), answer.accepted is not None) for answer in answers]
    return Document(
        question_id=thread.question_id,
        version=thread.version,
        created_at=thread.created_at,
        facts=facts_of(thread),
        title=thread.title,
        tags=thread.tags,
        body=signed_text(thread.html),
        accepted="\n".join(text for text, is_accepted in texts if is_accepted),
        answers=tuple(text for text, is_accepted in texts if not is_accepted),
        comments="\n".join(signed_text(comment.html) for comment in comments),
        is_for_everyone=thread.audience == Audience.EVERYONE,
    )


def _by_thread(rows: Any) -> defaultdict[int, list[Row[Any]]]:
    found: defaultdict[int, list[Row[Any]]] = defaultdict(list)
    for row in rows:
        found[row.question_id].append(row)
    return found
