"""Shapes of what is sent about FAQ entries."""

from wtforms import IntegerField, SelectField

from forum.kernel.words import N_
from forum.knowledge.faq.rules import LONGEST_COMMENT
from forum.questions.rules import LONGEST_REASON, LONGEST_SOURCE, LONGEST_TITLE
from forum.web.forms import AtMost, Form, LineField, Needed, TagsField, WordsField, choices
from forum.web.meanwhile import OpenedForm


class EntryForm(OpenedForm):
    """An entry's words. `revision` is the number the form was opened on, 0 for a new entry."""

    question = LineField(validators=[Needed(N_("Write the question as a reader would ask it.")), AtMost(LONGEST_TITLE)])
    source = WordsField(validators=[Needed(N_("Write the answer.")), AtMost(LONGEST_SOURCE)])
    category = SelectField(validate_choice=True, default="")
    language = SelectField(choices=choices({"en": "English", "ms": "Bahasa Melayu"}), default="en")
    tags = TagsField()
    revision = IntegerField(default=0)
    reason = LineField(validators=[AtMost(LONGEST_REASON)])


class CommentForm(Form):
    """What a reader tells the owner."""

    comment = WordsField(validators=[Needed(N_("Please write something first.")), AtMost(LONGEST_COMMENT)])
