"""Words of a query of a few that are none, or hardly any: known words like them are looked for besides.

One that no thread of the reader's has is a typing error, or a part of a word. One that some threads have is one that
others have made, too, if a word that is a letter different stands in very many more. Long queries do without one of
their words. What this finds, and what trigrams of titles would: docs/search.md.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from forum.search.index.letters import LONGEST, SHORTEST, likeliest
from forum.search.index.scoring import rarity
from forum.search.index.terms import Group

FEW = 6  # words of a query
_MOST_UNMET = 3  # of them that are looked for as others: whoever errs more often writes another language
_TOLD_APART = 6  # letters


@dataclass(frozen=True, slots=True)
class Rather:
    """Words that are meant rather than a known one, which counts as rare as they are: `share` of its own rarity."""

    words: Sequence[str] = ()
    share: float = 1.0


def widened(
    groups: Sequence[Group],
    weight: float,
    *,
    is_met: Callable[[Group], bool],
    like: Callable[[str], Sequence[str]],
    rather: Callable[[str], Rather],
) -> list[Group]:
    """The groups with what may have been meant by their words.

    That is what is meant `rather` than a known word, and words `like` an unknown one in a group that nothing meets.
    """
    if len(groups) > FEW or not weight:
        return list(groups)
    found = []
    left = _MOST_UNMET
    for group in groups:
        ways = [rather(word) for word in own_words(group)]
        if left and own_words(group) and not is_met(group):
            left -= 1
            ways += [Rather(like(word)) for word in own_words(group)]
        share = min((way.share for way in ways), default=1.0)
        others = dict.fromkeys((word for way in ways for word in way.words), weight)
        found.append({**others, **{form: worth * share for form, worth in group.items()}})
    return found


def may_be_mistaken(word: str) -> bool:
    """Whether a word that is a letter different may have been meant, although threads have this one.

    Of short words too many are a letter different from a frequent one: "tags" and "tabs".
    """
    return len(word) >= _TOLD_APART


def meant_rather(near: Iterable[tuple[str, int, int]], *, threads: int, least: float, of: int) -> Rather:
    """Of words near one that so many threads have, of all, those that at least `least` have."""
    found = [each for each in near if each[1] >= least]
    if not found:
        return Rather()
    return Rather(likeliest(found), rarity(of, max(count for _, count, _ in found)) / rarity(of, threads))


def own_words(group: Group) -> list[str]:
    """The words of a group, as typed, in which a typing error can be told."""
    typed = (form for form, worth in group.items() if worth == 1.0)
    return [form for form in typed if form.isalpha() and SHORTEST <= len(form) <= LONGEST]
