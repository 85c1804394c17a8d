"""What is ordered about mail that came in is an administrator's alone, whoever calls it."""

from collections.abc import Callable
from pathlib import Path

import pytest

from forum.accounts.actors import Actor
from forum.app import Tanya
from forum.kernel.errors import NotAllowed
from forum.mailbox.actions.addresses import AddressDraft, add_address, remove_address
from forum.mailbox.actions.order import attach, reject, release, replay
from forum.mailbox.actions.put import put_as_answer, put_as_comment
from forum.mailbox.actions.stops import block, end_stop
from tests.conftest import NOON
from tests.mailbox.post import arrive, message
from tests.people import ana, iris, mo
from tests.posts import actor

pytestmark = pytest.mark.usefixtures("noon")
DRAFT = AddressDraft("help@kencana.example", "ticket", None, None)
ACTS: dict[str, Callable[[Actor, int], object]] = {
    "release": lambda by, mail_id: release(mail_id, by=by, at=NOON),
    "attach": lambda by, mail_id: attach(mail_id, "IT-000001", by=by, at=NOON),
    "reject": lambda by, mail_id: reject(mail_id, by=by, at=NOON),
    "replay": lambda by, mail_id: replay(mail_id, by=by, at=NOON),
    "put as answer": lambda by, mail_id: put_as_answer(mail_id, question_id=1, by=by, at=NOON),
    "put as comment": lambda by, mail_id: put_as_comment(mail_id, question_id=1, by=by, at=NOON),
    "block": lambda by, _: block("ana.lim@kencana.example", by=by, at=NOON),
    "end stop": lambda by, _: end_stop(1, by=by, at=NOON),
    "add address": lambda by, _: add_address(DRAFT, by=by, at=NOON),
    "remove address": lambda by, _: remove_address(1, by=by, at=NOON),
}


@pytest.mark.parametrize("act", ACTS.values(), ids=ACTS)
def test_only_an_administrator_may(app: Tanya, tmp_path: Path, act: Callable[[Actor, int], object]) -> None:
    people = [ana(), iris(), mo()]
    mail = arrive(message(to="nobody@kencana.example"), tmp_path)
    for person in people:
        with pytest.raises(NotAllowed, match="You may not do this"):
            act(actor(person), mail.id)
