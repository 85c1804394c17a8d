"""Another mail address: what is mailed to whom, and what its confirmation ends."""

import pytest
from sqlalchemy import select

from forum.accounts.actions.addresses import ask_for_new_address, confirm_address
from forum.accounts.actions.links import Spent, new_link, owner_of
from forum.accounts.models import LinkPurpose
from forum.app import Tanya
from forum.kernel.db import session
from forum.kernel.errors import Invalid
from forum.mail.models import OutgoingMail
from tests.conftest import NOON
from tests.people import ana, ben, make_person

NEW = "ana@elsewhere.example"


def _mailed() -> list[tuple[str, str]]:
    rows = session.execute(select(OutgoingMail.template, OutgoingMail.address).order_by(OutgoingMail.id))
    return [(row.template, row.address) for row in rows]


def test_both_addresses_are_written_to(app: Tanya) -> None:
    ask_for_new_address(ana(), NEW, at=NOON)
    assert _mailed() == [("address_notice", "ana.lim@kencana.example"), ("address", NEW)]


def test_whose_address_it_is_already_hears_nothing_and_nobody_learns_of_him(app: Tanya) -> None:
    ben()
    ask_for_new_address(ana(), "Ben.Ong@kencana.example", at=NOON)
    assert _mailed() == [("address_notice", "ana.lim@kencana.example")]


def test_the_address_that_somebody_has_is_no_other_one(app: Tanya) -> None:
    with pytest.raises(Invalid, match="your address already"):
        ask_for_new_address(ana(), "Ana.Lim@Kencana.example", at=NOON)
    assert _mailed() == []


def test_an_address_that_somebody_has_taken_meanwhile_is_refused(app: Tanya) -> None:
    secret = new_link(person := ana(), LinkPurpose.ADDRESS, NEW, at=NOON)
    make_person("Other Ana", email=NEW, email_key=NEW)
    with pytest.raises(Invalid, match="has this mail address"):
        confirm_address(secret, at=NOON)
    assert person.email == "ana.lim@kencana.example"


def test_links_that_were_mailed_to_the_former_address_open_nothing(app: Tanya) -> None:
    password = new_link(person := ana(), LinkPurpose.PASSWORD, "ana.lim@kencana.example", at=NOON)
    confirm_address(new_link(person, LinkPurpose.ADDRESS, NEW, at=NOON), at=NOON)
    assert (person.email, person.email_key) == (NEW, NEW)
    with pytest.raises(Spent):
        owner_of(password, LinkPurpose.PASSWORD, at=NOON)
