"""What a free text, such as a mail, answers of a form's fields by itself. Only what is certain: the rest is asked."""

import re
from collections.abc import Mapping, Sequence

from forum.diagnostics.reports import facts_of, recognised
from forum.intake.models import FieldKind
from forum.intake.rules.answers import option_names
from forum.intake.rules.shapes import Field, field_called

_CHOOSES = (FieldKind.CHOICE, FieldKind.CHOICES)
_COLON = re.compile("[:\uff1a]")
_LONGEST_LABEL, _LONGEST_ANSWER = 80, 400  # characters
_UNLIKE_A_WORD = re.compile(r"\d|\w\W+\w|[a-z][A-Z]")  # "Windows 11", "Floor three", "macOS"; not "Other"

_DENIED = re.compile(
    r"\b(?:not|no|never|except|instead|without|unlike|bukan|tidak|tiada|kecuali|tanpa)\b[^.!?\n]{0,30}$", re.IGNORECASE
)


def as_answer(field: Field, fact: str) -> str:
    """What a report tells, as this field takes it: of options the longest that the fact has in it."""
    if field.kind in (FieldKind.TEXT, FieldKind.DEVICE) or not fact:
        return fact
    said = fact.casefold()
    known = [option for option in field.options if option.casefold() in said]
    return max(known, key=len, default="") if field.kind is FieldKind.CHOICE else ""


def told_in(fields: Sequence[Field], text: str, files: Sequence[str] = ()) -> dict[str, str]:
    """The answers that the text gives, by key: in a line "label: answer", by a pasted report, as one of a field's
    options, or as a file whose ending the field asks for."""
    lines = _answering_lines(text)
    facts = facts_of(recognised(text)) if any(field.fact for field in fields) else {}
    told = {}
    for field in fields:
        answer = _said(field, lines) or as_answer(field, facts.get(field.fact, ""))
        if answer := answer or _named(field, text) or _brought(field, files):
            told[field.key] = answer
    return told


def untold(fields: Sequence[Field], told: Mapping[str, str]) -> list[Field]:
    """The required fields without an answer, but those that another answer makes needless."""
    return [each for each in fields if each.required and each.key not in told and not _is_needless(each, fields, told)]


def _answering_lines(text: str) -> dict[str, str]:
    """What lines such as "- *Floor*: 3" say, by their label in small letters; of several the first. Line by line and
    without backtracking, since a stranger may have written the text."""
    said: dict[str, str] = {}
    for line in text.split("\n"):
        before, *behind = _COLON.split(line, maxsplit=1)
        label, words = before.strip(" \t>*-"), "".join(behind).lstrip(" \t*").rstrip(" \t")
        if 0 < len(label) <= _LONGEST_LABEL and 0 < len(words) <= _LONGEST_ANSWER:
            said.setdefault(label.casefold(), words)
    return said


def _said(field: Field, lines: Mapping[str, str]) -> str:
    words = next((lines[name.casefold()] for name in (field.label, field.label_ms) if name.casefold() in lines), "")
    if field.kind in _CHOOSES:
        said = words.casefold()
        names = option_names(field, "ms").items()
        return next((option for option, malay in names if said in (option.casefold(), malay.casefold())), "")
    return words if field.kind in (FieldKind.TEXT, FieldKind.DEVICE) else ""


def _named(field: Field, text: str) -> str:
    """The one option that the text names, unless it is an everyday word. Of two nobody knows which is meant."""
    if field.kind not in _CHOOSES:
        return ""
    found = [option for option in field.options if _UNLIKE_A_WORD.search(option) and _has(text, option)]
    longest = [each for each in found if not any(each != other and _has(other, each) for other in found)]
    return longest[0] if len(longest) == 1 else ""


def _has(text: str, words: str) -> bool:
    """Whether the text says the words, and not that it is something else."""
    found = re.finditer(rf"(?<!\w){re.escape(words)}(?!\w)", text, re.IGNORECASE)
    return any(not _DENIED.search(text[max(0, each.start() - 60) : each.start()]) for each in found)


def _brought(field: Field, files: Sequence[str]) -> str:
    if field.kind is not FieldKind.FILE:
        return ""
    return next((name for name in files if name.rpartition(".")[2].lower() in field.options), "")


def _is_needless(field: Field, fields: Sequence[Field], told: Mapping[str, str]) -> bool:
    """Whether the field waits for an answer that is known to be another one, however far up."""
    seen = {field.key}
    while (other := field_called(fields, field.depends_on)) is not None and other.key not in seen:
        if other.key in told and field.depends_value and told[other.key].casefold() != field.depends_value.casefold():
            return True
        seen.add(other.key)
        field = other
    return False
