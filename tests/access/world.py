"""The company is made, with one of everything that somebody could reach for."""

from datetime import timedelta
from types import SimpleNamespace

from sqlalchemy import select

from forum.accounts.actions.closing import deactivate
from forum.accounts.actions.devices import DeviceDraft, add_device
from forum.accounts.actions.groups import make_group
from forum.accounts.actions.invitations import invite
from forum.accounts.actions.links import new_link
from forum.accounts.actions.sign_up import set_password
from forum.accounts.actions.teams import make_team
from forum.accounts.feeds import feed_key_of, give_feed_key
from forum.accounts.models import DeviceKind, Invitation, LinkPurpose
from forum.accounts.passwords import hashed
from forum.accounts.settings import MAIL_DOMAINS
from forum.answers.actions import (
    accept_answer,
    claim_question,
    edit_answer,
    hide_answer,
    post_comment,
    remove_answer,
    remove_comment,
)
from forum.answers.models import Answer, Comment
from forum.app import Tanya
from forum.feedback.models import Feedback
from forum.files.actions import address_of, keep_bytes, record_file
from forum.files.content import prepared
from forum.files.models import StoredFile
from forum.files.storage import FolderStorage
from forum.kernel.db import session
from forum.kernel.settings import registry
from forum.kernel.text.markdown import render
from forum.mail.models import OutgoingMail
from forum.mailbox.actions.keep import keep_mail
from forum.mailbox.facts import Kind, Makes, Scope
from forum.mailbox.models import MailAddress, MailStop, ReceivedMail, Source
from forum.notifications.choices import key_of
from forum.notifications.models import Notice
from forum.people.models import Person
from forum.questions.actions import (
    QuestionChange,
    Words,
    edit_question,
    follow,
    hide_question,
    lock_question,
    mark_duplicate,
    protect_question,
    remove_question,
)
from forum.questions.models import Question
from forum.tickets.actions.confide import make_confidential
from forum.tickets.actions.make import PrivateRequest, make_ticket, open_private_ticket
from forum.tickets.actions.missing import ask_for_missing, request_text
from forum.tickets.actions.resolve import Fix, resolve
from forum.tickets.actions.work import add_note, assign, reply
from forum.tickets.desk.actions.bulk import BulkAct, change_many
from forum.tickets.models import Ticket
from forum.tickets.queries import missing_of
from forum.tickets.timing.actions.calendars import make_calendar
from forum.tickets.timing.calendars import OFFICE_WEEK
from forum.tickets.timing.rules import CalendarDraft
from forum.tickets.worked.actions import note_time
from forum.topics.models import Audience, Category
from tests import people, posts
from tests.access.company import EARLIER, PASSWORD, World, mark, secret
from tests.access.conduct import add_conduct
from tests.access.knowledge import add_knowledge
from tests.conftest import NOON
from tests.posts import actor


def build(app: Tanya) -> World:
    """The world at Thursday noon; flushed."""
    world = World(app, _people())
    names = world.names
    open_place, closed = posts.category("Hardware"), posts.category(secret("category"), audience=Audience.STAFF)
    archived = posts.category("Old things", archived_at=NOON)
    names.update(
        category=open_place.id,
        slug="hardware",
        closed_slug=closed.slug,
        closed_category=closed.id,
        archived=archived.id,
        tag="printer",
    )
    _threads(world, open_place)
    _closed_thread(world, closed)
    _removed(world, open_place)
    _tickets(world, open_place)
    add_knowledge(world, open_place, closed)
    add_conduct(world)
    _account_links(world)
    _administration(world)
    session.flush()
    world.ids.update({name: person.id for name, person in vars(world.people).items()})
    return world


