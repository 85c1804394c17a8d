"""Two threads become one, and two again within a day."""

from datetime import datetime

from sqlalchemy import select

from forum.accounts.actors import Actor
from forum.accounts.roles import Permission
from forum.answers.models import Answer, Comment
from forum.answers.visibility import unrestricted as any_answer
from forum.kernel.db import session
from forum.kernel.errors import NotFound
from forum.kernel.events import publish
from forum.ledger.actions import MODERATION, record
from forum.moderation.events import MergeUndone, ThreadsMerged
from forum.moderation.merging.carry import carry, carry_back
from forum.moderation.merging.rules import Side, check_may_merge, check_may_undo
from forum.moderation.models import ThreadMerge
from forum.moderation.whole import whole_act
from forum.questions.actions import find_pair, raise_version
from forum.questions.events import AffectedJoined, AffectedLeft, QuestionRemoved, QuestionRestored, ThreadChanged
from forum.questions.models import Affected, Question, QuestionRemoval, Visibility
from forum.tickets.family.actions.merge import merge as merge_tickets
from forum.tickets.models import Ticket
from forum.tickets.rules import OPEN_STATES
from forum.tickets.visibility import unrestricted as any_ticket
from forum.topics.models import Category
from forum.votes.recount import recount


@whole_act
def merge_threads(question_id: int, into_id: int, *, by: Actor, at: datetime) -> ThreadMerge:
    """Answers, comments, votes, followers, affected people, tickets, FAQ entries and links of the first stand with the
    second, to which its address leads. Open tickets of both become one in the same transaction, or neither.

    Publishes ThreadsMerged, QuestionRemoved, AffectedJoined for all whom it affects, and ThreadChanged for both.
    Refused as `check_may_merge` says.
    """
    by.check_may(Permission.MERGE_THREADS)
    one, into = find_pair(question_id, into_id, by=by)
    label, other = _open_ticket(one.id), _open_ticket(into.id)
    check_may_merge(_side(one, label), _side(into, other), works_tickets=by.may(Permission.WORK_TICKETS))
    if label and other:
        merge_tickets(label, other, by=by, at=at)
    if into.duplicate_of_id == one.id:
        into.duplicate_of_id = None
    done = ThreadMerge(question_id=one.id, into_id=into.id, by_id=by.id, at=at, moved=carry(one, into, at=at))
    session.add(done)
    session.add(QuestionRemoval(question_id=one.id, visibility=Visibility.MERGED, by_id=by.id, at=at, reason=""))
    one.visibility = Visibility.MERGED
    _settle(one.id, into.id, at=at)
    publish(QuestionRemoved(one.id, by.id, at))
    record(MODERATION, "merged", {"question": one.id, "into": into.id}, by=by, at=at)
    publish(ThreadsMerged(done.id, by.id, at))
    for person_id in sorted(_affected(into.id)):
        publish(AffectedJoined(into.id, person_id, at))
    return done


@whole_act
def undo_merge(merge_id: int, *, by: Actor, at: datetime) -> ThreadMerge:
    """The two threads stand apart as before; what was written since stays where it was written, tickets stay merged.

    Publishes MergeUndone, QuestionRestored, AffectedLeft for those of the other thread, and ThreadChanged for both.
    Refused as `check_may_undo` says.
    """
    by.check_may(Permission.MERGE_THREADS)
    done = session.get(ThreadMerge, merge_id)
    if done is None:
        raise NotFound
    one, into = find_pair(done.question_id, done.into_id, by=by)
    session.refresh(done, with_for_update=True)
    is_merged_on = into.visibility is Visibility.MERGED
    check_may_undo(
        is_undone=done.undone_at is not None,
        is_of_split="split" in done.moved,
        merged_at=done.at,
        is_merged_on=is_merged_on,
        at=at,
    )
    done.undone_at, done.undone_by_id = at, by.id
    one.visibility = Visibility.PUBLIC
    _end_removal(one.id, by=by, at=at)
    session.flush()
    carry_back(done.moved, one.id, into.id)
    _settle(one.id, into.id, at=at)
    publish(QuestionRestored(one.id, by.id, at))
    record(MODERATION, "merge undone", {"question": one.id, "into": into.id}, by=by, at=at)
    publish(MergeUndone(done.id, by.id, at))
    here, there = _affected(one.id), _affected(into.id)
    went_back = {*done.moved["affected"], *done.moved["joined"]}
    for question_id, others in ((one.id, there - here), (into.id, went_back - there)):
        for person_id in sorted(others):
            publish(AffectedLeft(question_id, person_id, at))
    return done


def _affected(question_id: int) -> set[int]:
    return set(session.scalars(select(Affected.person_id).where(Affected.question_id == question_id)))


def _side(question: Question, label: str) -> Side:
    category = session.get_one(Category, question.category_id)
    return Side(
        id=question.id,
        visibility=question.visibility,
        category_id=question.category_id,
        audience=category.audience,
        has_nameless=_has_nameless(question),
        has_ticket=bool(label),
    )


def _has_nameless(question: Question) -> bool:
    if question.author_id is not None:
        return False
    answers = select(Answer.id).where(any_answer(), Answer.question_id == question.id, Answer.author_id.is_(None))
    comments = select(Comment.id).where(any_answer(), Comment.thread_id == question.id, Comment.author_id.is_(None))
    own = answers.where(Answer.imported_from.is_(None)), comments.where(Comment.imported_from.is_(None))
    return any(session.scalar(each.limit(1)) is not None for each in own)


def _open_ticket(question_id: int) -> str:
    """The label of the question's own open ticket."""
    own = Ticket.question_id == question_id, Ticket.answer_id.is_(None), Ticket.comment_id.is_(None)
    return session.scalar(select(Ticket.label).where(any_ticket(), *own, Ticket.state.in_(OPEN_STATES))) or ""


def _settle(one_id: int, into_id: int, *, at: datetime) -> None:
    """Both threads count, show and are found as they stand now."""
    session.flush()
    for question_id in sorted((one_id, into_id)):
        recount(question_id)
        raise_version(question_id, ticket_label=_label_shown(question_id))
        publish(ThreadChanged(question_id, at))


def _label_shown(question_id: int) -> str:
    """What the thread's row says of its ticket: the open one, also one it was merged into; else the last that was."""
    own = Ticket.question_id == question_id, Ticket.answer_id.is_(None), Ticket.comment_id.is_(None)
    rows = session.scalars(select(Ticket).where(any_ticket(), *own).order_by(Ticket.id.desc())).all()
    for ticket in rows:
        if ticket.merged_into_id:
            return session.get_one(Ticket, ticket.merged_into_id).shown_as
        if ticket.state in OPEN_STATES:
            return ticket.shown_as
    return rows[0].shown_as if rows else ""


def _end_removal(question_id: int, *, by: Actor, at: datetime) -> None:
    held = QuestionRemoval.question_id == question_id, QuestionRemoval.visibility == Visibility.MERGED
    for removal in session.scalars(select(QuestionRemoval).where(*held, QuestionRemoval.undone_at.is_(None))):
        removal.undone_by_id, removal.undone_at = by.id, at
