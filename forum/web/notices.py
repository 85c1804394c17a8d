"""The line above every page: major known issues that the reader may see and has not put away."""

from collections.abc import Callable, Iterable, Mapping, MutableMapping
from typing import Any

from flask import session
from sqlalchemy import Row

from forum.knowledge.known.queries.board import major_issues

_KEY = "put_away"
_MOST = 20  # kept in the cookie


def lines_above(categories: Callable[[], Iterable[Mapping[str, str]]]) -> list[Row[Any]]:
    """The open major issues of the reader's categories, which are asked for only while there is one.

    Without what he has put away since its last news.
    """
    issues = major_issues()
    if not issues:
        return []
    slugs, gone = {each["slug"] for each in categories()}, lines_put_away()
    return [each for each in issues if each.category_slug in slugs and gone.get(str(each.id), 0) < each.number]


def lines_put_away() -> Mapping[str, int]:
    """Up to which update the reader knows of each issue that he has put away, by its id."""
    known: Mapping[str, int] = session.get(_KEY, {})
    return known


def dismiss(kept: MutableMapping[str, Any], issue_id: int, number: int) -> None:
    """The session remembers up to which update the reader knows of the issue; the oldest are forgotten."""
    gone = {**kept.get(_KEY, {}), str(issue_id): number}
    kept[_KEY] = dict(list(gone.items())[-_MOST:])