def _people() -> SimpleNamespace:
    made = SimpleNamespace(
        sam=people.sam(), ana=people.ana(), ben=people.ben(), iris=people.iris(), mo=people.mo(),
        admin=people.admin(), ismail=people.make_person("Ismail Noor", roles="employee it_staff", badge="Desk"),
        quinn=people.make_person("Quinn Raj"), tara=people.make_person("Tara Goh"),
        gone=people.make_person("Gita Nair"),
        suspended=people.make_person("Sufian Ali", suspended_until=NOON + timedelta(days=3)),
    )  # fmt: skip
    made.quinn.silenced_until = NOON + timedelta(days=3)
    session.flush()
    deactivate(made.gone, keeps_name=True, by=actor(made.admin), at=NOON)
    return made


def _asked(world: World, place: Category, name: str, by: Person, **facts: object) -> Question:
    at = EARLIER - timedelta(days=200 - len(world.names))  # within the limits of newcomers
    asked = posts.question(by, place, at=at, **{"title": f"The {name} question", **facts})
    world.names[name] = asked.id
    return asked


def _threads(world: World, place: Category) -> None:
    who, names = world.people, world.names
    file, unposted = stored(world, who.ana, "shown"), stored(world, who.ana, mark("unposted"))
    names.update(file=address_of(file), unposted=address_of(unposted))
    asked = _asked(world, place, "q", who.ana, tags=("printer",), source=f"See [it]({address_of(file)})")
    given = posts.answer(asked, who.ben, at=EARLIER)
    said = posts.comment(asked, who.ben, on=given, at=EARLIER)
    names.update(answer=given.id, comment=said.id)
    _edit(asked, given, who)
    _asked(world, place, "lonely", who.ana)
    lock_question(_asked(world, place, "locked", who.ana), reason="Settled.", by=actor(who.mo), at=EARLIER)
    guarded = _asked(world, place, "guarded", who.ana)
    protect_question(guarded, reason="Many say only that they have it, too.", by=actor(who.mo), at=EARLIER)
    copy = _asked(world, place, "copy", who.ana)
    mark_duplicate(copy, asked, by=actor(who.iris), at=EARLIER)
    claim_question(_asked(world, place, "claimed", who.ana), by=actor(who.ben), at=NOON)
    solved = _asked(world, place, "solved", who.ana)
    accepted = posts.answer(solved, who.ben, at=EARLIER)
    accept_answer(solved, accepted, by=actor(who.ana), at=EARLIER)
    names["accepted"] = accepted.id


def _edit(asked: Question, given: Answer, who: SimpleNamespace) -> None:
    """Both say something else than at first, so that who may can go back to that."""
    more = Words(words := f"{asked.source} Since Monday.", render(words))
    change = QuestionChange(asked.title, more.source, more.html, ("printer",), revision=1)
    edit_question(asked, change, by=actor(who.ana, at=EARLIER), at=EARLIER)
    more = Words(words := f"{given.source} Twice.", render(words))
    edit_answer(asked, given, more, revision=1, by=actor(who.ben, at=EARLIER), at=EARLIER)


def _closed_thread(world: World, closed: Category) -> None:
    who, names = world.people, world.names
    file = stored(world, who.iris, mark("file"))
    source = f"{secret('body')} [{secret('filelabel')}]({address_of(file)})"
    asked = _asked(
        world, closed, "closed", who.iris, title=secret("title"), source=source, tags=(mark("tag"), "printer")
    )
    for person in (who.sam, who.mo):  # Sam from before the category was closed
        follow(asked, by=actor(person), at=EARLIER)
    given = posts.answer(asked, who.iris, at=EARLIER, source=f"{secret('answer')} @{who.sam.handle}")
    said = _comment(asked, who.iris, secret("comment"), on=given)
    names.update(closed_answer=given.id, closed_comment=said.id, closed_file=address_of(file), closed_tag="zqtag")
    open_copy = _asked(world, session.get_one(Category, names["category"]), "closed_copy", who.ana)
    audience, closed.audience = closed.audience, Audience.EVERYONE  # as it was before it was closed
    mark_duplicate(open_copy, asked, by=actor(who.iris), at=EARLIER)
    closed.audience = audience


