"""The moderators' queue: one item at a time beside a short list, decided in one step."""

from typing import Any

from flask import render_template, request
from sqlalchemy import Row
from werkzeug.wrappers import Response

from forum.accounts.actors import Actor
from forum.conduct.ladder import LADDER
from forum.conduct.steps import suggested_step
from forum.kernel import clock
from forum.kernel.errors import Refusal
from forum.moderation.actions import Decision, decide
from forum.moderation.models import Kind
from forum.moderation.queries import (
    decided_items,
    earlier_items,
    flags_of,
    item_to_decide,
    open_items,
    record_of_author,
)
from forum.moderation.rules import REMEDIES
from forum.moderation.texts import texts_for
from forum.pages.moderation import words
from forum.pages.moderation.blueprint import bp
from forum.pages.moderation.decision import as_sent, decision, words_now
from forum.people.models import SYSTEM_PERSON_ID
from forum.topics.queries import open_categories
from forum.web import guards
from forum.web.committing import once_sent
from forum.web.session import reader
from forum.web.typed import done_or_given_back, wrong_of
from forum.web.words import _


@bp.get("/moderation")
@guards.staff
def queue() -> str:
    """What waits, gravest and oldest first, with the first of it open; or what was decided last."""
    if "decided" in request.args:
        return render_template("moderation/decided.html", items=decided_items(reader()), **_names())
    items = open_items(reader())
    return _page(items[0].id) if items else render_template("moderation/queue.html", items=(), item=None)


@bp.get("/moderation/<id:item_id>")
@guards.staff
def item(item_id: int) -> str:
    """One item: the post in its context, who flagged it and why, the people's records, and what can be done."""
    return _page(item_id)


@bp.post("/moderation/<id:item_id>/decision")
@guards.staff
def decided(item_id: int) -> Response:
    """The item is decided, and those concerned are told."""
    shown = item_to_decide(item_id, reader())

    def act() -> str:
        said = decision(shown.language or "en")
        return once_sent(lambda by: _decided(item_id, said, by))

    return done_or_given_back(
        act, lambda refusal: _page(item_id, refusal), done=_("Decided. Those concerned are told in your name.")
    )


def _decided(item_id: int, said: Decision, by: Actor) -> str:
    decide(item_id, said, by=by, at=clock.now())
    return "/moderation"


def _page(item_id: int, refusal: Refusal | None = None) -> str:
    me = reader()
    shown = item_to_decide(item_id, me)
    kind = _kind_of(shown)
    now = words_now(kind, getattr(shown, f"{kind}_id")) if shown.decided_at is None else None
    return render_template(
        "moderation/queue.html",
        items=open_items(me),
        item=shown,
        kind=kind,
        now=now,
        flags=flags_of(item_id),
        machine_id=SYSTEM_PERSON_ID,
        record=record_of_author(shown.author_id),
        earlier=earlier_items(shown.author_id, item_id, me),
        texts=texts_for(shown.reason, shown.language or "en"),
        ladder=LADDER,
        suggested=suggested_step(shown.author_id, at=clock.now()),
        choices=REMEDIES[kind],
        categories=open_categories(me) if kind is Kind.QUESTION else (),
        typed=as_sent(refusal, now) if refusal else {},
        wrong=wrong_of(refusal) if refusal else {},
        **_names(),
    )


def _kind_of(shown: Row[Any]) -> Kind:
    return next(kind for kind in Kind if getattr(shown, f"{kind}_id") is not None)


def _names() -> dict[str, Any]:
    return {
        "reasons": words.REASONS,
        "kinds": words.KINDS,
        "remedies": words.REMEDIES,
        "done": words.DONE,
        "steps": words.STEPS,
    }
