"""Plays the sample threads: what the people of the sample company asked, answered and did, by the forum's actions."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Any

from sqlalchemy import select

from forum.accounts.actors import Actor
from forum.accounts.settings import COMPANY_ZONE
from forum.answers.actions import accept_answer, post_answer, post_comment
from forum.answers.models import Answer
from forum.files.actions import address_of, keep_bytes, record_file
from forum.files.content import prepared
from forum.files.storage import Storage
from forum.intake.actions import form_in_force
from forum.kernel.db import session
from forum.kernel.moments import zone_named
from forum.kernel.text.markdown import render
from forum.questions.actions import QuestionDraft, ask_question, find_question, join_affected, mark_duplicate
from forum.questions.models import Question
from forum.sample.desk import say_how_it_was
from forum.sample.people import actor_called
from forum.sample.threads import Said, SampleThread, picture
from forum.tickets.actions.make import make_ticket
from forum.tickets.actions.resolve import Fix, resolve
from forum.tickets.actions.work import add_note, assign, change_state, reply, set_priority, tell_step
from forum.tickets.models import Priority, Ticket, TicketState
from forum.tickets.rules import Act
from forum.tickets.timing.actions.promises import promise
from forum.tickets.worked.actions import note_time
from forum.topics.models import Category
from forum.votes.actions import cast_vote
from forum.votes.rules import VoteValue

_NOTE_MINUTES = 25  # what a note says it took
_UNTIL_MADE, _UNTIL_STEP = timedelta(minutes=40), timedelta(minutes=25)  # from the question, from the ticket
_PICTURE = re.compile(r"picture:([\w.-]+)")
_ACTS_TO = {
    TicketState.WAITING_REQUESTER: Act.WAIT_FOR_REQUESTER,
    TicketState.WAITING_THIRD: Act.WAIT_FOR_THIRD,
    TicketState.CLOSED: Act.CLOSE,
}


@dataclass
class _Played:
    """A thread as far as it has been played."""

    question: Question
    ticket: Ticket | None = None
    answers: list[Answer] = field(default_factory=list)

    def made(self) -> Ticket:
        """Its ticket; LookupError if it has none yet."""
        if self.ticket is None:
            raise LookupError(f"{self.question.title} has no ticket yet")
        return self.ticket


_Act = tuple[datetime, Callable[..., None]]  # what happens in a thread, and when


class Story:
    """Plays threads one after the other; `founded_at` is the moment that "days ago" counts back from.

    `questions` are the ids of those that were played, by the names of their files.
    """

    def __init__(self, storage: Storage, *, founded_at: datetime) -> None:
        self._storage = storage
        self._founded_at = founded_at
        self.questions: dict[str, int] = {}
        self._is_worked_through = False  # by IT, from the question to the fix

    def play(self, thread: SampleThread) -> Question:
        """The thread stands as its file tells it; the caller commits."""
        facts = thread.facts
        self._is_worked_through = "fix" in facts.get("ticket", ())
        asker, asked_at = self._actor(facts["author"]), self._at(facts["asked"])
        question = self._ask(thread, by=asker, at=asked_at)
        self.questions[thread.name] = question.id
        self._others_join(question, facts, at=asked_at)
        played, acts = _Played(question), [*self._of_ticket(question, thread), *self._of_said(thread.said)]
        for at, act in sorted(acts, key=lambda each: each[0]):
            act(played, at=at)
        last, ticket = max((at for at, _act in acts), default=asked_at), played.ticket
        if "accepted" in facts:
            accept_answer(question, played.answers[facts["accepted"] - 1], by=asker, at=last + timedelta(minutes=9))
        if "duplicate_of" in facts:
            original = find_question(self.questions[facts["duplicate_of"]], by=self._actor("iris.tan"))
            mark_duplicate(question, original, by=self._actor("iris.tan"), at=last)
        if ticket is not None:
            self._finish(ticket, facts["ticket"], at=last)
        question.view_count = 7 + question.id * 13 % 90 + 11 * len(thread.said)
        return question

    def _ask(self, thread: SampleThread, *, by: Actor, at: datetime) -> Question:
        facts = thread.facts
        category = session.scalars(select(Category).where(Category.slug == facts["category"])).one()
        source = self._with_pictures(thread.source, by=by, at=at)
        form = form_in_force(category.id)
        draft = QuestionDraft(
            facts["title"],
            source,
            render(source),
            category.id,
            tags=tuple(facts["tags"]),
            fields=facts.get("fields", {}),
            form_id=form.id if form else None,
            language=facts.get("language", "en"),
        )
        return ask_question(draft, by=by, at=at)

    def _others_join(self, question: Question, facts: dict[str, list[str]], *, at: datetime) -> None:
        for number, handle in enumerate(facts.get("affected", []), start=1):
            join_affected(question, by=self._actor(handle), at=at + timedelta(minutes=7 * number))
        for number, handle in enumerate(facts.get("votes", []), start=1):
            cast_vote(question, by=self._actor(handle), at=at + timedelta(minutes=11 * number))

    def _of_said(self, said: tuple[Said, ...]) -> list[_Act]:
        return [(self._at(words.days_ago), partial(self._say, words)) for words in said]

    def _say(self, words: Said, played: _Played, *, at: datetime) -> None:
        by, answers = self._actor(words.by), played.answers
        source = self._with_pictures(words.source, by=by, at=at)
        html = render(source)
        if words.kind == "answer":
            answers.append(post_answer(played.question, source, html, by=by, at=at))
            self._vote(played.question, answers[-1], words, at=at)
        elif words.kind == "comment":
            post_comment(played.question, source, html, on=answers[-1] if answers else None, by=by, at=at)
        elif words.kind == "note":
            note = add_note(played.made(), source, html, by=by, at=at)
            note_time(played.made(), _NOTE_MINUTES, by=by, at=at, note=note)
        else:
            reply(played.made(), source, html, by=by, at=at)

    def _vote(self, question: Question, answer: Answer, words: Said, *, at: datetime) -> None:
        for people, value in ((words.votes, VoteValue.HELPFUL), (words.failed, VoteValue.FAILED)):
            for number, handle in enumerate(people, start=1):
                cast_vote(question, on=answer, value=value, by=self._actor(handle), at=at + timedelta(minutes=number))

    def _of_ticket(self, question: Question, thread: SampleThread) -> list[_Act]:
        """The ticket is made before anything is written or promised in it."""
        wish = thread.facts.get("ticket")
        if wish is None:
            return []
        promises = [(self._at(word["said"]), partial(self._promise, wish, word)) for word in wish.get("promise", ())]
        written = [self._at(words.days_ago) for words in thread.said if words.kind in ("note", "reply")]
        made_at = min([question.created_at + _UNTIL_MADE, *written, *(at for at, _act in promises)])
        steps = [(made_at + _UNTIL_STEP, partial(self._tell, wish))] if "step" in wish else []
        return [(made_at, partial(self._make_ticket, wish)), *steps, *promises]

    def _make_ticket(self, wish: dict[str, Any], played: _Played, *, at: datetime) -> None:
        by = self._by(wish)
        played.ticket = ticket = make_ticket(played.question.id, by=by, at=at).ticket
        if "owner" in wish:
            assign(ticket, by.id, by=by, at=at)
        set_priority(ticket, Priority(wish["priority"]), by=by, at=at)

    def _tell(self, wish: dict[str, Any], played: _Played, *, at: datetime) -> None:
        tell_step(played.made(), wish["step"], by=self._by(wish), at=at)

    def _promise(self, wish: dict[str, Any], word: dict[str, Any], played: _Played, *, at: datetime) -> None:
        due_at = self._afternoon(word["by"])
        promise(played.made(), due_at, word.get("reason", ""), by=self._by(wish), at=at)

    def _by(self, wish: dict[str, Any]) -> Actor:
        return self._actor(wish.get("owner") or wish["made_by"])

    def _finish(self, ticket: Ticket, wish: dict[str, Any], *, at: datetime) -> None:
        if "owner" not in wish:
            return
        by, state = self._actor(wish["owner"]), TicketState(wish["state"])
        if "fix" in wish:
            fix = Fix(wish["fix"], render(wish["fix"]), publish=True)
            resolve(ticket, fix, by=by, at=at + timedelta(hours=2))
        if "rating" in wish:
            say_how_it_was(ticket, rating=wish["rating"], comment=wish["comment"], at=at + timedelta(hours=3))
        elif state in _ACTS_TO:
            change_state(ticket, _ACTS_TO[state], by=by, at=at + timedelta(hours=3))

    def _with_pictures(self, source: str, *, by: Actor, at: datetime) -> str:
        def stored(found: re.Match[str]) -> str:
            kept = keep_bytes(prepared(found[1], picture(found[1])), self._storage)
            return address_of(record_file(kept, by_id=by.id, at=at))

        return _PICTURE.sub(stored, source)

    def _actor(self, handle: str) -> Actor:
        return actor_called(handle, at=self._founded_at)

    def _at(self, days_ago: float) -> datetime:
        moment = self._moment(days_ago)
        return _in_working_hours(moment) if self._is_worked_through else moment

    def _moment(self, days_ago: float) -> datetime:
        return self._founded_at - timedelta(days=days_ago)

    def _afternoon(self, days_ago: float) -> datetime:
        """Three o'clock of that day in the company's zone, on Monday where nobody works."""
        local = self._moment(days_ago).astimezone(zone_named(COMPANY_ZONE()))
        monday = timedelta(days=max(0, 7 - local.weekday()) if local.weekday() > 4 else 0)
        return (local + monday).replace(hour=15, minute=0, second=0, microsecond=0).astimezone(UTC)


def _in_working_hours(moment: datetime) -> datetime:
    """A moment of the same working day, or of the Friday before; what comes later stays later.

    A ticket that is solved by night has taken no business time, and reports would say so.
    """
    local = moment.astimezone(zone_named(COMPANY_ZONE()))
    midnight = local.replace(hour=0, minute=0, second=0, microsecond=0)
    days_off = max(0, local.weekday() - 4)
    begins, lasts = (9, 5) if not days_off else (13 + days_off, 1)
    return (midnight - timedelta(days=days_off, hours=-begins) + (local - midnight) * lasts / 24).astimezone(UTC)
