"""The form in which news of a known issue are told."""

from datetime import timedelta
from typing import Any

from sqlalchemy import Row

from forum.kernel import clock
from forum.pages.known.forms import STATES, NewIssueForm, NewsForm
from forum.pages.tickets.forms import category_options
from forum.web.forms import choices
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
    return form


def offer_choices(form: NewsForm | NewIssueForm) -> None:
    """The form offers the states, and the categories that the reader may choose."""
    form.state.choices = choices({value: _(label) for value, label in STATES.items()})
    if isinstance(form, NewIssueForm):
        form.category.choices = choices(category_options(reader()))
