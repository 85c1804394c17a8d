"""What may be done with a ticket: one table of transitions, and who may use it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from forum.accounts.actors import Actor
from forum.accounts.roles import Permission
from forum.kernel.errors import Conflict, Invalid, NotAllowed
from forum.kernel.text.lengths import letters_said
from forum.kernel.words import N_
from forum.tickets.models import TicketState as S

LONGEST_TEXT = 32_000
LONGEST_STEP = 200
MOST_ITEMS = 20
LONGEST_ITEM = 200
SHORTEST_TITLE = 4  # as `letters_said` counts
LONGEST_TITLE = 200
UNDO_FOR = timedelta(minutes=10)  # the notices of a conversion wait as long


class Act(StrEnum):
    """The acts that change a ticket's state."""

    START = "start"
    WAIT_FOR_REQUESTER = "wait_requester"
    WAIT_FOR_THIRD = "wait_third"
    RESOLVE = "resolve"
    REOPEN = "reopen"
    CLOSE = "close"
    VOID = "void"
    MERGE = "merge"


# act -> (states it may be done in, the state it leads to)
TRANSITIONS: dict[Act, tuple[frozenset[S], S]] = {
    Act.START: (frozenset({S.NEW, S.WAITING_REQUESTER, S.WAITING_THIRD}), S.OPEN),
    Act.WAIT_FOR_REQUESTER: (frozenset({S.NEW, S.OPEN, S.WAITING_THIRD}), S.WAITING_REQUESTER),
    Act.WAIT_FOR_THIRD: (frozenset({S.NEW, S.OPEN, S.WAITING_REQUESTER}), S.WAITING_THIRD),
    Act.RESOLVE: (frozenset({S.NEW, S.OPEN, S.WAITING_REQUESTER, S.WAITING_THIRD}), S.RESOLVED),
    Act.REOPEN: (frozenset({S.RESOLVED, S.CLOSED}), S.OPEN),
    Act.CLOSE: (frozenset({S.RESOLVED}), S.CLOSED),
    Act.VOID: (frozenset({S.NEW, S.OPEN}), S.VOID),
    Act.MERGE: (frozenset(S) - {S.CLOSED, S.VOID}, S.VOID),
}
WITH_MORE = frozenset(
    {Act.WAIT_FOR_REQUESTER, Act.RESOLVE, Act.MERGE}
)  # they need words or another ticket, and are never done alone
OPEN_STATES = frozenset(S) - {S.CLOSED, S.VOID}
UNSOLVED_STATES = OPEN_STATES - {S.RESOLVED}

_UNDO_STATES = frozenset({S.NEW, S.OPEN})
_HEARD = frozenset({"replied", "took_in"})
_HEARD_STATES = frozenset({S.WAITING_REQUESTER, S.WAITING_THIRD, S.RESOLVED})

ONLY_THEIRS = N_("Only the requester and IT staff write here. You hear of it when it is solved.")
TICKET_CLOSED = N_("This ticket is closed. Ask a new question, or ask IT staff to reopen it.")
_NOT_NOW = N_(
    "This cannot be done in the ticket's present state. Somebody may have changed it meanwhile; please look again."
)


@dataclass(frozen=True)
class Party:
    """What the acting person is to the ticket."""

    is_requester: bool
    works_tickets: bool


def next_state(act: Act, state: S) -> S:
    """The state that `act` leads to; Conflict if it cannot be done in `state`."""
    sources, target = TRANSITIONS[act]
    if state not in sources:
        raise Conflict(_NOT_NOW)
    return target


def possible_acts(state: S) -> tuple[Act, ...]:
    """The acts that can be done in a state, in the table's order."""
    return tuple(act for act, (sources, _) in TRANSITIONS.items() if state in sources)


def check_may_work(by: Actor) -> None:
    """NotAllowed unless this person works on tickets."""
    by.check_may(Permission.WORK_TICKETS)


def check_may_make(by: Actor) -> None:
    """NotAllowed unless this person may turn a thread into a ticket."""
    by.check_may(Permission.MAKE_TICKET)


