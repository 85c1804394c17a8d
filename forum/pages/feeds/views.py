"""Atom feeds with the filters of the lists. The key in the address stands for its person and can be revoked."""

import hashlib

from flask import Response, current_app, redirect, render_template, request
from werkzeug.wrappers import Response as AnyResponse

from forum.accounts.feeds import feed_key_of, give_feed_key, person_of_feed_key, revoke_feed_key
from forum.kernel import clock
from forum.kernel.errors import NotFound
from forum.pages.feeds.blueprint import bp
from forum.pages.questions.filters import Filters
from forum.pages.questions.listing import listing
from forum.web import guards
from forum.web.committing import committing
from forum.web.session import reader

_LONGEST_KEY = 64
_OTHERS = ("faq.atom", "known-issues.atom", "known-issues.json")


@bp.get("/feeds/<key>/questions.atom")
@guards.public
def questions(key: str) -> Response:
    """A page of questions as the key's person may see them; 404 for a key that is none any more."""
    person = person_of_feed_key(key[:_LONGEST_KEY], at=clock.now())
    if person is None:
        raise NotFound
    shown = listing(Filters.of(request.args), person, cursor="")
    updated = max((row.active_at for row in shown.rows), default=clock.now())
    name = hashlib.sha256(f"{key} {shown.filters.query}".encode()).hexdigest()[:32]
    words = render_template("feeds/questions.xml", list=shown, site_url=_site(), updated=updated, name=name)
    response = Response(words, mimetype="application/atom+xml")
    response.headers["Cache-Control"] = "private, max-age=300"
    return response


@bp.get("/feeds")
@guards.signed_in
def address() -> str:
    """The address of a list as a feed, and what its key means."""
    query, key = Filters.of(request.args).query, feed_key_of(reader().id)
    feed = f"{_site()}/feeds/{key}/questions.atom" + (f"?{query}" if query else "") if key else ""
    others = {name: f"{_site()}/feeds/{key}/{name}" for name in _OTHERS} if key else {}
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
    return _back()


def _back() -> AnyResponse:
    query = Filters.of(request.form).query
    return redirect(f"/feeds?{query}".rstrip("?"), 303)


def _site() -> str:
    return str(current_app.extensions["environment"].public_url)
