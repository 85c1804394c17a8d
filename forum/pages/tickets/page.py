"""What the page of one ticket is made of."""

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Any

from sqlalchemy import Row

from forum.accounts.actors import Actor
from forum.accounts.queries import devices_of
from forum.accounts.roles import Permission
from forum.feedback.queries import facts_of, last_of_ticket
from forum.feedback.rules import has_expired
from forum.intake.queries import labels_of as intake_labels
from forum.kernel import clock
from forum.kernel.errors import Invalid, Refusal
from forum.knowledge.known.queries.board import open_issues
from forum.knowledge.known.queries.issue import issue_of_ticket
from forum.moderation.actions.abuse import opening_of
from forum.notifications.budget import next_mail_to
from forum.pages.tickets.standing import meanwhile, opened_of
from forum.questions.queries.posts import filled_fields
from forum.tickets.carried import files_of, tried_before
from forum.tickets.desk.queries import absence_of, writing_in
from forum.tickets.family.queries import others_of, relatives_of, threads_of
from forum.tickets.models import Priority, TicketState
from forum.tickets.queries import all_teams, history_of, it_staff, missing_of, notes_of, replies_of, watchers_of
from forum.tickets.rules import (
    UNSOLVED_STATES,
    WITH_MORE,
    Act,
    is_heard_of,
    may_assign,
    may_publish,
    may_undo_making,
    possible_acts,
)
from forum.tickets.timing.promises import promises_of
from forum.tickets.worked.queries import times_of
from forum.tickets.worked.settings import NOTES_TIME
from forum.web.meanwhile import Overtaken
from forum.web.words import sentence

_MOST_ISSUES = 50
_AT_STEP = {
    TicketState.NEW: 0,
    TicketState.OPEN: 1,
    TicketState.WAITING_REQUESTER: 2,
    TicketState.WAITING_THIRD: 2,
    TicketState.RESOLVED: 3,
    TicketState.CLOSED: 3,
    TicketState.VOID: 0,
}


def page_facts(
    ticket: Row[Any],
    reader: Actor,
    *,
    typed: Mapping[str, str] = MappingProxyType({}),
    refused: Refusal | None = None,
    write: str = "",
) -> dict[str, Any]:
    """The facts of a ticket's page for this reader. Notes and staff's tools are read for IT staff only.

    `write` is the box that stands open: "reply", "missing", "note", or none. A box whose text was refused stays,
    whatever the state has become meanwhile.
    """
    facts: dict[str, Any] = {
        "ticket": ticket,
        "opened": opened_of(ticket),
        "replies": replies_of(ticket.id),
        "missing": missing_of(ticket.id),
        "opening_post": opening_of(ticket),
        "promises": promises_of(ticket.id),
        "known": issue_of_ticket(ticket.id, reader),
        "away": absence_of(ticket.owner_id, at=clock.now()),
        "is_requester": ticket.requester_id == reader.id,
        "step": _AT_STEP[ticket.state],
        "write": write,
        **_refused(ticket, typed, refused),
        "can_reply": "reply" in typed or ticket.state not in (TicketState.CLOSED, TicketState.VOID),
        "can_reopen": Act.REOPEN in possible_acts(ticket.state),
    }
    if ticket.resolved_at:
        facts |= _asked(ticket, reader)
    if may_assign(reader):
        facts |= {"colleagues": it_staff(), "teams": all_teams(), "is_mine": ticket.owner_id == reader.id}
    if reader.may(Permission.WORK_TICKETS):
        facts |= _for_staff(ticket, facts["replies"], reader, asks="asked_for" in typed)
        facts["open_issues"] = [] if facts["known"] else open_issues(reader, most=_MOST_ISSUES)
        facts["can_resolve"] |= "fix" in typed
    return facts


def _asked(ticket: Row[Any], reader: Actor) -> dict[str, Any]:
    """Whether the reader is asked if it worked, and what was said."""
    asked = last_of_ticket(ticket.id)
    if asked is None:
        return {}
    is_asked = asked.person_id == reader.id and asked.verdict is None
    waits = is_asked and not has_expired(facts_of(asked), at=clock.now())
    return {"asked": asked if waits else None, "verdict": asked.verdict}


