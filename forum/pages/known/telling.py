"""Opening a known issue, editing it, telling what is new."""

from typing import Any

from flask import redirect, render_template, request
from sqlalchemy import Row
from werkzeug.wrappers import Response
from wtforms.fields.choices import SelectChoice

from forum.accounts.actors import Actor
from forum.accounts.roles import Permission
from forum.kernel import clock
from forum.kernel.errors import Refusal
from forum.kernel.text.markdown import render
from forum.knowledge.known.actions import (
    IssueDraft,
    News,
    attach_threads,
    edit_issue,
    find_issue,
    open_issue,
    tell_news,
)
from forum.knowledge.known.models import IssueState, KnownIssue
from forum.knowledge.known.queries.issue import issue_shown
from forum.pages.known.blueprint import bp
from forum.pages.known.forms import IssueForm, NewIssueForm, NewsForm, to_the_minute
from forum.pages.known.news import NEWS_WITHIN, news_form, offer_choices, standing
from forum.pages.known.reading import address_of, issue_page
from forum.pages.questions.editing import markdown_of
from forum.pages.tickets.forms import category_options_with
from forum.questions.queries.posts import words_of
from forum.web import guards
from forum.web.committing import committing, once_sent
from forum.web.forms import choices, number_in
from forum.web.guarding import keep_out
from forum.web.meanwhile import opened_on
from forum.web.session import reader
from forum.web.typed import given_back, refused

_DESCRIBED = ("title", "source", "workaround")


@bp.route("/known-issues/new", methods=["GET", "POST"])
@guards.permitted(Permission.KEEP_KNOWN_ISSUES)
def new() -> Response | str:
    """A new issue with its first update; `thread` names the thread it was noticed in, which is attached."""
    form, thread = NewIssueForm(), _thread()
    offer_choices(form)
    if thread is not None:  # it stays among its readers, also where its category takes nothing new
        form.category.choices = _choices(thread)
    if not form.is_submitted():
        _prefill(form, thread)
        return _page(form, thread=thread)
    refusal = None
    try:
        keep_out(form, *_DESCRIBED, "news")
        if form.validate():
            return redirect(_opened(form, thread), 303)
    except Refusal as met:
        refused(form, refusal := met)
    return given_back(_page(form, thread=thread), refusal)


@bp.route("/known-issues/<id:issue_id>/edit", methods=["GET", "POST"])
@guards.permitted(Permission.KEEP_KNOWN_ISSUES)
def edit(issue_id: int) -> Response | str:
    """Title, description, workaround, severity: nobody is told of the change."""
    now, form = issue_shown(issue_id, reader()), IssueForm()
    form.category.choices = _choices(now)
    if not form.is_submitted():
        for name, value in (described := _described(now)).items():
            form[name].data = value
        form.revision.data, form.opened.data = now.revision, opened_on(described)
        return _page(form, editing=now)
    refusal = None
    try:
        keep_out(form, *_DESCRIBED)
        if form.validate():
            return redirect(_edited(issue_id, form), 303)
    except Refusal as met:
        refused(form, refusal := met)
    now = issue_shown(issue_id, reader())
    if refusal is not None and refusal.status == 409:
        form.revision.data, form.category.choices = now.revision, _choices(now)
    return given_back(_page(form, editing=now), refusal)


@bp.post("/known-issues/<id:issue_id>/updates")
@guards.permitted(Permission.KEEP_KNOWN_ISSUES)
def tell(issue_id: int) -> Response:
    """There is news: the timeline has it, and everybody who watches hears."""
    now, form = issue_shown(issue_id, reader()), news_form()
    refusal = None
    try:
        keep_out(form, "news")
        if form.validate():
            return redirect(_told(now, form), 303)
    except Refusal as met:
        refused(form, refusal := met)
    return given_back(issue_page(issue_shown(issue_id, reader()), form=form), refusal)


def _thread() -> Row[Any] | None:
    question_id = number_in(request.values.get("thread", ""))
    return words_of(question_id, reader()) if question_id else None


def _prefill(form: NewIssueForm, thread: Row[Any] | None) -> None:
    form.since.data, form.next_update.data = clock.now(), clock.now() + NEWS_WITHIN
    if thread is not None:
        form.title.data, form.category.data = thread.title, str(thread.category_id)
        form.source.data = markdown_of(thread)


def _opened(form: NewIssueForm, thread: Row[Any] | None) -> str:
    draft, news = _draft(form), _news(form)

    def act(by: Actor) -> str:
        issue = open_issue(draft, news, by=by, at=clock.now())
        if thread is not None:
            attach_threads(issue, [thread.id], by=by, at=clock.now())
        return address_of(issue)

    return once_sent(act)


def _edited(issue_id: int, form: IssueForm) -> str:
    draft = _draft(form)
    with committing() as by:
        described = _described(issue := find_issue(issue_id, by=by))
        form.check_not_overtaken(described)
        edit_issue(issue, draft, by=by, at=clock.now())
    return address_of(issue)


def _choices(now: Row[Any]) -> list[SelectChoice]:
    return choices(category_options_with(now, reader()))


def _described(issue: KnownIssue | Row[Any]) -> dict[str, Any]:
    """The issue as the form would say it, which knows no seconds."""
    facts = {name: getattr(issue, name) for name in ("title", "service", "source", "is_major")}
    more = {"workaround": issue.workaround_source, "since": to_the_minute(issue.since_at)}
    return {**facts, **more, "category": str(issue.category_id)}


def _told(now: Row[Any], form: NewsForm) -> str:
    news = _news(form)

    def act(by: Actor) -> str:
        form.check_not_overtaken(standing(issue := find_issue(now.id, by=by)))
        tell_news(issue, news, by=by, at=clock.now())
        return address_of(now)

    return once_sent(act)


def _draft(form: IssueForm) -> IssueDraft:
    source, workaround = form.source.data or "", form.workaround.data or ""
    return IssueDraft(
        title=form.title.data or "",
        service=form.service.data or "",
        source=source,
        html=render(source),
        category_id=number_in(form.category.data or "") or 0,
        since_at=form.since.data or clock.now(),
        is_major=bool(form.is_major.data),
        workaround_source=workaround,
        workaround_html=render(workaround) if workaround.strip() else "",
        revision=form.revision.data or 0,
    )


def _news(form: NewsForm) -> News:
    source = form.news.data or ""
    return News(
        source, render(source), IssueState(form.state.data), form.next_update.data, promised_at=form.promised.data
    )


def _page(form: Any, **about: Any) -> str:
    return render_template("known/form.html", form=form, **{"editing": None, "thread": None, **about})
