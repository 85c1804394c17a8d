"""Editing entries. Who was slower sees both texts and loses nothing (409)."""

from typing import Any

from flask import redirect, render_template, request
from sqlalchemy import Row
from werkzeug.wrappers import Response

from forum.accounts.roles import Permission
from forum.kernel import clock
from forum.kernel.errors import Conflict, NotFound, Refusal
from forum.kernel.text.difference import difference
from forum.kernel.text.markdown import render
from forum.knowledge.faq.actions import check_entry, edit_entry, find_entry, restore_entry
from forum.knowledge.faq.models import FaqEntry, FaqState
from forum.knowledge.faq.queries.entry import entry_revision, entry_shown
from forum.pages.faq.blueprint import bp
from forum.pages.faq.forms import EntryForm
from forum.pages.faq.reading import address_of
from forum.pages.faq.writing import draft_of, entry_form, keep_category
from forum.web import guards
from forum.web.committing import committing
from forum.web.forms import number_in
from forum.web.guarding import keep_out
from forum.web.meanwhile import check_not_overtaken, opened_on
from forum.web.session import reader
from forum.web.typed import given_back, refused
from forum.web.words import _


@bp.route("/faq/<id:entry_id>/edit", methods=["GET", "POST"])
@guards.permitted(Permission.CURATE_FAQ)
def edit(entry_id: int) -> Response | str:
    """A form with the entry's words; saving makes a revision, and says on request that it is still true."""
    now, form = entry_shown(entry_id, reader()), entry_form()
    keep_category(form, now)
    if not form.is_submitted():
        for name, value in (standing := _standing(now)).items():
            form[name].data = value
        form.language.data, form.revision.data, form.opened.data = now.language, now.revision, opened_on(standing)
        return _page(form, now)
    refusal = None
    form.language.data = now.language  # an entry keeps its language; another one is its translation
    try:
        keep_out(form, "question", "source")
        if form.validate():
            return redirect(_edited(entry_id, form), 303)
    except Refusal as met:
        refused(form, refusal := met)
    return _again(form, entry_shown(entry_id, reader()), refusal)


@bp.post("/faq/<id:entry_id>/revisions/<id:number>/restore")
@guards.permitted(Permission.CURATE_FAQ)
def restore(entry_id: int, number: int) -> Response:
    """The entry says again what it said then."""
    entry_shown(entry_id, reader())
    old = entry_revision(entry_id, number)
    if old is None:
        raise NotFound
    html, reason = render(old.source), _("Back to revision %(number)s", number=number)
    seen = number_in(request.form.get("revision", "")) or 0
    with committing() as by:
        entry = find_entry(entry_id, by=by)
        restore_entry(entry, number, html, revision=seen, reason=reason, by=by, at=clock.now())
    return redirect(address_of(entry), 303)


def _standing(entry: FaqEntry | Row[Any]) -> dict[str, str]:
    """The entry as the form would say it."""
    words = {name: getattr(entry, name) for name in ("question", "source", "tags")}
    return {**words, "category": str(entry.category_id)}


def _edited(entry_id: int, form: EntryForm) -> str:
    draft = draft_of(form)
    with committing() as by:
        standing = _standing(entry := find_entry(entry_id, by=by))
        typed = {"question": draft.question, "source": draft.source, "tags": " ".join(draft.tags)}
        check_not_overtaken(form.opened.data, {**typed, "category": form.category.data}, standing)
        edit_entry(entry, draft, by=by, at=clock.now())
        if "checked" in request.form and entry.state is FaqState.PUBLISHED:
            check_entry(entry, by=by, at=clock.now())
    return address_of(entry)


def _again(form: EntryForm, now: Any, refusal: Refusal | None) -> Response:
    changes: Any = ()
    if isinstance(refusal, Conflict):
        keep_category(form, now)
        changes = difference(now.source, form.source.data or "")
        form.revision.data = now.revision
    return given_back(_page(form, now, changes), refusal)


def _page(form: EntryForm, now: Any, changes: Any = ()) -> str:
    return render_template("faq/form.html", form=form, editing=now, changes=changes, answer=None, other=None)
