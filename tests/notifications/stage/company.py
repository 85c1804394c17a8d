"""The people of the acts, what they have posted before, and their browsers."""

from collections.abc import Callable
from datetime import timedelta
from functools import cache, partial
from typing import Any

from flask.testing import FlaskClient
from sqlalchemy import delete, select

from forum.accounts.models import Team, TeamMembership
from forum.app import Tanya
from forum.kernel.db import session
from forum.knowledge.faq.models import FaqEntry
from forum.knowledge.known.models import KnownIssue
from forum.knowledge.known.visibility import unrestricted as any_issue
from forum.moderation.models import FlagItem
from forum.notifications.models import EventPending
from forum.people.models import Person
from forum.tickets.models import Ticket
from forum.tickets.visibility import unrestricted
from tests import people
from tests.conftest import NOON, browser_of
from tests.knowledge import entries, issues
from tests.posts import answer, category, question


class Stage:
    """Ana has asked, Ben has answered; Iris and Ismail are IT staff of a team that Lee leads; Mo moderates."""

    def __init__(self, app: Tanya, index: Callable[[], int]) -> None:
        self.app, self.index = app, index
        self.ana, self.ben, self.sam = people.ana(), people.ben(), people.sam()
        self.iris, self.mo, self.admin = people.iris(), people.mo(), people.admin()
        staff = partial(people.make_person, roles="employee it_staff")
        self.ismail, self.lee = staff("Ismail Noor"), staff("Lee Leng")
        session.add(team := Team(name="Network", lead_id=self.lee.id))
        session.flush()
        session.add_all([TeamMembership(team_id=team.id, person_id=each.id) for each in (self.iris, self.lee)])
        self.place = category(team_id=team.id)
        self.asked = question(self.ana, self.place, at=NOON - timedelta(days=2))
        self.given = answer(self.asked, self.ben, at=NOON - timedelta(days=1))
        self.thread = f"/questions/{self.asked.id}"
        session.execute(delete(EventPending))
        self._browser = cache(lambda person: browser_of(app, person))
        self._sent = 0

    def browser(self, person: Person) -> FlaskClient:
        """The person's, signed in."""
        found: FlaskClient = self._browser(person)
        return found

    def send(self, person: Person, path: str, **form: Any) -> str:
        """The person has sent this form, and where that led."""
        self._sent += 1
        answered = self.browser(person).post(path, data={"key": f"key{self._sent}", **form})
        assert answered.status_code in (200, 303), (path, answered.status_code, answered.text)
        return str(answered.location or "")

    def ticket(self) -> Ticket:
        """Of the thread; Iris has made it, and has it."""
        self.send(self.iris, f"{self.thread}/ticket")
        made = self._newest()
        self.send(self.iris, f"/tickets/{made.label}/owner", owner=self.iris.id)
        return made

    def private_ticket(self, requester: Person | None = None) -> Ticket:
        """One without a thread, in the category of Lee's team."""
        words = {"title": "A private matter", "source": "It is private.", "category": self.place.id}
        self.send(requester or self.ana, "/tickets/new", **words)
        return self._newest()

    def accept(self) -> None:
        """Ana says that Ben's answer has solved it."""
        self.send(self.ana, f"/answers/{self.given.id}/acceptance")

    def entry(self) -> FaqEntry:
        """Made of Ben's answer by Iris, who owns it."""
        return entries.published(self.asked, self.given, self.iris)

    def issue(self) -> KnownIssue:
        """Iris's, on the board; Sam follows it."""
        issues.opened(self.iris, self.place)
        issue = session.scalars(select(KnownIssue).where(any_issue())).one()
        self.send(self.sam, f"/known-issues/{issue.id}/following")
        return issue

    def flag(self, *by: Person, why: str = "abusive") -> int:
        """Ben's answer is flagged by these people; the item's number."""
        for person in by:
            self.send(person, f"/flag/answer/{self.given.id}", why=why)
        return session.scalars(select(FlagItem.id)).one()

    @staticmethod
    def _newest() -> Ticket:
        newest = select(Ticket).where(unrestricted()).order_by(Ticket.id.desc()).limit(1)
        return session.scalars(newest).one()
