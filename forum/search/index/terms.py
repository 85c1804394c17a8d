"""A query as groups of forms with weights: what an engine looks up. The same for every engine."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from forum.search.grammar import Clause, Kind, Part, Wanted
from forum.search.words import english, malay
from forum.search.words.synonyms import SYNONYMS
from forum.search.words.tokens import Place, folded, places

STOP_WORDS = english.STOP_WORDS | malay.STOP_WORDS
OWN_FORM = 0.8  # a stem, a full spelling, beside 1 for the word itself
SYNONYM = 0.6
MOST_GROUPS = 60
Group = dict[str, float]  # form -> weight; the best form counts


@dataclass(slots=True)
class Lookup:
    """What to look up. Phrases are sequences of words that have to stand next to each other."""

    groups: list[Group] = field(default_factory=list)
    prefixes: list[str] = field(default_factory=list)
    phrases: list[list[str]] = field(default_factory=list)
    without: list[list[str]] = field(default_factory=list)  # phrases, of one word too
    without_prefixes: list[str] = field(default_factory=list)


def lookup_of(wanted: Wanted) -> Lookup:
    """The forms that a query asks for; stop words only where there is nothing else."""
    lookup = Lookup(
        without=[words for part in wanted.without if part.kind is not Kind.PREFIX and (words := _words(part))],
        without_prefixes=[_beginning(part) for part in wanted.without if part.kind is Kind.PREFIX],
    )
    found = [place for clause in wanted.clauses for place in _of_clause(clause, lookup)]
    telling = [group for group, is_stop_word in found if not is_stop_word]
    lookup.groups = (telling or [group for group, _ in found])[:MOST_GROUPS]
    return lookup


def left_out(wanted: Wanted) -> list[str]:
    """The words of a query, as typed, that are not looked up since they say nothing beside the others."""
    mute = [clause[0].text for clause in wanted.clauses if _is_mute(clause)]
    return mute if len(mute) < len(wanted.clauses) else []


def _is_mute(clause: Clause) -> bool:
    return len(clause) == 1 and clause[0].kind is Kind.WORD and STOP_WORDS.issuperset(_words(clause[0]))


def _of_clause(clause: Clause, lookup: Lookup) -> list[tuple[Group, bool]]:
    if len(clause) > 1:
        return [(_merged(_group(place) for part in clause for place in places(part.text)), False)]
    (part,) = clause
    if part.kind is Kind.PREFIX:
        lookup.prefixes.extend(_words(part)[-1:])
        return [_told(place) for place in places(part.text)[:-1]]
    if part.kind is Kind.PHRASE and len(words := _words(part)) > 1:
        lookup.phrases.append(words[:MOST_GROUPS])
    return [_told(place) for place in places(part.text)]


def _told(place: Place) -> tuple[Group, bool]:
    return _group(place), place.forms[0] in STOP_WORDS


def _group(place: Place) -> Group:
    group = dict.fromkeys(place.forms, OWN_FORM)
    group[place.forms[0]] = 1.0
    for form in place.forms:
        for other in SYNONYMS.get(form, ()):
            group.setdefault(other, SYNONYM)
    return group


def _merged(groups: Iterable[Group]) -> Group:
    merged: Group = {}
    for group in groups:
        for form, weight in group.items():
            merged[form] = max(weight, merged.get(form, 0.0))
    return merged


def _beginning(part: Part) -> str:
    """What the words begin with; of an identifier ("err_conn*") its whole form."""
    words = _words(part)
    return words[0] if len(words) == 1 else folded(part.text)


def _words(part: Part) -> list[str]:
    return [place.forms[0] for place in places(part.text)]
