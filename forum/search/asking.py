"""One reader's queries as the index is asked them: people by number, days as seconds, and what he may not know of."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace
from datetime import date, datetime, tzinfo
from functools import cached_property
from typing import Any

from sqlalchemy import Row, bindparam, not_, select

from forum.accounts.actors import Actor, may_see_people
from forum.kernel.db import BigId, read
from forum.kernel.moments import day_begins
from forum.kernel.text.closed import closed_text, open_text
from forum.questions.models import Follow, Question
from forum.questions.queries.tags import known_tags
from forum.questions.visibility import listed_to
from forum.search.company import synonyms_in_force
from forum.search.filters import BY_ME, FOLLOWED, Span
from forum.search.grammar import Hint, Wanted, read_query
from forum.search.index.protocol import Enquiry
from forum.search.models import SearchPending
from forum.search.named import categories_by_name, facts_in, named, named_to_strangers, unknown
from forum.topics.models import Category
from forum.topics.visibility import reader_params
from forum.topics.visibility import unrestricted as any_category
from forum.topics.visibility import visible_to as category_visible_to

MOST_LOWERED, MOST_FOLLOWED = 2000, 2000
_EVERY_ROOM = select(Category.id, Category.slug, Category.name, Category.name_ms).where(any_category())
_ROOMS = _EVERY_ROOM.where(category_visible_to())
WAITING = select(SearchPending.question_id).where(SearchPending.done_at.is_(None))  # parked ones, too
_LOWERED = select(Question.id).where(Question.id.in_(WAITING), not_(listed_to())).limit(MOST_LOWERED)

_FOLLOWED = (
    select(Follow.question_id)
    .where(Follow.person_id == bindparam("me", type_=BigId), Follow.muted_at.is_(None))
    .order_by(Follow.at.desc())
    .limit(MOST_FOLLOWED)
)


class Asker:
    """Somebody who searches at a moment. However much he asks, the database is asked once what he may find."""

    def __init__(self, reader: Actor, *, at: datetime, zone: tzinfo) -> None:
        self.reader, self.at, self.zone = reader, at, zone
        self._named: dict[str, str] = {}

    @property
    def today(self) -> date:
        """The day on which he searches."""
        return self.at.astimezone(self.zone).date()

    @cached_property
    def rooms(self) -> frozenset[int]:
        """The categories that he may read."""
        return frozenset(room.id for room in self._rooms)

    @cached_property
    def lowered(self) -> frozenset[int]:
        """Threads that the index may still hold, and that he may not see listed any more; at most MOST_LOWERED."""
        return frozenset(read(_LOWERED, reader_params(self.reader)).scalars())

    @cached_property
    def followed(self) -> frozenset[int]:
        """The threads of which he hears, the latest MOST_FOLLOWED; of nobody none."""
        return frozenset(read(_FOLLOWED, {"me": self.reader.id}).scalars())

    @cached_property
    def sees_people(self) -> bool:
        """Whether he may know who people are."""
        return may_see_people(self.reader)

    def readable(self, text: str) -> str:
        """A text of others, as the index keeps it (`signed_text`), as he may read it."""
        return open_text(text) if self.sees_people else closed_text(text)

    @property
    def may_count(self) -> bool:
        """Whether all is known that must not be counted."""
        return len(self.lowered) < MOST_LOWERED

    def wanted(self, typed: str) -> Wanted:
        """What he typed, read."""
        wanted = read_query(typed, today=self.today, synonyms=synonyms_in_force())
        return replace(wanted, knows_people=self.sees_people)

    def enquiry(self, wanted: Wanted) -> Enquiry:
        """What the index is asked for this."""
        spans = tuple(seconds_of(span, self.zone) for span in wanted.spans)
        only, not_these = self.followed if FOLLOWED in wanted.facts else None, self.lowered
        if FOLLOWED in wanted.without_facts:
            not_these |= self.followed
        asked = _without_followed(_naming(wanted, self._known(wanted)))
        return Enquiry(asked, self.rooms, self.at, spans, lowered=not_these, only=only)

    def unknown(self, wanted: Wanted) -> list[Hint]:
        """What to say of filters that name nobody and nothing that he may know of."""
        return self._doubts([wanted])[0]

    def doubts(self, searches: Iterable[str]) -> dict[str, list[Hint]]:
        """What to say of each of these searches: filters that are not understood, or name nobody and nothing."""
        read = {typed: self.wanted(typed) for typed in searches}
        doubts = zip(read.items(), self._doubts(read.values()), strict=True)
        return {typed: [*wanted.hints, *of_names] for (typed, wanted), of_names in doubts}

    def _doubts(self, asked: Collection[Wanted]) -> list[list[Hint]]:
        known = self._known(*asked)
        tags = known_tags({known[fact][4:] for each in asked for fact in facts_in(each, "tag:")}, self.reader)
        return [list(unknown(each, known, tags, is_told_of_people=self.sees_people)) for each in asked]

    @cached_property
    def _rooms(self) -> Sequence[Row[Any]]:
        return read(_ROOMS, reader_params(self.reader)).all()

    def _known(self, *wanted: Wanted) -> dict[str, str]:
        """Facts as they are typed -> as the index knows them."""
        new = {fact for each in wanted for fact in facts_in(each, "by:", "tag:")} - self._named.keys()
        self._named |= named(new) if self.sees_people else named_to_strangers(new)
        return {**self._named, **categories_by_name(self._rooms), BY_ME: f"by:{self.reader.id}"}


def every_room() -> frozenset[int]:
    """All categories: for whoever measures and explains, on the console."""
    return frozenset(read(_EVERY_ROOM).scalars())


def with_names(wanted: Wanted) -> Wanted:
    """The query that asks for people by number, for tags and categories by the names they have now; in:mine asks for
    nobody.
    """
    return _naming(wanted, named(facts_in(wanted, "by:", "tag:")) | categories_by_name(read(_EVERY_ROOM).all()))


def _without_followed(wanted: Wanted) -> Wanted:
    """The query as an index understands it: which threads somebody follows it does not know."""
    return replace(
        wanted,
        facts=[fact for fact in wanted.facts if fact != FOLLOWED],
        without_facts=[fact for fact in wanted.without_facts if fact != FOLLOWED],
    )


def _naming(wanted: Wanted, known: dict[str, str]) -> Wanted:
    """The query with these facts in the place of those."""
    return replace(
        wanted,
        facts=[known.get(fact, fact) for fact in wanted.facts],
        without_facts=[known.get(fact, fact) for fact in wanted.without_facts],
    )


def seconds_of(span: Span, zone: tzinfo) -> tuple[float, float, bool]:
    """The span as an enquiry has it, its days being the zone's."""
    return _start(span.first, zone), _start(span.end, zone), span.is_outside


def _start(day: date, zone: tzinfo) -> float:
    """The day's beginning in the zone; the ends of the calendar are before and behind everything."""
    if day.year <= 1970 or day.year >= 9990:
        return float("-inf") if day.year <= 1970 else float("inf")
    return day_begins(day, zone).timestamp()
