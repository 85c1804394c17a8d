"""Which tickets may be merged and which may be parts, without a database."""

from dataclasses import replace

import pytest

from forum.kernel.errors import Conflict, NotAllowed
from forum.tickets.family.rules import Relative, check_may_be_part, check_may_merge
from forum.tickets.models import TicketState as S

ONE = Relative("IT-000001", S.OPEN, requester_id=1, confidential=False, private=False)
TWO = replace(ONE, label="IT-000002", requester_id=2)


def test_two_open_tickets_with_threads_may_be_merged() -> None:
    check_may_merge(ONE, TWO)


@pytest.mark.parametrize("into", [ONE, replace(TWO, state=S.CLOSED), replace(TWO, state=S.VOID, merged_into=ONE.label)])
def test_circles_and_closed_tickets_are_refused(into: Relative) -> None:
    with pytest.raises(Conflict):
        check_may_merge(ONE, into)


def test_an_open_matter_does_not_end_in_a_solved_ticket() -> None:
    for state in (S.NEW, S.OPEN, S.WAITING_REQUESTER, S.WAITING_THIRD):
        with pytest.raises(Conflict, match="IT-000002 is solved, IT-000001 is not"):
            check_may_merge(replace(ONE, state=state), replace(TWO, state=S.RESOLVED))
        check_may_merge(replace(ONE, state=S.RESOLVED), replace(TWO, state=state))
    check_may_merge(replace(ONE, state=S.RESOLVED), replace(TWO, state=S.RESOLVED))


@pytest.mark.parametrize(("one", "two"), [(True, False), (False, True), (True, True)])
def test_a_confidential_ticket_is_not_merged_with_somebody_elses(one: bool, two: bool) -> None:
    with pytest.raises(NotAllowed):
        check_may_merge(replace(ONE, confidential=one), replace(TWO, confidential=two))


def test_confidential_tickets_of_one_person_may_be_merged() -> None:
    check_may_merge(replace(ONE, confidential=True), replace(TWO, confidential=True, requester_id=1))


def test_nobody_is_let_into_anothers_private_ticket() -> None:
    with pytest.raises(NotAllowed):
        check_may_merge(ONE, replace(TWO, private=True))
    check_may_merge(replace(ONE, private=True), replace(TWO, private=True, requester_id=1))


def test_a_threads_followers_are_not_let_into_a_private_ticket_of_the_same_requester() -> None:
    with pytest.raises(NotAllowed):
        check_may_merge(ONE, replace(TWO, private=True, requester_id=1))
    check_may_merge(replace(ONE, private=True), replace(TWO, requester_id=1))


@pytest.mark.parametrize(
    ("one", "of"),
    [
        (ONE, ONE),
        (ONE, replace(TWO, parent="IT-000009")),
        (replace(ONE, has_parts=True), TWO),
        (ONE, replace(TWO, state=S.CLOSED)),
    ],
)
def test_parts_make_no_circle_and_no_second_level(one: Relative, of: Relative) -> None:
    with pytest.raises(Conflict):
        check_may_be_part(one, of)
