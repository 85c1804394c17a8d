"""What to say of a query's words: which were left out, and which may have been meant."""

from collections.abc import Mapping, Sequence, Set

from sqlalchemy import select

from forum.accounts.actors import Actor
from forum.kernel.db import BigId, read
from forum.kernel.lists import among
from forum.kernel.words import N_
from forum.questions.models import Question
from forum.questions.visibility import listed_to, reader_params
from forum.search.asking import WAITING
from forum.search.grammar import Hint, Wanted
from forum.search.index.terms import left_out
from forum.search.place import index
from forum.search.words.tokens import folded

_LISTED = select(Question.id).where(listed_to(), among(Question.id, "ids", BigId), Question.id.not_in(WAITING))
_MARKS = "\"'“”‘’()[].,;:!?…"
_MOST_WORDS = 6
_MOST_PROPOSALS = 3
_MOST_HINTS = 2
_LEFT_OUT = N_("Left out, since nearly every text has them: %(word)s")
_NO_FILTER = N_("“%(word)s” is no filter, so its words were looked for next to each other.")
_Near = dict[str, Sequence[int]]  # a known word -> threads that have it


def hints_of_words(wanted: Wanted) -> list[Hint]:
    """What was written like a filter and is none, and the words that were not looked for."""
    hints = [Hint(_NO_FILTER, text) for text in wanted.no_filters[:_MOST_HINTS]]
    words = ", ".join(left_out(wanted))[:200]
    return [*hints, Hint(_LEFT_OUT, words)] if words else hints


def meant(typed: str, wanted: Wanted, reader: Actor, *, unmet: Set[str]) -> str:
    """The query with words replaced that others are meant by: of those that no hit shows (`unmet`) such as nobody has
    written, of the others such as hardly anybody has; empty if there are none.

    A word is proposed only if a thread has it that this reader may see listed at this moment, and that does not wait
    for the index: it may have lost the word.
    """
    asked = {word.strip(_MARKS) for word in wanted.words.split()}
    words = dict.fromkeys(word for piece in typed.split() if (word := piece.strip(_MARKS)) in asked)
    near = {word: _near(folded(word), unmet) for word in list(words)[:_MOST_WORDS]}
    listed = _listed({question_id for known in near.values() for ids in known.values() for question_id in ids}, reader)
    better = {word: other for word, known in near.items() if (other := _first_listed(known, listed))}
    return " ".join(_replaced(piece, better) for piece in typed.split()) if better else ""


def _replaced(piece: str, better: Mapping[str, str]) -> str:
    word = piece.strip(_MARKS)
    return piece.replace(word, better[word]) if word in better else piece


def _near(word: str, unmet: Set[str]) -> _Near:
    others = index().words_meant_rather(word) or (index().words_like(word) if word in unmet else ())
    return {other: index().threads_with(other, most=5) for other in others[:_MOST_PROPOSALS]}


def _listed(question_ids: Set[int], reader: Actor) -> frozenset[int]:
    if not question_ids:
        return frozenset()
    return frozenset(read(_LISTED, {"ids": list(question_ids), **reader_params(reader)}).scalars())


def _first_listed(known: _Near, listed: frozenset[int]) -> str:
    return next((word for word, question_ids in known.items() if not listed.isdisjoint(question_ids)), "")