def _comment(asked: Question, by: Person, source: str, *, on: Answer | None = None) -> Comment:
    return post_comment(asked, source, render(source), on=on, by=actor(by, at=EARLIER), at=EARLIER)


def _removed(world: World, place: Category) -> None:
    who, names, moderator = world.people, world.names, actor(world.people.mo)
    for name, remove in (("hidden", hide_question), ("deleted", remove_question)):
        asked = _asked(
            world,
            place,
            name,
            who.ana,
            title=secret(f"{name}title"),
            source=secret(f"{name}body"),
            tags=(mark(f"{name}tag"),),
        )
        remove(asked, reason=secret(f"{name}why"), by=moderator, at=EARLIER)
    remove_question(own := _asked(world, place, "withdrawn", who.ana), by=actor(who.ana), at=EARLIER)
    assert own.id
    asked = _asked(world, place, "thinned", who.ana)
    hidden = posts.answer(asked, who.ben, at=EARLIER, source=secret("hiddenanswer"))
    deleted = posts.answer(asked, who.ben, at=EARLIER, source=secret("deletedanswer"))
    said = _comment(asked, who.ben, secret("deletedcomment"))
    hide_answer(asked, hidden, reason=secret("hiddenanswerwhy"), by=moderator, at=EARLIER)
    remove_answer(asked, deleted, by=actor(who.ben), at=EARLIER)
    remove_comment(asked, said, by=actor(who.ben), at=EARLIER)
    names.update(hidden_answer=hidden.id, deleted_answer=deleted.id, deleted_comment=said.id)


def _tickets(world: World, place: Category) -> None:
    who, names, staff, asker = world.people, world.names, actor(world.people.ismail), actor(world.people.ana)
    made = make_ticket(_asked(world, place, "ticketed", who.ana).id, by=staff, at=NOON).ticket
    _note(world, made, "threadnote")
    private = _private(world, place, "private", confidential=False)
    _note(world, private, "privatenote")
    worked = note_time(private, 90, by=actor(who.iris), at=NOON)
    reply(private, secret("privatereply"), secret("privatereply"), by=asker, at=NOON)
    text = request_text(["Room"], "", language="en")
    ask_for_missing(private, ["Room"], text, render(text), by=staff, at=NOON)
    names["missing"] = missing_of(private.id)[0].id
    confidential = _private(world, place, "confidential", confidential=True)
    done = _private(world, place, "done", confidential=False)
    resolve(done, Fix(secret("donefix"), secret("donefix"), publish=False), by=staff, at=NOON)
    mine = _private(world, place, "mine", confidential=False)
    assign(mine, who.ismail.id, by=staff, at=NOON)
    make_confidential(mine, by=staff, at=NOON)
    done_at_once = change_many([private.label], BulkAct.PRIORITY, "high", by=actor(who.iris), at=NOON)
    made_by_name = {"ticket": made, "private": private, "confidential": confidential, "done": done, "mine": mine}
    names.update({name: ticket.label for name, ticket in made_by_name.items()})
    asked = session.scalars(select(Feedback).where(Feedback.ticket_id == done.id)).one()
    names.update(worked=asked.token, stand_in=who.ismail.id, mail_key=key_of(who.ana.id))
    names.update(bulk=done_at_once.bulk_id, ticket_id=made.id, time=worked.id)


def _private(world: World, place: Category, name: str, *, confidential: bool) -> Ticket:
    words = secret(f"{name}body")
    wish = PrivateRequest(secret(f"{name}title"), words, render(words), place.id, confidential)
    return open_private_ticket(wish, by=actor(world.people.ana), at=NOON)


def _note(world: World, ticket: Ticket, name: str) -> None:
    file = stored(world, world.people.ismail, mark(f"{name}file"))
    words = f"{secret(name)} [x]({address_of(file)})"
    add_note(ticket, words, render(words), by=actor(world.people.ismail), at=NOON)
    world.names[f"{name}_file"] = address_of(file)


