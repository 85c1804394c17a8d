"""The page of results, and the part with similar threads."""

from urllib.parse import urlencode

from flask import Blueprint, render_template, request

from forum.kernel import clock
from forum.kernel.text.clean import clean_line
from forum.pages.search.chips import chips
from forum.search.grammar import LONGEST_QUERY
from forum.search.queries import PAGE, search
from forum.search.shelf.faq import entries_for, entries_like
from forum.search.similar import similar as threads_like
from forum.search.similar import solved_like
from forum.web import guards
from forum.web.paging import cursor_of, place_of
from forum.web.session import reader
from forum.web.words import language, zone

bp = Blueprint("search", __name__, url_prefix="/search")


@bp.get("")
@guards.readers
def results() -> str:
    """What the reader finds with his query, ten threads a page."""
    typed = clean_line(request.args.get("q", ""))[: LONGEST_QUERY * 2]
    after = request.args.get("after", "")
    skip = max(0, min(place_of(after, int)[0], PAGE * 100)) if after else 0
    found = search(typed, reader(), skip=skip, at=clock.now(), zone=zone())
    more = f"/search?{urlencode({'q': typed, 'after': cursor_of(found.next)})}" if found.next else ""
    today = clock.now().astimezone(zone()).date()
    entries = [] if skip else entries_for(typed, reader(), language=language(), today=today, most=3, well=True)
    facts = {"typed": typed, "found": found, "more": more, "skip": skip, "entries": entries}
    return render_template("search/results.html", chips=chips(typed), **facts)


@bp.get("/similar")
@guards.readers
def similar() -> str:
    """A part for the ask form: up to six threads like the title and text that are being typed."""
    text = f"{request.args.get('title', '')} {request.args.get('source', '')[:200]}"
    entries = entries_like(text, reader(), language=language())
    threads = threads_like(text, reader(), at=clock.now(), most=6 - len(entries))
    return render_template("search/_similar.html", entries=entries, threads=threads, heading="ask")


@bp.get("/similar/<id:question_id>")
@guards.readers
def similar_solved(question_id: int) -> str:
    """A part for the page of a thread: up to six solved ones like it."""
    threads = solved_like(question_id, reader(), at=clock.now())
    return render_template("search/_similar.html", threads=threads, heading="solved")
