"""Asking: one page, one submit. Without JavaScript a category's fields come by a "continue" that keeps the words."""

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from flask import flash, redirect, render_template, request
from sqlalchemy import Row
from werkzeug.wrappers import Response

from forum.accounts.actors import Actor
from forum.accounts.queries import devices_of
from forum.accounts.roles import Permission
from forum.conduct.actions import check_may_post
from forum.intake.actions import fields_of, form_in_force
from forum.intake.models import FieldKind, IntakeField, IntakeForm
from forum.intake.rules import completeness, form_name, label_of, left_out, option_names
from forum.kernel import clock
from forum.kernel.errors import Invalid, Refusal
from forum.kernel.text.markdown import render
from forum.pages.files.uploads import with_files
from forum.pages.questions.blueprint import bp
from forum.pages.questions.filling import Filled, changed_since, fill_in, filled_in, keep_files, offers_for
from forum.pages.questions.forms import AskForm
from forum.pages.search.noting import note_suggested
from forum.pages.search.suggesting import Suggested, suggestions_for
from forum.questions.actions import QuestionDraft, ask_question, asked_just_now
from forum.search.attempts import posted_from
from forum.topics.queries import category_named, open_categories, reading_groups
from forum.web import guards
from forum.web.accepting import accepting, rules_left_out
from forum.web.browsers import told_by
from forum.web.committing import once_sent
from forum.web.fragments import wants_part
from forum.web.guarding import notice, without_secrets
from forum.web.session import reader
from forum.web.toning import pause_to_look
from forum.web.typed import given_back, refused
from forum.web.words import _, language, sentence


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
    options = open_categories(reader())
    if not form.category.data and len(options) == 1:
        form.category.data = options[0].slug
    return _page(form, _place(form), Filled({}), options=options)


@bp.post("/questions/new")
@guards.permitted(Permission.ASK)
def go_on() -> str | Response:
    """The same form with the fields of the category that is chosen now; nothing is posted yet."""
    form, refusal = AskForm(), None
    found = None if wants_part() else _suggested(form)
    if found and not form.category.data:
        form.category.data = form.guessed.data = found.category
    place = _place(form)
    filled = _filled(place)
    try:
        _keep_files(form, place, filled)
        if request.form.get("act") == "fill" and place:
            fill_in(filled, offers_for(place.fields, filled, form.source.data or ""))
    except Refusal as met:
        refused(form, refusal := met)
    notice(_texts(form, filled).values())
    page = _page(form, place, filled, refusal, found)
    return given_back(page, refusal) if refusal else page


@bp.post("/questions")
@guards.permitted(Permission.ASK)
def ask() -> Response:
    """The question stands; a second submit of the same form leads to the first's question."""
    form, refusal = AskForm(), None
    place = _place(form)
    filled = _filled(place)
    try:
        _keep_files(form, place, filled)
        pause_to_look()
        _keep_secrets_out(form, filled)
        if form.validate():
            address = _asked(form, _chosen(place), filled)
            flash(_("Thank you. You are told as soon as somebody answers."), "good")
            return redirect(address, 303)
    except Refusal as met:
        refused(form, refusal := met)
    return given_back(_page(form, place, filled, refusal, besides=_left_out(place, filled)), refusal)


def _left_out(place: Place | None, filled: Filled) -> dict[str, str]:
    """By the name of its field, what else is to be done before the question can be sent: all of it is told at once."""
    missing = left_out(place.fields, filled.values, language()) if place else []
    return {refusal.field: sentence(refusal) for refusal in missing} | rules_left_out()


def _asked(form: AskForm, place: Place, filled: Filled) -> str:
    """The address of the question that this form has made, now or when it was sent before."""
    filled.check()
    draft = _draft(form, place, filled)

    def act(by: Actor) -> str:
        question = asked_just_now(draft, by=by, at=clock.now()) or ask_question(draft, by=by, at=clock.now())
        posted_from(form.key.data or "", question, by=by, at=clock.now())
        return f"/questions/{question.id}/{question.slug}"

    return once_sent(accepting(act))


def _draft(form: AskForm, place: Place, filled: Filled) -> QuestionDraft:
    source = form.source.data or ""
    return QuestionDraft(
        title=form.title.data or "",
        source=source,
        html=render(source),
        category_id=place.category.id,
        tags=form.tags.names,
        fields=filled.values,
        form_id=form.form_id.data,
        anonymous=bool(form.anonymous.data),
    )


def _filled(place: Place | None) -> Filled:
    return filled_in(place.fields, reader()) if place else Filled({})


def _suggested(form: AskForm) -> Suggested:
    found = suggestions_for(form.title.data or "", form.source.data or "")
    note_suggested(found, key=form.key.data or "", category=form.category.data or "")
    return found


def _keep_secrets_out(form: AskForm, filled: Filled) -> None:
    texts = without_secrets(_texts(form, filled))
    form.title.data, form.source.data = texts.pop(""), texts.pop(" ")
    filled.values.update(texts)


def _texts(form: AskForm, filled: Filled) -> dict[str, str]:
    """Everything that is written, by key; title and text under names that no key has."""
    return {"": form.title.data or "", " ": form.source.data or "", **filled.values}


def _keep_files(form: AskForm, place: Place | None, filled: Filled) -> None:
    form.source.data = with_files(form.source.data or "", "files")
    if place:
        keep_files(filled, place.fields)


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


def _page(
    form: AskForm,
    place: Place | None,
    filled: Filled,
    refusal: Refusal | None = None,
    found: Suggested | None = None,
    *,
    besides: Mapping[str, str] = MappingProxyType({}),
    options: Sequence[Row[Any]] | None = None,
) -> str:
    facts: dict[str, Any] = {"form": form, "place": place, "options": options or open_categories(reader())}
    if place is not None:
        facts |= _of_place(form, place, filled)
    wrong = {**besides, **({refusal.field: sentence(refusal)} if isinstance(refusal, Invalid) else {})}
    facts |= {"filled": filled, "form_name": form_name, "wrong": wrong, "suggested": found}
    return render_template("questions/new.html", **facts)


def _of_place(form: AskForm, place: Place, filled: Filled) -> dict[str, Any]:
    """The category's fields with what helps to fill them in, and what has changed since they were shown."""
    changed = changed_since(form.form_id.data, place.category.id, place.fields, language())
    if changed and changed.lost:
        lines = [f"{label}: {words}" for label, words in changed.lost]
        form.source.data = "\n\n".join([form.source.data or "", "\n".join(lines)]).strip("\n")
    devices = [field.key for field in place.fields if field.kind is FieldKind.DEVICE]
    mine = devices_of(reader().id) if devices else ()
    preset = {key: mine[0].label for key in devices if mine and key not in filled.chosen}
    return {
        "changed": changed,
        "told": told_by(request.user_agent.string),
        "devices": mine,
        "offers": offers_for(place.fields, filled, form.source.data or ""),
        "labels": {field.key: label_of(field, language()) for field in place.fields},
        "names": {field.key: option_names(field, language()) for field in place.fields},
        "complete": completeness(place.fields, {**filled.values, **preset}),
    }
