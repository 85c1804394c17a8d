"""All that the forum holds of one person and that is his to take: what he wrote, what was said to him, what he chose.

Not in it: what others wrote about him among themselves, what of others was closed to him since, and digests and keys.
"""

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, bindparam, or_, select

from forum.accounts.actors import NOBODY, load_actor
from forum.accounts.models import Device, Profile, RoleGrant, SignInAttempt, TeamMembership
from forum.answers.models import Answer, AnswerRevision, Claim, Comment
from forum.answers.visibility import unrestricted as any_answer
from forum.conduct.models import Consequence, HouseRulesAcceptance, KeptDraft
from forum.feedback.models import Feedback
from forum.files.jobs import UNUSED_FOR
from forum.files.models import StoredFile
from forum.kernel.db import BigId, read
from forum.knowledge.faq.models import FaqRevision, FaqVote
from forum.knowledge.known.models import IssueUpdate, IssueWatcher
from forum.mail.models import MailPause, OutgoingMail
from forum.mailbox.models import ReceivedMail
from forum.moderation.models import Flag, FlagItem
from forum.notifications.models import MailHabit, Notice, NoticeChoice, Watch
from forum.notifications.visibility import reader_params
from forum.notifications.visibility import visible_to as notice_visible_to
from forum.people.models import FormerHandle, Person
from forum.privacy.models import DataCopy
from forum.questions.models import (
    Affected,
    Bookmark,
    Follow,
    Question,
    QuestionField,
    QuestionOnBehalf,
    QuestionRevision,
)
from forum.questions.visibility import unrestricted as any_question
from forum.saved_replies.models import SavedReply
from forum.search.models import AskAttempt, SavedSearch, SearchLogged
from forum.tickets.desk.models import Absence
from forum.tickets.models import Ticket, TicketNote, TicketReply, TicketWatcher
from forum.tickets.timing.models import Promise
from forum.tickets.visibility import unrestricted as any_ticket
from forum.tickets.worked.models import WorkedTime
from forum.votes.models import ThanksNote, Vote

COPY_NAME = "my-data.zip"
COPY_KEPT_FOR = UNUSED_FOR  # no post uses it, so it is swept with such uploads
_ME = bindparam("person_id", type_=BigId)
_NAMELESS = select(QuestionOnBehalf.question_id).where(QuestionOnBehalf.person_id == _ME)
_ASKED = or_(Question.author_id == _ME, Question.id.in_(_NAMELESS))
_MY_TICKETS = select(Ticket.id).where(any_ticket(), Ticket.requester_id == _ME)
_SAID_TO_ME = TicketReply.ticket_id.in_(_MY_TICKETS) & TicketReply.hidden_at.is_(None)


def _of(*columns: Any, where: ColumnElement[bool]) -> Select[Any]:
    return select(*columns).where(where)


