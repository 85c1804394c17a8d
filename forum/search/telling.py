"""New threads that fit saved searches: whoever wants to hear of them does.

A thread fits if it has every word of the search, in any of its forms, and every filter: what only ranks low among
results would be noise in an inbox.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from sqlalchemy import func, select, update

from forum.accounts.actors import load_actor
from forum.accounts.settings import COMPANY_ZONE
from forum.kernel.db import session, transaction
from forum.kernel.events import publish
from forum.kernel.moments import zone_named
from forum.kernel.pending import is_waiting
from forum.questions.models import Question
from forum.questions.visibility import unrestricted
from forum.search.asking import Asker
from forum.search.documents import documents_of
from forum.search.events import SavedSearchMet
from forum.search.grammar import Kind, Part, Wanted
from forum.search.hits import listed
from forum.search.index.protocol import Document, IndexUnusable
from forum.search.index.terms import lookup_of
from forum.search.models import SavedSearch, SearchPending
from forum.search.place import index
from forum.search.words.people import forms_said

_MOST_AT_ONCE = 200  # saved searches of one round, those looked at longest ago first
_MOST_LOOKED_AT, _MOST_TOLD = 20, 3  # threads a search and round
_UNTIL = timedelta(minutes=1)  # ago: what is younger may not be in the index


def tell_of_matches(at: datetime) -> int:
    """Everybody has been told of what was asked since the last look and fits; how many threads were told."""
    _wait_for_no_clock(at)
    until = _indexed_until(at)
    due = select(SavedSearch).where(SavedSearch.tells.is_(True), SavedSearch.looked_at < until)
    rows = session.scalars(due.order_by(SavedSearch.looked_at, SavedSearch.id).limit(_MOST_AT_ONCE)).all()
    saved = [(row.id, row.person_id, row.typed, row.looked_at) for row in rows]
    try:
        return sum(_tell(*each, until=until, at=at) for each in saved)
    except IndexUnusable:
        return 0  # the others wait, too: each would wait for the same index


def _wait_for_no_clock(at: datetime) -> None:
    """Nobody is kept waiting, and nothing kept from him, by a look at an hour that a clock put back has left."""
    with transaction():
        session.execute(update(SavedSearch).where(SavedSearch.looked_at > at).values(looked_at=at))


def _indexed_until(at: datetime) -> datetime:
    """Everything that was asked before this stands in the index."""
    waiting = select(SearchPending.question_id).where(is_waiting(SearchPending))
    first = select(func.min(Question.created_at)).where(unrestricted(), Question.id.in_(waiting))
    return min(at - _UNTIL, session.scalar(first) or at)


def _tell(saved_id: int, person_id: int, typed: str, since: datetime, *, until: datetime, at: datetime) -> int:
    found = _matches(person_id, typed, since, until=until, at=at)
    with transaction():
        saved = session.get(SavedSearch, saved_id)
        if saved is None or not saved.tells or saved.looked_at != since:
            return 0  # changed meanwhile
        saved.looked_at = until
        for question_id in found:
            publish(SavedSearchMet(question_id, person_id, saved_id, at))
    return len(found)


def _matches(person_id: int, typed: str, since: datetime, *, until: datetime, at: datetime) -> list[int]:
    person = load_actor(person_id, at=at)
    if person is None:
        return []
    asker = Asker(person, at=at, zone=zone_named(person.zone or COMPANY_ZONE()))
    wanted = asker.wanted(typed)
    if wanted.is_empty:
        return []  # a wrong filter alone is no search for everything
    enquiry = asker.enquiry(wanted)
    new = (since.timestamp(), until.timestamp(), False)
    hits = index().find(replace(enquiry, spans=(*enquiry.spans, new)), skip=0, most=_MOST_LOOKED_AT)
    ids = [place.row.id for place in listed(hits, person) if place.row.handle != person.handle]
    fitting = {each.question_id for each in documents_of(ids) if _has_all(each, wanted)} if ids else set()
    return [question_id for question_id in ids if question_id in fitting][:_MOST_TOLD]


def _has_all(document: Document, wanted: Wanted) -> bool:
    """Whether it has each word; a beginning that stands for another with OR is one of the alternatives."""
    forms = _forms((document.title, document.tags, *document.texts))
    choices = [clause for clause in wanted.clauses if len(clause) > 1 and any(map(_is_begun, clause))]
    others = replace(wanted, clauses=[clause for clause in wanted.clauses if clause not in choices])
    ways = ([replace(wanted, clauses=[(part,)]) for part in clause] for clause in choices)
    return _has(forms, others) and all(any(_has(forms, way) for way in each) for each in ways)


def _is_begun(part: Part) -> bool:
    return part.kind is Kind.PREFIX


def _has(forms: frozenset[str], wanted: Wanted) -> bool:
    lookup = lookup_of(wanted)
    begun = all(any(form.startswith(prefix) for form in forms) for prefix in lookup.prefixes)
    return begun and all(any(forms.issuperset(form.split()) for form in group) for group in lookup.groups)


def _forms(texts: Sequence[str]) -> frozenset[str]:
    return frozenset(form for text in texts for forms in forms_said(text) for form in forms)
