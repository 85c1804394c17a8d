"""A list's filters as they stand in its address, and the addresses that add or remove one."""

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from typing import Self, TypeVar
from urllib.parse import urlencode

from forum.kernel.errors import Invalid
from forum.kernel.text.clean import clean_line
from forum.questions.queries.lists import Show, Sort

_LONGEST = 80
K = TypeVar("K", Show, Sort)


@dataclass(frozen=True, slots=True)
class Filters:
    """What the address asks for; an empty text is no filter."""

    show: Show = Show.ALL
    sort: Sort = Sort.ACTIVE
    category: str = ""
    tag: str = ""
    solved: bool = False
    staff: bool = False

    @classmethod
    def of(cls, words: Mapping[str, str]) -> Self:
        """The filters of a query string; Invalid for an order or a list that does not exist."""
        show = _one_of(Show, words.get("show", ""), Show.ALL)
        return cls(
            show=show,
            sort=_one_of(Sort, words.get("sort", ""), default_sort(show)),
            category=_word(words, "category"),
            tag=_word(words, "tag").casefold(),
            solved=words.get("solved") == "1",
            staff=words.get("staff") == "1",
        )

    @property
    def query(self) -> str:
        """The filters as a query string, without those that need not be said."""
        usual = {**_USUAL, "sort": default_sort(self.show)}
        said = {name: getattr(self, name) for name in usual}
        return urlencode({name: _text(value) for name, value in said.items() if value != usual[name]})

    @property
    def narrow(self) -> bool:
        """Whether the list has less than all of its kind."""
        return bool(self.category or self.tag or self.solved or self.staff)

    def address(self, **changes: object) -> str:
        """The list with these filters changed, from its first page; an order that somebody chose stays."""
        if "show" in changes and self.sort == default_sort(self.show):
            changes = {"sort": default_sort(changes["show"]), **changes}
        changed = replace(self, **changes)  # type: ignore[arg-type]
        return f"/questions?{changed.query}".rstrip("?")

    def after(self, cursor: str) -> str:
        """The next page of this list."""
        return "/questions?" + "&".join(part for part in (self.query, urlencode({"after": cursor})) if part)


_USUAL = {field.name: field.default for field in fields(Filters)}


def default_sort(show: object) -> Sort:
    """Unanswered questions stand newest first, all others by what happened last."""
    return Sort.NEWEST if show == Show.UNANSWERED else Sort.ACTIVE


def _word(words: Mapping[str, str], name: str) -> str:
    return clean_line(words.get(name, ""))[:_LONGEST]


def _text(value: object) -> str:
    return ("1" if value else "0") if isinstance(value, bool) else str(value)


def _one_of(kind: type[K], word: str, usual: K) -> K:
    try:
        return kind(word) if word else usual
    except ValueError:
        raise Invalid(
            "There is no list called “%(word)s”. Start again from all questions.", word=clean_line(word)[:40]
        ) from None
