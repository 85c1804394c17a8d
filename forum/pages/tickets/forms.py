"""Shapes of what is sent about tickets."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Row
from wtforms import BooleanField, SelectField

from forum.accounts.actors import Actor
from forum.kernel.text.markdown import render
from forum.kernel.words import N_
from forum.pages.files.uploads import with_files
from forum.tickets.actions.make import PrivateRequest
from forum.tickets.rules import LONGEST_TEXT, LONGEST_TITLE
from forum.topics.queries import open_categories, readable_categories
from forum.web.forms import AtMost, Form, LineField, Needed, TagsField, WordsField, choices, number_in
from forum.web.guarding import keep_out
from forum.web.meanwhile import OpenedForm
from forum.web.words import _, language


def category_options(reader: Actor) -> dict[str, str]:
    """The categories that the reader may choose, by id, named in his language."""
    return _named(open_categories(reader))


def open_and_archived(reader: Actor) -> tuple[dict[str, str], dict[str, str]]:
    """The same, and those that take nothing new, in which tickets may stand."""
    rooms = readable_categories(reader)
    return _named([c for c in rooms if not c.archived_at]), _named([c for c in rooms if c.archived_at])


def _named(categories: Sequence[Row[Any]]) -> dict[str, str]:
    in_malay = language() == "ms"
    return {str(c.id): (c.name_ms if in_malay else "") or c.name for c in categories}


def category_options_with(now: Row[Any], reader: Actor) -> dict[str, str]:
    """The same for what is in a category already, which stands among them by its name also where it is archived."""
    named = (now.category_name_ms if language() == "ms" else "") or now.category_name
    return {str(now.category_id): named} | category_options(reader)


class PrivateTicketForm(Form):
    """A personal matter."""

    title = LineField(validators=[Needed(N_("Give it a title.")), AtMost(LONGEST_TITLE)])
    category = SelectField(validate_choice=True, default="")
    source = WordsField(validators=[Needed(N_("Describe what is wrong.")), AtMost(LONGEST_TEXT)])
    confidential = BooleanField()

    def offer_categories(self, reader: Actor) -> None:
        """The person may choose among those that he reads, or say that he does not know."""
        self.category.choices = choices({"": _("I do not know")} | category_options(reader))

    def request(self) -> PrivateRequest:
        """What was written, with its files and its HTML, as its writer has decided about secrets in it; Refusal."""
        self.source.data = with_files(self.source.data or "", "files")
        keep_out(self, "title", "source")
        source, category = self.source.data or "", number_in(self.category.data or "")
        return PrivateRequest(self.title.data or "", source, render(source), category, self.confidential.data)


class OnBehalfForm(PrivateTicketForm):
    """A colleague's matter, as IT staff write it down."""

    requester = LineField(validators=[Needed(N_("Say whom it is for."))])


class RewordForm(OpenedForm):
    """A ticket's own title and category."""

    title = LineField(validators=[Needed(N_("Give it a title.")), AtMost(LONGEST_TITLE)])
    category = SelectField(validate_choice=True, default="")


class PublicationForm(Form):
    """A ticket's words as everybody may read them."""

    title = LineField(validators=[Needed(N_("Give it a title.")), AtMost(LONGEST_TITLE)])
    category = SelectField(validators=[Needed(N_("Choose a category, so that the right people see it."))])
    tags = TagsField()
    source = WordsField(validators=[Needed(N_("Describe the problem.")), AtMost(LONGEST_TEXT)])
    answer = WordsField(validators=[Needed(N_("Say what solved it.")), AtMost(LONGEST_TEXT)])
    anonymous = BooleanField()
