"""A word that no thread of the reader's has, in a query of a few words: known words like it are looked for besides.

It is a typing error then, or a part of a word. Longer queries do without one of their words. What this finds, and what
trigrams of titles would: docs/search.md.
"""

from collections.abc import Callable, Sequence

from forum.search.index.kept import LONGEST, SHORTEST
from forum.search.index.terms import Group

FEW = 3  # words of a query


def widened(
    groups: Sequence[Group], weight: float, *, is_met: Callable[[Group], bool], like: Callable[[str], Sequence[str]]
) -> list[Group]:
    """The groups, those that nothing meets with words like theirs besides; `like` says nothing of a known word."""
    if len(groups) > FEW or not weight:
        return list(groups)
    return [group if not own_words(group) or is_met(group) else _with_likes(group, weight, like) for group in groups]


def own_words(group: Group) -> list[str]:
    """The words of a group, as typed, in which a typing error can be told."""
    typed = (form for form, worth in group.items() if worth == 1.0)
    return [form for form in typed if form.isalpha() and SHORTEST <= len(form) <= LONGEST]


def _with_likes(group: Group, weight: float, like: Callable[[str], Sequence[str]]) -> Group:
    return {**dict.fromkeys((other for word in own_words(group) for other in like(word)), weight), **group}
