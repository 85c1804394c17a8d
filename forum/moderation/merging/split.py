"""Answers that belong to another matter become a thread of their own."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, select, update

from forum.accounts.actors import Actor
from forum.accounts.roles import Permission
from forum.answers.models import Acceptance, Answer, AnswerFile, AnswerRemoval, Comment
from forum.answers.visibility import unrestricted
from forum.kernel.db import session
from forum.kernel.events import publish
from forum.kernel.races import insert_new
from forum.ledger.actions import MODERATION, record
from forum.moderation.events import AnswersSplit
from forum.moderation.merging.rules import check_may_split
from forum.moderation.models import AnswerSplit
from forum.questions.actions import QuestionDraft, ask_for, find_question, raise_version
from forum.questions.events import ThreadChanged
from forum.questions.models import Follow, Question, QuestionFile, Visibility
from forum.votes.recount import recount


def split_answers(question_id: int, answer_ids: Sequence[int], title: str, *, by: Actor, at: datetime) -> Question:
    """The first of the answers, by age, asks a new question under its author's name; the others answer it.

    Their comments go with them, and whoever wrote one of these follows the new thread as he does the old one. The
    address of the first leads to the new thread. Publishes QuestionAsked, ThreadChanged for both, and AnswersSplit.
    Refused as `check_may_split` and the rules of asking say.
    """
    by.check_may(Permission.MERGE_THREADS)
    old = find_question(question_id, by=by)
    answers = _chosen(old.id, answer_ids)
    accepted = session.get(Acceptance, old.id)
    check_may_split(
        chosen=len(set(answer_ids)),
        found=len(answers),
        is_nameless=bool(answers) and answers[0].author_id is None,
        is_of_hidden_asker=old.author_id is None and _has_nameless(answers),
        is_accepted=accepted is not None and accepted.answer_id in [each.id for each in answers],
    )
    first, *others = answers
    draft = QuestionDraft(title, first.source, first.html, old.category_id, tuple(old.tags.split()))
    new = ask_for(draft, first.author_id or 0, by=by, at=at)
    _retire(first, new, by=by, at=at)
    _move(others, new)
    writers = _writers_in(new.id)
    _follow(old, new, writers)
    for thread_id in sorted((old.id, new.id)):
        recount(thread_id)
        raise_version(thread_id)
        publish(ThreadChanged(thread_id, at))
    content = {"question": old.id, "into": new.id, "answers": [each.id for each in answers]}
    record(MODERATION, "split", content, by=by, at=at)
    publish(AnswersSplit(new.id, first.id, tuple(writers), by.id, at))
    return new


def _chosen(question_id: int, answer_ids: Sequence[int]) -> Sequence[Answer]:
    chosen = Answer.question_id == question_id, Answer.id.in_(answer_ids), Answer.visibility == Visibility.PUBLIC
    wanted = select(Answer).where(unrestricted(), *chosen).order_by(Answer.created_at, Answer.id).with_for_update()
    return session.scalars(wanted.execution_options(populate_existing=True)).all()


def _has_nameless(answers: Sequence[Answer]) -> bool:
    """Whether who asked without a name wrote one of them or a comment under it; that only his thread knows."""
    own = Comment.author_id.is_(None), Comment.imported_from.is_(None)
    said = select(Comment.id).where(unrestricted(), Comment.answer_id.in_([each.id for each in answers]), *own)
    wrote = any(each.author_id is None and each.imported_from is None for each in answers)
    return wrote or session.scalar(said.limit(1)) is not None


def _retire(first: Answer, new: Question, *, by: Actor, at: datetime) -> None:
    """The answer itself stands no more; its comments and files are on the question that it has become."""
    reason = AnswerRemoval(answer_id=first.id, visibility=Visibility.MERGED, by_id=by.id, at=at, reason="")
    session.add_all([reason, AnswerSplit(answer_id=first.id, question_id=new.id)])
    first.visibility = Visibility.MERGED
    for file_id in session.scalars(select(AnswerFile.file_id).where(AnswerFile.answer_id == first.id)).all():
        insert_new(QuestionFile, question_id=new.id, file_id=file_id)
    _comments(Comment.answer_id == first.id, thread_id=new.id, question_id=new.id, answer_id=None)


def _move(others: Sequence[Answer], new: Question) -> None:
    for answer in others:
        answer.question_id = new.id
        _comments(Comment.answer_id == answer.id, thread_id=new.id)


def _follow(old: Question, new: Question, writers: Sequence[int]) -> None:
    """Whoever wrote what was moved follows the new thread, or has muted it, as he does the old one."""
    kept = select(Follow).where(Follow.question_id == old.id, Follow.person_id.in_(writers))
    for each in session.scalars(kept).all():
        insert_new(Follow, question_id=new.id, person_id=each.person_id, at=each.at, muted_at=each.muted_at)


def _writers_in(question_id: int) -> Sequence[int]:
    """Who wrote the answers and comments of a thread under his name."""
    session.flush()
    answers = select(Answer.author_id).where(unrestricted(), Answer.question_id == question_id)
    comments = select(Comment.author_id).where(unrestricted(), Comment.thread_id == question_id)
    return sorted({each for each in session.scalars(answers.union(comments)) if each is not None})


def _comments(which: ColumnElement[bool], **values: int | None) -> None:
    session.flush()
    session.execute(update(Comment).where(which).values(**values), execution_options={"synchronize_session": False})
