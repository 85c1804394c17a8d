"""What becomes of a message: facts in, a decision and its reasons out. Finding a ticket is not permission to write in
it; whatever a machine wrote is never answered (RFC 3834)."""

from forum.kernel.words import N_
from forum.mailbox.facts import Decision, Facts, Found, Kind, Makes, Part, Reason, Scope, Standing, Unknown, Way
from forum.mailbox.letter import Authentication, Automatic
from forum.tickets.rules import ONLY_THEIRS, TICKET_CLOSED

MOST_ANSWERED = {Scope.ADDRESS: 10, Scope.DOMAIN: 20, Scope.CONVERSATION: 5}  # automatic mails within an hour
MOST_ARRIVED = {Scope.ADDRESS: 60, Scope.DOMAIN: 60, Scope.CONVERSATION: 30}  # messages within an hour
NOT_FOR_SENDER = N_("%(sender)s may not read that thread, so nothing can stand there in that name.")
SENDER_SILENCED = N_("%(sender)s is silenced, and may write only in his own tickets.")
_BY_MACHINES = frozenset(
    {Automatic.BOUNCE, Automatic.OUT_OF_OFFICE, Automatic.AUTOMATIC, Automatic.NO_REPLY, Automatic.NULL_PATH}
)
_MACHINES = {
    Automatic.BOUNCE: N_("It is the report of a mail server about a mail that did not arrive."),
    Automatic.OUT_OF_OFFICE: N_("It says that somebody is out of office."),
    Automatic.AUTOMATIC: N_("A machine wrote it, as its Auto-Submitted header says."),
    Automatic.NO_REPLY: N_("It comes from an address that nobody reads."),
    Automatic.NULL_PATH: N_("It has an empty return path, as only machines send."),
}
_WAYS = {
    Way.KEY: N_("Its reply address belongs to %(name)s."),
    Way.REFERENCE: N_("It answers a mail about %(name)s."),
    Way.NUMBER: N_("Its subject names %(name)s."),
    Way.ORDER: N_("An administrator has said that it belongs to %(name)s."),
}
_PARTS = {
    Part.REQUESTER: N_("%(sender)s asked for it."),
    Part.WATCHER: N_("%(sender)s watches it."),
    Part.PARTICIPANT: N_("%(sender)s takes part in it."),
    Part.STAFF: N_("%(sender)s is of IT staff."),
    Part.READER: N_("%(sender)s may read it, and so write in it."),
}
_STOPPED = {
    Scope.ADDRESS: N_("The circuit breaker is open for this address: too many messages came from it."),
    Scope.DOMAIN: N_("The circuit breaker is open for this domain: too many strangers wrote from it."),
    Scope.CONVERSATION: N_("The circuit breaker is open for this conversation: too many messages came in it."),
}


def decide(facts: Facts) -> Decision:
    """What becomes of the message. Loops first, then what is not allowed, then where it belongs."""
    decided = _let_through(facts) if facts.is_released else _kept_out(facts)
    if decided is None:
        decided = _about(facts.found, facts) if facts.found else _new(facts)
    return decided if facts.is_released else _within_limits(decided, facts)


def _let_through(facts: Facts) -> Decision | None:
    """What stays as it is though an administrator lets it through: nobody writes for whom no account may. What he has
    said where to put is kept there as a note."""
    if facts.found and facts.found.way is Way.ORDER:
        return None
    return _of_nobody(facts) or _of_standing(facts)


def _kept_out(facts: Facts) -> Decision | None:
    """What no ticket or thread is asked about: loops, blocked senders, machines, forgeries, closed accounts."""
    if (decided := _of_nobody(facts)) is not None:
        return decided
    if facts.is_ourselves:
        return _ignored(N_("It was sent from one of our own addresses, so answering it would go in circles."))
    if facts.is_blocked:
        return _ignored(N_("An administrator has blocked %(sender)s."), sender=facts.sender)
    machine = next((kind for kind in facts.automatic if kind in _BY_MACHINES), None)
    if machine is not None:
        return _of_machine(machine, facts)
    if facts.stopped is not None:
        return _parked(_STOPPED[facts.stopped])
    if facts.authentication is Authentication.FAILED:
        return _parked(N_("The receiving mail server says that it is not from %(sender)s."), sender=facts.sender)
    if facts.imitates:
        imitates = N_("%(sender)s has no confirmed account, and calls itself by a name that looks like %(name)s.")
        return _parked(imitates, sender=facts.sender, name=facts.imitates)
    return _of_standing(facts)


