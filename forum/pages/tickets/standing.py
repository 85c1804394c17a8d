"""Two colleagues at one ticket: an act on a page that was opened before the other's says what has become of it."""

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Any

from flask import request
from sqlalchemy import Row

from forum.kernel.errors import Conflict
from forum.kernel.words import N_
from forum.tickets.models import Ticket
from forum.tickets.queries import history_of
from forum.tickets.rules import Act, possible_acts
from forum.web.meanwhile import Overtaken, check_not_overtaken, opened_on

ANY_CHANGE = "any"  # wanted of a fact that the act does not set, but is done for as it was
_LISTED = ("owner_id", "team_id", "category_id", "state", "priority")
_FACTS = (*_LISTED, "impact", "urgency", "public_step", "promised_at")
_ACTS: Mapping[str, tuple[str, ...]] = MappingProxyType({
    "owner_id": ("assigned",), "team_id": ("team",), "category_id": ("category",), "state": ("state",),
    "priority": ("priority",), "impact": ("weighed", "priority"), "urgency": ("weighed", "priority"),
    "public_step": ("step",), "promised_at": ("promised", "promise_moved", "state"),
})  # fmt: skip
_OF_ALL = "put_back"  # a change of many tickets was undone, which may have set any of them
_UNSAID = frozenset({"csrf_token", "opened", "key"})


def opened_of(ticket: Row[Any]) -> str:
    """What the forms of a ticket's page carry to tell later how it stood."""
    return opened_on(_facts_of(ticket, _FACTS))


def opened_in_list(ticket: Row[Any]) -> str:
    """The same for a row of the queue, of what can be changed in many tickets at once."""
    return opened_on(_facts_of(ticket, _LISTED))


def check_as_seen(ticket: Ticket | Row[Any], **wanted: object) -> None:
    """Overtaken if one of these facts of the ticket is another than on the page that was sent, and not what is wanted
    either."""
    _check(request.form.get("opened"), ticket, wanted)


def check_as_listed(ticket: Ticket, wanted: Mapping[str, object]) -> None:
    """Conflict that names who was faster, if one of these facts is another than in the list that was sent, and not what
    is wanted either."""
    try:
        _check(request.form.get(f"opened-{ticket.label}"), ticket, wanted)
    except Overtaken as refusal:
        name = _changes(refusal, history_of(ticket.id))[-1].name
        sentence = N_("%(name)s has changed it since you opened the list. Look at it, then select it again.")
        raise Conflict(sentence, name=name) from None


def meanwhile(refusal: Overtaken, history: Sequence[Row[Any]], ticket: Row[Any], *, may_repeat: bool) -> dict[str, Any]:
    """Who has changed what; and what was sent, to do it knowingly, if that can be done still. What was written stands
    in its own form, and is not repeated."""
    return {"changes": _changes(refusal, history), "again": _again(ticket) if may_repeat else {}}


def _check(opened: str | None, ticket: Ticket | Row[Any], wanted: Mapping[str, object]) -> None:
    typed = {name: _said(value) for name, value in wanted.items()}
    check_not_overtaken(opened, typed, _facts_of(ticket, typed))


def _changes(refusal: Overtaken, history: Sequence[Row[Any]]) -> list[Row[Any]]:
    """The last line of the history for each fact that was changed, in its order."""
    changed = {*refusal.theirs, *refusal.taken}
    lasts = {max(_lines_of(name, history), default=len(history) - 1) for name in changed}
    return [history[line] for line in sorted(lasts)]


def _lines_of(name: str, history: Sequence[Row[Any]]) -> list[int]:
    return [place for place, line in enumerate(history) if line.act in (*_ACTS[name], _OF_ALL)]


def _again(ticket: Row[Any]) -> dict[str, str]:
    sent = {name: value for name, value in request.form.items() if name not in _UNSAID}
    act = sent.get("act")
    return {} if act in set(Act) and Act(act) not in possible_acts(ticket.state) else sent


def _facts_of(ticket: Ticket | Row[Any], names: Sequence[str] | Mapping[str, str]) -> dict[str, str]:
    return {name: _said(getattr(ticket, name)) for name in names}


def _said(value: object) -> str:
    return "" if value is None else str(value)
