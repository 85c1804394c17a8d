"""The board as feeds under a personal key: Atom, and JSON Feed 1.1 (jsonfeed.org)."""

import hashlib
from typing import Any

from flask import Response, current_app, jsonify, render_template

from forum.accounts.actors import Actor
from forum.accounts.feeds import person_of_feed_key
from forum.accounts.settings import SITE_NAME
from forum.kernel import clock
from forum.kernel.errors import NotFound
from forum.knowledge.known.queries.board import PAGE, newest_issues
from forum.pages.known.blueprint import bp
from forum.web import guards

_LONGEST_KEY = 64


@bp.get("/feeds/<key>/known-issues.atom")
@guards.public
def atom(key: str) -> Response:
    """The issues with the latest news, as the key's person may see them."""
    rows = newest_issues(_person(key), most=PAGE)
    updated = max((row.changed_at for row in rows), default=clock.now())
    name = hashlib.sha256(f"{key} known".encode()).hexdigest()[:32]
    words = render_template("feeds/known.xml", rows=rows, site_url=_site(), updated=updated, name=name)
    return _private(Response(words, mimetype="application/atom+xml"))


@bp.get("/feeds/<key>/known-issues.json")
@guards.public
def json_feed(key: str) -> Response:
    """The same for programs."""
    rows = newest_issues(_person(key), most=PAGE)
    feed = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": SITE_NAME(),
        "home_page_url": f"{_site()}/known-issues",
        "items": [_item(row) for row in rows],
    }
    return _private(jsonify(feed))


def _item(row: Any) -> dict[str, Any]:
    return {
        "id": f"{_site()}/known-issues/{row.id}",
        "url": f"{_site()}/known-issues/{row.id}/{row.slug}",
        "title": row.title,
        "content_html": row.workaround_html or row.title,
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


def _person(key: str) -> Actor:
    person = person_of_feed_key(key[:_LONGEST_KEY], at=clock.now())
    if person is None:
        raise NotFound
    return person


def _private(response: Response) -> Response:
    response.headers["Cache-Control"] = "private, max-age=300"
    return response


def _site() -> str:
    return str(current_app.extensions["environment"].public_url)
