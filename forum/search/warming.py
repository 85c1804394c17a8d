"""What was searched for last is looked for again in a process that has just started: who asks next finds it warm."""

from collections.abc import Callable
from contextlib import suppress
from datetime import datetime

from sqlalchemy import select

from forum.kernel.db import looking, read
from forum.search.asking import every_room
from forum.search.company import synonyms_in_force
from forum.search.grammar import read_query
from forum.search.index.protocol import Enquiry, IndexUnusable
from forum.search.models import SearchLogged
from forum.search.place import index

_LATEST = 200
_TYPED = select(SearchLogged.typed).order_by(SearchLogged.at.desc()).limit(_LATEST)


def warm(*, at: datetime, pause: Callable[[], object]) -> int:
    """The words of the latest searches are in the index's cache; how many searches. `pause` comes after each."""
    with looking():
        rooms, synonyms = every_room(), synonyms_in_force()
        typed = list(dict.fromkeys(read(_TYPED).scalars()))
    with suppress(IndexUnusable):
        for each in typed:
            index().find(Enquiry(read_query(each, today=at.date(), synonyms=synonyms), rooms, at), skip=0, most=1)
            pause()
    return len(typed)
