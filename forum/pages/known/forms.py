"""Shapes of what is sent about known issues and maintenance."""

from datetime import datetime

from wtforms import BooleanField, IntegerField, SelectField

from forum.kernel.words import N_
from forum.questions.rules import LONGEST_SOURCE, LONGEST_TITLE
from forum.web.forms import AtMost, LineField, MomentField, Needed, WordsField
from forum.web.meanwhile import OpenedForm

STATES = {
    "investigating": N_("Being investigated"),
    "identified": N_("Cause found"),
    "workaround": N_("There is a workaround"),
    "fixed": N_("Fixed"),
    "won't fix": N_("Will not be fixed"),
}
_NEWS_NEEDED = N_("Say in a sentence or two what is new.")


class NewsForm(OpenedForm):
    """An update: what is new, and what holds from now on."""

    news = WordsField(validators=[Needed(_NEWS_NEEDED), AtMost(LONGEST_SOURCE)])
    state = SelectField(validate_choice=True, default="investigating")
    next_update = MomentField()
    promised = MomentField()


class IssueForm(OpenedForm):
    """What an issue is about. `revision` is the number the form was opened on."""

    title = LineField(validators=[Needed(N_("Say in one sentence what is broken.")), AtMost(LONGEST_TITLE)])
    service = LineField()
    category = SelectField(validate_choice=True, default="")
    since = MomentField()
    is_major = BooleanField()
    source = WordsField(validators=[Needed(N_("Say what people notice, and who is affected.")), AtMost(LONGEST_SOURCE)])
    workaround = WordsField(validators=[AtMost(LONGEST_SOURCE)])
    revision = IntegerField(default=0)


class NewIssueForm(IssueForm, NewsForm):
    """A new issue with its first update."""


class WindowForm(OpenedForm):
    """A window of maintenance."""

    title = LineField(validators=[Needed(N_("Say in one sentence what is planned.")), AtMost(LONGEST_TITLE)])
    service = LineField()
    category = SelectField(validate_choice=True, default="")
    source = WordsField(validators=[Needed(N_("Say what will not work meanwhile.")), AtMost(LONGEST_SOURCE)])
    begins = MomentField()
    ends = MomentField()


def to_the_minute(moment: datetime) -> datetime:
    """The moment as a form says it."""
    return moment.replace(second=0, microsecond=0)
