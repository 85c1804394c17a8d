"""Shapes of what is sent about tickets."""

from wtforms import BooleanField, SelectField

from forum.kernel.words import N_
from forum.tickets.rules import LONGEST_TEXT, LONGEST_TITLE
from forum.web.forms import AtMost, Form, LineField, Needed, WordsField


class PrivateTicketForm(Form):
    """A personal matter."""

    title = LineField(validators=[Needed(N_("Give it a title.")), AtMost(LONGEST_TITLE)])
    category = SelectField(validate_choice=True, default="")
    source = WordsField(validators=[Needed(N_("Describe what is wrong.")), AtMost(LONGEST_TEXT)])
    confidential = BooleanField()


class RewordForm(Form):
    """A ticket's own title and category."""

    title = LineField(validators=[Needed(N_("Give it a title.")), AtMost(LONGEST_TITLE)])
    category = SelectField(validate_choice=True, default="")
