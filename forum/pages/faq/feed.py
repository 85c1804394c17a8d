"""What was published last, as an Atom feed under a personal key."""

from flask import Response

from forum.knowledge.faq.queries.lists import PAGE, newest_entries
from forum.pages.faq.blueprint import bp
from forum.pages.feeds.keyed import atom, person_of
from forum.web import guards


@bp.get("/feeds/<key>/faq.atom")
@guards.public
def feed(key: str) -> Response:
    """The newest entries as the key's person may see them; 404 for a key that is none any more."""
    rows = newest_entries(person_of(key), most=PAGE)
    updated = max((row.edited_at or row.published_at for row in rows), default=None)
    return atom("feeds/faq.xml", key, about="faq", updated=updated, rows=rows)
