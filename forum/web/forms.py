"""What all forms share: text cleaned once at the edge, sentences of our own for what is missing."""

import re
from collections.abc import Mapping
from datetime import MAXYEAR, MINYEAR, UTC, datetime, time
from typing import Any

from flask import request
from flask_wtf import FlaskForm
from werkzeug.datastructures import MultiDict
from wtforms import Field, IntegerField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import ValidationError
from wtforms.widgets import DateTimeLocalInput, TimeInput

from forum.kernel.errors import Invalid
from forum.kernel.text.clean import clean_line, clean_text
from forum.web.words import _, number, sentence, zone

_BETWEEN_TAGS = re.compile(r"[,;\s]+")


class Form(FlaskForm):
    """A form whose refusals stand beside the field they belong to."""

    class Meta(FlaskForm.Meta):  # type: ignore[misc]
        """How its fields are filled and drawn."""

        def wrap_formdata(self, form: Any, formdata: Any) -> Any:
            """Texts, as a form's fields send them: a file comes in another way, and JSON has values of any kind."""
            if formdata is None or isinstance(formdata, MultiDict):
                return formdata
            return request.form if request.method == "POST" and request.form else None

        def render_field(self, field: Field, render_kw: dict[str, Any]) -> Any:
            """A refused field says so, and which sentence tells why (`wrongs` of components/forms.html writes it)."""
            if field.errors:
                described = f"{render_kw.get('aria_describedby') or ''} {field.id}-wrong"
                render_kw = {**render_kw, "aria_invalid": "true", "aria_describedby": described.strip()}
            return super().render_field(field, render_kw)

    def refuse(self, refusal: Invalid) -> None:
        """The refusal's sentence stands beside its field, or above the form if it names none."""
        field = self._fields.get(refusal.field)
        if field is None:
            self.form_errors.append(sentence(refusal))
        else:
            field.errors = [*field.errors, sentence(refusal)]


class LineField(StringField):
    """One cleaned line."""

    def process_formdata(self, valuelist: list[Any]) -> None:
        """Takes the first value, cleaned."""
        if valuelist:
            self.data = clean_line(str(valuelist[0]))


class IdField(IntegerField):
    """A row's id that the page carries; what fits no row is refused as what is no number."""

    def process_formdata(self, valuelist: list[Any]) -> None:
        """Takes the first value."""
        super().process_formdata([each if number_in(str(each)) is not None else "-" for each in valuelist[:1] if each])


class MomentField(Field):
    """A day and time as the browser's own control sends it, in the reader's zone; `data` is UTC, None for nothing.

    What cannot be read stays in the control and is refused with a sentence. A time that a clock change skips counts as
    after it, one that comes twice as the first.
    """

    widget = DateTimeLocalInput()
    typed = ""

    def _value(self) -> str:
        return self.typed or (f"{self.data.astimezone(zone()):%Y-%m-%dT%H:%M}" if self.data else "")

    def process_data(self, value: Any) -> None:
        """Takes a moment in the place of what was typed."""
        self.data, self.typed = value, ""

    def process_formdata(self, valuelist: list[Any]) -> None:
        """Takes the first value."""
        self.typed = clean_line(str(valuelist[0])) if valuelist else ""
        self.data = None
        if self.typed:
            try:
                self.data = moment_in(self.typed)
            except Invalid as refusal:
                raise ValueError(sentence(refusal)) from None


class MinuteField(Field):
    """A time of day as the browser's own control sends it; `data` is the minute of the day, None for nothing."""

    widget = TimeInput()
    typed = ""

    def _value(self) -> str:
        return self.typed or ("" if self.data is None else f"{self.data // 60:02}:{self.data % 60:02}")

    @property
    def minutes(self) -> int:
        """The minute of the day; midnight for nothing."""
        return self.data or 0

    def process_formdata(self, valuelist: list[Any]) -> None:
        """Takes the first value."""
        self.typed = clean_line(str(valuelist[0])) if valuelist else ""
        self.data = None
        if self.typed:
            try:
                there = time.fromisoformat(self.typed)
            except ValueError:
                raise ValueError(_("Write the time as in 22:00.")) from None
            self.data = there.hour * 60 + there.minute


class TagsField(LineField):
    """Tags in one line, between blanks or commas."""

    @property
    def names(self) -> tuple[str, ...]:
        """The typed tags."""
        return tuple(name for name in _BETWEEN_TAGS.split(self.data or "") if name)


class WordsField(TextAreaField):
    """Cleaned text of many lines."""

    def process_formdata(self, valuelist: list[Any]) -> None:
        """Takes the first value, cleaned."""
        if valuelist:
            self.data = clean_text(str(valuelist[0]))


class Needed:
    """Something must be written; the sentence is given, since it names what."""

    field_flags = {"required": True}

    def __init__(self, message: str) -> None:
        self.message = message

    def __call__(self, _form: Any, field: Any) -> None:
        if not (field.data or "").strip():
            raise ValidationError(_(self.message))


class AtMost:
    """No more than `most` characters."""

    def __init__(self, most: int) -> None:
        self.most = most
        self.field_flags = {"maxlength": most}

    def __call__(self, _form: Any, field: Any) -> None:
        if len(field.data or "") > self.most:
            raise ValidationError(
                _(
                    "This is too long: %(length)s characters, and %(most)s are possible.",
                    length=number(len(field.data)),
                    most=number(self.most),
                )
            )


def choices(labels: Mapping[str, str]) -> list[SelectChoice]:
    """What a select field offers: value and label, in this order."""
    return [SelectChoice(value=value, label=label) for value, label in labels.items()]


def moment_in(text: str, *, field: str = "") -> datetime | None:
    """The day and time that the browser's control sent, in the reader's zone; None for nothing, else Invalid.

    So is a year that in another zone would be none that there is.
    """
    if not text:
        return None
    try:
        there = datetime.fromisoformat(text[:16]).replace(tzinfo=zone())
        if not MINYEAR < there.year < MAXYEAR:
            raise ValueError(text)
        return there.astimezone(UTC)
    except ValueError:
        raise Invalid("Write day and time like 2026-03-05 14:30.", field=field) from None


def number_in(text: str) -> int | None:
    """The id that was sent; None for anything that is no number or fits no row."""
    return int(text) if text.isdecimal() and len(text) < 19 else None


def chosen_in(text: str) -> int | None:
    """The id that was chosen; None for nothing, and 0, which no row has, for what is no id: it is refused as one that
    is not there, and not taken for nothing."""
    return (number_in(text) or 0) if text else None
