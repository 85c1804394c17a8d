"""How many acts of a kind fit into a window of time: one table. Staff have no limits."""

from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

from forum.kernel.words import N_

NEWCOMER_FOR = timedelta(days=7)
_HOUR = timedelta(hours=1)
_DAY = timedelta(days=1)


class Act(StrEnum):
    """What is counted."""

    ASK = "ask"
    ANSWER = "answer"
    COMMENT = "comment"
    EDIT = "edit"
    VOTE = "vote"
    UPLOAD = "upload"
    PRIVATE_TICKET = "private ticket"
    TICKET_REPLY = "ticket reply"
    FLAG = "flag"


class Circle(StrEnum):
    """Whom a limit is for: newcomers are people whose account is younger than NEWCOMER_FOR."""

    NEWCOMERS = "newcomers"
    OTHERS = "others"


@dataclass(frozen=True)
class Limit:
    """At most `number` of `act` within any `window`. `sentence` is a msgid that says so."""

    act: Act
    circle: Circle
    number: int
    window: timedelta
    sentence: str


_ASKED = N_("You have asked %(number)s questions in a short time. Ask again from %(again)s; your text stays.")
_ANSWERED = N_("You have given %(number)s answers in a short time. Answer again from %(again)s; your text stays.")
_COMMENTED = N_("You have written %(number)s comments in a short time. Comment again from %(again)s; your text stays.")
_EDITED = N_("You have changed %(number)s posts in a short time. Edit again from %(again)s; your text stays.")
_VOTED = N_("You have voted %(number)s times in a short time. Vote again from %(again)s.")
_UPLOADED = N_("You have sent %(number)s files in a short time. Send again from %(again)s.")
_TICKETED = N_(
    "You have opened %(number)s private tickets in a short time. Open another from %(again)s; your text stays."
)
_REPLIED = N_("You have sent %(number)s replies in a short time. Reply again from %(again)s; your text stays.")
_FLAGGED = N_("You have flagged %(number)s posts in a short time. Flag again from %(again)s; your text stays.")

LIMITS: tuple[Limit, ...] = (
    Limit(Act.ASK, Circle.NEWCOMERS, 10, _DAY, _ASKED),
    Limit(Act.ASK, Circle.OTHERS, 10, _HOUR, _ASKED),
    Limit(Act.ASK, Circle.OTHERS, 30, _DAY, _ASKED),
    Limit(Act.ANSWER, Circle.NEWCOMERS, 15, _HOUR, _ANSWERED),
    Limit(Act.ANSWER, Circle.OTHERS, 40, _HOUR, _ANSWERED),
    Limit(Act.COMMENT, Circle.NEWCOMERS, 30, _HOUR, _COMMENTED),
    Limit(Act.COMMENT, Circle.OTHERS, 90, _HOUR, _COMMENTED),
    Limit(Act.EDIT, Circle.NEWCOMERS, 30, _HOUR, _EDITED),
    Limit(Act.EDIT, Circle.OTHERS, 120, _HOUR, _EDITED),
    Limit(Act.VOTE, Circle.NEWCOMERS, 60, _HOUR, _VOTED),
    Limit(Act.VOTE, Circle.OTHERS, 300, _HOUR, _VOTED),
    Limit(Act.UPLOAD, Circle.NEWCOMERS, 40, _HOUR, _UPLOADED),
    Limit(Act.UPLOAD, Circle.OTHERS, 200, _HOUR, _UPLOADED),
    Limit(Act.PRIVATE_TICKET, Circle.NEWCOMERS, 5, _DAY, _TICKETED),
    Limit(Act.PRIVATE_TICKET, Circle.OTHERS, 20, _DAY, _TICKETED),
    Limit(Act.TICKET_REPLY, Circle.NEWCOMERS, 30, _HOUR, _REPLIED),
    Limit(Act.TICKET_REPLY, Circle.OTHERS, 60, _HOUR, _REPLIED),
    Limit(Act.FLAG, Circle.NEWCOMERS, 5, _DAY, _FLAGGED),
    Limit(Act.FLAG, Circle.OTHERS, 20, _DAY, _FLAGGED),
)
LONGEST_WINDOW = max(limit.window for limit in LIMITS)


def limits_for(act: Act, circle: Circle) -> tuple[Limit, ...]:
    """The rows of the table for this act and these people."""
    return tuple(limit for limit in LIMITS if limit.act == act and limit.circle == circle)
