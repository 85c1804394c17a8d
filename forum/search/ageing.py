"""What becomes of logged searches: their outcome after a week, nobody's name after eight days, at last nothing."""

from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, Update, and_, case, delete, exists, or_, update

from forum.kernel.db import session, transaction
from forum.questions.models import Question
from forum.questions.visibility import unrestricted
from forum.search.models import SearchLogged
from forum.search.settings import LOG_DAYS
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
