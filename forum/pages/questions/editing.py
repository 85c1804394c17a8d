"""Editing questions, answers and comments. Who was slower sees both texts and loses nothing (409)."""

from typing import Any

from flask import redirect, render_template
from werkzeug.wrappers import Response

from forum.accounts.roles import Permission
from forum.answers.actions import edit_answer, edit_comment, find_answer, find_comment
from forum.answers.queries import answer_words, comment_words
from forum.conduct.actions import check_may_post
from forum.diagnostics.secrets import MASK
from forum.kernel import clock
from forum.kernel.errors import Conflict, Refusal
from forum.kernel.text.backwards import to_markdown
from forum.kernel.text.difference import difference
from forum.kernel.text.dotted import with_dots
from forum.kernel.text.markdown import render
from forum.pages.composing.picking import check_signed
from forum.pages.questions.blueprint import bp
from forum.pages.questions.forms import CommentForm, EditForm, EditQuestionForm
from forum.pages.questions.places import place_in
from forum.questions.actions import QuestionChange, Words, edit_question, find_question
from forum.questions.models import SourceFormat
from forum.questions.queries.posts import revision, words_of
from forum.questions.rules import Standing, check_may_edit
from forum.web import guards
from forum.web.committing import committing
from forum.web.guarding import keep_out
from forum.web.session import reader
from forum.web.typed import given_back, refused
from forum.web.words import _


@bp.route("/questions/<id:question_id>/edit", methods=["GET", "POST"])
@guards.signed_in
def edit(question_id: int) -> Response | str:
    """A form with the question's words; posting it makes a revision."""
    now = words_of(question_id, reader())
    form = EditQuestionForm()
    if not form.is_submitted():
        _check_may_open(now, now.on_behalf_id)
        form.title.data, form.tags.data, form.revision.data = now.title, now.tags, now.revision
        form.source.data = markdown_of(now)
        return _page("question", form, now)
    refusal = None
    try:
        keep_out(form, "title", "source")
        if form.validate():
            return redirect(_edited_question(question_id, form), 303)
    except Refusal as met:
        refused(form, refusal := met)
    return _again("question", form, words_of(question_id, reader()), refusal)


@bp.route("/answers/<id:answer_id>/edit", methods=["GET", "POST"])
@guards.signed_in
def edit_an_answer(answer_id: int) -> Response | str:
    """A form with the answer's words; posting it makes a revision."""
    now = answer_words(answer_id, reader())
    form = EditForm()
    if not form.is_submitted():
        _check_may_open(now, now.on_behalf_id if now.author_id is None else None)
        form.source.data, form.revision.data = markdown_of(now), now.revision
        return _page("answer", form, now)
    refusal = None
    try:
        check_signed(form.source.data or "", field="source")
        keep_out(form, "source")
        if form.validate():
            return redirect(_edited_answer(answer_id, form), 303)
    except Refusal as met:
        refused(form, refusal := met)
    return _again("answer", form, answer_words(answer_id, reader()), refusal)


@bp.route("/comments/<id:comment_id>/edit", methods=["GET", "POST"])
@guards.signed_in
def edit_a_comment(comment_id: int) -> Response | str:
    """A form with the comment's words; posting it changes them."""
    now = comment_words(comment_id, reader())
    form = CommentForm()
    if not form.is_submitted():
        _check_may_open(now, now.on_behalf_id if now.author_id is None else None)
        form.source.data, form.revision.data = now.source, now.revision
        return _page("comment", form, now)
    refusal = None
    try:
        check_signed(form.source.data or "", field="source")
        keep_out(form, "source")
        if form.validate():
            return redirect(_edited_comment(comment_id, form), 303)
    except Refusal as met:
        refused(form, refusal := met)
    return _again("comment", form, comment_words(comment_id, reader()), refusal)


