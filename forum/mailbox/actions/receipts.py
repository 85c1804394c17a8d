"""The one automatic mail that may follow a message: a receipt for a new ticket, or why it was not taken (RFC 3834)."""

from datetime import datetime
from typing import Any

from sqlalchemy import select

from forum.accounts.actors import Actor, load_actor
from forum.accounts.models import Team
from forum.accounts.moments import moments_of
from forum.accounts.settings import COMPANY_LANGUAGE, COMPANY_ZONE
from forum.intake.actions import fields_of, form_in_force
from forum.intake.rules import label_of, told_in, untold
from forum.kernel.db import session
from forum.kernel.moments import zone_named
from forum.mail.actions import queue_mail
from forum.mailbox.facts import Reason
from forum.mailbox.finding import Trace
from forum.mailbox.letter import Letter
from forum.mailbox.settings import MAIL_SPEAKER
from forum.notifications.reply_keys import ReplyTo, key_to
from forum.people.models import Person
from forum.questions.models import Question
from forum.search.asking import Asker
from forum.search.shelf.faq import entries_like
from forum.search.shelf.known import issues_like
from forum.tickets.models import Ticket

_MOST_HELPFUL = 3
_MOST_KEPT = 4000  # characters of his words that go back to the writer
_MOST_MISSING = 12


def send_receipt(ticket: Ticket, letter: Letter, *, at: datetime) -> None:
    """The requester has one mail with the number, who speaks, when to expect an answer, what may help meanwhile, and
    all that is missing. It goes to the address he wrote from."""
    person = session.get_one(Person, ticket.requester_id)
    queue_mail(
        person_id=person.id,
        address=letter.sender,
        language=person.language,
        template="receipt",
        facts=_facts(ticket, person, letter, at=at),
        sender_name=speaker_of(ticket),
        at=at,
        in_reply_to=_id(letter),
        reply_key=key_to(ReplyTo(person.id, ticket_id=ticket.id)),
        is_auto_reply=True,
    )


def send_refusal(letter: Letter, *, at: datetime) -> None:
    """Whoever has no account hears how to get one."""
    queue_mail(
        person_id=None,
        address=letter.sender,
        language=COMPANY_LANGUAGE(),
        template="mail_refused",
        facts={"name": letter.sender_name or letter.sender, "title": letter.subject},
        sender_name=MAIL_SPEAKER(),
        at=at,
        in_reply_to=_id(letter),
        is_auto_reply=True,
    )


def send_not_posted(person_id: int, trace: Trace, why: Reason, letter: Letter, *, at: datetime) -> None:
    """Who wrote by mail where he may not, and may read, hears why and keeps his words."""
    person = session.get_one(Person, person_id)
    facts = {
        "name": person.name, **_place(trace),
        "why": why.message, "values": dict(why.values), "words": letter.text[:_MOST_KEPT],
    }  # fmt: skip
    queue_mail(
        person_id=person.id,
        address=letter.sender,
        language=person.language,
        template="not_posted",
        facts=facts,
        sender_name=MAIL_SPEAKER(),
        at=at,
        in_reply_to=_id(letter),
        is_auto_reply=True,
    )


def _place(trace: Trace) -> dict[str, str]:
    """The thread or ticket, as a mail names it."""
    if trace.ticket_id:
        ticket = session.get_one(Ticket, trace.ticket_id)
        return {"place": "ticket", "title": f"{ticket.label} {ticket.title}", "path": f"/tickets/{ticket.label}"}
    question = session.get_one(Question, trace.question_id)
    return {"place": "thread", "title": question.title, "path": f"/questions/{question.id}/{question.slug}"}


def speaker_of(ticket: Ticket) -> str:
    """Whose name the receipt carries: the owner's, else the team lead's, else the one that was chosen."""
    lead = select(Team.lead_id).where(Team.id == ticket.team_id)
    speaker_id = ticket.owner_id or (session.scalar(lead) if ticket.team_id else None)
    speaker = session.get(Person, speaker_id) if speaker_id else None
    return f"{speaker.name} (IT)" if speaker is not None else MAIL_SPEAKER()


def _facts(ticket: Ticket, person: Person, letter: Letter, *, at: datetime) -> dict[str, Any]:
    reader = load_actor(person.id, at=at)  # None for whoever has not confirmed: the FAQ is not for strangers
    return {
        "name": person.name,
        "label": ticket.label,
        "title": ticket.title,
        "path": f"/tickets/{ticket.label}",
        "expected": _expected(ticket, person, at=at),
        "helpful": _helpful(ticket, reader, at=at) if reader else [],
        "missing": _missing(ticket, person, letter),
        "may_sign_in": reader is not None,
    }


def _expected(ticket: Ticket, person: Person, *, at: datetime) -> str:
    """When the first answer is due, in words; empty where nothing was set."""
    if ticket.response_due_at is None:
        return ""
    return moments_of(person, at=at).exact(ticket.response_due_at)


def _helpful(ticket: Ticket, reader: Actor, *, at: datetime) -> list[dict[str, str]]:
    """Known issues first, then FAQ entries, that match what was written."""
    text, language = f"{ticket.title} {ticket.source[:1000]}", reader.language or COMPANY_LANGUAGE()
    asker = Asker(reader, at=at, zone=zone_named(reader.zone or COMPANY_ZONE()))
    issues = [("known-issues", found) for found in issues_like(text, asker, language=language)]
    entries = [("faq", found) for found in entries_like(text, asker, language=language)]
    return [
        {"title": found.card.title, "path": f"/{area}/{found.row.id}/{found.row.slug}"}
        for area, found in [*issues, *entries][:_MOST_HELPFUL]
    ]


def _missing(ticket: Ticket, person: Person, letter: Letter) -> list[str]:
    """What the category's form asks for and the message does not tell, in the reader's language."""
    fields = fields_of(form_in_force(ticket.category_id)) if ticket.category_id else []
    told = told_in(fields, f"{letter.subject}\n{letter.text}", [each.name for each in letter.enclosures])
    return [label_of(each, person.language) for each in untold(fields, told)][:_MOST_MISSING]


def _id(letter: Letter) -> str | None:
    """The id that the receipt answers, if the message had one that fits, in the letters that every server takes: with
    another the receipt could not leave."""
    has_one = "@" in letter.message_id and len(letter.message_id) <= 120 and letter.message_id.isascii()
    return letter.message_id if has_one else None