_KINDS: Mapping[str, Select[Any]] = {
    "person": _of(
        Person.name, Person.handle, Person.email, Person.title, Person.department, Person.location, Person.language,
        Person.zone, Person.roles, Person.badge, Person.created_at, where=Person.id == _ME,
    ),
    "profile": _of(Profile.about, Profile.languages, where=Profile.person_id == _ME),
    "former_handles": _of(FormerHandle.handle, FormerHandle.given_up_at, where=FormerHandle.person_id == _ME),
    "roles": _of(RoleGrant.role, RoleGrant.at, RoleGrant.withdrawn_at, where=RoleGrant.person_id == _ME),
    "teams": _of(TeamMembership.team_id, TeamMembership.speciality, where=TeamMembership.person_id == _ME),
    "absences": _of(Absence.begins_at, Absence.ends_at, where=Absence.person_id == _ME),
    "devices": _of(
        Device.kind, Device.name, Device.system, Device.system_version, Device.asset, Device.location,
        where=Device.person_id == _ME,
    ),
    "questions": _of(
        Question.id, Question.title, Question.source, Question.tags, Question.visibility, Question.created_at,
        where=any_question() & _ASKED,
    ),
    "question_fields": _of(
        QuestionField.question_id, QuestionField.field_id, QuestionField.value,
        where=QuestionField.question_id.in_(select(Question.id).where(any_question(), _ASKED)),
    ),
    "question_revisions": _of(
        QuestionRevision.question_id, QuestionRevision.number, QuestionRevision.title, QuestionRevision.source,
        QuestionRevision.reason, QuestionRevision.at, where=QuestionRevision.by_id == _ME,
    ),
    "answers": _of(
        Answer.id, Answer.question_id, Answer.source, Answer.visibility, Answer.created_at,
        where=any_answer() & (Answer.author_id == _ME),
    ),
    "answer_revisions": _of(
        AnswerRevision.answer_id, AnswerRevision.number, AnswerRevision.source, AnswerRevision.at,
        where=AnswerRevision.by_id == _ME,
    ),
    "comments": _of(
        Comment.id, Comment.thread_id, Comment.source, Comment.visibility, Comment.created_at,
        where=Comment.author_id == _ME,
    ),
    "claims": _of(Claim.question_id, Claim.at, Claim.until, where=Claim.person_id == _ME),
    "faq_revisions": _of(
        FaqRevision.entry_id, FaqRevision.number, FaqRevision.question, FaqRevision.source, FaqRevision.at,
        where=FaqRevision.by_id == _ME,
    ),
    "faq_votes": _of(FaqVote.entry_id, FaqVote.helped, FaqVote.comment, FaqVote.at, where=FaqVote.person_id == _ME),
    "known_issue_news": _of(
        IssueUpdate.issue_id, IssueUpdate.state, IssueUpdate.source, IssueUpdate.at, where=IssueUpdate.by_id == _ME,
    ),
    "votes": _of(Vote.question_id, Vote.answer_id, Vote.value, Vote.at, where=Vote.person_id == _ME),
    "thanks": _of(
        ThanksNote.answer_id, ThanksNote.words, ThanksNote.at,
        where=or_(ThanksNote.by_id == _ME, ThanksNote.to_id == _ME),
    ),
    "affected": _of(Affected.question_id, Affected.device, Affected.at, where=Affected.person_id == _ME),
    "known_issues": _of(
        IssueWatcher.issue_id, IssueWatcher.is_affected, IssueWatcher.device, IssueWatcher.verdict, IssueWatcher.at,
        where=IssueWatcher.person_id == _ME,
    ),
    "follows": _of(Follow.question_id, where=Follow.person_id == _ME),
    "bookmarks": _of(Bookmark.question_id, where=Bookmark.person_id == _ME),
    "tickets": _of(
        Ticket.label, Ticket.title, Ticket.source, Ticket.state, Ticket.created_at, Ticket.resolved_at,
        where=Ticket.requester_id == _ME,
    ),
    "ticket_replies": _of(
        TicketReply.ticket_id, TicketReply.source, TicketReply.at,
        where=or_(TicketReply.author_id == _ME, _SAID_TO_ME),
    ),
    "ticket_notes": _of(TicketNote.ticket_id, TicketNote.source, TicketNote.at, where=TicketNote.author_id == _ME),
    "promises": _of(
        Promise.ticket_id, Promise.due_at, Promise.reason, Promise.outcome, Promise.at,
        where=Promise.by_id == _ME,
    ),
    "worked_times": _of(
        WorkedTime.ticket_id, WorkedTime.minutes, WorkedTime.at, where=WorkedTime.person_id == _ME
    ),
    "watched_tickets": _of(TicketWatcher.ticket_id, TicketWatcher.device, where=TicketWatcher.person_id == _ME),
    "feedback": _of(
        Feedback.ticket_id, Feedback.verdict, Feedback.rating, Feedback.comment, where=Feedback.person_id == _ME,
    ),
    "flags": _of(Flag.item_id, Flag.reason, Flag.note, Flag.at, where=Flag.by_id == _ME),
    "decisions_about_my_words": _of(
        FlagItem.id, FlagItem.verdict, FlagItem.remedy, FlagItem.message, FlagItem.decided_at,
        where=(FlagItem.author_id == _ME) & FlagItem.decided_at.is_not(None),
    ),
    "standing": _of(
        Consequence.step, Consequence.reason, Consequence.at, Consequence.until, Consequence.objection,
        Consequence.answer, where=Consequence.person_id == _ME,
    ),
    "house_rules_accepted": _of(
        HouseRulesAcceptance.number, HouseRulesAcceptance.at, where=HouseRulesAcceptance.person_id == _ME,
    ),
    "kept_drafts": _of(KeptDraft.address, KeptDraft.fields, KeptDraft.at, where=KeptDraft.person_id == _ME),
    "saved_replies": _of(
        SavedReply.title, SavedReply.source, SavedReply.source_ms, SavedReply.at, where=SavedReply.owner_id == _ME,
    ),
    "notices": _of(Notice.kind, Notice.facts, Notice.at, Notice.read_at, where=notice_visible_to()),
    "notice_choices": _of(NoticeChoice.matter, NoticeChoice.way, where=NoticeChoice.person_id == _ME),
    "mail_habits": _of(
        MailHabit.rhythm, MailHabit.quiet_from, MailHabit.quiet_until, where=MailHabit.person_id == _ME
    ),
    "mails_sent": _of(
        OutgoingMail.address, OutgoingMail.template, OutgoingMail.created_at, OutgoingMail.done_at,
        where=OutgoingMail.person_id == _ME,
    ),
    "mails_that_came_back": _of(
        MailPause.address, MailPause.reason, MailPause.at, MailPause.ended_at, where=MailPause.person_id == _ME,
    ),
    "watches": _of(Watch.category_id, Watch.tag_id, Watch.watched_id, Watch.at, where=Watch.person_id == _ME),
    "searches": _of(SearchLogged.typed, SearchLogged.at, where=SearchLogged.person_id == _ME),
    "attempts_to_ask": _of(
        AskAttempt.at, AskAttempt.shown, AskAttempt.opened, AskAttempt.solved_by, where=AskAttempt.person_id == _ME,
    ),
    "mails_received": _of(
        ReceivedMail.received_at, ReceivedMail.sender, ReceivedMail.subject, ReceivedMail.decision,
        where=ReceivedMail.person_id == _ME,
    ),
    "saved_searches": _of(SavedSearch.typed, SavedSearch.tells, where=SavedSearch.person_id == _ME),
    "sign_ins": _of(
        SignInAttempt.at, SignInAttempt.host, SignInAttempt.succeeded,
        where=SignInAttempt.email_key.in_(select(Person.email_key).where(Person.id == _ME)),
    ),
    "files": _of(
        StoredFile.token, StoredFile.name, StoredFile.content_type, StoredFile.size, StoredFile.created_at,
        where=(StoredFile.by_id == _ME) & (StoredFile.name != COPY_NAME),
    ),
}  # fmt: skip


def data_of(person_id: int, *, at: datetime) -> Iterator[tuple[str, list[dict[str, Any]]]]:
    """Each kind of thing by its name, and its rows as mappings of plain values and moments."""
    params = {**reader_params(load_actor(person_id, at=at) or NOBODY), "person_id": person_id}
    for name, wanted in _KINDS.items():
        yield name, [dict(row) for row in read(wanted, params).mappings()]


def tables_of_data() -> frozenset[str]:
    """The names of the tables that `data_of` reads."""
    return frozenset(str(table) for wanted in _KINDS.values() for table in wanted.get_final_froms())


def latest_copy(person_id: int) -> Row[Any] | None:
    """`at`, `done_at` and `path` of the copy that the person asked for last; None if he never did."""
    mine = select(DataCopy.at, DataCopy.done_at, DataCopy.path, DataCopy.parked_at).where(DataCopy.person_id == _ME)
    return read(mine.order_by(DataCopy.id.desc()).limit(1), {"person_id": person_id}).one_or_none()
