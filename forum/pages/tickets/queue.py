"""The queue: saved views, filters and orders in the address, a ticket beside the list, many changed at once."""

from collections.abc import Mapping
from functools import partial
from typing import Any
from urllib.parse import urlencode

from flask import flash, redirect, render_template, request
from werkzeug.datastructures import MultiDict
from werkzeug.wrappers import Response

from forum.accounts.actors import Actor
from forum.accounts.roles import Permission
from forum.kernel import clock
from forum.kernel.errors import Invalid, NotFound
from forum.kernel.text.clean import clean_line
from forum.moderation.actions.abuse import opening_of
from forum.pages.tickets.forms import open_and_archived
from forum.pages.tickets.standing import check_as_listed, opened_in_list, opened_of
from forum.pages.tickets.today import today
from forum.pages.tickets.views import bp
from forum.tickets.desk.actions.bulk import BULK_STATES, BulkAct, Outcome, change_many, undo_many
from forum.tickets.models import Priority, TicketState
from forum.tickets.queries import all_teams, it_staff, replies_of, ticket_page
from forum.tickets.queue import PAGE, VIEWS, Order, Wish, place_in, queue, queue_counts
from forum.tickets.rules import TRANSITIONS, Act
from forum.web import guards
from forum.web.committing import committing
from forum.web.forms import chosen_in, number_in
from forum.web.fragments import safe_next
from forum.web.paging import cursor_of, moment_and_id
from forum.web.session import reader
from forum.web.words import ngettext, sentence

COLUMNS = ("requester", "priority", "owner", "team", "category", "affected", "changed")
_USUAL = ("requester", "owner", "team", "affected")
_KINDS: Mapping[str, type] = {
    "state": TicketState,
    "priority": Priority,
    "team": int,
    "owner": int,
    "category": int,
    "words": str,
}
_SET: Mapping[BulkAct, str] = {
    BulkAct.OWNER: "owner_id",
    BulkAct.TEAM: "team_id",
    BulkAct.CATEGORY: "category_id",
    BulkAct.PRIORITY: "priority",
}
_LONGEST_WORDS = 100
_BEFORE_THE_PAGE = ("view", *_KINDS, "order", "column")


@bp.get("/queue")
@guards.permitted(Permission.WORK_TICKETS)
def show_queue() -> str:
    """A saved view of the queue as the address asks for it, with the counts of all views."""
    wish, me = _wish(), reader()
    now = today()
    rows = queue(wish, me, now)
    columns = [name for name in COLUMNS if name in (request.args.getlist("column") or _USUAL)]
    categories, archived = open_and_archived(me)
    return render_template(
        "tickets/queue.html", tickets=rows[:PAGE], wish=wish, counts=queue_counts(me, now), columns=columns,
        all_columns=COLUMNS, older=_older(rows, wish.order), here=_address(request.args), teams=all_teams(),
        colleagues=it_staff(), categories_of_tickets=categories, archived=archived, states=list(TicketState),
        priorities=list(Priority), bulk_states=BULK_STATES, orders=list(Order), undo=number_in(_arg("undo")),
        chosen_columns="column" in request.args, opened_in_list=opened_in_list,
        without={name: _address(request.args, without=name) for name in wish.filters},
    )  # fmt: skip


@bp.get("/queue/<label:label>")
@guards.permitted(Permission.WORK_TICKETS)
def peek(label: str) -> str:
    """A ticket as it stands beside the list: what it is about, what was said last, and the ways on."""
    ticket = ticket_page(label, reader())
    facts = {"replies": replies_of(ticket.id)[-3:], "opening_post": opening_of(ticket), "opened": opened_of(ticket)}
    return render_template("tickets/_peek.html", ticket=ticket, is_mine=ticket.owner_id == reader().id, **facts)


