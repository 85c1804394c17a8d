"""Threads that look like a question that is about to be asked."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Row

from forum.kernel.text.closed import closed_text, signed_text
from forum.questions.queries.posts import listed_question
from forum.search.asking import Asker
from forum.search.company import synonyms_in_force
from forum.search.grammar import Clause, Part, Wanted
from forum.search.hits import Place, folded, listed
from forum.search.index.protocol import Enquiry, IndexUnusable
from forum.search.index.terms import lookup_of, telling
from forum.search.place import index
from forum.search.queries import Found, shown
from forum.search.words.tokens import places

LONGEST = 400  # characters: a title and the beginning of a body
_FROM_BODY = 200  # characters: what a text is about is said at its beginning
MOST_WORDS = 40
_FEWEST = 2  # words that say something; one alone finds anything
_LOOKED_AT = 8  # of the threads most alike, among which the solved ones come first
_LEAST = 1.0  # likeness: what has less is about something else; how it was chosen: docs/search.md


def beginning_of(title: str, body: str) -> str:
    """What threads are compared by: the title and the first characters of what stands below it."""
    return f"{title} {body[:_FROM_BODY]}"


def similar(text: str, asker: Asker, *, most: int = 6) -> Sequence[Row[Any]]:
    """Up to `most` threads that the reader may see listed, the most alike first; none rather than any."""
    return [place.row for place in _places(wanted_of(text), asker, most, at=asker.at)]


def suggested(text: str, asker: Asker, *, most: int = 6) -> list[Found]:
    """As `similar`, with the words that match marked: solved threads first, then those that one can join."""
    wanted = wanted_of(text)
    near = _places(wanted, asker, max(most, _LOOKED_AT), at=asker.at) if most > 0 else ()
    return sorted(shown(near, wanted, asker), key=lambda each: each.row.solved_at is None)[:most]


def solved_like(question_id: int, asker: Asker, *, most: int = 6) -> Sequence[Row[Any]]:
    """Up to `most` solved threads like one that the reader may see listed; it is not among them.

    Those of its own time come first, whenever it was: an old thread belongs to the trouble of those days.
    """
    asked = listed_question(question_id, asker.reader)
    if asked is None:
        return ()
    wanted = wanted_of(beginning_of(asked.title, closed_text(signed_text(asked.html))), ("is:solved",))
    found = _places(wanted, asker, most + 1, at=asked.created_at)
    return [place.row for place in found if place.row.id != question_id][:most]


def _places(wanted: Wanted, asker: Asker, most: int, *, at: datetime) -> Sequence[Place]:
    if not says_enough(wanted):
        return ()
    try:
        hits = index().find(Enquiry(wanted, asker.rooms, at), skip=0, most=most)
    except IndexUnusable:
        return ()
    near = [hit for hit in hits if hit.likeness >= _LEAST]
    return (listed if wanted.facts else folded)(near, asker.reader)


def says_enough(wanted: Wanted) -> bool:
    """Whether a text has words by which others can be told to be like it: "it does not work" has none."""
    groups = lookup_of(wanted).groups
    return len(groups) >= _FEWEST and bool(telling(groups))


def wanted_of(text: str, facts: Sequence[str] = ()) -> Wanted:
    """A query for any of the written words of a text's beginning, each once."""
    text = text[:LONGEST]
    words = list(dict.fromkeys(text[place.start : place.end] for place in places(text)))[:MOST_WORDS]
    clauses: list[Clause] = [(Part(word),) for word in words]
    return Wanted(clauses=clauses, facts=list(facts), synonyms=synonyms_in_force())
