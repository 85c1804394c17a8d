"""A query as groups of forms with weights: what an engine looks up. The same for every engine."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import groupby

from forum.search.grammar import Clause, Kind, Part, Wanted
from forum.search.index.weights import IN_USE, Weights
from forum.search.words import english, malay
from forum.search.words.people import WITH_PEOPLE, WORDS_ALONE, Asking
from forum.search.words.synonyms import LONGEST_NAME, Synonyms
from forum.search.words.tokens import Place, asked_forms, folded, places

STOP_WORDS = english.STOP_WORDS | malay.STOP_WORDS
FAINT = english.FAINT | malay.FAINT
MOST_GROUPS = 60
Group = dict[str, float]  # form -> weight; the best form counts. A form with blanks: all its words in one field
Told = tuple[Group, bool]  # a group, and whether it is of a stop word


@dataclass(slots=True)
class Lookup:
    """What to look up. Phrases are sequences of words that have to stand next to each other."""

    groups: list[Group] = field(default_factory=list)
    prefixes: list[str] = field(default_factory=list)
    phrases: list[list[str]] = field(default_factory=list)
    without: list[list[str]] = field(default_factory=list)  # phrases, of one word too
    without_prefixes: list[str] = field(default_factory=list)


def words_of(groups: Iterable[Group]) -> frozenset[str]:
    """The words of the groups' forms, each by itself."""
    return frozenset(word for group in groups for form in group for word in form.split())


def marked_forms(groups: Sequence[Group]) -> frozenset[str]:
    """The words by which a thread shows that it was found; faint ones ("on") only if there are no two others."""
    said = telling(groups)
    return words_of(said if len(said) > 1 else groups)


def telling(groups: Sequence[Group]) -> list[Group]:
    """The groups but those of faint words, which say something only beside others."""
    return [group for group in groups if not _is_faint(group)]


def parts_of_names(groups: Sequence[Group]) -> frozenset[str]:
    """Words that are asked for only as a part of a name: "sign" of "sign in"."""
    whole = [{form: weight for form, weight in group.items() if weight > IN_USE.part_of_name} for group in groups]
    return words_of(groups) - words_of(whole)


def lookup_of(wanted: Wanted, weights: Weights = IN_USE) -> Lookup:
    """The forms that a query asks for; stop words only where there is nothing else."""
    asking = WITH_PEOPLE if wanted.knows_people else WORDS_ALONE
    unwanted = [part.text for part in wanted.without if part.kind is not Kind.PREFIX]
    lookup = Lookup(
        without=[words for text in unwanted for words in asking.unwanted(text)],
        without_prefixes=[_beginning(part) for part in wanted.without if part.kind is Kind.PREFIX],
    )
    groups = Groups(wanted.synonyms, weights, asking)
    found = [told for run in _runs(wanted.clauses) for told in _of_run(run, lookup, groups)]
    spoken = [group for group, is_stop_word in found if not is_stop_word]
    lookup.groups = (spoken or [group for group, _ in found])[:MOST_GROUPS]
    return lookup


def left_out(wanted: Wanted) -> list[str]:
    """The words of a query, as typed, that are not looked up since they say nothing beside the others."""
    mute = [clause[0].text for clause in wanted.clauses if _is_mute(clause)]
    return mute if len(mute) < len(wanted.clauses) else []


def _is_faint(group: Group) -> bool:
    return any(weight == 1.0 and form in FAINT for form, weight in group.items())


def _is_mute(clause: Clause) -> bool:
    return len(clause) == 1 and clause[0].kind is Kind.WORD and STOP_WORDS.issuperset(_words(clause[0]))


def _runs(clauses: Iterable[Clause]) -> Iterator[list[Clause]]:
    """The clauses in order, with plain words that follow each other together: they may make a name."""
    for is_plain, run in groupby(clauses, lambda clause: len(clause) == 1 and clause[0].kind is Kind.WORD):
        together = list(run)
        yield from [together] if is_plain else [[clause] for clause in together]