def _of_nobody(facts: Facts) -> Decision | None:
    if facts.sender:
        return None
    return _parked(N_("Nobody can tell whom it is from: its From header cannot be read."))


def _of_machine(machine: Automatic, facts: Facts) -> Decision:
    if facts.found is None:
        return _ignored(_MACHINES[machine], N_("Machines are never answered."))
    what, where = Reason(_MACHINES[machine]), Reason(_WAYS[facts.found.way], {"name": facts.found.name})
    if not facts.found.is_ticket:
        return Decision(kind=Kind.IGNORE, why=(what, where, Reason(N_("Machines are never answered."))))
    return Decision(kind=Kind.ATTACH, why=(what, where, Reason(N_("State and clocks stay as they are."))))


def _of_standing(facts: Facts) -> Decision | None:
    if facts.standing is Standing.CLOSED:
        return _parked(N_("The account of %(sender)s is closed."), sender=facts.sender)
    if facts.standing is Standing.SUSPENDED:
        why = N_("%(sender)s is suspended: only the team's lead and administrators read it.")
        return Decision(kind=Kind.LEAD_TICKET, why=(Reason(why, {"sender": facts.sender}),))
    return None


def _about(found: Found, facts: Facts) -> Decision:
    """Something was found: whether this sender may write in it, and as what."""
    where = Reason(_WAYS[found.way], {"name": found.name})
    if found.is_ticket and found.way is Way.ORDER and found.part in (Part.STRANGER, Part.WATCHER):
        kept = N_("%(sender)s may not write there, so it is kept as a note.")
        return Decision(kind=Kind.NOTE, why=(where, Reason(kept, {"sender": facts.sender})))
    refused = _not_his(found, facts)
    if refused is not None:
        return Decision(kind=Kind.PARK, why=(where, Reason(refused, {"sender": facts.sender})))
    who = Reason(_PARTS[found.part], {"sender": facts.sender})
    if found.is_ticket and found.part is Part.WATCHER:
        return _of_watcher(found, where, who, facts)
    if found.is_ticket and found.is_closed:
        return _about_closed(found, where, who, facts)
    if found.is_ticket and (found.is_note or "note" in facts.commands and facts.works_tickets):
        return Decision(kind=Kind.NOTE, why=(where, who, Reason(N_("A note stays a note: only IT staff read it."))))
    if facts.is_empty:
        return Decision(kind=Kind.PARK, why=(where, who, Reason(N_("It says nothing and brings no file."))))
    return Decision(kind=Kind.REPLY if found.is_ticket else Kind.POST, why=(where, who))


def _not_his(found: Found, facts: Facts) -> str | None:
    """Why the sender may not write there; None if he may."""
    if not found.has_own_key:
        return N_("That reply address was given to somebody else than %(sender)s.")
    if found.part is Part.STRANGER and found.way is Way.ORDER:
        return NOT_FOR_SENDER
    if found.part is Part.STRANGER or (found.part is Part.READER and found.way is not Way.ORDER):
        return N_("%(sender)s is neither requester nor watcher, takes no part in it and is not of IT staff.")
    if found.is_note and not facts.works_tickets:
        return N_("That reply address leads to a note, and %(sender)s is not of IT staff.")
    if not found.is_ticket and facts.standing is not Standing.ACTIVE:
        return N_("%(sender)s has not confirmed his account, and the forum is open only to those who have.")
    if not found.is_ticket and facts.is_silenced:
        return SENDER_SILENCED
    return None


def _of_watcher(found: Found, where: Reason, who: Reason, facts: Facts) -> Decision:
    """Who only looks on hears that he does not write there; what he may not be told, waits for somebody to look."""
    why = (where, who, Reason(TICKET_CLOSED if found.is_closed else ONLY_THEIRS))
    if facts.is_empty or not may_tell(facts):
        return Decision(kind=Kind.PARK, why=why)
    return Decision(kind=Kind.REFUSE, why=why, is_answered=True)


