"""Staff keep the tags in order: description, name, synonyms, merging."""

from collections.abc import Callable
from typing import Any
from urllib.parse import quote

from flask import flash, make_response, redirect, render_template, request
from sqlalchemy import Row
from werkzeug.wrappers import Response

from forum.accounts.actors import Actor
from forum.accounts.roles import Permission
from forum.kernel import clock
from forum.kernel.errors import NotFound, Refusal
from forum.kernel.text.clean import clean_line, clean_text
from forum.pages.topics.blueprint import bp
from forum.questions.queries.tags import tags_in_figures
from forum.topics import actions
from forum.topics.models import Tag
from forum.topics.queries import synonyms_of, tag_named
from forum.web import guards
from forum.web.committing import committing
from forum.web.meanwhile import Overtaken, check_not_overtaken, opened_on
from forum.web.session import reader
from forum.web.words import _, sentence

Change = Callable[[Tag, Actor], None]


@bp.get("/tags/<name>/edit")
@guards.permitted(Permission.CURATE_TAGS)
def edit(name: str) -> str:
    """The forms that change a tag."""
    return _page(_known(name), {})


@bp.post("/tags/<name>/description")
@guards.permitted(Permission.CURATE_TAGS)
def describe(name: str) -> Response | tuple[str, int]:
    """The tag's page says what it is for."""
    typed = {"description": clean_text(request.form.get("description", ""))}

    def act(tag: Tag, by: Actor) -> None:
        check_not_overtaken(request.form.get("opened"), typed, {"description": tag.description})
        actions.describe_tag(tag, typed["description"], by=by, at=clock.now())

    return _changed(name, "description", act)


@bp.post("/tags/<name>/name")
@guards.permitted(Permission.CURATE_TAGS)
def rename(name: str) -> Response | tuple[str, int]:
    """The tag has another name; the old one leads to it."""

    def act(tag: Tag, by: Actor) -> None:
        check_not_overtaken(request.form.get("opened"), {"name": _line("name")}, {"name": tag.name})
        actions.rename_tag(tag, _line("name"), by=by, at=clock.now())

    return _changed(name, "name", act)


@bp.post("/tags/<name>/synonyms")
@guards.permitted(Permission.CURATE_TAGS)
def add_synonym(name: str) -> Response | tuple[str, int]:
    """Another word leads to the tag; back to the form, for the next one."""

    def act(tag: Tag, by: Actor) -> None:
        actions.add_synonym(tag, _line("synonym"), by=by, at=clock.now())

    return _changed(name, "synonym", act, then="/edit")


@bp.post("/tags/<name>/synonyms/undo")
@guards.permitted(Permission.CURATE_TAGS)
def remove_synonym(name: str) -> Response | tuple[str, int]:
    """A word no longer leads to the tag."""

    def act(tag: Tag, by: Actor) -> None:
        actions.remove_synonym(tag, _line("synonym"), by=by, at=clock.now())

    return _changed(name, "synonym", act, then="/edit")


@bp.post("/tags/<name>/merge")
@guards.permitted(Permission.CURATE_TAGS)
def merge(name: str) -> Response | tuple[str, int]:
    """Questions with this tag have the other instead, whose page follows; after a page that says how many they are."""
    into = _line("into").casefold()
    tag, other = _known(name), tag_named(into)
    if not request.form.get("sure") and other is not None and other.id != tag.id:
        figures = tags_in_figures(tag.id, other.id, reader())
        return make_response(render_template("topics/tag_merge.html", tag=tag, other=other, figures=figures))

    def act(tag: Tag, by: Actor) -> None:
        actions.merge_tags(tag, actions.tag_to_merge_into(into), by=by, at=clock.now())

    return _changed(name, "into", act, to=into)


def _changed(name: str, field: str, change: Change, *, to: str = "", then: str = "") -> Response | tuple[str, int]:
    """On to the tag, or what follows its address; what refuses the change stands at the field that was sent."""
    found = _known(name)
    try:
        with committing() as by:
            tag = actions.find_tag(found.name)
            change(tag, by)
            new = to or tag.name
    except Refusal as refusal:
        return _page(_known(name), {field: sentence(refusal)}, refusal), refusal.status
    flash(_("Saved."), "good")
    return redirect(f"/tags/{quote(new, safe='')}{then}", 303)


def _known(name: str) -> Row[Any]:
    found = tag_named(name.casefold())
    if found is None:
        raise NotFound
    return found


def _page(tag: Row[Any], wrong: dict[str, str], refusal: Refusal | None = None) -> str:
    overtaken = refusal if isinstance(refusal, Overtaken) else None
    return render_template(
        "topics/tag_edit.html",
        tag=tag,
        synonyms=synonyms_of(tag.id),
        wrong=wrong,
        overtaken=overtaken,
        typed=overtaken.merged if overtaken else request.form,
        opened_on=opened_on,
    )


def _line(field: str) -> str:
    return clean_line(request.form.get(field, ""))
