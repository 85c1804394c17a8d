"""Links in mails: how long each is good, and for what."""

from datetime import timedelta

import pytest

from forum.accounts.actions.links import VALID_FOR, Spent, new_link, owner_of, use_link, withdraw_links
from forum.accounts.models import LinkPurpose
from forum.app import Tanya
from tests.conftest import NOON
from tests.people import ana

A_SECOND = timedelta(seconds=1)


@pytest.mark.parametrize("purpose", LinkPurpose)
def test_a_link_is_good_until_its_time_is_over(app: Tanya, purpose: LinkPurpose) -> None:
    secret, ends = new_link(ana(), purpose, "a@b.example", at=NOON), NOON + VALID_FOR[purpose]
    assert owner_of(secret, purpose, at=ends).address == "a@b.example"
    for ask in (owner_of, use_link):
        with pytest.raises(Spent):
            ask(secret, purpose, at=ends + A_SECOND)
    assert use_link(secret, purpose, at=ends)[1] == "a@b.example"


def test_a_link_opens_nothing_else(app: Tanya) -> None:
    secret = new_link(ana(), LinkPurpose.CONFIRM, "a@b.example", at=NOON)
    for ask in (owner_of, use_link):
        with pytest.raises(Spent):
            ask(secret, LinkPurpose.PASSWORD, at=NOON)


def test_a_newer_link_ends_the_one_before_it(app: Tanya) -> None:
    first = new_link(person := ana(), LinkPurpose.ADDRESS, "a@b.example", at=NOON)
    other = new_link(person, LinkPurpose.PASSWORD, "a@b.example", at=NOON)
    second = new_link(person, LinkPurpose.ADDRESS, "c@d.example", at=NOON)
    with pytest.raises(Spent):
        owner_of(first, LinkPurpose.ADDRESS, at=NOON)
    assert owner_of(second, LinkPurpose.ADDRESS, at=NOON).address == "c@d.example"
    withdraw_links(person, at=NOON)
    for secret, purpose in ((second, LinkPurpose.ADDRESS), (other, LinkPurpose.PASSWORD)):
        with pytest.raises(Spent):
            use_link(secret, purpose, at=NOON)
