"""Searches that somebody has made lately, and those that he keeps; known by their words, since they are his alone."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

from flask import flash, redirect, request
from sqlalchemy import Row
from werkzeug.wrappers import Response

from forum.accounts.actors import Actor
from forum.kernel import clock
from forum.kernel.errors import Invalid
from forum.kernel.text.clean import clean_line
from forum.pages.search.blueprint import bp
from forum.search.asking import Asker
from forum.search.grammar import Hint
from forum.search.saved import (
    forget_recent,
    recent_searches,
    remove_saved,
    save_search,
    saved_searches,
    tell_no_more,
    tell_of_new,
)
from forum.web import guards
from forum.web.committing import committing
from forum.web.words import _, sentence


@dataclass(frozen=True, slots=True)
class SavedAndRecent:
    """What the page of search offers again."""

    recent: Sequence[str] = ()
    saved: Sequence[Row[Any]] = ()
    doubts: Mapping[str, Sequence[Hint]] = field(default_factory=dict)


def saved_and_recent(asker: Asker) -> SavedAndRecent:
    """His latest searches and his saved ones, and what is wrong with these by now; nothing for nobody."""
    if not asker.reader.is_authenticated:
        return SavedAndRecent()
    saved = saved_searches(asker.reader.id)
    return SavedAndRecent(recent_searches(asker.reader.id), saved, asker.doubts(each.typed for each in saved))


@bp.post("/saved")
@guards.signed_in
def save() -> Response:
    """The search is kept."""
    return _done(_("Saved."), lambda typed, by: save_search(typed, by=by, at=clock.now()))


@bp.post("/saved/removal")
@guards.signed_in
def remove() -> Response:
    """The search is kept no longer."""
    return _done(_("Removed from your saved searches."), lambda typed, by: remove_saved(typed, by=by))


@bp.post("/saved/notices")
@guards.signed_in
def tell() -> Response:
    """Whoever keeps the search hears of new questions that fit."""
    return _done(
        _("You will hear of new questions that fit."), lambda typed, by: tell_of_new(typed, by=by, at=clock.now())
    )


@bp.post("/saved/notices/undo")
@guards.signed_in
def tell_not() -> Response:
    """He hears of them no more."""
    return _done(_("You will not hear of new questions any more."), lambda typed, by: tell_no_more(typed, by=by))


@bp.post("/recent/removal")
@guards.signed_in
def forget() -> Response:
    """Nobody knows any more what this person searched for."""
    with committing() as by:
        forget_recent(by=by)
    flash(_("Your recent searches are forgotten."), "good")
    return redirect("/search", 303)


def _done(words: str, act: Callable[[str, Actor], object]) -> Response:
    typed = clean_line(request.form.get("q", ""))
    try:
        with committing() as by:
            act(typed, by)
        flash(words, "good")
    except Invalid as refusal:
        flash(sentence(refusal), "error")
    return redirect(f"/search?{urlencode({'q': typed})}" if typed and "there" not in request.form else "/search", 303)
