"""What to say of a query's words: which were left out, and which may have been meant."""

from collections.abc import Sequence, Set

from sqlalchemy import bindparam, select

from forum.accounts.actors import Actor
from forum.kernel.db import read
from forum.kernel.words import N_
from forum.questions.models import Question
from forum.questions.visibility import listed_to, reader_params
from forum.search.grammar import Hint, Wanted
from forum.search.index.terms import left_out
from forum.search.models import SearchPending
from forum.search.place import index
from forum.search.words.tokens import folded

_WAITING = select(SearchPending.question_id).where(SearchPending.done_at.is_(None))
_LISTED = select(Question.id).where(
    listed_to(), Question.id.in_(bindparam("ids", expanding=True)), Question.id.not_in(_WAITING)
)
_MOST_WORDS = 6
_MOST_PROPOSALS = 3
_Near = dict[str, Sequence[int]]  # a known word -> threads that have it


def left_out_hints(wanted: Wanted) -> list[Hint]:
    """The words that were not looked for, if there are any."""
    words = ", ".join(left_out(wanted))[:200]
    return [Hint(N_("Left out, since nearly every text has them: %(word)s"), words)] if words else []


def meant(typed: str, wanted: Wanted, reader: Actor, *, unmet: Set[str]) -> str:
    """The query with words replaced that others are meant by: of those that no hit shows (`unmet`) such as nobody has
    written, of the others such as hardly anybody has; empty if there are none.

    A word is proposed only if a thread has it that this reader may see listed at this moment, and that does not wait
    for the index: it may have lost the word.
    """
    words = dict.fromkeys(word for word in wanted.words.split()[:_MOST_WORDS] if word in typed)
    near = {word: _near(folded(word), unmet) for word in words}
    listed = _listed({question_id for known in near.values() for ids in known.values() for question_id in ids}, reader)
    better = {word: other for word, known in near.items() if (other := _first_listed(known, listed))}
    return " ".join(better.get(word, word) for word in typed.split()) if better else ""


def _near(word: str, unmet: Set[str]) -> _Near:
    others = index().words_meant_rather(word) or (index().words_like(word) if word in unmet else ())
    return {other: index().threads_with(other, most=5) for other in others[:_MOST_PROPOSALS]}


def _listed(question_ids: Set[int], reader: Actor) -> frozenset[int]:
    if not question_ids:
        return frozenset()
    return frozenset(read(_LISTED, {"ids": list(question_ids), **reader_params(reader)}).scalars())


def _first_listed(known: _Near, listed: frozenset[int]) -> str:
    return next((word for word, question_ids in known.items() if not listed.isdisjoint(question_ids)), "")
