"""What is flagged, decided, merged and removed in the company of the access tests."""

from datetime import timedelta

from forum.conduct.cooling import keep_draft
from forum.conduct.models import Step
from forum.conduct.steps import object_to, take_step
from forum.kernel.db import session
from forum.moderation.actions import Decision, decide, flag_post
from forum.moderation.merging.merge import merge_threads
from forum.moderation.merging.spam import remove_spam_of
from forum.moderation.merging.split import split_answers
from forum.moderation.models import Kind, Reason, Remedy, Verdict
from forum.privacy.actions.redact import redact_in_thread
from forum.questions.models import Question
from forum.saved_replies.actions import save_reply
from forum.saved_replies.rules import Draft, Scope
from forum.tickets.models import Ticket, TicketReply
from tests import people, posts
from tests.access.company import EARLIER, World, secret
from tests.conftest import NOON
from tests.posts import actor


def add_conduct(world: World) -> None:
    """Flags that wait and are decided, a reply that can be flagged, steps about the stranger, a merge, and spam."""
    _flags(world)
    _steps(world)
    _merge(world)
    _removal(world)
    _saved(world)
    words = [("source", secret("draftwords"))]
    world.names["draft"] = keep_draft("/questions", words, by=actor(world.people.ana), at=EARLIER).id
    world.names["author_handle"] = world.people.ben.handle


def _saved(world: World) -> None:
    """A saved reply of a technician's own, and one for all staff."""
    who, names = world.people, world.names
    own = save_reply(Draft(secret("savedtitle"), secret("saved")), Scope(who.iris.id), by=actor(who.iris), at=EARLIER)
    all_ = save_reply(Draft(secret("staffsaved"), "Hi,"), Scope(), by=actor(who.admin), at=EARLIER)
    names.update(saved=all_.id, saved_own=own.id)


def _flags(world: World) -> None:
    who, names = world.people, world.names
    answer, comment = int(str(names["answer"])), int(str(names["comment"]))
    waiting = flag_post(Kind.ANSWER, answer, Reason.UNPROFESSIONAL, secret("flagnote"), by=actor(who.ana), at=EARLIER)
    done = flag_post(Kind.COMMENT, comment, Reason.OTHER, secret("flagnoteold"), by=actor(who.ana), at=EARLIER)
    decide(done.id, Decision(Verdict.DISAGREED, Remedy.LEFT), by=actor(who.mo), at=NOON)
    private = session.query(Ticket).filter_by(label=names["private"]).one()
    reply = session.query(TicketReply).filter_by(ticket_id=private.id).first()
    assert reply is not None
    names.update(item=waiting.id, decided_item=done.id, reply=reply.id, tara=who.tara.id)


def _removal(world: World) -> None:
    asked = int(str(world.names["lonely"]))
    removal = redact_in_thread(asked, "changed the toner", (), by=actor(world.people.mo), at=NOON)
    removal.due_at = NOON + timedelta(days=365)  # the company's words stay
    world.names["removal"] = removal.id


def _steps(world: World) -> None:
    who, moderator = world.people, actor(world.people.mo)
    step = take_step(who.sam.id, Step.REMINDER, secret("stepwhy"), by=moderator, at=EARLIER)
    objected = take_step(who.sam.id, Step.WARNING, secret("stepwhyagain"), by=moderator, at=EARLIER)
    object_to(objected.id, "It was not I.", by=actor(who.sam), at=EARLIER)
    world.names.update(step=step.id, objected=objected.id)


def _merge(world: World) -> None:
    who, names, moderator = world.people, world.names, actor(world.people.mo)
    into = session.get_one(Question, int(str(names["q"])))
    spammer = people.make_person("Spam Sender")
    posts.comment(into, spammer, at=NOON - timedelta(hours=1))
    names["spam"] = remove_spam_of(spammer, by=moderator, at=NOON).id
    one = posts.question(who.ana, at=EARLIER - timedelta(days=100), title="The merged question")
    names["merged"] = one.id
    names["merge"] = merge_threads(one.id, into.id, by=moderator, at=NOON).id
    another = posts.question(who.ana, at=EARLIER - timedelta(days=99), title="The question with two matters")
    names["split"] = posts.answer(another, who.ben, at=EARLIER, source="This is another matter.").id
    split_answers(another.id, [int(str(names["split"]))], "The matter split off", by=moderator, at=NOON)
