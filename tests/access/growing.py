"""More of everything in the company, for the tests of what a page costs."""

from forum.accounts.actions.groups import join_group, make_group
from forum.accounts.actions.invitations import invite
from forum.accounts.actions.teams import join_team, make_team
from forum.kernel.db import session
from forum.kernel.text.markdown import render
from forum.knowledge.known.actions import WindowDraft, announce_maintenance
from forum.mailbox.actions.keep import keep_mail
from forum.mailbox.facts import Makes
from forum.mailbox.models import MailAddress, Source
from forum.notifications.models import Notice
from forum.people.models import Person
from forum.questions.models import Question
from forum.tickets.actions.make import PrivateRequest, open_private_ticket
from forum.tickets.actions.work import reply
from forum.tickets.timing.actions.calendars import make_calendar
from forum.tickets.timing.calendars import OFFICE_WEEK
from forum.tickets.timing.rules import CalendarDraft
from forum.topics.models import Category
from tests import people, posts
from tests.access.company import World
from tests.knowledge import entries, issues
from tests.posts import actor, later


def grow(world: World, reader: Person, numbers: range) -> None:
    """There is a thing more of each kind for each number, the reader's own where it can be; flushed."""
    for number in numbers:
        _threads(world, reader, number)
        _knowledge(world, number)
        _tickets(world, reader, number)
        _company(world, number)
        _mails(number)
    session.flush()


def _threads(world: World, reader: Person, number: int) -> None:
    place, staff = session.get_one(Category, world.names["category"]), world.people.ismail
    asked = posts.question(reader, place, title=f"Matter {number} of many", tags=("printer", f"tag{number}"))
    given = posts.answer(asked, staff)
    posts.comment(asked, staff, on=given)
    posts.comment(asked, staff)
    main = session.get_one(Question, world.names["q"])
    posts.comment(main, staff, on=posts.answer(main, staff, source=f"Another way, number {number}."))
    entries.published(asked, given, world.people.iris)
    facts = {"title": asked.title, "label": "", "path": f"/questions/{asked.id}"}
    session.add(Notice(person_id=reader.id, kind="answer", question_id=asked.id, facts=facts, at=posts.NOON))


def _knowledge(world: World, number: int) -> None:
    place, staff = session.get_one(Category, world.names["category"]), world.people.iris
    issues.opened(staff, place, title=f"Service {number} does not answer")
    window = WindowDraft(f"Server {number}", "Mail", "None.", "<p>None.</p>", place.id, later(days=1), later(days=1.1))
    announce_maintenance(window, by=actor(staff), at=posts.NOON)


def _mails(number: int) -> None:
    raw = f"From: zoe{number}@elsewhere.example\nSubject: Help {number}\n\nPlease.".encode()
    keep_mail(raw, sender=None, recipients=(), source=Source.PIPE, at=posts.NOON)
    session.add(MailAddress(address=f"desk{number}@kencana.example", makes=Makes.TICKET))


def _tickets(world: World, reader: Person, number: int) -> None:
    words = f"Private matter {number}"
    wish = PrivateRequest(words, words, render(words), int(str(world.names["category"])), False)
    made = open_private_ticket(wish, by=actor(reader), at=posts.NOON)
    reply(made, words, render(words), by=actor(world.people.ismail), at=posts.NOON)


def _company(world: World, number: int) -> None:
    by, at = actor(world.people.admin), posts.NOON
    newcomer = people.make_person(f"New Colleague {number}", roles="employee it_staff")
    team, group = make_team(f"Team {number}", by=by, at=at), make_group(f"Group {number}", by=by, at=at)
    join_team(newcomer, team, "", by=by, at=at)
    join_team(session.get_one(Person, world.people.iris.id), team, "", by=by, at=at)
    join_group(world.people.tara, group, by=by, at=at)
    invite(f"new{number}@kencana.example", language="en", by=by, at=at)
    make_calendar(CalendarDraft(f"Calendar {number}", "Asia/Kuala_Lumpur", tuple(OFFICE_WEEK)), by=by, at=at)
    posts.category(f"Category {number}")
