"""Reading the FAQ, and saying whether it helped."""

from typing import Any

from flask import redirect, render_template, request
from sqlalchemy import Row
from werkzeug.wrappers import Response

from forum.accounts.roles import Permission
from forum.kernel import clock
from forum.kernel.errors import NotFound, Refusal
from forum.kernel.text.clean import clean_line
from forum.kernel.text.difference import difference
from forum.knowledge.faq.actions import (
    comment_on_entry,
    count_opening,
    find_entry,
    publication_of,
    vote_on_entry,
)
from forum.knowledge.faq.queries.entry import (
    entry_comments,
    entry_revision,
    entry_revisions,
    entry_shown,
    entry_steps,
    translations_of,
)
from forum.knowledge.faq.queries.lists import PAGE, entries_by_category, entries_in
from forum.pages.faq.blueprint import bp
from forum.pages.faq.forms import CommentForm
from forum.search.asking import Asker
from forum.search.grammar import LONGEST_QUERY
from forum.search.shelf.faq import entries_for
from forum.topics.queries import category_named
from forum.web import guards
from forum.web.committing import committing
from forum.web.fragments import wants_part
from forum.web.paging import cursor_of, place_of
from forum.web.session import reader
from forum.web.typed import given_back, refused
from forum.web.words import language, zone

_MOST_SHOWN = 2000  # ids of entries, which fit into an address


@bp.get("/faq")
@guards.readers
def show() -> str:
    """The most used entries of each category."""
    by_category: dict[int, list[Row[Any]]] = {}
    for row in entries_by_category(language(), reader()):
        by_category.setdefault(row.category_id, []).append(row)
    curates = reader().may(Permission.CURATE_FAQ)
    return render_template("faq/index.html", groups=list(by_category.values()), curates=curates)


@bp.get("/faq/categories/<slug>")
@guards.readers
def category(slug: str) -> str:
    """The entries of a category, the most used first."""
    found = category_named(slug, reader())
    if found is None:
        raise NotFound
    cursor, this = request.args.get("after", ""), f"faq {found.id}"
    shown = place_of(cursor, list, of=this)[0] if cursor else []
    rows = entries_in(found.id, reader(), shown=shown, most=PAGE + 1)
    shown = sorted([*shown, *(row.id for row in rows[:PAGE])])
    more = f"?after={cursor_of(shown, of=this)}" if len(rows) > PAGE and len(shown) <= _MOST_SHOWN else ""
    return render_template("faq/category.html", category=found, rows=rows[:PAGE], more=more)


@bp.get("/faq/search")
@guards.readers
def search() -> str:
    """The entries with the words that were typed."""
    typed = clean_line(request.args.get("q", ""))[:LONGEST_QUERY]
    asker = Asker(reader(), at=clock.now(), zone=zone())
    entries = entries_for(asker.wanted(typed), asker, language=language()).cards
    return render_template("faq/search.html", typed=typed, entries=entries)


@bp.get("/faq/<id:entry_id>")
@bp.get("/faq/<id:entry_id>/<slug>")
@guards.readers
def entry(entry_id: int, slug: str = "") -> Response | str:
    """One entry under its one address, with where it came from and when it is checked again."""
    shown = entry_shown(entry_id, reader())
    if slug != shown.slug:
        return redirect(address_of(shown), 301)
    return entry_page(shown)


@bp.post("/faq/<id:entry_id>/view")
@guards.signed_in
def view(entry_id: int) -> tuple[str, int]:
    """The reader has opened the entry; counts once a day."""
    entry_shown(entry_id, reader())
    day = clock.now().astimezone(zone()).date()
    with committing() as by:
        count_opening(find_entry(entry_id, by=by), day=day, by=by)
    return "", 204


@bp.post("/faq/<id:entry_id>/vote")
@guards.signed_in
def vote(entry_id: int) -> Response | str:
    """Whether the entry helped the reader: value 1, or not: value -1."""
    helped = request.form.get("value") != "-1"
    with committing() as by:
        vote_on_entry(find_entry(entry_id, by=by), helped=helped, by=by, at=clock.now())
    return _voted(entry_id)


@bp.post("/faq/<id:entry_id>/comment")
@guards.signed_in
def comment(entry_id: int) -> Response | str:
    """The owner hears what the reader says beside his vote."""
    form, refusal = CommentForm(), None
    entry_shown(entry_id, reader())
    if form.validate():
        try:
            with committing() as by:
                comment_on_entry(find_entry(entry_id, by=by), form.comment.data or "", by=by, at=clock.now())
            return _voted(entry_id)
        except Refusal as met:
            refused(form, refusal := met)
    return given_back(entry_page(entry_shown(entry_id, reader()), form), refusal)


@bp.get("/faq/<id:entry_id>/revisions")
@guards.readers
def history(entry_id: int) -> str:
    """Every revision of the entry, and who published, checked, retired it."""
    shown = entry_shown(entry_id, reader())
    return render_template(
        "faq/history.html", e=shown, revisions=entry_revisions(entry_id), steps=entry_steps(entry_id)
    )


@bp.get("/faq/<id:entry_id>/revisions/<id:number>")
@guards.readers
def change(entry_id: int, number: int) -> str:
    """What this revision changed."""
    shown = entry_shown(entry_id, reader())
    new, old = entry_revision(entry_id, number), entry_revision(entry_id, number - 1)
    if new is None:
        raise NotFound
    changes = difference(old.source if old else "", new.source)
    says_otherwise = (new.title, new.source, new.tags) != (shown.question, shown.source, shown.tags)
    may_restore = says_otherwise and reader().may(Permission.CURATE_FAQ)
    return render_template("faq/change.html", e=shown, old=old, new=new, changes=changes, may_restore=may_restore)


def address_of(entry: Any) -> str:
    """The address of an entry or its row."""
    return f"/faq/{entry.id}/{entry.slug}"


def entry_page(shown: Row[Any], form: CommentForm | None = None) -> str:
    """The entry's whole page; with `form`, a comment that was refused."""
    me = reader()
    facts = _facts(shown)
    if facts["curates"]:
        facts |= {"comments": entry_comments(shown.id), "publication": publication_of(shown.credited_id, by=me)}
    return render_template("faq/entry.html", form=form, translations=translations_of(shown, me), **facts)


def _facts(shown: Row[Any]) -> dict[str, Any]:
    me = reader()
    may_vote = me.is_authenticated and shown.state == "published" and shown.credited_id != me.id
    overdue = shown.review_due_at is not None and shown.review_due_at <= clock.now()
    return {"e": shown, "may_vote": may_vote, "overdue": overdue, "curates": me.may(Permission.CURATE_FAQ)}


def _voted(entry_id: int) -> Response | str:
    shown = entry_shown(entry_id, reader())
    if wants_part():
        return render_template("faq/_helped_part.html", form=None, **_facts(shown))
    return redirect(f"{address_of(shown)}#helped", 303)
