"""A person's page."""

from collections.abc import Sequence
from typing import Any

from flask import Blueprint, redirect, render_template, request
from sqlalchemy import Row
from werkzeug.wrappers import Response

from forum.accounts.actors import may_see_people
from forum.accounts.queries import present_handle, profile, teams_of
from forum.accounts.roles import Permission
from forum.answers.queries import PAGE_OF_A_PERSON, answers_of
from forum.kernel.errors import NotFound
from forum.moderation.screening import about_waits
from forum.notifications.watching import is_watched
from forum.questions.queries.people import question_count, questions_of
from forum.web import guards
from forum.web.paging import cursor_of, moment_and_id
from forum.web.session import reader

bp = Blueprint("people", __name__)


@bp.get("/people/<handle>")
@guards.readers
def show(handle: str) -> str | Response:
    """Who somebody is, what he has answered and asked; a handle he gave up leads to the present one."""
    if not may_see_people(reader()):
        raise NotFound
    try:
        person = profile(handle)
    except NotFound:
        now = present_handle(handle)
        if now is None:
            raise
        return redirect(f"/people/{now}", 301)
    after = moment_and_id(request.args.get("after"), of=_answers_of(person))
    answers = answers_of(person.id, reader(), after=after)
    return render_template(
        "people/show.html",
        person=person,
        is_first=after is None,
        teams=teams_of(person.id),
        answers=answers[:PAGE_OF_A_PERSON],
        older=_older(person, answers),
        questions=questions_of(person.id, reader()) if after is None else (),
        question_count=question_count(person.id, reader()) if after is None else 0,
        about=_about(person),
        is_watched=person.is_it_staff and is_watched("person", person.id, reader()),
    )


def _older(person: Row[Any], answers: Sequence[Row[Any]]) -> str:
    """Where the answers before these are; nowhere if there are none."""
    if len(answers) <= PAGE_OF_A_PERSON:
        return ""
    last = answers[PAGE_OF_A_PERSON - 1]
    return f"/people/{person.handle}?after={cursor_of(last.created_at, last.id, of=_answers_of(person))}"


def _answers_of(person: Row[Any]) -> str:
    return f"answers of {person.id}"


def _about(person: Row[Any]) -> dict[str, Any]:
    """What the person says of himself. While it waits for a moderator, only he and staff read it."""
    waits = bool(person.about_html) and about_waits(person.id)
    may_read = not waits or reader().id == person.id or reader().may(Permission.SEE_REMOVED_POSTS)
    return {"html": person.about_html if may_read else "", "waits": waits and may_read}