def _refused(ticket: Row[Any], typed: Mapping[str, str], refused: Refusal | None) -> dict[str, Any]:
    """What was typed, why it was refused, and what a colleague has done meanwhile."""
    facts: dict[str, Any] = {"typed": typed, "wrong": _wrong(typed, refused)}
    if isinstance(refused, Overtaken):
        facts["meanwhile"] = meanwhile(refused, history_of(ticket.id), ticket, may_repeat=not typed)
    return facts


def _wrong(typed: Mapping[str, str], refused: Refusal | None) -> dict[str, str]:
    """The refusal's sentence by the field it stands at: the first that was typed, where it names none of these. A fix,
    and what is missing, are sent as replies, and refused as such."""
    if refused is None:
        return {}
    field = refused.field if isinstance(refused, Invalid) else ""
    return {field if field in typed else next(iter(typed), ""): sentence(refused)}


def _for_staff(ticket: Row[Any], replies: Sequence[Row[Any]], reader: Actor, *, asks: bool) -> dict[str, Any]:
    """What only IT staff read, and what they can do. `asks`: a text that asks for what is missing was refused."""
    history, notes = history_of(ticket.id), notes_of(ticket.id)
    of_post, can = bool(ticket.answer_id or ticket.comment_id), _abilities(ticket, history, reader, asks=asks)
    return {
        **can,
        "next_mail": next_mail_to(ticket.requester_id, ticket.requester_zone, at=clock.now()),
        "writing": writing_in(ticket.label, reader, at=clock.now()),
        "conversation": _in_order(replies, notes),
        "last_note": notes[-1].id if notes else 0,
        "history": history,
        **(_worked(ticket, reader) if NOTES_TIME() else {}),
        "items": intake_labels(ticket.category_id) if can["can_wait"] or asks else [],
        "fields": filled_fields(ticket.question_id) if ticket.question_id and not of_post else [],
        "files": files_of(ticket.id),
        "tried": tried_before(ticket, reader),
        "watchers": watchers_of(ticket.id),
        "devices": devices_of(ticket.requester_id),
        "others": others_of(ticket, reader),
        "threads": threads_of(ticket, reader),
        **relatives_of(ticket, reader),
        "priorities": list(Priority),
        "is_of_post": of_post,
    }


def _abilities(ticket: Row[Any], history: Sequence[Row[Any]], reader: Actor, *, asks: bool) -> dict[str, Any]:
    """What somebody of IT staff can do with the ticket as it stands."""
    acts = set(possible_acts(ticket.state))
    can_wait = Act.WAIT_FOR_REQUESTER in acts
    return {
        "can_promise": ticket.state in UNSOLVED_STATES,
        "acts": acts - WITH_MORE,
        "can_wait": can_wait,
        "can_ask": can_wait or asks or ticket.state == TicketState.WAITING_REQUESTER,
        "can_merge": Act.MERGE in acts,
        "can_resolve": Act.RESOLVE in acts,
        "can_publish": ticket.has_public_thread and not ticket.confidential,
        "can_undo": ticket.question_id is not None
        and may_undo_making(ticket.state, ticket.created_at, heard_of=_is_heard_of(history), at=clock.now()),
        "can_go_public": may_publish(
            ticket.state, confidential=ticket.confidential, has_thread=ticket.question_id is not None
        ),
        "can_redact": reader.may(Permission.REDACT_TICKETS),
        "can_confide": ticket.owner_id == reader.id or reader.may(Permission.ADMINISTER),
    }


def _is_heard_of(history: Sequence[Row[Any]]) -> bool:
    return is_heard_of((line.act, line.facts) for line in history)


def _worked(ticket: Row[Any], reader: Actor) -> dict[str, Any]:
    times = times_of(ticket.id, reader)
    return {
        "notes_time": True,
        "times": times,
        "worked_minutes": sum(each.minutes for each in times),
        "minutes_by_note": {each.note_id: each.minutes for each in times if each.note_id},
    }


def _in_order(replies: Sequence[Row[Any]], notes: Sequence[Row[Any]]) -> list[tuple[str, Row[Any]]]:
    """Replies and notes by time, each with its kind: the template has a part of its own for either."""
    lines = [("reply", line) for line in replies] + [("note", line) for line in notes]
    return sorted(lines, key=lambda line: line[1].at)
