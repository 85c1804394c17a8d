"""What the worker forgets of accounts."""

from datetime import timedelta

from forum.accounts.actions.sign_in import note_attempt
from forum.accounts.jobs import forget_old_attempts
from forum.app import Tanya
from forum.kernel.db import session
from forum.operations.jobs import PERIODIC_WORK
from tests.conftest import NOON


def test_from_where_somebody_signed_in_is_forgotten_after_a_month(app: Tanya) -> None:
    note_attempt("ana.lim@kencana.example", "10.0.0.7", succeeded=True, at=NOON)
    session.commit()
    assert [forget_old_attempts(NOON + timedelta(days=days)) for days in (30, 31, 31)] == [0, 1, 0]
    assert forget_old_attempts in [work.run for work in PERIODIC_WORK]
