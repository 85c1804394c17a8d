"""A stranger who calls himself like somebody of IT, or like the support address, is shown to an administrator."""

from pathlib import Path

import pytest
from sqlalchemy import update

from forum.app import Tanya
from forum.kernel.db import session
from forum.kernel.settings.registry import store
from forum.kernel.text.skeleton import skeleton
from forum.mailbox.actions.order import release
from forum.mailbox.facts import Kind, Unknown
from forum.mailbox.jobs import mail_in_work
from forum.mailbox.models import ReceivedMail
from forum.mailbox.settings import MAIL_SPEAKER, UNKNOWN_SENDERS
from forum.people.models import Person
from tests.conftest import NOON
from tests.mailbox.post import address, arrive, here, message, why
from tests.people import admin, ana, iris, mo
from tests.posts import actor

pytestmark = pytest.mark.usefixtures("noon")


@pytest.fixture
def world(app: Tanya) -> None:
    """Iris works in IT, Ana does not; whoever writes to support@ has a ticket."""
    iris(), mo(), ana(), address()
    store(UNKNOWN_SENDERS, Unknown.CREATE.value)
    store(MAIL_SPEAKER, "Kencana IT")
    session.flush()


def _decided(name: str, folder: Path, sender: str = "evil@elsewhere.example") -> ReceivedMail:
    return arrive(message(f'"{name}" <{sender}>'), folder)


@pytest.mark.parametrize(
    ("name", "whom"),
    [
        ("Iris Tan", "Iris Tan"),
        ("Iris Tan (IT)", "Iris Tan"),
        ("IRlS  TΑN via Tanya", "Iris Tan"),  # a small L and a Greek capital
        ("Tan, Iris (Network)", "Iris Tan"),
        ("Kencana IT", "Kencana IT"),
        ("Mohan Pillai (HR)", "Mohan Pillai"),
        ("Тanya", "Tanya"),  # a Cyrillic capital
        ("Support", "support@kencana.example"),
        ("support@kencana.example", "support@kencana.example"),
        ("Ana <ana.lim@kencana.example>", "ana.lim@kencana.example"),
    ],
)
def test_a_stranger_by_such_a_name_is_parked(world: None, tmp_path: Path, name: str, whom: str) -> None:
    mail = _decided(name, tmp_path)
    assert mail.decision is Kind.PARK and f"looks like {whom}." in why(mail), (mail.failure, why(mail))


@pytest.mark.parametrize(
    "name", ["", "Iris Wong", "Tania Iris", "Ana Lim", "Acme Support Team", "evil@elsewhere.example"]
)
def test_a_stranger_by_any_other_name_is_not(world: None, tmp_path: Path, name: str) -> None:
    mail = _decided(name, tmp_path)
    assert mail.decision is Kind.TICKET, (mail.failure, why(mail))


def test_staff_may_call_themselves_as_they_are_called(world: None, tmp_path: Path) -> None:
    assert _decided("Iris Tan (IT)", tmp_path, "iris.tan@kencana.example").decision is Kind.TICKET


def test_an_account_that_is_not_confirmed_yet_is_a_stranger_s(world: None, tmp_path: Path) -> None:
    assert _decided("Zoe", tmp_path).decision is Kind.TICKET
    assert _decided("Iris Tan", tmp_path).decision is Kind.PARK


def test_let_through_it_is_a_ticket_and_its_account_has_another_name(world: None, tmp_path: Path) -> None:
    session.execute(update(Person).where(Person.name == "Iris Tan").values(skeleton=skeleton("Iris Tan")))
    mail = _decided("Iris Tan", tmp_path)
    release(mail.id, by=actor(admin()), at=NOON)
    session.commit()
    mail_in_work(here(tmp_path))("test", NOON)
    session.expire_all()
    mail = session.get_one(ReceivedMail, mail.id)
    assert mail.decision is Kind.TICKET and session.get_one(Person, mail.person_id).name == "evil"
