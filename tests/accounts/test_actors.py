"""Who may act or read at all, however somebody comes to ask for him."""

from datetime import timedelta

import pytest

from forum.accounts.actions.sign_in import check_may_sign_in
from forum.accounts.actors import load_actor, load_actors, load_writer
from forum.app import Tanya
from forum.kernel.db import session
from forum.kernel.errors import Invalid
from forum.people.models import PersonState
from tests.conftest import NOON
from tests.people import ana, ben


@pytest.mark.parametrize("state", sorted(set(PersonState) - {PersonState.ACTIVE}))
def test_only_who_has_an_open_account_acts(app: Tanya, state: PersonState) -> None:
    person, other = ana(), ben()
    person.state = state
    session.flush()
    assert load_actor(person.id, at=NOON) is None
    assert [each.id for each in load_actors([person.id, other.id], at=NOON)] == [other.id]
    assert (load_writer(person.id, at=NOON) is not None) == (state is PersonState.UNCONFIRMED)


def test_who_is_suspended_does_not_act_until_it_is_over(app: Tanya) -> None:
    person, ends = ana(), NOON + timedelta(days=1)
    person.suspended_until = ends
    session.flush()
    before = ends - timedelta(seconds=1)
    assert load_actor(person.id, at=before) is None and load_writer(person.id, at=before) is None
    assert load_actors([person.id], at=before) == []
    with pytest.raises(Invalid, match="is suspended until"):
        check_may_sign_in(person, at=before)
    check_may_sign_in(person, at=ends)
    assert load_actor(person.id, at=ends) is not None
