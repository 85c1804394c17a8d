"""New entries: promoted from an answer, written from scratch, or another entry in a second language."""

from typing import Any

from flask import flash, redirect, render_template, request
from werkzeug.wrappers import Response

from forum.accounts.actors import Actor
from forum.accounts.roles import Permission
from forum.answers.actions import find_answer
from forum.answers.queries import answer_words
from forum.kernel import clock
from forum.kernel.errors import Refusal
from forum.kernel.text.markdown import render
from forum.knowledge.faq.actions import (
    FaqDraft,
    find_entry,
    move_on,
    promote_answer,
    publication_of,
    publish_entry,
    write_entry,
)
from forum.knowledge.faq.models import FaqEntry
from forum.knowledge.faq.queries.entry import entries_of_answer, entry_shown
from forum.knowledge.faq.rules import LANGUAGES, Step, check_may_promote
from forum.pages.faq import words
from forum.pages.faq.blueprint import bp
from forum.pages.faq.forms import EntryForm
from forum.pages.faq.reading import address_of
from forum.pages.questions.editing import markdown_of
from forum.pages.tickets.forms import category_options, category_options_with
from forum.questions.language import guess_language
from forum.questions.models import Visibility
from forum.questions.queries.posts import words_of
from forum.web import guards
from forum.web.committing import once_sent
from forum.web.forms import choices, number_in
from forum.web.guarding import keep_out
from forum.web.session import reader
from forum.web.typed import given_back, refused
from forum.web.words import _


@bp.route("/faq/new", methods=["GET", "POST"])
@guards.permitted(Permission.CURATE_FAQ)
def new() -> Response | str:
    """An entry from scratch; `translates` names the entry that it says in another language."""
    other_id = number_in(request.values.get("translates", "")) or 0
    other = entry_shown(other_id, reader()) if other_id else None
    form = entry_form()
    if other is not None:
        keep_category(form, other)
    if not form.is_submitted():
        if other is not None:
            form.category.data, form.tags.data = str(other.category_id), other.tags
            form.language.data = next(each for each in LANGUAGES if each != other.language)
        else:
            form.question.data = request.args.get("question", "")[:200]
        return _page(form, other=other)

    def make(draft: FaqDraft, by: Actor) -> FaqEntry:
        original = find_entry(other_id, by=by) if other_id else None
        return write_entry(draft, translation_of=original, by=by, at=clock.now())

    return _made(form, make, other=other)


@bp.route("/answers/<id:answer_id>/faq", methods=["GET", "POST"])
@guards.permitted(Permission.CURATE_FAQ)
def promote(answer_id: int) -> Response | str:
    """The answer as an FAQ entry: its thread's title and its words stand in the form already."""
    answer = answer_words(answer_id, reader())
    thread, form = words_of(answer.question_id, reader()), entry_form()
    keep_category(form, thread)
    if not form.is_submitted():
        if known := entries_of_answer(answer_id, reader()):
            return redirect(address_of(known[0]), 303)
        _prefill(form, answer, thread)
        return _page(form, answer=answer)

    def make(draft: FaqDraft, by: Actor) -> FaqEntry:
        question, post = find_answer(answer_id, by=by)
        return promote_answer(question, post, draft, by=by, at=clock.now())

    return _made(form, make, answer=answer)


def entry_form() -> EntryForm:
    """The form, with the categories that the reader may choose."""
    form = EntryForm()
    form.category.choices = choices(category_options(reader()))
    return form


def keep_category(form: EntryForm, now: Any) -> None:
    """An entry may stand in the category of what it comes from, also if that takes nothing new: no other is chosen."""
    form.category.choices = choices(category_options_with(now, reader()))


def draft_of(form: EntryForm) -> FaqDraft:
    """What the form says, its Markdown rendered: before the transaction."""
    source = form.source.data or ""
    return FaqDraft(
        question=form.question.data or "",
        source=source,
        html=render(source),
        category_id=number_in(form.category.data or "") or 0,
        language=form.language.data or "en",
        tags=form.tags.names,
        revision=form.revision.data or 0,
        reason=form.reason.data or "",
    )


def _prefill(form: EntryForm, answer: Any, thread: Any) -> None:
    check_may_promote(is_public=thread.visibility == answer.visibility == Visibility.PUBLIC)
    form.question.data, form.tags.data = thread.title, thread.tags
    form.source.data, form.category.data = markdown_of(answer), str(thread.category_id)
    form.language.data = guess_language(f"{thread.title}\n{form.source.data}")


def _made(form: EntryForm, make: Any, **about: Any) -> Response:
    refusal = None
    try:
        keep_out(form, "question", "source")
        if form.validate():
            return redirect(_kept(form, make), 303)
    except Refusal as met:
        refused(form, refusal := met)
    return given_back(_page(form, **about), refusal)


def _kept(form: EntryForm, make: Any) -> str:
    """The address of the entry that this form has made, now or when it was sent before."""
    draft, told = draft_of(form), ""

    def act(by: Actor) -> str:
        nonlocal told
        entry = make(draft, by)
        told = _go_on(entry, by)
        return address_of(entry)

    address = once_sent(act)
    if told:
        flash(_(told), "good")
    return address


def _go_on(entry: FaqEntry, by: Actor) -> str:
    """A draft stays one if wished; else it is published where that is allowed, and sent for review where not.

    Gives the sentence that says so.
    """
    if request.form.get("then") == "draft":
        return words.DRAFTED
    if publication_of(entry.credited_id, by=by).is_allowed:
        publish_entry(entry, by=by, at=clock.now())
        return words.PUBLISHED
    move_on(entry, Step.SUBMIT, by=by, at=clock.now())
    return words.SUBMITTED


def _page(form: EntryForm, *, answer: Any = None, other: Any = None) -> str:
    me = reader()
    credited = answer.author_id if answer is not None else other.credited_id if other is not None else me.id
    publication = publication_of(credited, by=me)
    return render_template("faq/form.html", form=form, answer=answer, other=other, publication=publication)
