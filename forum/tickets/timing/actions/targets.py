"""Changing what is aimed at, and what impact and urgency mean."""

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import delete

from forum.accounts.actors import Actor
from forum.accounts.roles import Permission
from forum.kernel.db import session
from forum.kernel.errors import NotFound
from forum.kernel.races import in_turn
from forum.ledger.actions import ADMINISTRATION, record
from forum.tickets.models import Priority
from forum.tickets.timing.actions.calendars import raise_timing_version
from forum.tickets.timing.matrix import DEFAULT_MATRIX, Matrix, matrix_in_force
from forum.tickets.timing.models import PriorityCell, SlaTarget
from forum.tickets.timing.targets import Target, duration, own_targets, targets_of
from forum.topics.models import Category


def targets_to_administer(category_id: int | None, *, by: Actor) -> Mapping[Priority, Target]:
    """What holds now: the category's own rows, or those of all without their own. Nobody changes any until the
    transaction ends."""
    by.check_may(Permission.ADMINISTER)
    in_turn("targets")
    return own_targets(category_id) if category_id else targets_of(None)


def set_targets(category_id: int | None, targets: Mapping[Priority, Target | None], *, by: Actor, at: datetime) -> None:
    """Tickets of this category (None: of all without targets of their own) have these targets; the worker sets the
    clocks of open ones. None for a priority: the default's. NotFound for a category that does not exist."""
    by.check_may(Permission.ADMINISTER)
    category = session.get(Category, category_id) if category_id is not None else None
    if category_id is not None and category is None:
        raise NotFound
    in_turn("targets")
    session.execute(delete(SlaTarget).where(SlaTarget.category_id == category_id))
    for priority, target in targets.items():
        if target is not None:
            values = {"response": target.response, "update": target.update, "resolution": target.resolution}
            session.add(SlaTarget(category_id=category_id, priority=priority, **values))
    session.flush()
    raise_timing_version()
    said = {str(priority): _in_words(target) for priority, target in targets.items() if target}
    record(ADMINISTRATION, "targets changed", {"category": category.name if category else "", **said}, by=by, at=at)


def matrix_to_administer(*, by: Actor) -> Matrix:
    """What impact and urgency mean now; nobody changes it until the transaction ends."""
    by.check_may(Permission.ADMINISTER)
    in_turn("priority matrix")
    return matrix_in_force()


def set_matrix(matrix: Matrix, *, by: Actor, at: datetime) -> None:
    """Impact and urgency mean these priorities from now on; the priorities of present tickets stay."""
    by.check_may(Permission.ADMINISTER)
    in_turn("priority matrix")
    session.execute(delete(PriorityCell))
    for (impact, urgency), priority in matrix.items():
        if priority != DEFAULT_MATRIX[impact, urgency]:
            session.add(PriorityCell(impact=impact, urgency=urgency, priority=priority))
    session.flush()
    cells = {f"impact {impact}, urgency {urgency}": priority for (impact, urgency), priority in matrix.items()}
    record(ADMINISTRATION, "priority matrix changed", dict(cells), by=by, at=at)


def _in_words(target: Target) -> str:
    return ", ".join(duration(minutes) or "-" for minutes in (target.response, target.update, target.resolution))
