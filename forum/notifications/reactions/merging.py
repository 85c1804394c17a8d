"""Where threads are merged, parted again or split, notices go along, so that their readers keep them."""

from sqlalchemy import or_, select

from forum.answers.models import Answer, Comment
from forum.answers.visibility import unrestricted as any_answer
from forum.kernel.db import session
from forum.kernel.events import reaction_to
from forum.moderation.events import AnswersSplit, MergeUndone, ThreadsMerged
from forum.moderation.models import ThreadMerge
from forum.notifications.actions import stand_with
from forum.notifications.models import Notice
from forum.notifications.waiting import wait


@reaction_to(ThreadsMerged)
def _threads_merged(event: ThreadsMerged) -> None:
    """Notices of the merged thread are of the other now, so that their readers keep them."""
    merge = session.get_one(ThreadMerge, event.merge_id)
    stand_with(merge.into_id, Notice.question_id == merge.question_id)
    wait("threads_merged", event.at, question=merge.question_id, into=merge.into_id, by=event.by_id)


@reaction_to(MergeUndone)
def _merge_undone(event: MergeUndone) -> None:
    """Notices of what goes back go with it; those of the question itself stay."""
    merge = session.get_one(ThreadMerge, event.merge_id)
    of_posts = Notice.answer_id.in_(merge.moved["answers"]), Notice.comment_id.in_(merge.moved["comments"])
    stand_with(merge.question_id, Notice.question_id == merge.into_id, or_(*of_posts))


@reaction_to(AnswersSplit)
def _split(event: AnswersSplit) -> None:
    """Notices of the answers are of their new thread; those of the first are of the question that it has become.

    Its author, who asks it now, hears of it, and whoever wrote what went along.
    """
    answers = select(Answer.id).where(any_answer(), Answer.question_id == event.question_id)
    comments = select(Comment.id).where(any_answer(), Comment.thread_id == event.question_id)
    stand_with(event.question_id, or_(Notice.answer_id.in_(answers), Notice.comment_id.in_(comments)))
    stand_with(event.question_id, Notice.answer_id == event.asks_id, answer_id=None)
    wait("answers_split", event.at, question=event.question_id, people=event.writer_ids, by=event.by_id)
