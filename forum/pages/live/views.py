"""The poll of an open page, and the completion of names."""

from typing import Any

from flask import render_template, request

from forum.kernel import clock
from forum.kernel.errors import NotFound
from forum.kernel.text.clean import clean_line
from forum.pages.live.blueprint import bp
from forum.pages.live.desk import queue_news, ticket_news
from forum.pages.live.queries import newer_answers, newer_comments, people_called, thread_now
from forum.pages.questions.show import head_facts
from forum.pages.questions.thread import question_shown
from forum.people.names import name_key
from forum.web import guards
from forum.web.forms import number_in
from forum.web.session import reader

_MOST_OF_A_NAME = 40


@bp.get("/live")
@guards.signed_in
def live() -> dict[str, Any]:
    """The unread count, and of the page's thread or ticket what is newer than the page."""
    asked, me = request.args, reader()
    desk = queue_news(asked, me) | ticket_news(asked, me, at=clock.now())
    news: dict[str, Any] = {"unread": me.unread_count, **desk}
    question_id = _number("thread")
    if not question_id:
        return news
    now = thread_now(question_id, me, at=clock.now())
    if now is None:
        raise NotFound
    return news if now.version == _number("since") else news | _changes(question_id, now.version)


@bp.get("/complete/people")
@guards.signed_in
def complete() -> dict[str, list[dict[str, str]]]:
    """Up to eight colleagues whose name or handle begins as typed."""
    start = name_key(clean_line(request.args.get("q", "")))[:_MOST_OF_A_NAME]
    rows = people_called(start) if start else []
    return {"people": [{"handle": row.handle, "name": row.name} for row in rows]}


def _changes(question_id: int, version: int) -> dict[str, Any]:
    me = reader()
    shown = question_shown(question_id, me, at=clock.now())
    if shown is None:
        raise NotFound
    answers = newer_answers(question_id, _number("answer"), me)
    comments = newer_comments(question_id, _number("comment"), me)
    announcement = render_template("questions/_new_posts.html", answers=answers, comments=comments).strip()
    banners = render_template("questions/_banners.html", **head_facts(shown, me))
    return {"version": version, "announcement": announcement, "parts": {"banners": banners}}


def _number(name: str) -> int:
    return number_in(request.args.get(name, "")) or 0
