"""What the ask form's own fields hold: read from the request, and said again when the form has changed meanwhile."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from flask import request

from forum.accounts.actors import Actor
from forum.accounts.queries import devices_of
from forum.diagnostics.reports import facts_of, recognised
from forum.files.actions import address_of
from forum.intake.actions import fields_once_asked
from forum.intake.models import FieldKind, IntakeField
from forum.intake.rules import FormChanges, as_answer, changes_between, form_name, label_of
from forum.kernel.errors import Invalid
from forum.kernel.text.clean import clean_line
from forum.pages.files.uploads import sent_files, take_files
from forum.web.browsers import told_by
from forum.web.forms import number_in

BROWSER = "browser"
_OF_DEVICE = "device:"


@dataclass(frozen=True)
class Filled:
    """The answers by key, with what the page needs to show them again.

    `chosen` is what stands in a device's list, `written` what stands beside it. `forged`
    names fields with a device that is not the person's.
    """

    values: dict[str, str]
    chosen: dict[str, str] = field(default_factory=dict)
    written: dict[str, str] = field(default_factory=dict)
    forged: list[str] = field(default_factory=list)

    def check(self) -> None:
        """Invalid if a device is not one of the person's."""
        for key in self.forged:
            raise Invalid("Choose one of your devices, or write which one it is.", field=form_name(key))


def filled_in(fields: Sequence[IntakeField], me: Actor) -> Filled:
    """What the request says in these fields; of files only the address of one that came before."""
    filled = Filled({})
    for each in fields:
        name = form_name(each.key)
        if each.kind is FieldKind.DEVICE:
            _read_device(each.key, name, me, filled)
        elif each.kind is FieldKind.CHOICES:
            filled.values[each.key] = "\n".join(clean_line(line) for line in request.form.getlist(name))
        else:
            filled.values[each.key] = clean_line(request.form.get(name, ""))
    return filled


def keep_files(filled: Filled, fields: Sequence[IntakeField]) -> None:
    """The files that came in these fields are stored, their addresses are the answers. Refusals as of `take_files`."""
    for each in fields:
        if each.kind is FieldKind.FILE and (sent := sent_files(form_name(each.key))):
            filled.values[each.key] = address_of(take_files(sent[:1])[0])


def _read_device(key: str, name: str, me: Actor, filled: Filled) -> None:
    """One of the list, the browser's own words, or what is written beside it; the last wins where something is."""
    chosen, written = clean_line(request.form.get(name, "")), clean_line(request.form.get(f"{name}-other", ""))
    if name in request.form:
        filled.chosen[key] = chosen
    filled.written[key] = written
    if written or not chosen:
        filled.values[key] = written
    elif chosen == BROWSER:
        filled.values[key] = told_by(request.user_agent.string).label
    elif chosen.startswith(_OF_DEVICE):
        number = number_in(chosen.removeprefix(_OF_DEVICE))
        filled.values[key] = next((each.label for each in devices_of(me.id) if each.id == number), "")
        if not filled.values[key]:
            filled.forged.append(key)
    else:
        filled.values[key] = filled.written[key] = chosen  # a program that names the device itself


def offers_for(fields: Sequence[IntakeField], filled: Filled, text: str) -> dict[str, str]:
    """What a report in the text tells for fields that take it and are empty, by key; nothing is filled in yet."""
    open_fields = [each for each in fields if each.fact and not filled.values.get(each.key)]
    facts = facts_of(recognised(text)) if open_fields else {}
    taken = {each.key: as_answer(each, facts.get(each.fact, "")) for each in open_fields}
    return {key: value for key, value in taken.items() if value}


def fill_in(filled: Filled, offers: Mapping[str, str]) -> None:
    """The offers are the answers: their person has said so."""
    filled.values.update(offers)
    filled.chosen.update(dict.fromkeys(offers, ""))
    filled.written.update(offers)


@dataclass(frozen=True)
class Changed:
    """How the form differs from the one that was being filled in; `lost` are answers to fields that are gone."""

    changes: FormChanges
    lost: list[tuple[str, str]]


def changed_since(
    form_id: int | None, category_id: int, fields: Sequence[IntakeField], language: str
) -> Changed | None:
    """What is new since the version that the request was typed into; None where it is the same."""
    if form_id is None or (fields and fields[0].form_id == form_id):
        return None
    before = fields_once_asked(form_id, category_id)
    if not before:
        return None
    keys = {each.key for each in fields}
    gone = [each for each in before if each.key not in keys]
    typed = [(label_of(each, language), _as_typed(each)) for each in gone]
    lost = [(label, words) for label, words in typed if words]
    return Changed(changes_between(before, fields, language=language), lost)


def _as_typed(each: IntakeField) -> str:
    words: list[Any] = request.form.getlist(form_name(each.key)) + request.form.getlist(f"{form_name(each.key)}-other")
    return ", ".join(word for word in map(clean_line, words) if word and not word.startswith(_OF_DEVICE))
