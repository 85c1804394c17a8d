"""Home: what waits for the reader, where he could help, what is going on."""

from datetime import timedelta
from typing import Any

from flask import Blueprint, render_template
from sqlalchemy import Row

from forum.accounts.actors import Actor
from forum.accounts.roles import Permission
from forum.answers.queries import tags_answered
from forum.feedback.queries import waiting_for
from forum.kernel import clock
from forum.knowledge.faq.queries.lists import used_since
from forum.knowledge.known.queries.board import open_issues
from forum.pages.admin.steps import first_steps
from forum.pages.questions.fragments import drawn_rows
from forum.pages.tickets.today import today
from forum.questions.queries.lists import Show, Sort, Wish, page_of_questions
from forum.tickets.queue import Wish as QueueWish
from forum.tickets.queue import own_tickets, queue
from forum.web import guards
from forum.web.session import reader

bp = Blueprint("home", __name__)
_WEEK = timedelta(days=7)
_OWN, _HELPABLE, _ACTIVE = 5, 5, 8


@bp.get("/")
@guards.readers
def show() -> str:
    """The search box first, then what is the reader's own, then others' questions."""
    return render_template("home/show.html", drawn_rows=drawn_rows, **_facts(reader()))


def _facts(actor: Actor) -> dict[str, Any]:
    own = page_of_questions(Wish(Show.MINE), actor, most=_OWN).rows if actor.is_authenticated else ()
    helpable = _helpable(actor)
    shown = {row.id for row in (*own, *helpable)}
    active = page_of_questions(Wish(), actor, most=_ACTIVE + len(shown)).rows
    return {
        "own": own,
        "helpable": helpable,
        "active": [row for row in active if row.id not in shown][:_ACTIVE],
        "steps": first_steps(actor) if actor.may(Permission.ADMINISTER) else [],
        "known": open_issues(actor, most=5),
        "asked": waiting_for(actor, at=clock.now()) if actor.is_authenticated else (),
        "tickets": _desk(actor)[:_OWN] if actor.is_authenticated else (),
        "faq": used_since(clock.now().date() - _WEEK, actor, most=3),
    }


def _helpable(actor: Actor) -> list[Row[Any]]:
    """Others' questions that nobody has answered: first those with tags the reader has answered before. Who
    cannot answer is shown none.

    Imported ones are past, until somebody says that he has the problem now.
    """
    if not actor.may(Permission.ANSWER):
        return []
    familiar = tags_answered(actor)
    rows = page_of_questions(Wish(Show.UNANSWERED, Sort.NEWEST, others=True), actor).rows
    asked_now = [row for row in rows if row.imported_from is None or row.affected_count]
    return sorted(asked_now, key=lambda row: familiar.isdisjoint(row.tags.split()))[:_HELPABLE]


def _desk(actor: Actor) -> Any:
    return queue(QueueWish("mine"), actor, today()) if actor.may(Permission.WORK_TICKETS) else own_tickets(actor)
