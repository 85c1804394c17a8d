"""What was published last, as an Atom feed under a personal key."""

import hashlib

from flask import Response, current_app, render_template

from forum.accounts.feeds import person_of_feed_key
from forum.kernel import clock
from forum.kernel.errors import NotFound
from forum.knowledge.faq.queries.lists import PAGE, newest_entries
from forum.pages.faq.blueprint import bp
from forum.web import guards

_LONGEST_KEY = 64


@bp.get("/feeds/<key>/faq.atom")
@guards.public
def feed(key: str) -> Response:
    """The newest entries as the key's person may see them; 404 for a key that is none any more."""
    person = person_of_feed_key(key[:_LONGEST_KEY], at=clock.now())
    if person is None:
        raise NotFound
    rows = newest_entries(person, most=PAGE)
    updated = max((row.edited_at or row.published_at for row in rows), default=clock.now())
    name = hashlib.sha256(f"{key} faq".encode()).hexdigest()[:32]
    site = str(current_app.extensions["environment"].public_url)
    words = render_template("feeds/faq.xml", rows=rows, site_url=site, updated=updated, name=name)
    response = Response(words, mimetype="application/atom+xml")
    response.headers["Cache-Control"] = "private, max-age=300"
    return response
