"""The board as feeds under a personal key: Atom, and JSON Feed 1.1 (jsonfeed.org)."""

from typing import Any

from flask import Response, jsonify

from forum.accounts.settings import SITE_NAME
from forum.knowledge.known.queries.board import PAGE, newest_issues
from forum.pages.feeds.keyed import atom, person_of, private, site, whole
from forum.pages.known.blueprint import bp
from forum.web import guards


@bp.get("/feeds/<key>/known-issues.atom")
@guards.public
def atom_feed(key: str) -> Response:
    """The issues with the latest news, as the key's person may see them."""
    rows = newest_issues(person_of(key), most=PAGE)
    updated = max((row.changed_at for row in rows), default=None)
    return atom("feeds/known.xml", key, about="known", updated=updated, rows=rows)


@bp.get("/feeds/<key>/known-issues.json")
@guards.public
def json_feed(key: str) -> Response:
    """The same for programs."""
    feed = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": SITE_NAME(),
        "home_page_url": f"{site()}/known-issues",
        "items": [_item(row) for row in newest_issues(person_of(key), most=PAGE)],
    }
    return private(jsonify(feed))


def _item(row: Any) -> dict[str, Any]:
    return {
        "id": f"{site()}/known-issues/{row.id}",
        "url": f"{site()}/known-issues/{row.id}/{row.slug}",
        "title": row.title,
        "content_html": whole(row.html + row.workaround_html),
        "date_published": row.since_at.isoformat(),
        "date_modified": row.changed_at.isoformat(),
        "tags": [row.state, row.service],
        "_tanya": {
            "state": row.state,
            "service": row.service,
            "major": row.is_major,
            "affected": row.affected_count,
            "next_update_due": row.next_update_due_at.isoformat() if row.next_update_due_at else None,
            "promised": row.promised_at.isoformat() if row.promised_at else None,
            "closed": row.closed_at.isoformat() if row.closed_at else None,
        },
    }
