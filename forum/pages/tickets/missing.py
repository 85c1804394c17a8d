"""Staff ask for all that is missing in one message; the requester answers all of it in one."""

from collections.abc import Mapping

from flask import request
from werkzeug.wrappers import Response

from forum.accounts.actors import Actor
from forum.accounts.roles import Permission
from forum.kernel import clock
from forum.kernel.errors import Invalid, Refusal
from forum.kernel.text.clean import clean_line, clean_text
from forum.kernel.text.markdown import render
from forum.pages.composing.picking import check_signed
from forum.pages.files.uploads import with_files
from forum.pages.tickets.standing import ANY_CHANGE, check_as_seen
from forum.pages.tickets.views import again, bp, sent
from forum.tickets.actions.find import find_ticket
from forum.tickets.actions.missing import answer_missing, answer_text, ask_for_missing, request_text
from forum.tickets.queries import asked_of, ticket_page
from forum.web import guards
from forum.web.forms import number_in
from forum.web.guarding import without_secrets
from forum.web.session import reader


@bp.post("/tickets/<label:label>/missing")
@guards.permitted(Permission.WORK_TICKETS)
def post_missing(label: str) -> Response:
    """The requester is asked for everything ticked, in one reply, and the ticket waits for him."""
    items = [clean_line(item) for item in request.form.getlist("item")]
    items.append(clean_line(request.form.get("other", "")))
    words = clean_text(request.form.get("words", ""))
    language = ticket_page(label, reader()).requester_language
    typed = {"asked_for": "", "words": words, "other": items[-1], "ticked": "\n".join(items[:-1])}
    try:
        check_signed(words, field="asked_for")
        source = request_text(items, words, language=language)
    except Invalid as refusal:
        return again(label, typed, refusal)
    html = render(source)

    def act(by: Actor) -> str:
        check_as_seen(ticket := find_ticket(label, by=by), state=ANY_CHANGE, owner_id=by.id)
        said = ask_for_missing(ticket, items, source, html, by=by, at=clock.now())
        return f"/tickets/{label}#reply-{said.id}"

    return sent(label, typed, act)


@bp.post("/tickets/<label:label>/missing/answers")
@guards.signed_in
def post_answers(label: str) -> Response:
    """All that the requester has filled in stands as one reply, and is not missing any more; also what he has answered
    before, in another window."""
    typed = {
        name: clean_text(value) for name, value in request.form.items() if number_in(name.removeprefix("missing-"))
    }
    asked = {each.id: each.label for each in asked_of(ticket_page(label, reader()).id)}
    try:
        typed |= _with_files(typed)
        kept = without_secrets(typed)
        answers = {int(name.removeprefix("missing-")): text for name, text in kept.items()}
        source = answer_text(asked, answers)
    except Refusal as refusal:
        return again(label, {"missing": "", **typed}, refusal)
    given, html = [id_ for id_, text in answers.items() if text.strip()], render(source)

    def act(by: Actor) -> str:
        said = answer_missing(find_ticket(label, by=by), given, source, html, by=by, at=clock.now())
        return f"/tickets/{label}#reply-{said.id}"

    return sent(label, {"missing": "", **kept}, act)


def _with_files(typed: Mapping[str, str]) -> dict[str, str]:
    """The answer that the form's files are: the first without words, or else the end of the last."""
    names = list(typed)
    empty = [name for name in names if not typed[name].strip()]
    return {name: with_files(typed[name], "files") for name in (empty[:1] or names[-1:])}
