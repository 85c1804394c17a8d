"""Events become pending rows in the same transaction; the worker tells people."""

from datetime import timedelta
from typing import Any

from sqlalchemy import select

from forum.accounts.actors import load_actor
from forum.answers.events import AnswerAccepted, AnswerPosted, CommentPosted
from forum.answers.models import Answer
from forum.answers.visibility import unrestricted as any_answer
from forum.conduct.events import ObjectionAnswered, StepObjected, StepTaken
from forum.feedback.events import FeedbackGiven
from forum.kernel.db import session
from forum.kernel.events import reaction_to
from forum.kernel.races import insert_new
from forum.knowledge.faq.events import FaqCommented, FaqDoubted, FaqPublished, FaqReviewDue, FaqSubmitted
from forum.knowledge.known.events import IssueNotFixed, IssueUpdated, IssueUpdateMissed
from forum.mail.events import MailPaused
from forum.moderation.events import (
    ItemDecided,
    ItemOpened,
    PostHeld,
    PostReleased,
)
from forum.moderation.models import Kind
from forum.notifications.actions import mark_answered
from forum.notifications.models import EventPending, VoteThanks
from forum.notifications.rules import THANKED_AT
from forum.notifications.waiting import wait
from forum.notifications.watching import carry_over, watch_with_the_others
from forum.people.models import SYSTEM_PERSON_ID
from forum.questions.events import (
    MarkedDuplicate,
    ProtectionLifted,
    QuestionAsked,
    QuestionLocked,
    QuestionMoved,
    QuestionProtected,
    QuestionUnlocked,
)
from forum.search.events import SavedSearchMet, SuggestionHelped
from forum.tickets.events import (
    TicketAssigned,
    TicketMade,
    TicketMerged,
    TicketNoted,
    TicketPromised,
    TicketReplied,
    TicketStateChanged,
    TicketWarned,
)
from forum.tickets.models import Ticket
from forum.tickets.rules import UNDO_FOR
from forum.topics.events import CategoryGiven, TagsMerged
from forum.votes.events import AnswerThanked, VoteCast
from forum.votes.rules import VoteValue

_POSTED = {
    Kind.QUESTION: ("asked", "question"),
    Kind.ANSWER: ("answer", "answer"),
    Kind.COMMENT: ("comment", "comment"),
}


@reaction_to(QuestionAsked)
def _asked(event: QuestionAsked) -> None:
    wait("asked", event.at, question=event.question_id, by=event.by_id)


@reaction_to(AnswerPosted)
def _answered(event: AnswerPosted) -> None:
    wait("answer", event.at, question=event.question_id, answer=event.answer_id, by=event.by_id)


@reaction_to(CommentPosted)
def _commented(event: CommentPosted) -> None:
    wait("comment", event.at, question=event.thread_id, comment=event.comment_id, by=event.by_id)


@reaction_to(PostReleased)
def _released(event: PostReleased) -> None:
    """Who hears of a new post hears of it now; once, also where the worker has not come to the first news yet."""
    kind, name = _POSTED[Kind(event.kind)]
    facts: dict[str, Any] = {"question": event.thread_id, name: event.post_id, "by": event.author_id}
    waiting = select(EventPending.facts).where(EventPending.kind == kind, EventPending.done_at.is_(None))
    if facts not in session.scalars(waiting).all():
        wait(kind, event.at, **facts)


@reaction_to(AnswerAccepted)
def _accepted(event: AnswerAccepted) -> None:
    wait("accepted", event.at, question=event.question_id, answer=event.answer_id, by=event.by_id)


@reaction_to(TicketMade)
def _made(event: TicketMade) -> None:
    held = UNDO_FOR if event.question_id is not None else timedelta(0)  # so that undo takes back the news as well
    wait("ticket_made", event.at, held=held, ticket=event.ticket_id, question=event.question_id, by=event.by_id)


@reaction_to(TicketMerged)
def _merged(event: TicketMerged) -> None:
    wait("ticket_merged", event.at, ticket=event.ticket_id, into=event.into_id, by=event.by_id)


@reaction_to(TicketReplied)
def _replied(event: TicketReplied) -> None:
    wait("ticket_reply", event.at, ticket=event.ticket_id, reply=event.reply_id, by=event.by_id)


@reaction_to(TicketNoted)
def _noted(event: TicketNoted) -> None:
    wait("ticket_noted", event.at, ticket=event.ticket_id, note=event.note_id, by=event.by_id)


@reaction_to(TicketAssigned)
def _assigned(event: TicketAssigned) -> None:
    if event.owner_id is not None:
        wait("assigned", event.at, ticket=event.ticket_id, owner=event.owner_id, by=event.by_id)


@reaction_to(TicketStateChanged)
def _changed(event: TicketStateChanged) -> None:
    wait("ticket_state", event.at, ticket=event.ticket_id, old=event.old, new=event.new, by=event.by_id)


@reaction_to(FeedbackGiven)
def _judged(event: FeedbackGiven) -> None:
    by = load_actor(event.by_id, at=event.at)
    if by is not None and event.ticket_id is not None:
        mark_answered(event.ticket_id, by=by, at=event.at)


@reaction_to(TicketPromised)
def _promised(event: TicketPromised) -> None:
    ticket = session.get_one(Ticket, event.ticket_id)
    undo_ends = ticket.created_at + UNDO_FOR if ticket.question_id is not None else event.at
    held = max(undo_ends - event.at, timedelta(0))  # whoever hears of it hears of the ticket
    wait("ticket_promised", event.at, held=held, ticket=event.ticket_id, promise=event.promise_id, by=event.by_id)


