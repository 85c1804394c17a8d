"""Taking a secret out of everything: where it stands is shown before it goes, and how far the worker is afterwards."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from flask import make_response, render_template, request
from sqlalchemy import Row
from werkzeug.wrappers import Response

from forum.accounts.actors import Actor
from forum.accounts.roles import Permission
from forum.diagnostics.secrets import secrets_in
from forum.kernel import clock
from forum.kernel.errors import Invalid
from forum.kernel.text.clean import clean_text
from forum.pages.moderation.blueprint import bp
from forum.pages.moderation.words import TEXTS
from forum.privacy.actions.redact import check_text, redact_in_thread, redact_in_ticket
from forum.privacy.models import Removal
from forum.privacy.queries import (
    Text,
    files_of_thread,
    files_of_ticket,
    posts_with,
    removal_shown,
    texts_of_thread,
    texts_of_ticket,
)
from forum.questions.queries.posts import words_of
from forum.tickets.queries import ticket_page
from forum.web import guards
from forum.web.committing import once_sent
from forum.web.session import reader
from forum.web.typed import done_or_given_back, given_back, wrong_of

_MOST_FOUND, _MOST_SOURCES = 8, 60
Redact = Callable[[str, Sequence[str], Actor], Removal]


@dataclass(frozen=True)
class _Place:
    """The thread or ticket in which somebody has seen the secret."""

    address: str
    title: str
    texts: Sequence[Text]
    files: Sequence[Row[Any]]


@bp.get("/questions/<id:question_id>/secret")
@guards.permitted(Permission.REDACT_POSTS)
def ask_secret(question_id: int) -> str:
    """Asks what is to go, and offers what looks like a secret."""
    return _page(_thread(question_id))


@bp.post("/questions/<id:question_id>/secret")
@guards.permitted(Permission.REDACT_POSTS)
def secret(question_id: int) -> Response:
    """Shows where the text stands; sent again from there, the text goes out of everything."""
    return _answer(
        _thread(question_id),
        lambda text, files, by: redact_in_thread(question_id, text, files, by=by, at=clock.now()),
    )


@bp.get("/tickets/<label:label>/secret")
@guards.permitted(Permission.REDACT_TICKETS)
def ask_ticket_secret(label: str) -> str:
    """Asks what is to go, and offers what looks like a secret."""
    return _page(_ticket(label))


@bp.post("/tickets/<label:label>/secret")
@guards.permitted(Permission.REDACT_TICKETS)
def ticket_secret(label: str) -> Response:
    """Shows where the text stands; sent again from there, the text goes out of everything."""
    return _answer(_ticket(label), lambda text, files, by: redact_in_ticket(label, text, files, by=by, at=clock.now()))


@bp.get("/removals/<id:removal_id>")
@guards.signed_in
def removal(removal_id: int) -> str:
    """How far the worker is, for whoever asked for it."""
    return render_template("moderation/removal.html", r=removal_shown(removal_id, reader()))


def _answer(place: _Place, redact: Redact) -> Response:
    text = clean_text(request.form.get("pick") or request.form.get("text", ""))
    if request.form.get("act") != "remove":
        return _looked(place, text)
    return done_or_given_back(
        lambda: once_sent(lambda by: f"/removals/{redact(text, request.form.getlist('files'), by).id}"),
        lambda refusal: _page(place, text=text, wrong=wrong_of(refusal)),
    )


def _looked(place: _Place, text: str) -> Response:
    try:
        check_text(text, place.texts)
    except Invalid as refusal:
        return given_back(_page(place, text=text, wrong=wrong_of(refusal)), refusal)
    return make_response(_page(place, text=text, found=[each for each in place.texts if text in each.words]))


def _page(place: _Place, *, text: str = "", found: Sequence[Text] = (), wrong: Any = None) -> str:
    everything = "\n\n".join(each.words for each in place.texts)
    values = dict.fromkeys(each.value for each in secrets_in(everything) if not each.is_address)
    return render_template(
        "moderation/secret.html",
        place=place,
        text=text,
        found=found,
        names=TEXTS,
        offered=list(values)[:_MOST_FOUND],
        sources=place.texts[:_MOST_SOURCES] if wrong else (),
        elsewhere=[each for each in posts_with(text, reader()) if each[1] != place.address] if found else [],
        wrong=wrong or {},
    )


def _thread(question_id: int) -> _Place:
    question = words_of(question_id, reader())
    return _Place(
        f"/questions/{question.id}", question.title, texts_of_thread(question.id), files_of_thread(question.id)
    )


def _ticket(label: str) -> _Place:
    ticket = ticket_page(label, reader())
    title = f"{ticket.label} {ticket.title}"
    return _Place(f"/tickets/{ticket.label}", title, texts_of_ticket(ticket.id), files_of_ticket(ticket.id))
