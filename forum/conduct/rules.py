"""Who may post at this moment, and when a limit opens again."""

from collections.abc import Sequence
from datetime import datetime

from forum.accounts.actors import Actor
from forum.conduct.limits import NEWCOMER_FOR, Circle, Limit
from forum.conduct.models import Step
from forum.kernel.errors import Conflict, Invalid, NotAllowed, TooMany

LONGEST_WORDS = 2000


def is_silenced(by: Actor, *, at: datetime) -> bool:
    """Whether a moderator's silence lasts."""
    return by.silenced_until is not None and by.silenced_until > at


def check_not_silenced(by: Actor, *, at: datetime) -> None:
    """NotAllowed while a moderator's silence lasts; private tickets stay open to the silenced."""
    if by.silenced_until and is_silenced(by, at=at):
        raise NotAllowed(
            "You cannot post until %(until)s. You can still open a private ticket.", until=by.silenced_until
        )


def circle_of(by: Actor, *, at: datetime) -> Circle | None:
    """Which limits hold for this person; None for staff, who have none."""
    if by.is_staff:
        return None
    is_new = by.created_at is not None and at - by.created_at < NEWCOMER_FOR
    return Circle.NEWCOMERS if is_new else Circle.OTHERS


def check_limits(limits: Sequence[Limit], earlier: Sequence[datetime], *, at: datetime) -> None:
    """TooMany if one more act now would break a limit; `earlier` are the moments of the acts before, newest first.

    `again_at` is when the act that fills the window leaves it.
    """
    for limit in limits:
        if len(earlier) >= limit.number and at - earlier[limit.number - 1] < limit.window:
            raise TooMany(limit.sentence, again_at=earlier[limit.number - 1] + limit.window, number=limit.number)


def check_words(words: str, *, field: str) -> None:
    """Invalid unless something is said, in at most LONGEST_WORDS characters."""
    if not words.strip():
        raise Invalid("Say why, so that the person can understand it.", field=field)
    if len(words) > LONGEST_WORDS:
        raise Invalid("This can be at most %(most)s characters long.", field=field, most=LONGEST_WORDS)


def check_may_take(step: Step, *, is_self: bool, is_administrator: bool) -> None:
    """NotAllowed about oneself, and for shutting out who keeps the forum running."""
    if is_self:
        raise NotAllowed("This is about you. Another moderator decides it.")
    if step is Step.SUSPENSION and is_administrator:
        raise NotAllowed("An administrator cannot be suspended. Another administrator takes the role away first.")


def check_may_object(*, is_undone: bool, has_objected: bool) -> None:
    """Conflict if there is nothing to object to any more."""
    if is_undone:
        raise Conflict("This step has been undone already.")
    if has_objected:
        raise Conflict("You have objected already. A moderator answers.")


def check_may_answer(*, is_undone: bool, is_answered: bool, is_self: bool, took_it: bool, is_alone: bool) -> None:
    """Conflict if it is answered; NotAllowed for who is concerned, or took the step while others could answer."""
    if is_undone or is_answered:
        raise Conflict("Somebody has answered this already.")
    if is_self:
        raise NotAllowed("This is about you. Another moderator decides it.")
    if took_it and not is_alone:
        raise NotAllowed("You took this step yourself. Another moderator answers the objection.")
