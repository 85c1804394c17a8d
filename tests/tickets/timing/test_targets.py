"""What is aimed at, and the matrix of impact and urgency."""

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select

from forum.app import Tanya
from forum.kernel.db import session
from forum.kernel.errors import Invalid, NotAllowed, NotFound
from forum.ledger.models import LedgerEntry
from forum.tickets.models import Level, Priority
from forum.tickets.timing.actions.targets import set_matrix, set_targets
from forum.tickets.timing.calendars import version_now
from forum.tickets.timing.matrix import DEFAULT_MATRIX, matrix_in_force
from forum.tickets.timing.models import PriorityCell
from forum.tickets.timing.targets import DEFAULT_TARGETS, LONGEST, Target, duration, minutes_of, targets_of
from tests.conftest import NOON
from tests.people import admin, iris
from tests.posts import actor, category

_HANDBOOK = Path(__file__).parents[3] / "docs" / "administrators.md"


@given(st.integers(1, LONGEST))
def test_a_duration_is_read_as_it_is_written(minutes: int) -> None:
    assert minutes_of(duration(minutes)) == minutes


@pytest.mark.parametrize(("text", "minutes"), [("90", 90), ("30m", 30), ("4h", 240), ("1h30", 90), ("1H 30 min", 90)])
def test_durations_are_read(text: str, minutes: int) -> None:
    assert minutes_of(text) == minutes


@pytest.mark.parametrize("text", ["0", "soon", "-4h", "4.5h", "9999h", "h", "4h 30m 2"])
def test_other_durations_are_refused(text: str) -> None:
    with pytest.raises(Invalid):
        minutes_of(text, field="x")


def test_defaults_hold_until_there_are_targets(app: Tanya) -> None:
    assert targets_of(None) == DEFAULT_TARGETS == targets_of(category().id)


def test_a_category_has_its_own_row_and_else_the_defaults(app: Tanya) -> None:
    place, by = category(), actor(admin())
    set_targets(None, {**DEFAULT_TARGETS, Priority.LOW: Target()}, by=by, at=NOON)
    set_targets(place.id, {Priority.URGENT: Target(5, None, 60), Priority.LOW: None}, by=by, at=NOON)
    assert targets_of(place.id)[Priority.URGENT] == Target(5, None, 60)
    assert targets_of(place.id)[Priority.LOW] == Target() == targets_of(None)[Priority.LOW]


def test_a_change_is_recorded_and_raises_the_version(app: Tanya) -> None:
    before = version_now()
    set_targets(None, {Priority.URGENT: Target(90, None, 240)}, by=actor(admin()), at=NOON)
    entry = session.scalars(select(LedgerEntry).where(LedgerEntry.act == "targets changed")).one()
    assert version_now() == before + 1 and entry.content == {"category": "", "urgent": "1h 30m, -, 4h"}


def test_only_changed_cells_of_the_matrix_are_kept(app: Tanya) -> None:
    changed = {**DEFAULT_MATRIX, (Level.LOW, Level.LOW): Priority.NORMAL}
    set_matrix(changed, by=actor(admin()), at=NOON)
    assert matrix_in_force() == changed
    assert len(session.scalars(select(PriorityCell)).all()) == 1


def test_only_administrators_decide(app: Tanya) -> None:
    by = actor(iris())
    with pytest.raises(NotAllowed):
        set_targets(None, {}, by=by, at=NOON)
    with pytest.raises(NotAllowed):
        set_matrix(DEFAULT_MATRIX, by=by, at=NOON)


def test_a_category_that_is_not_there_is_not_found(app: Tanya) -> None:
    with pytest.raises(NotFound):
        set_targets(999, {}, by=actor(admin()), at=NOON)


def test_the_matrix_stands_in_the_handbook_as_it_is() -> None:
    rows = re.findall(r"^\| \*\*(?:impact )?(\w+)\*\* \| (\w+) \| (\w+) \| (\w+) \|$", _HANDBOOK.read_text(), re.M)
    printed = {(row[0], urgency): row[at] for row in rows for at, urgency in enumerate(("high", "medium", "low"), 1)}
    assert printed == DEFAULT_MATRIX
