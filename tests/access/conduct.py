"""What is flagged in the company of the access tests."""

from forum.kernel.db import session
from forum.moderation.actions import Decision, decide, flag_post
from forum.moderation.models import Kind, Reason, Remedy, Verdict
from forum.tickets.models import Ticket, TicketReply
from tests.access.company import EARLIER, World, secret
from tests.conftest import NOON
from tests.posts import actor


def add_conduct(world: World) -> None:
    """An item that waits, one that is decided, and a reply that can be flagged."""
    who, names = world.people, world.names
    answer = int(str(names["answer"]))
    waiting = flag_post(Kind.ANSWER, answer, Reason.UNPROFESSIONAL, secret("flagnote"), by=actor(who.ana), at=EARLIER)
    comment = int(str(names["comment"]))
    done = flag_post(Kind.COMMENT, comment, Reason.OTHER, secret("flagnoteold"), by=actor(who.ana), at=EARLIER)
    decide(done.id, Decision(Verdict.DISAGREED, Remedy.LEFT), by=actor(who.mo), at=NOON)
    private = session.query(Ticket).filter_by(label=names["private"]).one()
    reply = session.query(TicketReply).filter_by(ticket_id=private.id).first()
    assert reply is not None
    names.update(item=waiting.id, decided_item=done.id, reply=reply.id, tara=who.tara.id)
