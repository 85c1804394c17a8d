"""Atom feeds with the filters of the lists. The key in the address stands for its person and can be revoked."""

from flask import Response, flash, redirect, render_template, request
from werkzeug.wrappers import Response as AnyResponse

from forum.accounts.feeds import feed_key_of, give_feed_key, revoke_feed_key
from forum.pages.feeds.blueprint import bp
from forum.pages.feeds.keyed import atom, person_of, site
from forum.pages.questions.filters import Filters
from forum.pages.questions.listing import listing
from forum.questions.queries.posts import texts_of
from forum.web import guards
from forum.web.committing import committing
from forum.web.session import reader
from forum.web.words import _

_OTHERS = ("faq.atom", "known-issues.atom", "known-issues.json")


@bp.get("/feeds/<key>/questions.atom")
@guards.public
def questions(key: str) -> Response:
    """A page of questions as the key's person may see them; 404 for a key that is none any more."""
    person = person_of(key)
    shown = listing(Filters.of(request.args), person, cursor="")
    texts = texts_of([row.id for row in shown.rows], person)
    updated = max((row.active_at for row in shown.rows), default=None)
    return atom("feeds/questions.xml", key, about=shown.filters.query, updated=updated, list=shown, texts=texts)


@bp.get("/feeds")
@guards.signed_in
def address() -> str:
    """The address of a list as a feed, and what its key means."""
    query, key = Filters.of(request.args).query, feed_key_of(reader().id)
    feed = f"{site()}/feeds/{key}/questions.atom" + (f"?{query}" if query else "") if key else ""
    others = {name: f"{site()}/feeds/{key}/{name}" for name in _OTHERS} if key else {}
    return render_template("feeds/address.html", feed=feed, others=others, query=query)


@bp.post("/feeds/key")
@guards.signed_in
def give_key() -> AnyResponse:
    """The reader has a new key; addresses with the old one open nothing any more."""
    with committing() as by:
        give_feed_key(by=by)
    return _back()


@bp.post("/feeds/key/undo")
@guards.signed_in
def revoke_key() -> AnyResponse:
    """The reader's feeds have stopped."""
    with committing() as by:
        revoke_feed_key(by=by)
    flash(_("Your feeds have stopped. Addresses that you gave to programs open nothing any more."), "good")
    return _back()


def _back() -> AnyResponse:
    query = Filters.of(request.form).query
    return redirect(f"/feeds?{query}".rstrip("?"), 303)
