"""Every page of the forum, from its URL map: a new one is visited without being named here."""

from flask import Flask
from sqlalchemy import func, select
from werkzeug.routing import Rule

from forum.accounts.models import Device
from forum.answers.models import Answer, Comment
from forum.answers.visibility import unrestricted as unrestricted_answers
from forum.kernel.db import session
from forum.knowledge.faq.models import FaqEntry, FaqState
from forum.knowledge.faq.visibility import unrestricted as unrestricted_faq
from forum.knowledge.known.models import KnownIssue, Maintenance
from forum.knowledge.known.visibility import unrestricted as unrestricted_issues
from forum.mailbox.models import ReceivedMail
from forum.moderation.models import FlagItem
from forum.people.models import Person
from forum.questions.models import Question
from forum.questions.visibility import unrestricted as unrestricted_questions
from forum.saved_replies.models import SavedReply
from forum.tickets.models import Ticket, TicketReply
from forum.tickets.timing.models import BusinessCalendar
from forum.tickets.visibility import unrestricted as unrestricted_tickets
from forum.topics.models import Category, Tag
from forum.topics.visibility import unrestricted

# What is no page: feeds, files, answers for scripts and for monitoring, and parts of pages.
_NO_PAGES = {
    "faq.feed", "feeds.questions", "files.file", "known.atom_feed", "known.calendar_file", "known.json_feed",
    "admin.ledger_csv", "admin.ledger_json",
    "composing.pick", "composing.saved_text",
    "live.complete", "live.live", "reports.download", "reports.download_searches",
    "search.similar", "search.similar_solved", "search.similar_to_ticket", "search.suggest",
    "static", "system.healthz", "system.readyz", "tickets.peek", "tickets.record_json", "tickets.record_pdf",
    "topics.complete",
}  # fmt: skip
# What needs a secret of a mail, a removal that runs, or an installation without people: their own tests visit them.
_SECRETS = {
    "account.confirming", "account.confirming_address", "account.new_password", "account.first_start", "feedback.show",
    "moderation.removal", "notifying.unsubscribe",
}  # fmt: skip
STATES = (
    "/questions?show=unanswered", "/questions?show=bookmarks", "/questions?sort=affected&solved=1", "/search?q=vpn",
    "/search?q=qqqqqq", "/queue?view=resolved", "/tickets/IT-000001", "/tickets/IT-000002", "/faq/search?q=vpn",
    "/nothing-here",
)  # fmt: skip

_ADMINISTRATOR = select(Person.id).where(Person.handle == "aishah.rahman").scalar_subquery()
_RICH_THREAD = (
    select(Comment.question_id)
    .join(Question, Question.id == Comment.question_id)
    .where(unrestricted_questions(), Question.answer_count > 1, Question.duplicate_of_id.is_(None))
    .group_by(Comment.question_id)
    .order_by(func.count().desc())
    .limit(1)
    .scalar_subquery()
)


def every_page(app: Flask) -> list[str]:
    """One address of each page that answers a GET, with ids of the database, and some states of the richest ones."""
    with app.app_context():
        known = _ids()
    rules = [rule for rule in app.url_map.iter_rules() if "GET" in (rule.methods or ()) and _is_page(rule)]
    return [*(_address(app, rule, known) for rule in rules), *STATES]


def _is_page(rule: Rule) -> bool:
    return rule.endpoint not in _NO_PAGES | _SECRETS


def _address(app: Flask, rule: Rule, known: dict[str, object]) -> str:
    values = {name: known[name] for name in rule.arguments}
    with app.test_request_context():
        built = rule.build(values)
    assert built, rule
    return str(built[1])


def _ids() -> dict[str, object]:
    """What stands for each argument of an address: things of the sample company that have the most to show."""
    answers = select(Answer.id).where(unrestricted_answers(), Answer.question_id == _RICH_THREAD)
    comments = select(Comment.id).where(unrestricted_answers(), Comment.question_id == _RICH_THREAD)
    return {
        "question_id": session.scalar(select(_RICH_THREAD)),
        "answer_id": session.scalar(answers),
        "comment_id": session.scalar(comments),
        "number": 1,
        "category_id": session.scalar(select(Category.id).where(unrestricted())),
        "slug": session.scalar(select(Category.slug).where(unrestricted())),
        "name": session.scalar(select(Tag.name)),
        "label": session.scalar(select(Ticket.label).where(unrestricted_tickets(), Ticket.question_id.is_(None))),
        "mail_id": session.scalar(select(ReceivedMail.id)),
        "calendar_id": session.scalar(select(BusinessCalendar.id)),
        "entry_id": session.scalar(select(FaqEntry.id).where(unrestricted_faq(), FaqEntry.state == FaqState.PUBLISHED)),
        "issue_id": session.scalar(select(KnownIssue.id).where(unrestricted_issues(), KnownIssue.closed_at.is_(None))),
        "window_id": session.scalar(select(Maintenance.id)),
        "device_id": session.scalar(select(Device.id).where(Device.person_id == _ADMINISTRATOR)),
        "handle": "ana.lim",
        "report": "pace",
        "kind": "answer",
        "post_id": session.scalar(answers),
        "saved_id": session.scalar(select(SavedReply.id).where(SavedReply.owner_id.is_(None))),
        "reply_id": session.scalar(select(TicketReply.id)),
        "item_id": session.scalar(select(FlagItem.id).where(FlagItem.decided_at.is_(None))),
    }
