"""Who may post at this moment, and when a limit opens again."""

from collections.abc import Sequence
from datetime import datetime

from forum.accounts.actors import Actor
from forum.conduct.limits import NEWCOMER_FOR, Circle, Limit
from forum.kernel.errors import NotAllowed, TooMany


def is_silenced(by: Actor, *, at: datetime) -> bool:
    """Whether a moderator's silence lasts."""
    return by.silenced_until is not None and by.silenced_until > at


def check_not_silenced(by: Actor, *, at: datetime) -> None:
    """NotAllowed while a moderator's silence lasts; private tickets stay open to the silenced."""
    if by.silenced_until and is_silenced(by, at=at):
        raise NotAllowed(
            "You cannot post until %(until)s (UTC). You can still open a private ticket.",
            until=f"{by.silenced_until:%Y-%m-%d %H:%M}",
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
