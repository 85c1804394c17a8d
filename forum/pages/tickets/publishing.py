"""A solved private ticket is reworded by its publisher and becomes a question with its answer."""

import re
from typing import Any

from flask import flash, redirect, render_template
from sqlalchemy import Row
from werkzeug.wrappers import Response

from forum.accounts.actors import Actor
from forum.accounts.roles import Permission
from forum.kernel import clock
from forum.kernel.errors import Refusal
from forum.kernel.text.markdown import render
from forum.pages.composing.picking import check_signed
from forum.pages.tickets.forms import PublicationForm, category_options
from forum.pages.tickets.views import bp
from forum.questions.actions import QuestionDraft
from forum.tickets.actions.find import find_ticket
from forum.tickets.actions.publish import Publication, publish_ticket
from forum.tickets.queries import last_reply_of, ticket_page, words_of
from forum.tickets.rules import check_may_publish
from forum.web import guards
from forum.web.committing import once_sent
from forum.web.forms import choices
from forum.web.guarding import keep_out, notice
from forum.web.session import reader
from forum.web.typed import given_back, refused
from forum.web.words import _

_WRITTEN = ("title", "source", "answer")


@bp.route("/tickets/<label:label>/publication", methods=["GET", "POST"])
@guards.permitted(Permission.WORK_TICKETS)
def publication(label: str) -> str | Response:
    """A form with the ticket's words, to take private details out; posting it makes question and answer.

    What looks private in them is named at once: they were written for a few and will be read by all.
    """
    ticket, form = ticket_page(label, reader()), PublicationForm()
    form.category.choices = choices({"": _("Choose what it is about")} | category_options(reader()))
    if not form.is_submitted():
        has_thread = ticket.question_id is not None
        check_may_publish(ticket.state, confidential=ticket.confidential, has_thread=has_thread, by=reader())
        _fill(form, ticket)
        notice(form[name].data or "" for name in _WRITTEN)
        return _page(form, ticket)
    refusal = None
    if form.validate():
        try:
            check_signed(form.answer.data or "", field="answer")
            keep_out(form, *_WRITTEN)
            return redirect(_published(label, form), 303)
        except Refusal as met:
            refused(form, refusal := met)
    return given_back(_page(form, ticket), refusal)


def _page(form: PublicationForm, ticket: Row[Any]) -> str:
    words = {word for name in _WRITTEN for word in re.findall(r"\w+", (form[name].data or "").casefold())}
    is_named = any(part.casefold() in words for part in ticket.requester_name.split() if len(part) > 1)
    return render_template("tickets/publication.html", ticket=ticket, form=form, is_named=is_named)


def _fill(form: PublicationForm, ticket: Row[Any]) -> None:
    form.title.data, form.tags.data = ticket.title, ticket.tags
    form.source.data = "" if ticket.opening_hidden else words_of(ticket.id)
    form.answer.data = last_reply_of(ticket.id)
    form.category.data, form.anonymous.data = str(ticket.category_id or ""), True


def _published(label: str, form: PublicationForm) -> str:
    """The address of the question that this form has made, now or when it was sent before."""
    source, answer = form.source.data or "", form.answer.data or ""
    draft = QuestionDraft(
        form.title.data or "",
        source,
        render(source),
        int(form.category.data),
        tags=form.tags.names,
        anonymous=form.anonymous.data,
    )
    html = render(answer)

    def act(by: Actor) -> str:
        question = publish_ticket(find_ticket(label, by=by), Publication(draft, answer, html), by=by, at=clock.now())
        flash(_("%(label)s stands in the forum now, with your answer.", label=label), "good")
        return f"/questions/{question.id}/{question.slug}"

    return once_sent(act)
