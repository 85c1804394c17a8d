"""Asking: one page, one submit. Without JavaScript a category's fields come by a "continue" that keeps the words."""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from flask import redirect, render_template, request
from sqlalchemy import Row
from werkzeug.wrappers import Response

from forum.accounts.actors import Actor
from forum.accounts.roles import Permission
from forum.conduct.actions import check_may_post, digest_of
from forum.intake.actions import fields_of, form_in_force
from forum.intake.models import IntakeField, IntakeForm
from forum.intake.rules import form_name
from forum.kernel import clock
from forum.kernel.errors import Invalid, Refusal
from forum.kernel.text.clean import clean_line
from forum.kernel.text.markdown import render
from forum.pages.files.uploads import with_files
from forum.pages.questions.blueprint import bp
from forum.pages.questions.forms import AskForm
from forum.pages.questions.typed import given_back, refused
from forum.questions.actions import QuestionDraft, ask_question
from forum.topics.queries import category_named, open_categories, reading_groups
from forum.web import guards
from forum.web.committing import once
from forum.web.session import reader


@dataclass(frozen=True, slots=True)
class Place:
    """The chosen category with the form that it asks, and the groups that may read it."""

    category: Row[Any]
    form: IntakeForm | None
    fields: list[IntakeField]
    groups: list[str]


@bp.get("/questions/new")
@guards.permitted(Permission.ASK)
def new() -> str:
    """The ask form; the address may bring title, category and tags."""
    check_may_post(by=reader(), at=clock.now())
    form = AskForm(request.args, meta={"csrf": False})
    form.key.data = secrets.token_urlsafe(16)
    return _page(form, _place(form))


@bp.post("/questions/new")
@guards.permitted(Permission.ASK)
def go_on() -> str:
    """The same form with the fields of the category that is chosen now; nothing is posted yet."""
    form = AskForm()
    form.source.data = with_files(form.source.data or "", "files")
    return _page(form, _place(form))


@bp.post("/questions")
@guards.permitted(Permission.ASK)
def ask() -> Response:
    """The question stands; a second submit of the same form leads to the first's question."""
    form, refusal = AskForm(), None
    place, digest = _place(form), digest_of(sorted(request.form.items()))
    try:
        form.source.data = with_files(form.source.data or "", "files")
        if form.validate():
            return redirect(_asked(form, _chosen(place), digest), 303)
    except Refusal as met:
        refused(form, refusal := met)
    return given_back(_page(form, place), refusal)


def _asked(form: AskForm, place: Place, digest: str) -> str:
    """The address of the question that this form has made, now or when it was sent before."""
    draft = _draft(form, place)

    def act(by: Actor) -> str:
        question = ask_question(draft, by=by, at=clock.now())
        return f"/questions/{question.id}/{question.slug}"

    return once(form.key.data or "", digest, act)


def _draft(form: AskForm, place: Place) -> QuestionDraft:
    source = form.source.data or ""
    return QuestionDraft(
        title=form.title.data or "",
        source=source,
        html=render(source),
        category_id=place.category.id,
        tags=form.tags.names,
        fields=_filled(place),
        form_id=form.form_id.data,
        anonymous=bool(form.anonymous.data),
    )


def _filled(place: Place) -> Mapping[str, str]:
    return {field.key: clean_line(request.form.get(form_name(field.key), "")) for field in place.fields}


def _place(form: AskForm) -> Place | None:
    found = category_named(form.category.data or "", reader())
    if found is None or found.archived_at is not None:
        return None
    intake = form_in_force(found.id)
    groups = reading_groups(found.id) if found.audience == "groups" else []
    return Place(found, intake, fields_of(intake), groups)


def _chosen(place: Place | None) -> Place:
    if place is None:
        raise Invalid("Choose one of the listed categories.", field="category")
    return place


def _page(form: AskForm, place: Place | None) -> str:
    facts: dict[str, Any] = {"form": form, "place": place, "options": open_categories(reader())}
    return render_template("questions/new.html", **facts, typed=request.form, form_name=form_name)