def stored(world: World, by: Person, name: str) -> StoredFile:
    """A text file that `by` has uploaded."""
    storage = FolderStorage(world.app.extensions["environment"].files_dir)
    return record_file(keep_bytes(prepared(f"{name}.txt", b"content"), storage), by_id=by.id, at=NOON)


def _account_links(world: World) -> None:
    who, names = world.people, world.names
    new = people.make_person("Nadia Yusof", state="unconfirmed")
    kept = hashed(PASSWORD)
    for person in (new, *vars(who).values()):
        set_password(person, kept, at=NOON)
    registry.store(MAIL_DOMAINS, "kencana.example")
    names["confirm"] = new_link(new, LinkPurpose.CONFIRM, new.email or "", at=NOON)
    names["password"] = new_link(who.tara, LinkPurpose.PASSWORD, who.tara.email or "", at=NOON)
    names["address"] = new_link(who.tara, LinkPurpose.ADDRESS, "tara@new.example", at=NOON)
    give_feed_key(by=actor(who.sam))
    names["feed"] = feed_key_of(who.sam.id)


def _administration(world: World) -> None:
    who, names, by = world.people, world.names, actor(world.people.admin)
    device = add_device(DeviceDraft(secret("device"), DeviceKind.LAPTOP), by=actor(who.ana), at=NOON)
    team, group = make_team("Network", by=by, at=NOON), make_group("Leads", by=by, at=NOON)
    week = tuple(OFFICE_WEEK)
    standing = make_calendar(CalendarDraft("Office", "Asia/Kuala_Lumpur", week), by=by, at=NOON)
    spare = make_calendar(CalendarDraft("Spare", "Asia/Kuala_Lumpur", week), by=by, at=NOON)
    invite(f"{mark('invited')}@kencana.example", language="en", by=by, at=NOON)
    invitation = session.scalars(select(Invitation.id)).one()
    people.make_person("Vimala Nair", state="imported", email=None, email_key=None)
    mail = session.query(OutgoingMail).first()
    assert mail is not None
    mail.parked_at = NOON
    told = _notice(who.ana, "A question", None)
    _notice(who.sam, secret("notice"), int(str(names["closed"])))  # from before the thread was closed to him
    names.update(
        device=device.id,
        team=team.id, group=group.id, calendar=standing.id, spare=spare.id, mail=mail.id, notice=told.id,
        invitation=invitation, imported="vimala.nair", handle="tara.goh", gone="gita.nair", iris=who.iris.id,
        admin_handle="aishah.rahman", iris_handle="iris.tan",
    )  # fmt: skip
    _mail_in(world)


def _mail_in(world: World) -> None:
    """A message that waits for an administrator, somebody who is held back, an address."""
    raw = f"From: ana.lim@kencana.example\nSubject: {secret('rawmail')}\n\n{mark('rawtext')}".encode()
    mail_id = keep_mail(raw, sender=None, recipients=(), source=Source.PIPE, at=NOON)
    mail = session.get_one(ReceivedMail, mail_id)
    mail.sender, mail.subject = "ana.lim@kencana.example", mark("rawmail")
    mail.decision, mail.parked_at = Kind.PARK, NOON
    mail.why = [["It was sent to none of the addresses that open tickets or questions.", {}]]
    stop = MailStop(scope=Scope.ADDRESS, name="robot@elsewhere.example", at=NOON, until=NOON + timedelta(days=1))
    address = MailAddress(address="support@kencana.example", makes=Makes.TICKET)
    session.add_all([stop, address])
    session.flush()
    world.names.update(received=mail.id, stop=stop.id, mail_address=address.id)


def _notice(person: Person, title: str, question_id: int | None) -> Notice:
    facts = {"title": title, "label": "", "path": f"/questions/{question_id or ''}"}
    told = Notice(person_id=person.id, kind="answer", question_id=question_id, facts=facts, at=NOON)
    session.add(told)
    session.flush()
    return told
