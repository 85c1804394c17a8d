"""An act of a moderator that consists of others, as a decision that lets a post go and hides it: one entry, not two."""

from collections.abc import Callable
from contextvars import ContextVar
from functools import wraps
from typing import ParamSpec, TypeVar

_P = ParamSpec("_P")
_R = TypeVar("_R")
_inside: ContextVar[bool] = ContextVar("inside_a_whole_act", default=False)


def whole_act(act: Callable[_P, _R]) -> Callable[_P, _R]:
    """The act writes its own entry into the ledger, so what is done to single posts in it leaves none of its own."""

    @wraps(act)
    def acting(*args: _P.args, **kwargs: _P.kwargs) -> _R:
        token = _inside.set(True)
        try:
            return act(*args, **kwargs)
        finally:
            _inside.reset(token)

    return acting


def is_part_of_act() -> bool:
    """Whether what happens now happens in an act that is recorded as a whole."""
    return _inside.get()
