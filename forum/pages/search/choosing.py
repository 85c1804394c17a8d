"""Threads to choose from on a page that asks for others: found by words, or like what the page is about."""

from typing import Any

from flask import request
from sqlalchemy import Row

from forum.kernel import clock
from forum.kernel.text.clean import clean_line
from forum.search.asking import Asker
from forum.search.grammar import LONGEST_QUERY
from forum.search.queries import search
from forum.search.similar import similar
from forum.web.session import reader
from forum.web.words import zone

_MOST_LIKE = 20


def words_typed() -> str:
    """What the page was asked to look for; empty before that."""
    return clean_line(request.values.get("q", ""))[:LONGEST_QUERY]


def threads_to_choose(typed: str, about: str) -> list[Row[Any]]:
    """Two pages of what a search finds, or threads like `about` where nothing has been typed yet."""
    asker = Asker(reader(), at=clock.now(), zone=zone())
    if not typed:
        return list(similar(about, asker, most=_MOST_LIKE))
    first = search(typed, asker)
    more = search(typed, asker, skip=first.next).hits if first.next else ()
    return [hit.row for hit in (*first.hits, *more)]
