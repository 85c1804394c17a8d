"""The page of results, and the part with similar threads."""

from typing import Any
from urllib.parse import urlencode

from flask import redirect, render_template, request
from werkzeug.wrappers import Response

from forum.kernel import clock
from forum.kernel.text.clean import clean_line
from forum.kernel.text.html import plain_text
from forum.pages.search.blueprint import bp
from forum.pages.search.chips import offered, taken
from forum.pages.search.noting import note_results, note_suggested
from forum.pages.search.numbers import place_of_number
from forum.pages.search.saving import saved_and_recent
from forum.pages.search.suggesting import suggestions_for
from forum.search.asking import Asker
from forum.search.filters import IN_FAQ, IN_KNOWN
from forum.search.grammar import LONGEST_QUERY
from forum.search.queries import PAGE, Results, advised, search
from forum.search.shelf.faq import entries_for
from forum.search.shelf.finding import OnShelf
from forum.search.shelf.known import issues_for
from forum.search.similar import solved_like
from forum.search.suggestions import suggestions
from forum.tickets.queries import ticket_page
from forum.web import guards
from forum.web.frame import rail_categories
from forum.web.paging import cursor_of, place_of
from forum.web.session import reader
from forum.web.words import language, zone

_ALL = 50


@bp.get("")
@guards.readers
def results() -> str | Response:
    """What the reader finds with his query, ten threads a page; a ticket's number alone leads to it."""
    typed = clean_line(request.args.get("q", ""))[: LONGEST_QUERY * 2]
    if place := place_of_number(typed, reader()):
        return redirect(place)
    after = request.args.get("after", "")
    skip = max(0, min(place_of(after, int, of="search")[0], PAGE * 100)) if after else 0
    asker = _asker()
    found = search(typed, asker, skip=skip)
    more = f"/search?{urlencode({'q': typed, 'after': cursor_of(found.next, of='search')})}" if found.next else ""
    if not skip:
        note_results(typed, found)
    beside = _beside(typed, found, asker, skip=skip)
    if not skip and (found.hits or not (beside["issues"] or beside["entries"])):
        found = advised(typed, found, asker)
    facts = {"found": found, "more": more, "skip": skip, **beside}
    return render_template("search/results.html", typed=typed, mine=None if typed else saved_and_recent(asker), **facts)


def _beside(typed: str, found: Results, asker: Asker, *, skip: int) -> dict[str, Any]:
    """What stands beside the threads: known issues and FAQ entries, and filters."""
    wanted, categories = found.wanted, {each["slug"]: each["name"] for each in rail_categories()}
    how: dict[str, Any] = {
        "language": language(),
        "most": _ALL if wanted.asks_shelf else 3,
        "well": not wanted.asks_shelf,
    }
    issues = OnShelf() if skip else issues_for(wanted, asker, **how)
    entries = OnShelf() if skip else entries_for(wanted, asker, **how)
    shelves = {IN_FAQ: entries.total, IN_KNOWN: issues.total}
    chips = {
        "taken": taken(typed, wanted, categories),
        "facets": []
        if found.is_makeshift
        else offered("" if wanted.is_empty else typed, wanted, found.counted, shelves=shelves, categories=categories),
    }
    return {"issues": issues.cards, "entries": entries.cards, **chips}


@bp.get("/suggestions")
@guards.readers
def suggest() -> str:
    """A part for the search box: what can be opened at once, while one is still typing."""
    typed = clean_line(request.args.get("q", ""))[:LONGEST_QUERY]
    asker = _asker()
    found = suggestions(typed, asker, language=language())
    facts = {"issues": found.issues, "entries": found.entries, "threads": found.threads}
    return render_template("search/_suggestions.html", **facts)


@bp.get("/similar")
@guards.readers
def similar() -> str:
    """A part for the ask form: open issues, entries and threads like a title and a text."""
    found = suggestions_for(request.args.get("title", ""), request.args.get("source", ""))
    key = request.args.get("key", "")
    note_suggested(found, key=key, category=request.args.get("category", ""))
    return render_template("search/_suggested.html", found=found, joins=True, asked=key)


@bp.get("/similar/tickets/<label>")
@guards.staff
def similar_to_ticket(label: str) -> str:
    """A part for a ticket's page: the same for staff, who join nothing there; its own thread is not among them."""
    ticket = ticket_page(label, reader())
    words = "" if ticket.opening_hidden else plain_text(ticket.html)
    found = suggestions_for(ticket.title, words, but_id=ticket.question_id)
    return render_template("search/_suggested.html", found=found, joins=False, asked="")


@bp.get("/similar/<id:question_id>")
@guards.readers
def similar_solved(question_id: int) -> str:
    """A part for the page of a thread: up to six solved ones like it."""
    threads = solved_like(question_id, _asker())
    return render_template("search/_similar.html", threads=threads)


def _asker() -> Asker:
    return Asker(reader(), at=clock.now(), zone=zone())
