"""Shapes of what is sent about tickets."""

from wtforms import BooleanField, SelectField

from forum.accounts.actors import Actor
from forum.kernel.words import N_
from forum.tickets.rules import LONGEST_TEXT, LONGEST_TITLE
from forum.topics.queries import open_categories
from forum.web.forms import AtMost, Form, LineField, Needed, TagsField, WordsField
from forum.web.words import language


def category_options(reader: Actor) -> dict[str, str]:
    """The categories that the reader may choose, by id, named in his language."""
    in_malay = language() == "ms"
    return {str(c.id): (c.name_ms if in_malay else "") or c.name for c in open_categories(reader)}


class PrivateTicketForm(Form):
    """A personal matter."""

    title = LineField(validators=[Needed(N_("Give it a title.")), AtMost(LONGEST_TITLE)])
    category = SelectField(validate_choice=True, default="")
    source = WordsField(validators=[Needed(N_("Describe what is wrong.")), AtMost(LONGEST_TEXT)])
    confidential = BooleanField()


class OnBehalfForm(PrivateTicketForm):
    """A colleague's matter, as IT staff write it down."""

    requester = LineField(validators=[Needed(N_("Say whom it is for."))])


class RewordForm(Form):
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
