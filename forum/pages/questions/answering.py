"""Answers and comments: writing them."""

from collections.abc import Callable

from flask import redirect, render_template
from werkzeug.wrappers import Response

from forum.accounts.actors import Actor
from forum.accounts.roles import Permission
from forum.answers.actions import answered_just_now, commented_just_now, find_answer, post_answer, post_comment
from forum.answers.models import Answer
from forum.answers.queries import answer_words
from forum.conduct.actions import check_may_post
from forum.kernel import clock
from forum.kernel.errors import Refusal
from forum.kernel.text.markdown import render
from forum.pages.composing.picking import (
    About,
    about_question,
    check_sendable,
    check_signed,
    used_ids,
    with_saved_reply,
)
from forum.pages.files.uploads import with_files
from forum.pages.questions.blueprint import bp
from forum.pages.questions.forms import AnswerForm, CommentForm, PostForm
from forum.pages.questions.places import place_in
from forum.pages.questions.show import comment_part
from forum.questions.actions import find_question
from forum.questions.models import Question
from forum.questions.queries.posts import words_of
from forum.saved_replies.actions import count_use
from forum.web import guards
from forum.web.accepting import accepting, rules_left_out
from forum.web.committing import once_sent
from forum.web.fragments import page_or_part, wants_part
from forum.web.guarding import keep_out
from forum.web.session import reader
from forum.web.toning import pause_to_look
from forum.web.typed import given_back, refused


@bp.post("/questions/<id:question_id>/answers")
@guards.permitted(Permission.ANSWER)
def post(question_id: int) -> Response:
    """The answer stands below the question; a second submit of the same form changes nothing."""
    form, refusal = AnswerForm(), None

    def about() -> About:
        return about_question(question_id)

    try:
        form.source.data = with_saved_reply(with_files(form.source.data or "", "files"), about)
        check_sendable(form.source.data, about, field="source")
        keep_out(form, "source")
        if form.validate():
            return redirect(_once(form, lambda by: _answered(question_id, form, by)), 303)
    except Refusal as met:
        refused(form, refusal := met)
    question = words_of(question_id, reader())
    page = render_template("questions/answer.html", form=form, q=question, wrong=rules_left_out())
    return given_back(page, refusal)


@bp.get("/questions/<id:question_id>/comments/new")
@guards.permitted(Permission.COMMENT)
def comment_on_question(question_id: int) -> str:
    """A small form for a comment on the question."""
    check_may_post(by=reader(), at=clock.now())
    title = words_of(question_id, reader()).title
    return _comment_form(CommentForm(), f"/questions/{question_id}", question_id, title)


@bp.get("/answers/<id:answer_id>/comments/new")
@guards.permitted(Permission.COMMENT)
def comment_on_answer(answer_id: int) -> str:
    """A small form for a comment on the answer."""
    check_may_post(by=reader(), at=clock.now())
    answer = answer_words(answer_id, reader())
    return _comment_form(CommentForm(), f"/answers/{answer.id}", answer.question_id, answer.title)


@bp.post("/questions/<id:question_id>/comments")
@guards.permitted(Permission.COMMENT)
def post_on_question(question_id: int) -> Response | str:
    """The comment stands under the question."""

    def act(form: CommentForm, by: Actor) -> str:
        return _comment_in(find_question(question_id, by=by), None, form, by)

    return _commented(act, f"/questions/{question_id}", question_id, 0)


@bp.post("/answers/<id:answer_id>/comments")
@guards.permitted(Permission.COMMENT)
def post_on_answer(answer_id: int) -> Response | str:
    """The comment stands under the answer."""

    def act(form: CommentForm, by: Actor) -> str:
        return _comment_in(*find_answer(answer_id, by=by), form, by)

    return _commented(act, f"/answers/{answer_id}", answer_words(answer_id, reader()).question_id, answer_id)


def _answered(question_id: int, form: AnswerForm, by: Actor) -> str:
    question = find_question(question_id, by=by)
    if before := answered_just_now(question, form.source.data or "", by=by, at=clock.now()):
        return place_in(question, f"answer-{before}")
    count_use(used_ids())
    answer = post_answer(question, form.source.data or "", form.html, by=by, at=clock.now())
    return place_in(question, f"answer-{answer.id}")


def _comment_in(question: Question, answer: Answer | None, form: CommentForm, by: Actor) -> str:
    source, at = form.source.data or "", clock.now()
    id_ = commented_just_now(question, source, on=answer, by=by, at=at)
    if id_ is None:
        id_ = post_comment(question, source, form.html, on=answer, by=by, at=at).id
    return place_in(question, f"comment-{id_}")


def _commented(act: Callable[[CommentForm, Actor], str], post: str, thread_id: int, answer_id: int) -> Response | str:
    form, refusal = CommentForm(), None
    try:
        pause_to_look()
        check_signed(form.source.data or "", field="source")
        keep_out(form, "source")
        if form.validate():
            address = _once(form, lambda by: act(form, by))
            return comment_part(thread_id, answer_id) if wants_part() else redirect(address, 303)
    except Refusal as met:
        refused(form, refusal := met)
    return given_back(_comment_form(form, post, thread_id, words_of(thread_id, reader()).title), refusal)


def _once(form: PostForm, act: Callable[[Actor], str]) -> str:
    """The address that `act` gives, or that it gave when this form was sent before."""
    form.html = render(form.source.data or "")
    return once_sent(accepting(act))


def _comment_form(form: CommentForm, post: str, thread_id: int, title: str) -> str:
    facts = {"form": form, "post": post, "thread_id": thread_id, "title": title}
    return page_or_part("questions/comment.html", "questions/_comment_form.html", **facts)