def markdown_of(post: Any) -> str:
    """The post's source as Markdown; what was imported as HTML is turned into it."""
    is_html = getattr(post, "source_format", SourceFormat.MARKDOWN) == SourceFormat.HTML
    return to_markdown(post.source) if is_html else str(post.source)


def may_edit(post: Any) -> bool:
    """Whether the reader may give this question or answer other words now."""
    try:
        _check_may_open(post, post.on_behalf_id if post.author_id is None else None)
    except Refusal:
        return False
    return True


def _check_may_open(post: Any, on_behalf_id: int | None) -> None:
    """NotAllowed for whom saving would be refused: nobody types for nothing."""
    me = reader()
    check_may_post(by=me, at=clock.now())
    standing = Standing(post.visibility, is_locked=post.locked_at is not None)
    is_author = me.id in (post.author_id, on_behalf_id)
    check_may_edit(standing, is_author=is_author, may_edit_any=me.may(Permission.EDIT_ANY_POST))


def _edited_question(question_id: int, form: EditQuestionForm) -> str:
    source = form.source.data or ""
    change = QuestionChange(
        title=form.title.data or "",
        source=source,
        html=render(source),
        tags=form.tags.names,
        revision=form.revision.data or 0,
        reason=form.reason.data or "",
    )
    with committing() as by:
        question = find_question(question_id, by=by)
        edit_question(question, change, by=by, at=clock.now())
    return place_in(question)


def _edited_answer(answer_id: int, form: EditForm) -> str:
    words, seen = _words(form), form.revision.data or 0
    with committing() as by:
        question, answer = find_answer(answer_id, by=by)
        edit_answer(question, answer, words, revision=seen, reason=form.reason.data or "", by=by, at=clock.now())
    return place_in(question, f"answer-{answer_id}")


def _edited_comment(comment_id: int, form: CommentForm) -> str:
    words, seen = _words(form), form.revision.data or 0
    with committing() as by:
        question, comment = find_comment(comment_id, by=by)
        edit_comment(question, comment, words, revision=seen, by=by, at=clock.now())
    return place_in(question, f"comment-{comment_id}")


def _words(form: EditForm | CommentForm) -> Words:
    source = form.source.data or ""
    return Words(source, render(source))


def _page(kind: str, form: Any, post: Any, changes: Any = ()) -> str:
    return render_template("questions/edit.html", kind=kind, form=form, post=post, changes=changes)


def _again(kind: str, form: Any, now: Any, refusal: Refusal | None) -> Response:
    """The form as it was sent; after a conflict beside what the colleague wrote, ready to be saved knowingly."""
    changes: Any = ()
    if isinstance(refusal, Conflict):
        if kind == "question":
            _take_over(form, now)
        _take_out(form, now)
        changes = difference(markdown_of(now), form.source.data or "")
        form.revision.data = now.revision
    return given_back(_page(kind, form, now, changes), refusal)


def _take_over(form: EditQuestionForm, now: Any) -> None:
    """What only the colleague changed stands in the form as he left it: saving does not take it back unseen."""
    seen = form.revision.data or 0
    if not 0 < seen < now.revision:
        return
    begun = revision(now.id, seen)
    if form.title.data == begun.title:
        form.title.data = now.title
    if " ".join(form.tags.names) == begun.tags:
        form.tags.data = now.tags
    if (form.source.data or "").strip() == markdown_of(begun).strip():
        form.source.data = markdown_of(now)


def _take_out(form: Any, now: Any) -> None:
    """What was taken out of the post for good meanwhile goes out of the text that was being written, too."""
    mine, lacks = with_dots(markdown_of(now), form.source.data or "", MASK)
    if mine != form.source.data:
        form.form_errors.append(_("A secret was taken out while you were writing: your text has dots there, too."))
    elif lacks:
        form.form_errors.append(_("A secret was taken out while you were writing. Take it out of your text, too."))
    form.source.data = mine
    if "title" in form:
        form.title.data = with_dots(now.title, form.title.data or "", MASK)[0]
