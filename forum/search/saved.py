"""Searches that a person has made lately, and those that he keeps."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Row, bindparam, delete, func, select, update

from forum.accounts.actors import Actor
from forum.kernel.db import BigId, read, session
from forum.kernel.errors import Invalid
from forum.kernel.races import insert_new
from forum.search.grammar import read_query
from forum.search.models import LONGEST_TYPED, AskAttempt, SavedSearch, SearchLogged
from forum.search.noted import forget_waiting

MOST_SAVED, MOST_RECENT = 30, 5
_ME = bindparam("person_id", type_=BigId)
_RECENT = (
    select(SearchLogged.typed)
    .where(SearchLogged.person_id == _ME)
    .group_by(SearchLogged.typed)
    .order_by(func.max(SearchLogged.at).desc(), func.max(SearchLogged.id).desc())
    .limit(MOST_RECENT)
)
_SAVED = (
    select(SavedSearch.id, SavedSearch.typed, SavedSearch.tells)
    .where(SavedSearch.person_id == _ME)
    .order_by(SavedSearch.typed)
)


def recent_searches(person_id: int) -> Sequence[str]:
    """What the person searched for in the last days, the latest first, each once."""
    return read(_RECENT, {"person_id": person_id}).scalars().all()


def saved_searches(person_id: int) -> Sequence[Row[Any]]:
    """The searches that the person keeps, by their words."""
    return read(_SAVED, {"person_id": person_id}).all()


def save_search(typed: str, *, by: Actor, at: datetime) -> SavedSearch:
    """The person keeps this search; once, however often he saves it. Invalid if it asks for nothing or is long, or one
    too many.
    """
    if not typed:
        raise Invalid("Type what you are looking for first.", field="q")
    if read_query(typed, today=at.date()).is_empty:
        raise Invalid("This asks for nothing yet. Type a word, or a filter that is understood.", field="q")
    if len(typed) > LONGEST_TYPED:
        raise Invalid("Only searches of up to %(most)s characters can be saved.", field="q", most=LONGEST_TYPED)
    insert_new(SavedSearch, person_id=by.id, typed=typed, tells=False, looked_at=at, created_at=at)
    kept = session.scalars(select(SavedSearch).where(SavedSearch.person_id == by.id)).all()
    if len(kept) > MOST_SAVED:
        raise Invalid("You keep %(most)s searches. Remove one first.", field="q", most=MOST_SAVED)
    return next(saved for saved in kept if saved.typed == typed)


def remove_saved(typed: str, *, by: Actor) -> None:
    """The person does not keep this search."""
    session.execute(delete(SavedSearch).where(SavedSearch.person_id == by.id, SavedSearch.typed == typed))


def tell_of_new(typed: str, *, by: Actor, at: datetime) -> None:
    """The person keeps this search, and hears of what is asked from now on and fits. Invalid as for saving."""
    saved = save_search(typed, by=by, at=at)
    saved.tells, saved.looked_at = True, at


def tell_no_more(typed: str, *, by: Actor) -> None:
    """The person hears no more of what fits this search."""
    mine = update(SavedSearch).where(SavedSearch.person_id == by.id, SavedSearch.typed == typed)
    session.execute(mine.values(tells=False))


def forget_recent(*, by: Actor) -> None:
    """Nobody knows any more that these searches were this person's; saved ones stay."""
    _take_names(by.id)


def nobody_searched(person_id: int) -> None:
    """Neither searches nor attempts to ask are this person's any more, and saved searches are gone."""
    _take_names(person_id)
    session.execute(update(AskAttempt).where(AskAttempt.person_id == person_id).values(person_id=None))
    session.execute(delete(SavedSearch).where(SavedSearch.person_id == person_id))


def _take_names(person_id: int) -> None:
    forget_waiting(person_id)
    session.execute(update(SearchLogged).where(SearchLogged.person_id == person_id).values(person_id=None))
