"""The pages on which saved replies are kept: one's own, a team's, everybody's."""

from typing import Any

from flask import flash, redirect, render_template, request
from sqlalchemy import Row
from werkzeug.wrappers import Response

from forum.accounts.actors import Actor
from forum.accounts.administration import all_teams
from forum.accounts.roles import Permission
from forum.kernel import clock
from forum.kernel.errors import Conflict, Invalid, Refusal
from forum.kernel.text.clean import clean_line, clean_text
from forum.pages.composing.blueprint import bp
from forum.saved_replies.actions import bring_back_reply, change_reply, remove_reply, reply_to_change, save_reply
from forum.saved_replies.fields import FIELDS
from forum.saved_replies.models import SavedReply
from forum.saved_replies.queries import MOST, led_teams, listed_replies, reply_to_keep
from forum.saved_replies.rules import Draft, Scope
from forum.topics.queries import open_categories
from forum.web import guards
from forum.web.committing import committing, once_sent
from forum.web.forms import number_in
from forum.web.meanwhile import Overtaken, check_not_overtaken, opened_on
from forum.web.session import reader
from forum.web.typed import done_or_given_back, wrong_of
from forum.web.words import _

PATH = "/saved-replies"


@bp.get(PATH)
@guards.permitted(Permission.USE_SAVED_REPLIES)
def saved_replies() -> str:
    """Those that the reader may use, by whose they are, with the words of `?q=`; and what he has removed."""
    words = clean_line(request.args.get("q", ""))[:60]
    found = listed_replies(reader(), words=words)
    facts = {
        "replies": [saved for saved in found if not saved.removed_at],
        "removed": [saved for saved in found if saved.removed_at and _keeps(saved)],
        "most": MOST if len(found) == MOST else 0,
    }
    return render_template("composing/saved_replies.html", words=words, keeps=_keeps, **facts)


@bp.get(f"{PATH}/new")
@guards.permitted(Permission.USE_SAVED_REPLIES)
def new_saved_reply() -> str:
    """An empty form."""
    return _page({"scope": "me"})


@bp.post(f"{PATH}/new")
@guards.permitted(Permission.USE_SAVED_REPLIES)
def post_saved_reply() -> Response:
    """The reply can be used from now on."""

    def act(by: Actor) -> str:
        save_reply(_draft(), _scope(_typed()["scope"] or "me", by), by=by, at=clock.now())
        return PATH

    return done_or_given_back(
        lambda: once_sent(act), lambda refusal: _page(_typed(), refusal=refusal), done=_("Saved.")
    )


@bp.get(f"{PATH}/<id:saved_id>")
@guards.permitted(Permission.USE_SAVED_REPLIES)
def saved_reply(saved_id: int) -> str:
    """One of them: to change for who keeps it, to read for the others."""
    saved = reply_to_keep(saved_id, reader())
    return _page(_standing(saved), saved=saved)


@bp.post(f"{PATH}/<id:saved_id>")
@guards.permitted(Permission.USE_SAVED_REPLIES)
def post_change(saved_id: int) -> Response:
    """The reply has the words that were sent, for whom it was sent."""
    reply_to_keep(saved_id, reader())

    def act() -> str:
        with committing() as by:
            standing, typed = _standing(reply_to_change(saved_id, by=by)), _typed()
            typed["scope"] = typed["scope"] or standing["scope"]  # a program need not say whose it stays
            check_not_overtaken(request.form.get("opened"), {name: typed[name] for name in standing}, standing)
            seen, scope = number_in(request.form.get("revision", "")), _scope(typed["scope"], by)
            change_reply(saved_id, _draft(), scope, seen=-1 if seen is None else seen, by=by, at=clock.now())
        return PATH

    def page(refusal: Refusal) -> str:
        return _page(_typed(), saved=reply_to_keep(saved_id, reader()), refusal=refusal)

    return done_or_given_back(act, page, done=_("Saved."))


@bp.post(f"{PATH}/<id:saved_id>/removal")
@guards.permitted(Permission.USE_SAVED_REPLIES)
def removal(saved_id: int) -> Response:
    """Nobody can choose it any more; the page offers to bring it back."""
    with committing() as by:
        remove_reply(saved_id, by=by, at=clock.now())
    return redirect(f"{PATH}/{saved_id}", 303)


@bp.post(f"{PATH}/<id:saved_id>/removal/undo")
@guards.permitted(Permission.USE_SAVED_REPLIES)
def undo_removal(saved_id: int) -> Response:
    """It can be chosen again."""
    with committing() as by:
        bring_back_reply(saved_id, by=by)
    flash(_("It can be chosen again."), "good")
    return redirect(f"{PATH}/{saved_id}", 303)


def _typed() -> dict[str, Any]:
    said = {name: clean_line(request.form.get(name, "")) for name in ("title", "scope", "category")}
    texts = {name: clean_text(request.form.get(name, "")) for name in ("source", "source_ms")}
    return {**said, **texts, "category_id": number_in(said["category"])}


def _standing(saved: SavedReply | Row[Any]) -> dict[str, Any]:
    """The reply as the form would say it."""
    shared = f"team-{saved.team_id}" if saved.team_id else "all"
    said = {name: getattr(saved, name) for name in ("title", "source", "source_ms", "category_id")}
    return {**said, "scope": "me" if saved.owner_id else shared}


def _draft() -> Draft:
    typed = _typed()
    if typed["category"] and typed["category_id"] is None:
        raise Invalid("Choose one of the listed values.", field="category")
    return Draft(typed["title"], typed["source"], typed["source_ms"], typed["category_id"])


def _scope(said: str, by: Actor) -> Scope:
    if said == "me":
        return Scope(owner_id=by.id)
    kind, _sep, number = said.partition("-")
    team_id = number_in(number)
    if said != "all" and not (kind == "team" and team_id):
        raise Invalid("Choose one of the listed values.", field="scope")
    return Scope(team_id=team_id)


def _scopes() -> dict[str, str]:
    """For whom the reader may keep one: what the form sends, and its name."""
    me = reader()
    if me.may(Permission.ADMINISTER):
        teams, rest = all_teams(), {"all": _("Everybody on the staff")}
    else:
        teams, rest = led_teams(me), {}
    return {"me": _("Me alone"), **{f"team-{team.id}": str(team.name) for team in teams}, **rest}


def _keeps(saved: Row[Any]) -> bool:
    me = reader()
    if saved.owner_id is not None:
        return bool(saved.owner_id == me.id)
    return me.may(Permission.ADMINISTER) or (saved.team_id is not None and saved.lead_id == me.id)


def _page(typed: Any, *, saved: Row[Any] | None = None, refusal: Refusal | None = None) -> str:
    overtaken, known = refusal if isinstance(refusal, Overtaken) else None, _standing(saved) if saved else {}
    facts = {
        "overtaken": overtaken,
        "opened": request.form.get("opened", "") if refusal and not overtaken else opened_on(known),
        "scopes": _scopes(),
        "categories": open_categories(reader()),
        "fields": FIELDS,
        "wrong": wrong_of(refusal) if refusal else {},
        "others": saved if isinstance(refusal, Conflict) else None,
        "keeps": saved is None or _keeps(saved),
    }
    typed = {**typed, **overtaken.merged} if overtaken else typed
    return render_template("composing/saved_reply.html", typed=typed, saved=saved, **facts)