@reaction_to(TicketWarned)
def _warned(event: TicketWarned) -> None:
    wait(
        "ticket_warned", event.at, ticket=event.ticket_id, person=event.person_id, stage=event.stage, clock=event.clock,
        since=event.since.isoformat(), due=event.due_at.isoformat(), by=event.by_id,
    )  # fmt: skip


@reaction_to(FaqPublished)
def _faq_published(event: FaqPublished) -> None:
    wait("faq_published", event.at, entry=event.entry_id, by=event.by_id)


@reaction_to(FaqSubmitted)
def _faq_submitted(event: FaqSubmitted) -> None:
    wait("faq_submitted", event.at, entry=event.entry_id, by=event.by_id)


@reaction_to(FaqDoubted)
def _faq_doubted(event: FaqDoubted) -> None:
    wait("faq_doubted", event.at, entry=event.entry_id, by=event.by_id)


@reaction_to(FaqCommented)
def _faq_commented(event: FaqCommented) -> None:
    wait("faq_commented", event.at, entry=event.entry_id, by=event.by_id)


@reaction_to(FaqReviewDue)
def _faq_due(event: FaqReviewDue) -> None:
    wait("faq_due", event.at, entry=event.entry_id, by=event.by_id)


@reaction_to(IssueUpdated)
def _known_updated(event: IssueUpdated) -> None:
    wait("known_updated", event.at, issue=event.issue_id, update=event.update_id, closed=event.closed, by=event.by_id)


@reaction_to(IssueNotFixed)
def _known_not_fixed(event: IssueNotFixed) -> None:
    wait("known_not_fixed", event.at, issue=event.issue_id, by=event.by_id)


@reaction_to(IssueUpdateMissed)
def _known_missed(event: IssueUpdateMissed) -> None:
    wait("known_missed", event.at, issue=event.issue_id, lead=event.lead_id, by=event.by_id)


@reaction_to(TagsMerged)
def _tags_merged(event: TagsMerged) -> None:
    carry_over(event.tag_id, event.into_id)


@reaction_to(CategoryGiven)
def _category_given(event: CategoryGiven) -> None:
    watch_with_the_others(event.category_id, event.team_id, at=event.at)


@reaction_to(SavedSearchMet)
def _search_met(event: SavedSearchMet) -> None:
    wait("search_met", event.at, question=event.question_id, person=event.person_id, search=event.saved_id, by=None)


@reaction_to(SuggestionHelped)
def _helped(event: SuggestionHelped) -> None:
    about = {"question": event.question_id, "entry": event.entry_id, "issue": event.issue_id}
    wait("helped", event.at, by=event.by_id, about=about)


@reaction_to(ItemOpened)
def _flagged(event: ItemOpened) -> None:
    wait("flagged", event.at, item=event.item_id, by=event.by_id)


@reaction_to(PostHeld)
def _held(event: PostHeld) -> None:
    wait("held", event.at, item=event.item_id, by=None)


@reaction_to(ItemDecided)
def _decided(event: ItemDecided) -> None:
    wait("flag_decided", event.at, item=event.item_id, by=event.by_id)
    wait("post_decided", event.at, item=event.item_id, by=event.by_id)


@reaction_to(AnswerThanked)
def _thanked(event: AnswerThanked) -> None:
    wait("thanked", event.at, note=event.note_id, by=event.by_id)


@reaction_to(StepTaken)
def _step_taken(event: StepTaken) -> None:
    wait("step_taken", event.at, consequence=event.consequence_id, by=event.by_id)


@reaction_to(StepObjected)
def _objected(event: StepObjected) -> None:
    wait("step_objected", event.at, consequence=event.consequence_id, by=event.by_id)


@reaction_to(ObjectionAnswered)
def _objection_answered(event: ObjectionAnswered) -> None:
    wait("objection_answered", event.at, consequence=event.consequence_id, by=event.by_id)


@reaction_to(MarkedDuplicate)
def _duplicate(event: MarkedDuplicate) -> None:
    wait("marked_duplicate", event.at, question=event.question_id, original=event.original_id, by=event.by_id)


@reaction_to(QuestionLocked)
def _locked(event: QuestionLocked) -> None:
    wait("thread_handled", event.at, question=event.question_id, told="locked", by=event.by_id)


@reaction_to(QuestionUnlocked)
def _unlocked(event: QuestionUnlocked) -> None:
    wait("thread_handled", event.at, question=event.question_id, told="unlocked", by=event.by_id)


@reaction_to(QuestionProtected)
def _protected(event: QuestionProtected) -> None:
    wait("thread_handled", event.at, question=event.question_id, told="protected", by=event.by_id)


@reaction_to(ProtectionLifted)
def _protection_lifted(event: ProtectionLifted) -> None:
    wait("thread_handled", event.at, question=event.question_id, told="unprotected", by=event.by_id)


@reaction_to(QuestionMoved)
def _moved(event: QuestionMoved) -> None:
    wait("thread_handled", event.at, question=event.question_id, told="moved", by=event.by_id)


@reaction_to(MailPaused)
def _mail_paused(event: MailPaused) -> None:
    wait("mail_paused", event.at, person=event.person_id, address=event.address, by=SYSTEM_PERSON_ID)


@reaction_to(VoteCast)
def _voted(event: VoteCast) -> None:
    """At so many votes the author is thanked, once for each number."""
    if event.answer_id is None or event.value != VoteValue.HELPFUL:
        return
    votes = session.scalar(select(Answer.score + Answer.failed_count).where(any_answer(), Answer.id == event.answer_id))
    if votes in THANKED_AT and insert_new(VoteThanks, answer_id=event.answer_id, votes=votes):
        wait("milestone", event.at, answer=event.answer_id, votes=votes, by=SYSTEM_PERSON_ID)
