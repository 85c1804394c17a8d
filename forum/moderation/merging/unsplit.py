"""Answers that were split off stand where they stood again."""

from datetime import datetime

from sqlalchemy import delete, select, update

from forum.accounts.actors import Actor
from forum.accounts.roles import Permission
from forum.answers.events import AnswerRestored
from forum.answers.models import Answer, AnswerRemoval, Comment
from forum.answers.visibility import unrestricted
from forum.kernel.db import session
from forum.kernel.errors import Conflict, NotFound
from forum.kernel.events import publish
from forum.moderation.merging.merge import merge_threads
from forum.moderation.merging.queries import open_tickets_of_both
from forum.moderation.merging.rules import check_may_unsplit
from forum.moderation.models import AnswerSplit, ThreadMerge
from forum.moderation.whole import whole_act
from forum.questions.actions import find_pair, raise_version
from forum.questions.events import AffectedLeft, ThreadChanged
from forum.questions.models import Affected, Question, Visibility
from forum.votes.recount import recount


@whole_act
def undo_split(answer_id: int, *, by: Actor, at: datetime) -> Question:
    """The answer that had become a question stands in its thread again, with the others and all that was written since.

    The question's address leads there, as of a merge. Returns the thread. Publishes the events of `merge_threads`,
    and AnswerRestored. Conflict if it has been undone, as `check_may_unsplit` and `check_may_merge` say.
    """
    by.check_may(Permission.MERGE_THREADS)
    new, old = find_pair(*_both(answer_id), by=by)
    split = session.get(AnswerSplit, answer_id, with_for_update=True, populate_existing=True)
    if split is None:
        raise Conflict("This has been undone already.")
    wanted = select(Answer).where(unrestricted(), Answer.id == answer_id).with_for_update()
    first = session.scalars(wanted.execution_options(populate_existing=True)).one()
    is_edited = new.revision > 1 and new.source != first.source
    check_may_unsplit(is_edited=is_edited, have_tickets=open_tickets_of_both(new.id, old.id, by) is not None)
    session.delete(split)
    done = merge_threads(new.id, old.id, by=by, at=at)
    done.moved = {**done.moved, "split": first.id}
    _stand_again(first, by=by, at=at)
    _take_remarks_back(first, done)
    _leave_affected(old, done, at=at)
    session.flush()
    recount(old.id)
    raise_version(old.id)
    publish(AnswerRestored(first.id, old.id, by.id, at))
    publish(ThreadChanged(old.id, at))
    return old


def _both(answer_id: int) -> tuple[int, int]:
    """The ids of the question that the answer has become, and of the thread that it stood in."""
    split = session.get(AnswerSplit, answer_id)
    if split is None:
        raise NotFound
    old_id = session.scalars(select(Answer.question_id).where(unrestricted(), Answer.id == answer_id)).one()
    return split.question_id, old_id


def _stand_again(first: Answer, *, by: Actor, at: datetime) -> None:
    held = AnswerRemoval.answer_id == first.id, AnswerRemoval.visibility == Visibility.MERGED
    for removal in session.scalars(select(AnswerRemoval).where(*held, AnswerRemoval.undone_at.is_(None))):
        removal.undone_by_id, removal.undone_at = by.id, at
    first.visibility = Visibility.PUBLIC


def _take_remarks_back(first: Answer, done: ThreadMerge) -> None:
    """What was said below the question is said below the answer that it is again."""
    said = update(Comment).where(Comment.id.in_(done.moved["remarks"])).values(answer_id=first.id, question_id=None)
    session.execute(said, execution_options={"synchronize_session": False})


def _leave_affected(old: Question, done: ThreadMerge, *, at: datetime) -> None:
    """Who answered there has not the problem of who asked, as the asker of a merged question would."""
    joined = Affected.question_id == old.id, Affected.person_id.in_(done.moved["joined"])
    session.execute(delete(Affected).where(*joined))
    for person_id in done.moved["joined"]:
        publish(AffectedLeft(old.id, person_id, at))
