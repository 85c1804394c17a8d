"""Choosing a saved reply while one writes, and what has to be done to it before it is sent.

Pages that post answers and replies call the functions here; only staff have saved replies, for others they do nothing.
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from flask import Flask, Response, g, render_template, request
from sqlalchemy import Row

from forum.accounts.roles import Permission
from forum.kernel.errors import NotFound, Paused
from forum.kernel.text.clean import clean_line
from forum.pages.composing.blueprint import bp
from forum.questions.queries.posts import words_of
from forum.saved_replies.queries import suggested_replies, text_for, texts_inserted, usable_reply
from forum.saved_replies.rules import check_filled, check_made_own, check_signature
from forum.tickets.queries import ticket_page
from forum.web import guards
from forum.web.forms import number_in
from forum.web.session import reader
from forum.web.toning import pause_to_look


@dataclass(frozen=True, slots=True)
class About:
    """What is answered: the language that is spoken there, its category, and what its fields are filled with."""

    language: str
    category_id: int | None
    values: Mapping[str, str]


def about_ticket(label: str) -> About:
    """A ticket that the reader may see; NotFound otherwise."""
    ticket = ticket_page(label, reader())
    values = _values(ticket.requester_name, ticket.title) | {"ticket.number": ticket.label}
    return About(ticket.requester_language, ticket.category_id, values)


def about_question(question_id: int) -> About:
    """A question that the reader may see; NotFound otherwise. Who asked anonymously is not named."""
    question = words_of(question_id, reader())
    return About(question.language, question.category_id, _values(question.author_name or "", question.title))


@bp.get("/saved-replies/pick")
@guards.permitted(Permission.USE_SAVED_REPLIES)
def pick() -> str:
    """The saved replies with the words that are searched for, as a part of a page."""
    words = clean_line(request.args.get("q", ""))[:60]
    _list(_about_of_address(), words)
    return render_template("composing/_saved_list.html", about=request.args.get("about", ""), words=words)


@bp.get("/saved-replies/<id:saved_id>/text")
@guards.permitted(Permission.USE_SAVED_REPLIES)
def saved_text(saved_id: int) -> Response:
    """The words of one for what is answered, as plain text."""
    about, saved = _about_of_address(), usable_reply(saved_id, reader())
    return Response(text_for(saved, about.language, about.values), mimetype="text/plain")


def with_saved_reply(text: str, about: Callable[[], About]) -> str:
    """The text, with the saved reply at its end that a button of the form chose."""
    saved_id = number_in(request.form.get("insert", ""))
    if not saved_id or not _may():
        return text
    where, saved = about(), usable_reply(saved_id, reader())
    g.saved_used = [*_ids_sent(), saved_id]
    parts = text.strip("\n"), text_for(saved, where.language, where.values)
    return "\n\n".join(part for part in parts if part)


def check_sendable(text: str, about: Callable[[], About], *, field: str) -> None:
    """Paused if the form chose a saved reply or asked for hints; Invalid where staff have not made the text theirs."""
    _pause_to_pick(about)
    pause_to_look()
    if _may():
        _check_own_words(text, about, field=field)


def check_notable(text: str, about: Callable[[], About], *, field: str) -> None:
    """As check_sendable, for what IT alone reads: nobody is greeted in it, but no field may wait for its words."""
    _pause_to_pick(about)
    pause_to_look()
    check_filled(text, field=field)


def check_signed(text: str, *, field: str) -> None:
    """Invalid where staff close with a department's name instead of a person's."""
    if _may():
        check_signature(text, field=field)


def _pause_to_pick(about: Callable[[], About]) -> None:
    """Paused if the form was sent to choose a saved reply, or to see them; nothing is posted."""
    if not _may():
        return
    if "insert" in request.form:
        raise Paused("Inserted. Make it yours, then send it.")
    if "saved" in request.form:
        _list(about(), "")
        raise Paused("Not sent yet. Choose a saved reply.")


def _check_own_words(text: str, about: Callable[[], About], *, field: str) -> None:
    where = about()
    check_made_own(text, texts_inserted(used_ids(), reader(), where.language, where.values), field=field)
    check_signature(text, field=field)


def used_ids() -> Collection[int]:
    """The ids of the saved replies that the form's text was made of."""
    used: list[int] = g.get("saved_used", _ids_sent())
    return used if _may() else []


def saved_list() -> Sequence[Row[Any]]:
    """What this request has found to choose from."""
    found: Sequence[Row[Any]] = g.get("saved_list", ())
    return found


def init_picking(app: Flask) -> None:
    """Templates have `saved_list()` and `saved_used()`."""
    app.jinja_env.globals.update(saved_list=saved_list, saved_used=used_ids)


def _may() -> bool:
    return reader().may(Permission.USE_SAVED_REPLIES)


def _ids_sent() -> list[int]:
    return [number for said in request.form.getlist("used") if (number := number_in(said))][:5]


def _list(about: About, words: str) -> None:
    g.saved_list = suggested_replies(reader(), category_id=about.category_id, words=words)


def _values(name: str, title: str) -> dict[str, str]:
    return {"requester.name": name, "requester.call_name": name, "ticket.title": title, "me.name": reader().name}


def _about_of_address() -> About:
    """From `?about=ticket:IT-000007` or `?about=question:7`."""
    kind, _, name = request.args.get("about", "").partition(":")
    if kind == "ticket":
        return about_ticket(clean_line(name))
    if kind == "question" and (question_id := number_in(name)):
        return about_question(question_id)
    raise NotFound
