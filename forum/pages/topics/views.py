"""What a category or a tag is for, and its questions."""

from urllib.parse import quote

from flask import redirect, render_template, request
from werkzeug.wrappers import Response

from forum.kernel.errors import Invalid, NotFound
from forum.kernel.text.clean import clean_line
from forum.notifications.watching import is_watched
from forum.pages.questions.filters import Filters
from forum.pages.questions.fragments import drawn_rows
from forum.pages.questions.listing import listing
from forum.pages.topics.blueprint import bp
from forum.questions.queries.counts import MOST
from forum.questions.queries.tags import PAGE, completed_tags, tag_counts, tags_in_use
from forum.topics.queries import synonyms_of, tag_named
from forum.topics.rules import clean_tag
from forum.web import guards
from forum.web.session import reader

_MOST_OF_A_NAME = 60


@bp.get("/tags")
@guards.readers
def tags() -> str:
    """The tags in use by name, with how many questions carry each."""
    rows = tags_in_use(reader(), after=clean_line(request.args.get("after", ""))[:_MOST_OF_A_NAME], most=PAGE + 1)
    shown, more = rows[:PAGE], len(rows) > PAGE
    counted = list(zip(shown, tag_counts([tag.id for tag in shown], reader()), strict=True))
    return render_template("topics/tags.html", tags=counted, most=MOST, next=shown[-1].name if more else "")


@bp.get("/tags/<name>")
@guards.readers
def tag(name: str) -> str | Response:
    """What the tag is for, its other words, and its questions."""
    found = tag_named(name.casefold()[:_MOST_OF_A_NAME])
    shown = listing(Filters(tag=found.name if found else name[:_MOST_OF_A_NAME]), reader(), cursor="")
    if found is None or shown.tag is None:
        raise NotFound
    if found.name != name:
        return redirect(f"/tags/{quote(found.name, safe='')}", 301)
    return render_template(
        "topics/tag.html", list=shown, tag=found, synonyms=synonyms_of(found.id), most=MOST, drawn_rows=drawn_rows,
        is_watched=is_watched("tag", found.id, reader()),
    )  # fmt: skip


@bp.get("/complete/tags")
@guards.signed_in
def complete() -> dict[str, list[str]]:
    """Up to ten tags that begin as typed."""
    try:
        start = clean_tag(request.args.get("q", "")[:_MOST_OF_A_NAME])
    except Invalid:
        return {"tags": []}
    return {"tags": completed_tags(start, reader())}


@bp.get("/categories/<slug>")
@guards.readers
def category(slug: str) -> str:
    """What the category is for, and its questions."""
    shown = listing(Filters(category=slug), reader(), cursor="")
    watched = shown.category is not None and is_watched("category", shown.category.id, reader())
    return render_template("topics/category.html", list=shown, most=MOST, drawn_rows=drawn_rows, is_watched=watched)
