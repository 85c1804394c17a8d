"""Who is affected by a merged thread watches the ticket, too."""

import pytest
from sqlalchemy import select

from forum.app import Tanya
from forum.kernel.db import session
from forum.moderation.merging.merge import merge_threads, undo_merge
from forum.questions.actions import join_affected
from forum.tickets.actions.make import make_ticket
from forum.tickets.models import TicketWatcher
from tests import people, posts
from tests.conftest import NOON
from tests.posts import actor


@pytest.mark.parametrize("of", [0, 1])
def test_everybody_affected_watches_the_ticket_until_the_threads_stand_apart(app: Tanya, of: int) -> None:
    by, ben, sam = actor(people.mo()), people.ben(), people.sam()
    askers = people.ana(), people.make_person("Dewi Sari")
    pair = [posts.question(asker, title=f"Blank pages {asker.id}") for asker in askers]
    for question, person in zip(pair, (ben, sam), strict=True):
        join_affected(question, by=actor(person), at=NOON)
    ticket = make_ticket(pair[of].id, by=actor(people.iris()), at=NOON).ticket
    watchers = select(TicketWatcher.person_id).where(TicketWatcher.ticket_id == ticket.id)
    before = set(session.scalars(watchers))
    done = merge_threads(pair[0].id, pair[1].id, by=by, at=NOON)
    assert {ben.id, sam.id} <= set(session.scalars(watchers))
    undo_merge(done.id, by=by, at=NOON)
    assert set(session.scalars(watchers)) == before
