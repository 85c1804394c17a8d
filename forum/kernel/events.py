"""News travels upward: slices publish facts in the past tense, higher slices react in the same transaction."""

from collections import defaultdict
from collections.abc import Callable
from typing import Any, TypeVar

E = TypeVar("E")
_reactions: dict[type[Any], list[Callable[[Any], None]]] = defaultdict(list)


def reaction_to(kind: type[E]) -> Callable[[Callable[[E], None]], Callable[[E], None]]:
    """The decorated function is called with every published event of `kind`, in the order of registration.

    `app.py` imports each slice's `reactions.py` from the bottom up, which makes the order.
    """

    def register(reaction: Callable[[E], None]) -> Callable[[E], None]:
        if reaction not in _reactions[kind]:
            _reactions[kind].append(reaction)
        return reaction

    return register


def publish(event: object) -> None:
    """Every reaction to this event has run, in this transaction. A reaction may refuse by raising NotAllowed."""
    for reaction in _reactions[type(event)]:
        reaction(event)
