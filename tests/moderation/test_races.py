"""Two moderators at one item, by real connections that commit."""

from collections.abc import Iterator

import pytest
from sqlalchemy import func, select

from forum.app import Tanya
from forum.kernel.db import session, transaction
from forum.kernel.errors import Conflict
from forum.ledger.models import LedgerEntry
from forum.moderation.actions import Decision, decide, flag_post
from forum.moderation.models import FlagItem, Kind, Reason, Remedy, Verdict
from tests import people, posts
from tests.conftest import NOON
from tests.posts import actor
from tests.votes.test_races import together


@pytest.fixture
def shared(own_app: Tanya) -> Iterator[Tanya]:
    """The forum, inside its context."""
    with own_app.app_context():
        yield own_app


def test_of_two_who_decide_at_once_one_decides(shared: Tanya) -> None:
    with transaction():
        ana, mo, zul = people.ana(), people.mo(), people.make_person("Zul Amin", roles="employee moderator")
        given = posts.answer(posts.question(ana), people.ben())
        item_id = flag_post(Kind.ANSWER, given.id, Reason.ABUSIVE, "", by=actor(ana), at=NOON).id
        both = actor(mo), actor(zul)
    choices = Decision(Verdict.AGREED, Remedy.HIDDEN), Decision(Verdict.DISAGREED, Remedy.LEFT)
    acts = [lambda d=d, by=by: decide(item_id, d, by=by, at=NOON).verdict for d, by in zip(choices, both, strict=True)]
    met = together(shared, acts)
    assert sum(isinstance(each, Conflict) for each in met) == 1
    assert session.get_one(FlagItem, item_id).verdict in met
    decided = select(func.count()).select_from(LedgerEntry).where(LedgerEntry.act == "flag decided")
    assert session.scalar(decided) == 1
