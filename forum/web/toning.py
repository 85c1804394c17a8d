"""How a draft sounds, said to its writer alone, while he writes or when he asks for it. It never stops him."""

from collections.abc import Mapping

from flask import Flask, g, request

from forum.kernel.errors import NotFound, Paused
from forum.kernel.text.clean import clean_line, clean_text
from forum.kernel.words import N_
from forum.questions.language import guess_language
from forum.questions.queries.posts import filled_fields, words_of
from forum.tone.asked import asked_again, last_question
from forum.tone.check import LONGEST, Draft, Hint, Kind, hints_for
from forum.web.forms import number_in
from forum.web.session import reader
from forum.web.words import _

SENTENCES: Mapping[str, str] = {
    "blame": N_("“%(said)s” reads as a reproach. Say what happened, and what helps now."),
    "sarcasm": N_("“%(said)s” can hurt where it was meant lightly. Say it straight."),
    "insult": N_("“%(said)s” judges somebody. Speak about the problem."),
    "shouting": N_("“%(said)s” reads as shouting."),
    "jargon": N_("Not everybody knows “%(said)s”. Explain it in brackets, or do without."),
    "greeting": N_("It has no greeting. “Hi” and a name take a second."),
    "next_step": N_("It does not say what comes next: who does what, and by when."),
    "name": N_("Close with your own name; a department cannot be thanked."),
    "wall": N_("One paragraph is very long. Break it up, or make it a list of steps."),
    "asked_already": N_("It was said when it was asked: %(said)s."),
    "language": N_("It was asked in another language. Will your reader follow this one?"),
}
_LOOK = N_("Not sent yet. Look at the hints, then send it as you like.")
_NOTHING = N_("Not sent yet. Nothing stood out; send it when you like.")
TEXTS = ("source", "reply", "note", "fix")
"""What the composers' texts are called."""


def hints_of_form() -> list[tuple[Hint, str]]:
    """What is noticed in the text of this request's form, each with its sentence; nothing for who wants no hints."""
    me, form = reader(), request.form
    if not me.tone_check:
        return []
    text = clean_text(next((form[name] for name in TEXTS if form.get(name)), "")[:LONGEST])
    kind = form.get("tone_kind", "")
    draft = Draft(
        text,
        Kind(kind) if kind in set(Kind) else Kind.QUESTION,
        for_staff=me.is_staff,
        writer=me.name,
        reader=clean_line(form.get("tone_for", ""))[:80],
        written_in=guess_language(text),
        asked_in=form.get("tone_in", ""),
    )
    hints = [*hints_for(draft), *_asked_already(text)]
    return [(hint, _(SENTENCES[hint.rule], said=hint.said)) for hint in hints]


def _asked_already(text: str) -> list[Hint]:
    """The hint that the question at the end of the text was answered in the form; the fields are read only for one."""
    question, question_id = last_question(text), number_in(request.form.get("tone_about", ""))
    if not question or not question_id:
        return []
    try:
        words_of(question_id, reader())
    except NotFound:
        return []
    given = [(label, row.value) for row in filled_fields(question_id) for label in (row.label, row.label_ms) if label]
    said = asked_again(question, given)
    return [Hint("asked_already", said)] if said else []


def pause_to_look() -> None:
    """Paused, and the page shows the hints, if that is what the form's button asked for: nothing is posted."""
    if request.form.get("check") == "tone":
        g.tone_hints = hints = hints_of_form()
        raise Paused(_LOOK if hints else _NOTHING)


def tone_hints() -> list[tuple[Hint, str]]:
    """What this request has noticed."""
    found: list[tuple[Hint, str]] = g.get("tone_hints", [])
    return found


def kept_id() -> str:
    """The id of the kept draft that this form was made of; empty for none."""
    said = request.form.get("kept", "")
    return said if said.isdecimal() else ""


def init_toning(app: Flask) -> None:
    """Templates have `tone_hints()` and `kept_id()`."""
    app.jinja_env.globals.update(tone_hints=tone_hints, kept_id=kept_id)
