"""The form in which news of a known issue are told."""

from datetime import timedelta
from typing import Any

from sqlalchemy import Row

from forum.kernel import clock
from forum.knowledge.known.models import KnownIssue
from forum.pages.known.forms import STATES, NewIssueForm, NewsForm, to_the_minute
from forum.pages.tickets.forms import category_options
from forum.web.forms import choices
from forum.web.meanwhile import opened_on
from forum.web.session import reader
from forum.web.words import _

NEWS_WITHIN = timedelta(hours=4)


def news_form(now: Row[Any] | None = None) -> NewsForm:
    """The form of an update; opened on an issue it offers its state."""
    form = NewsForm()
    offer_choices(form)
    if now is not None and not form.is_submitted():
        form.state.data, form.promised.data = now.state.value, now.promised_at
        form.next_update.data = clock.now() + NEWS_WITHIN
        form.opened.data = opened_on(standing(now))
    return form


def standing(issue: KnownIssue | Row[Any]) -> dict[str, Any]:
    """What news may change, as the form would say it, which knows no seconds."""
    return {"state": issue.state.value, "promised": issue.promised_at and to_the_minute(issue.promised_at)}


def offer_choices(form: NewsForm | NewIssueForm) -> None:
    """The form offers the states, and the categories that the reader may choose."""
    form.state.choices = choices({value: _(label) for value, label in STATES.items()})
    if isinstance(form, NewIssueForm):
        form.category.choices = choices(category_options(reader()))
