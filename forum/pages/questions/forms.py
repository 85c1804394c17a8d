"""Shapes of what is sent about questions, answers and comments."""

import re

from wtforms import BooleanField, HiddenField, IntegerField
from wtforms.validators import ValidationError

from forum.answers.rules import LONGEST_COMMENT
from forum.kernel.words import N_
from forum.questions.rules import LONGEST_REASON, LONGEST_SOURCE, LONGEST_TITLE
from forum.web.forms import AtMost, Form, IdField, LineField, Needed, TagsField, WordsField
from forum.web.words import _

_WORDS_NEEDED = N_("Please write something first.")


class AskForm(Form):
    """A new question. The category's own fields come beside it, by their names."""

    key = HiddenField()
    title = LineField(validators=[Needed(N_("Give your question a title.")), AtMost(LONGEST_TITLE)])
    category = LineField(validators=[Needed(N_("Choose a category, so that the right people see it."))])
    guessed = HiddenField(default="")  # the category that stands there without having been chosen
    form_id = IdField()
    source = WordsField(validators=[Needed(N_("Describe the problem.")), AtMost(LONGEST_SOURCE)])
    tags = TagsField()
    anonymous = BooleanField()


class PostForm(Form):
    """What stands in a thread once it is sent."""

    html: str = ""  # what the source makes, rendered before the transaction


class AnswerForm(PostForm):
    """A new answer."""

    source = WordsField(validators=[Needed(_WORDS_NEEDED), AtMost(LONGEST_SOURCE)])


class CommentForm(PostForm):
    """A new comment, or the words of one."""

    source = WordsField(validators=[Needed(_WORDS_NEEDED), AtMost(LONGEST_COMMENT)])
    revision = IntegerField(default=0)


class EditForm(Form):
    """An answer's new words. `revision` is the number the form was opened on."""

    source = WordsField(validators=[Needed(_WORDS_NEEDED), AtMost(LONGEST_SOURCE)])
    revision = IntegerField(default=0)
    reason = LineField(validators=[AtMost(LONGEST_REASON)])


class EditQuestionForm(EditForm):
    """A question's new words."""

    title = LineField(validators=[Needed(N_("Give your question a title.")), AtMost(LONGEST_TITLE)])
    tags = TagsField()


class ReasonForm(Form):
    """Why something is removed, hidden or locked."""

    reason = LineField(validators=[AtMost(LONGEST_REASON)])


class DuplicateForm(Form):
    """Which question it was before: one that was offered, or another one by its number or its address."""

    chosen = LineField()
    original = LineField()
    fix_failed = BooleanField()

    def validate_original(self, field: LineField) -> None:
        """One of both must be there."""
        if not (field.data or self.chosen.data):
            raise ValidationError(_("Choose the other question, or give its number or its address."))

    @property
    def original_id(self) -> int:
        """The number in what was typed, else in what was chosen; 0 if there is none that fits a row."""
        return number_of(self.original.data or self.chosen.data or "")


def number_of(typed: str) -> int:
    """The number of a question in what was typed, itself or its address; 0 if there is none that fits a row."""
    found = re.search(r"/questions/(\d{1,18})(?!\d)|^#?(\d{1,18})$", typed)
    return int(found[1] or found[2]) if found else 0


class MoveForm(Form):
    """The category a question belongs to."""

    category = LineField(validators=[Needed(N_("Choose a category."))])
