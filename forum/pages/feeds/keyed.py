"""What every feed shares: the person of the key in its address, its name, its answer."""

import hashlib
from datetime import datetime
from typing import Any

from flask import Response, current_app, render_template, request

from forum.accounts.actors import Actor
from forum.accounts.feeds import person_of_feed_key
from forum.kernel import clock
from forum.kernel.errors import NotFound
from forum.kernel.text.html import with_whole_addresses

_LONGEST_KEY = 64


def person_of(key: str) -> Actor:
    """The person whose key it is; NotFound for one that is none any more."""
    person = person_of_feed_key(key[:_LONGEST_KEY], at=clock.now())
    if person is None:
        raise NotFound
    return person


def atom(template: str, key: str, *, about: str, updated: datetime | None, **facts: Any) -> Response:
    """An Atom feed of this template. `about` says which of the key's feeds it is; `updated` is None if it is empty."""
    name = hashlib.sha256(f"{key} {about}".encode()).hexdigest()[:32]
    here = f"{site()}{request.full_path.rstrip('?')}"
    facts = {**facts, "site_url": site(), "here": here, "whole": whole}
    words = render_template(template, updated=updated or clock.now(), name=name, **facts)
    return private(Response(words, mimetype="application/atom+xml"))


def private(response: Response) -> Response:
    """The answer may be kept by the person's own feed reader, for five minutes."""
    response.headers["Cache-Control"] = "private, max-age=300"
    return response


def whole(html: str) -> str:
    """The stored HTML, with addresses that lead to the forum from wherever it is read."""
    return with_whole_addresses(html, site())


def site() -> str:
    """The address under which people reach the forum."""
    return str(current_app.extensions["environment"].public_url)
