"""What somebody who has not signed in sees of people: nothing, unless the company has opened that, too.

Names, handles and photos, and pictures and files in texts. Templates write `name|person_name` and so on.
"""

from functools import lru_cache

from flask import Flask, has_request_context
from markupsafe import Markup, escape

from forum.accounts.actions.closing import NOBODYS_NAME
from forum.accounts.actors import may_see_people
from forum.kernel.text.closed import closed_html
from forum.web.session import reader
from forum.web.words import _


def people_are_open() -> bool:
    """Whether the reader may know who people are and open what they attached."""
    return not has_request_context() or may_see_people(reader())


def person_name(name: str) -> str:
    """The name, or words in its place; who has none any more is called so in the reader's language."""
    if name and not people_are_open():
        return _("a colleague")
    return _(name) if name == NOBODYS_NAME else name


def person_fact(fact: str | None) -> str:
    """A handle, photo, department or place; empty where it stays closed."""
    return fact if fact and people_are_open() else ""


def post_html(html: str) -> Markup:
    """The text of a post, without the people it mentions and the files it shows where they stay closed."""
    return Markup(html) if people_are_open() else _closed(html, _("(a picture or file: sign in to see it)"))


@lru_cache(maxsize=512)
def _closed(html: str, in_place: str) -> Markup:
    return Markup(closed_html(html, files=f'<span class="soft">{escape(in_place)}</span>'))


def init_people(app: Flask) -> None:
    """Templates have the three filters and `people_are_open()`."""
    app.jinja_env.filters.update(person_name=person_name, person_fact=person_fact, post_html=post_html)
    app.jinja_env.globals["people_are_open"] = people_are_open