def _about_closed(found: Found, where: Reason, who: Reason, facts: Facts) -> Decision:
    """What comes after the end begins anew, if it is the requester's; else somebody has to look."""
    if found.part is not Part.REQUESTER:
        return Decision(kind=Kind.PARK, why=(where, who, Reason(N_("But that ticket is closed."))))
    why = (where, who, Reason(N_("But that ticket is closed, so a new one goes on with it.")))
    return Decision(kind=Kind.TICKET, why=why, is_answered=_may_answer(facts))


def _new(facts: Facts) -> Decision:
    """Nothing was found: what begins with the message."""
    if facts.has_dead_key:
        return _parked(N_("It was sent to a reply address that leads nowhere any more."))
    if facts.makes is None and not facts.is_released:
        return _parked(N_("It was sent to none of the addresses that open tickets or questions."))
    if facts.standing is Standing.UNKNOWN:
        return _of_unknown(facts)
    if facts.works_tickets and facts.forwards:
        why = N_("%(sender)s is of IT staff and sends on a mail of %(other)s, whose ticket it becomes.")
        return Decision(kind=Kind.TICKET_FOR, why=(Reason(why, {"sender": facts.sender, "other": facts.forwards}),))
    may_ask = facts.standing is Standing.ACTIVE and not facts.is_silenced
    if facts.makes is Makes.QUESTION and may_ask:
        return Decision(kind=Kind.QUESTION, why=(Reason(N_("Mail to this address becomes a question.")),))
    why = N_("Mail to this address becomes a ticket.")
    return Decision(kind=Kind.TICKET, why=(Reason(why),), is_answered=_may_answer(facts))


def _of_unknown(facts: Facts) -> Decision:
    who = Reason(N_("Nobody here has the address %(sender)s."), {"sender": facts.sender})
    is_of_many = Automatic.LIST in facts.automatic or Automatic.BULK in facts.automatic
    if is_of_many and not facts.is_released:
        return Decision(kind=Kind.PARK, why=(who, Reason(N_("It was sent to many at once, by a list."))))
    if facts.unknown is Unknown.CREATE or facts.is_released:
        why = Reason(N_("An account to be confirmed was made for it, as the settings say."))
        return Decision(kind=Kind.TICKET, why=(who, why), is_answered=_may_answer(facts))
    if facts.unknown is Unknown.REFUSE and _may_answer(facts):
        return Decision(kind=Kind.REFUSE, why=(who, Reason(N_("A kind answer says so."))), is_answered=True)
    return Decision(kind=Kind.PARK, why=(who,))


def _may_answer(facts: Facts) -> bool:
    """Whether one automatic mail may follow: a person wrote it, to us, and wants to hear from machines."""
    return not (facts.automatic or facts.is_ourselves)


def may_tell(facts: Facts) -> bool:
    """Whether one automatic mail may say that a message was not taken: to a person, and within the hour's limits."""
    return _may_answer(facts) and not any(_is_full(each, facts) for each in Scope)


def _is_full(scope: Scope, facts: Facts) -> bool:
    """Whether as many automatic mails have gone out within the hour as may."""
    return facts.load.answered.get(scope, 0) >= MOST_ANSWERED[scope]


def _within_limits(decided: Decision, facts: Facts) -> Decision:
    """The decision, unless it would go beyond what one address, domain or conversation may cause in an hour."""
    if decided.kind in (Kind.PARK, Kind.IGNORE, Kind.ATTACH):
        return decided
    for scope in Scope:
        too_many_answers = decided.is_answered and _is_full(scope, facts)
        if too_many_answers or facts.load.arrived.get(scope, 0) >= MOST_ARRIVED[scope]:
            return Decision(kind=Kind.PARK, why=(*decided.why, Reason(_STOPPED[scope])), trips=scope)
    return decided


def _parked(message: str, **values: str) -> Decision:
    return Decision(kind=Kind.PARK, why=(Reason(message, values),))


def _ignored(message: str, *more: str, **values: str) -> Decision:
    return Decision(kind=Kind.IGNORE, why=(Reason(message, values), *(Reason(each) for each in more)))