def _of_run(run: list[Clause], lookup: Lookup, groups: "Groups") -> list[Told]:
    parts = run[0]
    if len(parts) > 1:
        return _of_alternatives(parts, lookup, groups)
    asking = groups.asking
    if len(run) > 1 or parts[0].kind is Kind.WORD:
        return groups.of_words(asking.places(" ".join(clause[0].text for clause in run)))
    (part,) = parts
    if part.kind is Kind.PREFIX:
        lookup.prefixes.extend(_words(part)[-1:])
        return [groups.told(place) for place in places(part.text)[:-1]]
    if len(words := asking.phrase(part.text)) > 1:
        lookup.phrases.append(words[:MOST_GROUPS])
    return [groups.told(place) for place in asking.places(part.text)]


def _of_alternatives(parts: Clause, lookup: Lookup, groups: "Groups") -> list[Told]:
    """One group of the words and phrases; a beginning of words is looked for beside it, as any word is."""
    beginnings = [part for part in parts if part.kind is Kind.PREFIX]
    said = groups.merged(part for part in parts if part.kind is not Kind.PREFIX)
    rest = [told for part in beginnings for told in _of_run([(part,)], lookup, groups)]
    return [(said, False), *rest] if said else rest


class Groups:
    """Makes groups of words that are read in this way, with these synonyms and weights."""

    def __init__(self, synonyms: Synonyms, weights: Weights, asking: Asking) -> None:
        self._synonyms, self._weights, self.asking = synonyms, weights, asking

    def told(self, place: Place) -> Told:
        """The group of one word, and whether the word says nothing."""
        return self._group(place), place.forms[0] in STOP_WORDS

    def of_words(self, words: list[Place]) -> list[Told]:
        """The groups of words that follow each other: one for a word, one for a name of several words."""
        found: list[Told] = []
        while words:
            name = self._name(words)
            found.append((self._group_of_name(words[: len(name)]), False) if name else self.told(words[0]))
            words = words[len(name) or 1 :]
        return found

    def merged(self, parts: Iterable[Part]) -> Group:
        """One group of all: one of the words is enough, or all words of one of the phrases."""
        merged: Group = {}
        for part in parts:
            phrase = " ".join(self.asking.phrase(part.text)[:MOST_GROUPS]) if part.kind is Kind.PHRASE else ""
            asked = self.asking.places(part.text)
            found = [{phrase: 1.0}] if " " in phrase else [self._group(place) for place in asked]
            for form, weight in (pair for group in found for pair in group.items()):
                merged[form] = max(weight, merged.get(form, 0.0))
        return merged

    def _name(self, words: list[Place]) -> tuple[str, ...]:
        """The longest name of several words that these begin with; empty if there is none."""
        begins = (tuple(place.forms[0] for place in words[:size]) for size in range(LONGEST_NAME, 1, -1))
        return next((name for name in begins if len(name) > 1 and name in self._synonyms.names), ())

    def _group_of_name(self, words: list[Place]) -> Group:
        """The whole name first, then what means the same, then its words alone: of "sign in" no "in"."""
        form = self._synonyms.names[tuple(place.forms[0] for place in words)]
        alone = (word for place in words if (word := place.forms[0]) not in STOP_WORDS)
        group = dict.fromkeys(alone, self._weights.part_of_name)
        group |= dict.fromkeys(self._synonyms.others.get(form, ()), self._weights.synonym)
        return group | {form: 1.0}

    def _group(self, place: Place) -> Group:
        forms = asked_forms(place)
        group = dict.fromkeys(forms, self._weights.own_form)
        group[forms[0]] = 1.0
        for form in forms:
            for other in self._synonyms.others.get(form, ()):
                group.setdefault(other, self._weights.synonym)
        return group


def _beginning(part: Part) -> str:
    """What the words begin with; of an identifier ("err_conn*") its whole form.

    It begins with a letter: forms that begin otherwise are no words, and not everybody may know of them.
    """
    said = places(part.text)
    return said[0].forms[0] if len(said) == 1 else folded(part.text[said[0].start :])


def _words(part: Part) -> list[str]:
    return [place.forms[0] for place in places(part.text)]
