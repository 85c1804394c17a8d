"""What a saved reply can be, who may change it, and what has to be done to one before it is sent."""

import re
from collections.abc import Collection
from dataclasses import dataclass
from functools import cache

from forum.kernel.errors import Invalid, NotAllowed
from forum.kernel.text.reserved import ROLES
from forum.saved_replies.fields import FIELDS, no_fields, opening, unfilled

LONGEST = 10_000
LONGEST_TITLE = 80
_LONGEST_SIGNATURE = 60
_POLITE = frozenset(
    {
        "your", "the", "our", "best", "kind", "warm", "regards", "thank", "thanks", "you", "sincerely", "yours", "from",
        "terima", "kasih", "sekian", "salam", "yang", "benar",
    }
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Scope:
    """Whose it is: a person's, a team's, or with neither everybody's who may use saved replies."""

    owner_id: int | None = None
    team_id: int | None = None


@dataclass(frozen=True, slots=True)
class Draft:
    """A saved reply as it is written; without Malay everybody gets the English one."""

    title: str
    source: str
    source_ms: str = ""
    category_id: int | None = None


def check_draft(draft: Draft) -> None:
    """Invalid unless it has a title and words, with fields that there are, and no department for a signature."""
    if not draft.title.strip():
        raise Invalid("Give it a title, by which you find it.", field="title")
    if len(draft.title) > LONGEST_TITLE:
        raise Invalid("This can be at most %(most)s characters long.", field="title", most=LONGEST_TITLE)
    if not draft.source.strip():
        raise Invalid("Write the text in English; colleagues who have not chosen Malay get it.", field="source")
    for field, text in (("source", draft.source), ("source_ms", draft.source_ms)):
        if len(text) > LONGEST:
            raise Invalid("This can be at most %(most)s characters long.", field=field, most=LONGEST)
        if (strange := next(no_fields(text), None)) is not None:
            known = ", ".join(FIELDS)
            raise Invalid(
                "There is no field “%(strange)s”. Fields are: %(known)s.", field=field, strange=strange, known=known
            )
        check_signature(text, field=field)


def check_may_keep(scope: Scope, *, by_id: int, led: Collection[int], administers: bool) -> None:
    """NotAllowed unless it is one's own, or that of a team one leads; administrators keep those of teams and of all."""
    if scope.owner_id is not None:
        allowed = scope.owner_id == by_id
    else:
        allowed = administers or (scope.team_id is not None and scope.team_id in led)
    if not allowed:
        raise NotAllowed("A team's saved replies are kept by its lead, those for all by administrators.")


def check_made_own(text: str, inserted: Collection[str], *, field: str) -> None:
    """Invalid while a field waits for its words, or a saved reply begins exactly as it was inserted."""
    check_filled(text, field=field)
    said = _plain(text)
    if any(words and said.startswith(words) for words in (_plain(opening(each)) for each in inserted)):
        raise Invalid("Make it yours: change the greeting or the first sentence, so that a person speaks.", field=field)


def check_filled(text: str, *, field: str) -> None:
    """Invalid while a field waits for its words."""
    if (place := unfilled(text)) is not None:
        raise Invalid("“%(place)s” is not filled in. Write it, or take it out.", field=field, place=place)


def check_signature(text: str, *, field: str) -> None:
    """Invalid if the last line is a department's name: people sign with their own."""
    if _is_signature(text.strip().rpartition("\n")[2]):
        raise Invalid("A department cannot sign. Close with a person's name.", field=field)


def without_department(text: str) -> str:
    """The text without the last lines that are a department's name; as it is where nothing else stands in it."""
    own = text.rstrip()
    while own and _is_signature((parts := own.rpartition("\n"))[2]):
        own = parts[0].rstrip()
    return own if own.strip() and own != text.rstrip() else text


def _is_signature(line: str) -> bool:
    name = line.strip(" *_-—–.,!")
    return len(name) <= _LONGEST_SIGNATURE and _is_department(name)


def _is_department(line: str) -> bool:
    """Whether the line has nothing but the words of roles, and what is polite before a name."""
    words = [word for word in re.findall(r"\w+", line.lower()) if word not in _POLITE]
    return bool(words) and (words[0] in _roles() if len(words) == 1 else set(words) <= _words_of_roles())


@cache
def _roles() -> frozenset[str]:
    return frozenset(name.lower() for name in ROLES)


@cache
def _words_of_roles() -> frozenset[str]:
    return frozenset(word for name in _roles() for word in name.split())


def _plain(text: str) -> str:
    return " ".join(text.split())