@bp.post("/queue/bulk")
@guards.permitted(Permission.WORK_TICKETS)
def post_bulk() -> Response:
    """The selected tickets are changed; a summary says which, and offers to undo it."""
    chosen, _colon, value = request.form.get("change", "").partition(":")
    back = safe_next(request.form.get("back") or "/queue")
    if chosen not in set(BulkAct):
        raise Invalid("Choose one of the listed values.", field="change")
    labels = [clean_line(label) for label in request.form.getlist("ticket")]
    is_word = chosen in (BulkAct.STATE, BulkAct.PRIORITY)
    try:
        with committing() as by:
            owner = by.id if (chosen, value) == (BulkAct.OWNER, "me") else chosen_in(value)
            wish = value if is_word else owner
            check = partial(check_as_listed, wanted=_wanted(BulkAct(chosen), wish, by))
            done = change_many(labels, BulkAct(chosen), wish, by=by, at=clock.now(), check=check)
    except Invalid as refusal:
        flash(sentence(refusal), "error")
        return redirect(back, 303)
    tell(done, ngettext("%(num)s ticket is changed.", "%(num)s tickets are changed.", len(done.changed)))
    undo = f"{'&' if '?' in back else '?'}undo={done.bulk_id}" if done.bulk_id else ""
    return redirect(f"{back}{undo}", 303)


def _wanted(act: BulkAct, value: str | int | None, by: Actor) -> dict[str, object]:
    """What of a ticket has to be as it was listed: what is set, and for what takes it from its owner, who that is."""
    if act is BulkAct.STATE:
        return {"state": TRANSITIONS[Act(str(value))][1] if value in set(Act) else value, "owner_id": by.id}
    return {_SET[act]: value, **({"owner_id": by.id} if act is BulkAct.TEAM else {})}


@bp.post("/queue/bulk/<id:bulk_id>/undo")
@guards.permitted(Permission.WORK_TICKETS)
def undo_bulk(bulk_id: int) -> Response:
    """The tickets are as they were before."""
    with committing() as by:
        done = undo_many(bulk_id, by=by, at=clock.now())
    count = len(done.changed)
    tell(done, ngettext("%(num)s ticket is as it was.", "%(num)s tickets are as they were.", count))
    return redirect(safe_next(request.form.get("back") or "/queue"), 303)


def tell(done: Outcome, words: str) -> None:
    """The next page begins with these words, and with why which ticket was left as it was."""
    flash(words, "good" if done.changed else "info")
    for label, refusal in done.refused:
        flash(f"{label}: {sentence(refusal)}", "error")


def _wish() -> Wish:
    view, order = _arg("view") or "open", _arg("order") or Order.DUE
    if view not in VIEWS or order not in set(Order):
        raise NotFound
    filters = {name: value for name, kind in _KINDS.items() if _arg(name) and (value := _value(name, kind))}
    return Wish(view, filters, Order(order), moment_and_id(_arg("after"), of=f"queue by {order}"))


def _value(name: str, kind: type) -> str | int:
    """What the address asks for; a page that does not exist for what no ticket can have."""
    if kind is str:
        return clean_line(_arg(name))[:_LONGEST_WORDS]
    if kind is int:
        number = number_in(_arg(name))
        if number is None:
            raise NotFound
        return number
    if _arg(name) not in set(kind):  # type: ignore[call-overload]
        raise NotFound
    return _arg(name)


def _older(rows: Any, order: Order) -> str:
    if len(rows) <= PAGE:
        return ""
    cursor = cursor_of(*place_in(rows[PAGE - 1], order), of=f"queue by {order}")
    return f"{_address(request.args, more=True)}after={cursor}"


def _address(args: MultiDict[str, str], *, without: str = "", more: bool = False) -> str:
    """The queue with what the address asks for, from its first page."""
    kept = [(n, v) for n, v in args.items(multi=True) if v and n in _BEFORE_THE_PAGE and n != without]
    query = urlencode(kept)
    if more:
        return f"/queue?{query}{'&' if query else ''}"
    return f"/queue?{query}" if query else "/queue"


def _arg(name: str) -> str:
    return request.args.get(name, "")
