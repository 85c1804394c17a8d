"""BM25F as one writes it down, over every document, without an index: slow, and easy to check against the paper."""

from collections import Counter
from collections.abc import Callable, Sequence
from datetime import datetime
from math import log1p

from forum.search.grammar import Wanted
from forum.search.index.protocol import Document
from forum.search.index.terms import Group, lookup_of
from forum.search.index.weights import IN_USE, TEXT_FIELDS
from forum.search.words.tokens import folded, places

Length = Callable[[int], int]


class Reference:
    """All documents, read by the same analyser as the engines do. `length` is how exactly an engine keeps lengths."""

    def __init__(self, documents: Sequence[Document], length: Length) -> None:
        self._documents = documents
        self._said = [{name: _forms(_text(each, name)) for name in TEXT_FIELDS} for each in documents]
        self._rarities: dict[str, float] = {}
        sizes = {name: [sum(said[name].values()) for said in self._said] for name in TEXT_FIELDS}
        self._lengths = [{name: length(sum(said[name].values())) for name in TEXT_FIELDS} for said in self._said]
        self._averages = {name: max(1.0, sum(of_all) / len(documents)) for name, of_all in sizes.items()}

    def scores(self, wanted: Wanted, at: datetime) -> dict[int, float]:
        """The score of every document that has one of the words."""
        groups = self._groups(wanted)
        texts = [self._of_words(number, groups) for number in range(len(self._documents))]
        best = max(texts, default=0.0)
        return {
            each.question_id: self._whole(each, score, best, wanted, at)
            for each, score in zip(self._documents, texts, strict=True)
            if score > 0
        }

    def _groups(self, wanted: Wanted) -> list[Group]:
        lookup = lookup_of(wanted)
        known = {form for said in self._said for forms in said.values() for form in forms}
        beginnings = [{form: 1.0 for form in known if form.startswith(prefix)} for prefix in lookup.prefixes]
        return [*lookup.groups, *beginnings]

    def _of_words(self, number: int, groups: list[Group]) -> float:
        worth = [max((self._of_form(number, *pair) for pair in group.items()), default=0.0) for group in groups]
        share = sum(1 for each in worth if each > 0) / max(1, len(groups))
        return sum(worth) * (1 - IN_USE.presence + IN_USE.presence * share**2)

    def _of_form(self, number: int, form: str, weight: float) -> float:
        frequency = sum(self._in_field(number, form, name) for name in TEXT_FIELDS)
        if not frequency:
            return 0.0
        return weight * self._rarity(form) * frequency * (IN_USE.saturation + 1) / (frequency + IN_USE.saturation)

    def _rarity(self, form: str) -> float:
        if form not in self._rarities:
            having = sum(1 for said in self._said if any(_count(said[name], form) for name in TEXT_FIELDS))
            self._rarities[form] = log1p((len(self._documents) - having + 0.5) / (having + 0.5))
        return self._rarities[form]

    def _in_field(self, number: int, form: str, name: str) -> float:
        said, b = self._said[number][name], IN_USE.lengths[name]
        norm = 1 - b + b * self._lengths[number][name] / self._averages[name]
        return IN_USE.fields[name] * _count(said, form) / norm

    def _whole(self, document: Document, score: float, best: float, wanted: Wanted, at: datetime) -> float:
        for fact, factor in IN_USE.facts.items():
            score *= factor if fact in document.facts else 1.0
        age = abs((at - document.created_at).total_seconds())
        score += best * IN_USE.recency * 0.5 ** (age / IN_USE.half_life)
        is_title = folded(document.title).split() == folded(wanted.words).split()
        return score + (best * IN_USE.exact_title if is_title else 0.0)


def _text(document: Document, name: str) -> str:
    said: str | tuple[str, ...] = getattr(document, name)
    return said if isinstance(said, str) else "\n".join(said)


def _forms(text: str) -> Counter[str]:
    return Counter(form for place in places(text) for form in place.forms)


def _count(said: Counter[str], form: str) -> int:
    """Of a name of several words: as often as the rarest of them stands in the field."""
    return min(said[word] for word in form.split(" "))