def is_heard_of(history: Iterable[tuple[str, Mapping[str, Any]]]) -> bool:
    """Whether the requester, or that of a ticket merged into this one, has been told something by these acts (each
    with its facts, as the ticket's history has them)."""
    return any(act in _HEARD or (act == "state" and facts["new"] in _HEARD_STATES) for act, facts in history)


def may_undo_making(state: S, made_at: datetime, *, heard_of: bool, at: datetime) -> bool:
    """Whether nobody has heard of the conversion yet, so that it can be taken back."""
    return state in _UNDO_STATES and not heard_of and at - made_at < UNDO_FOR


def check_may_undo_making(state: S, made_at: datetime, *, heard_of: bool, at: datetime) -> None:
    """Conflict once people have heard of the ticket."""
    if not may_undo_making(state, made_at, heard_of=heard_of, at=at):
        raise Conflict("People have heard of this ticket already. You can still mark it as void, or solve it.")


def may_assign(by: Actor) -> bool:
    """Whether this person works on tickets, or administers and so can hand on what nobody else sees."""
    return by.may(Permission.WORK_TICKETS) or by.may(Permission.ADMINISTER)


def check_may_assign(by: Actor) -> None:
    """NotAllowed unless this person may choose owner, team and readers of a ticket."""
    if not may_assign(by):
        by.check_may(Permission.WORK_TICKETS)


def check_keeps_seeing(*, reads_when_confidential: bool) -> None:
    """NotAllowed for whoever would close the ticket to himself."""
    if not reads_when_confidential:
        raise NotAllowed("Take the ticket first: a confidential one is read only by requester, owner and team lead.")


def may_publish(state: S, *, confidential: bool, has_thread: bool) -> bool:
    """Whether a ticket can become a question with its answer: it is solved, no secret, and not in the forum yet."""
    return state in (S.RESOLVED, S.CLOSED) and not confidential and not has_thread


def check_may_publish(state: S, *, confidential: bool, has_thread: bool, by: Actor) -> None:
    """NotAllowed for others than IT staff and for secrets; Conflict for what is not solved or in the forum already."""
    check_may_work(by)
    if confidential:
        raise NotAllowed("This ticket is confidential. It stays out of the forum.")
    if not may_publish(state, confidential=confidential, has_thread=has_thread):
        raise Conflict("Only a solved ticket that has no thread yet can be published.")


def check_may_reply(party: Party, state: S) -> None:
    """NotAllowed for those who only look on; Conflict when nothing more can be said."""
    if not (party.is_requester or party.works_tickets):
        raise NotAllowed(ONLY_THEIRS)
    if state in (S.CLOSED, S.VOID):
        raise Conflict(TICKET_CLOSED)


def check_may_reopen(party: Party) -> None:
    """NotAllowed unless it is the person's own ticket or his work."""
    if not (party.is_requester or party.works_tickets):
        raise NotAllowed("Only the requester and IT staff can reopen this ticket.")


def check_title(title: str) -> None:
    """Invalid for a title that says too little or too much."""
    if letters_said(title) < SHORTEST_TITLE or len(title) > LONGEST_TITLE:
        sentence = N_("Give it a title of %(least)s to %(most)s characters.")
        raise Invalid(sentence, field="title", least=SHORTEST_TITLE, most=LONGEST_TITLE)


def checked_text(text: str, *, field: str) -> str:
    """The text, if there is one and it is not too long; else Invalid for `field`."""
    if not text.strip():
        raise Invalid("Please write something.", field=field)
    if len(text) > LONGEST_TEXT:
        sentence = N_("This is too long: %(length)s characters, and %(most)s are possible.")
        raise Invalid(sentence, field=field, length=len(text), most=LONGEST_TEXT)
    return text


def checked_items(items: Sequence[str]) -> list[str]:
    """What is asked for, each once and in order; Invalid for nothing, too much, or an item too long."""
    wanted = list(dict.fromkeys(item.strip() for item in items if item.strip()))
    if not wanted:
        raise Invalid("Tick what is missing, or write it under “Something else”.", field="asked_for")
    if len(wanted) > MOST_ITEMS or max(map(len, wanted)) > LONGEST_ITEM:
        sentence = N_("Ask for at most %(most)s things, each in at most %(length)s characters.")
        raise Invalid(sentence, field="asked_for", most=MOST_ITEMS, length=LONGEST_ITEM)
    return wanted
