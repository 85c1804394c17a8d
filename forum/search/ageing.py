"""What becomes of searches and attempts to ask: an outcome after a week, no name after eight days, then nothing."""

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Update, and_, case, delete, exists, func, or_, update
from sqlalchemy.orm import InstrumentedAttribute, aliased

from forum.kernel.db import session, transaction
from forum.questions.models import Question, QuestionOnBehalf
from forum.questions.visibility import unrestricted
from forum.search.models import AskAttempt, SearchLogged
from forum.search.settings import ATTEMPT_DAYS, LOG_DAYS
from forum.tickets.models import Ticket
from forum.tickets.visibility import unrestricted as any_ticket

_OUTCOME, _NAMELESS = timedelta(days=7), timedelta(days=8)


def age_searches(at: datetime) -> None:
    """Every logged search is as old as it may be; due each hour, so that an outcome is that of one week.

    A search was the end of the matter if a thread was opened, and no question and no ticket of that person followed.
    """
    ended = and_(SearchLogged.opened_id.is_not(None), ~_asked_since(at))
    unsettled = SearchLogged.was_solved.is_(None), SearchLogged.at <= at - _OUTCOME
    named = SearchLogged.person_id.is_not(None), SearchLogged.at <= at - _NAMELESS
    with transaction():
        session.execute(_those(*unsettled).values(was_solved=case((ended, True), else_=False)))
        session.execute(_those(*named).values(person_id=None))
        session.execute(delete(SearchLogged).where(SearchLogged.at <= at - timedelta(days=LOG_DAYS())))


def _asked_since(at: datetime) -> ColumnElement[bool]:
    question = Question.author_id == SearchLogged.person_id, Question.created_at.between(SearchLogged.at, at)
    ticket = Ticket.requester_id == SearchLogged.person_id, Ticket.created_at.between(SearchLogged.at, at)
    return or_(exists().where(unrestricted(), *question), exists().where(any_ticket(), *ticket))


def _those(*which: ColumnElement[bool]) -> Update:
    return update(SearchLogged).where(*which).execution_options(synchronize_session=False)


def age_attempts(at: datetime) -> None:
    """Every attempt to ask is as old as it may be; due each hour, so that an outcome is that of one week.

    Of each it is known after a week whether its person opened a ticket, and whether he came back: asked in another
    form, or opened a suggestion beside one. Both of the same category, or of any where the attempt has none.
    """
    unsettled = AskAttempt.ticket_followed.is_(None), AskAttempt.person_id.is_not(None), AskAttempt.at <= at - _OUTCOME
    named = AskAttempt.person_id.is_not(None), AskAttempt.at <= at - _NAMELESS
    outcome = {
        "ticket_followed": case((_ticket_since(at), True), else_=False),
        "came_back": case((or_(_question_since(at), _attempt_since(at)), True), else_=False),
    }
    with transaction():
        session.execute(_attempts(*unsettled).values(outcome))
        session.execute(_attempts(*named).values(person_id=None))
        session.execute(delete(AskAttempt).where(AskAttempt.at <= at - timedelta(days=ATTEMPT_DAYS())))


def _ticket_since(at: datetime) -> ColumnElement[bool]:
    by_him = Ticket.requester_id == AskAttempt.person_id, Ticket.created_at.between(AskAttempt.at, at)
    return exists().where(any_ticket(), *by_him, _same_category(Ticket.category_id))


def _question_since(at: datetime) -> ColumnElement[bool]:
    """Another question than the attempt's own, under his name or without it: two conditions, each with its index."""
    since = (
        unrestricted(),
        Question.id != func.coalesce(AskAttempt.question_id, 0),
        Question.created_at.between(AskAttempt.at, at),
        _same_category(Question.category_id),
    )
    in_his_stead = QuestionOnBehalf.person_id == AskAttempt.person_id, QuestionOnBehalf.question_id == Question.id
    return or_(
        exists().where(Question.author_id == AskAttempt.person_id, *since), exists().where(*in_his_stead, *since)
    )


def _attempt_since(at: datetime) -> ColumnElement[bool]:
    later = aliased(AskAttempt)
    by_him = later.person_id == AskAttempt.person_id, later.at > AskAttempt.at, later.at <= at
    return exists().where(
        *by_him, or_(later.opened != "", later.question_id.is_not(None)), _same_category(later.category_id)
    )


def _same_category(category: ColumnElement[int | None] | InstrumentedAttribute[Any]) -> ColumnElement[bool]:
    return or_(AskAttempt.category_id.is_(None), category == AskAttempt.category_id)


def _attempts(*which: ColumnElement[bool]) -> Update:
    return update(AskAttempt).where(*which).execution_options(synchronize_session=False)
