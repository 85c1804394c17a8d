"""The ladder: what follows when somebody is hard on colleagues, one rung after the other. Everybody can read it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta

from forum.conduct.models import Step
from forum.kernel.words import N_


@dataclass(frozen=True)
class Rung:
    """`lasts` is how long it stops the person, None for words alone; `counts` how long the next time is worse.

    `name` and `means` are msgids.
    """

    step: Step
    name: str
    means: str
    lasts: timedelta | None
    counts: timedelta


LADDER: tuple[Rung, ...] = (
    Rung(Step.REMINDER, N_("Reminder"), N_("A moderator says what was not right."), None, timedelta(days=30)),
    Rung(
        Step.WARNING, N_("Warning"), N_("The next time has consequences. Nothing is closed yet."), None,
        timedelta(days=90),
    ),
    Rung(
        Step.SILENCE_1, N_("Silence for a day"), N_("No posts in the forum for a day; tickets stay open."),
        timedelta(days=1), timedelta(days=180),
    ),
    Rung(
        Step.SILENCE_3, N_("Silence for three days"), N_("No posts in the forum for three days; tickets stay open."),
        timedelta(days=3), timedelta(days=180),
    ),
    Rung(
        Step.SILENCE_7, N_("Silence for seven days"), N_("No posts in the forum for seven days; tickets stay open."),
        timedelta(days=7), timedelta(days=180),
    ),
    Rung(
        Step.SUSPENSION, N_("Suspension for thirty days"),
        N_("No sign-in for thirty days."), timedelta(days=30), timedelta(days=365),
    ),
)  # fmt: skip
_BY_STEP = {rung.step: rung for rung in LADDER}
_PLACES = {rung.step: place for place, rung in enumerate(LADDER)}


def rung_of(step: Step) -> Rung:
    """The rung of a step."""
    return _BY_STEP[step]


def next_step(counting: Iterable[Step]) -> Step:
    """The rung above the highest that still counts; the first if none does, the last where none is above."""
    highest = max((_PLACES[step] for step in counting), default=-1)
    return LADDER[min(highest + 1, len(LADDER) - 1)].step
