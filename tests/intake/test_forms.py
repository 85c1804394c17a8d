"""Forms of categories and what may be filled into them."""

import pytest
from sqlalchemy import select

from forum.app import Tanya
from forum.intake.actions import FieldDraft, change_form, fields_of, form_in_force
from forum.intake.models import FieldKind, IntakeForm
from forum.intake.rules import check_fields, check_form, missing_fields
from forum.kernel.db import session
from forum.kernel.errors import Invalid, NotAllowed
from tests.conftest import NOON
from tests.people import admin, iris
from tests.posts import actor, category, later

DEVICE = FieldDraft("device", "Device", label_ms="Peranti", required=True)
SYSTEM = FieldDraft("system", "System", FieldKind.CHOICE, options=["Windows", "macOS"])


def test_values_are_stripped_and_empty_ones_left_out() -> None:
    assert check_fields([DEVICE, SYSTEM], {"device": " LT-1 ", "system": ""}) == {"device": "LT-1"}


def test_all_that_is_missing_is_named_at_once() -> None:
    other = FieldDraft("room", "Room", required=True)
    assert missing_fields([DEVICE, SYSTEM, other], {"room": "  "}) == ["device", "room"]


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({}, "field-device"),
        ({"device": "x" * 2001}, "field-device"),
        ({"device": "x", "system": "Amiga"}, "field-system"),
        ({"device": "x", "unknown": "y"}, "fields"),
    ],
)
def test_what_the_form_does_not_take_is_refused(values: dict[str, str], field: str) -> None:
    with pytest.raises(Invalid) as refused:
        check_fields([DEVICE, SYSTEM], values)
    assert refused.value.field == field


def test_a_refusal_names_the_field_in_the_readers_language() -> None:
    with pytest.raises(Invalid, match="Peranti"):
        check_fields([DEVICE], {}, language="ms")


@pytest.mark.parametrize(
    "fields",
    [
        [DEVICE, DEVICE],
        [FieldDraft("a b", "Label")],
        [FieldDraft("a", " ")],
        [FieldDraft("a", "Label", FieldKind.CHOICE, options=["one"])],
        [FieldDraft(f"f{number}", "Label") for number in range(21)],
    ],
)
def test_a_form_that_makes_no_sense_is_refused(fields: list[FieldDraft]) -> None:
    with pytest.raises(Invalid):
        check_form(fields)


def test_a_changed_form_is_a_new_version_and_the_old_one_stays(app: Tanya) -> None:
    place, by = category(), actor(admin())
    change_form(place.id, [DEVICE], by=by, at=NOON)
    change_form(place.id, [DEVICE, SYSTEM], by=by, at=later(hours=1))
    force = form_in_force(place.id)
    assert force is not None
    assert (force.version, [field.key for field in fields_of(force)]) == (2, ["device", "system"])
    assert session.scalars(select(IntakeForm.retired_at).where(IntakeForm.version == 1)).one() == later(hours=1)


def test_a_category_can_ask_nothing_again(app: Tanya) -> None:
    place, by = category(), actor(admin())
    change_form(place.id, [DEVICE], by=by, at=NOON)
    assert change_form(place.id, [], by=by, at=NOON) is None
    assert (form_in_force(place.id), fields_of(None)) == (None, [])


def test_only_administrators_change_forms(app: Tanya) -> None:
    with pytest.raises(NotAllowed):
        change_form(category().id, [DEVICE], by=actor(iris()), at=NOON)
