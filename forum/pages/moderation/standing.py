"""The ladder that everybody reads, one's own standing, and the page of a person for moderators."""

from collections.abc import Sequence
from typing import Any

from flask import render_template, request
from sqlalchemy import Row
from werkzeug.wrappers import Response

from forum.accounts.actors import Actor
from forum.accounts.queries import profile
from forum.accounts.roles import Permission
from forum.conduct.ladder import LADDER
from forum.conduct.models import Step
from forum.conduct.standing import open_objections, steps_of
from forum.conduct.steps import object_to, suggested_step, take_step, undo_step, uphold
from forum.kernel import clock
from forum.kernel.errors import Invalid, Refusal
from forum.kernel.text.clean import clean_text
from forum.moderation.merging.queries import spam_removed
from forum.moderation.queries import decided_with, flags_by, items_about, record_of_author
from forum.pages.moderation.blueprint import bp
from forum.pages.moderation.words import DONE, REASONS, STEPS
from forum.web import guards
from forum.web.committing import committing, once_sent
from forum.web.session import reader
from forum.web.typed import done_or_given_back, wrong_of
from forum.web.words import _, sentence

_NOTHING: dict[str, Any] = {"answers": {}, "wrong_answers": {}}


@bp.get("/ladder")
@guards.readers
def ladder() -> str:
    """What follows when somebody is hard on colleagues, step by step."""
    return render_template("moderation/ladder.html", ladder=LADDER)


@bp.get("/settings/standing")
@guards.signed_in
def mine() -> str:
    """The steps that were taken about the reader, why, by whom, until when, and how to object."""
    return _mine()


@bp.post("/settings/standing/<id:step_id>/objection")
@guards.signed_in
def objection(step_id: int) -> Response:
    """The reader says why a step is not right; another moderator looks at it."""

    def act() -> str:
        with committing() as by:
            object_to(step_id, _words("objection"), by=by, at=clock.now())
        return "/settings/standing"

    typed = {step_id: request.form.get("objection", "")}
    return done_or_given_back(
        act,
        lambda refusal: _mine(typed=typed, wrong={step_id: sentence(refusal)}),
        done=_("Another moderator looks at it and tells you."),
    )


@bp.get("/moderation/objections")
@guards.permitted(Permission.TAKE_STEPS)
def objections() -> str:
    """What people object to and nobody has answered."""
    return _objections()


@bp.get("/moderation/people/<handle>")
@guards.permitted(Permission.TAKE_STEPS)
def person(handle: str) -> str:
    """Somebody's steps, what was flagged of him, and how his own flags were."""
    return _person(handle)


@bp.post("/moderation/people/<handle>/steps")
@guards.permitted(Permission.TAKE_STEPS)
def take(handle: str) -> Response:
    """A step of the ladder is taken, and the person told why."""
    about = profile(handle)

    def act(by: Actor) -> str:
        take_step(about.id, _step(), _words("words"), by=by, at=clock.now())
        return f"/moderation/people/{handle}"

    return done_or_given_back(
        lambda: once_sent(act),
        lambda refusal: _person(handle, typed=request.form, wrong=wrong_of(refusal)),
        done=_("Done. The person is told in your name."),
    )


@bp.post("/moderation/steps/<id:step_id>/answer")
@guards.permitted(Permission.TAKE_STEPS)
def answer(step_id: int) -> Response:
    """The step stays or is undone; the person is told why."""
    words, back = _words("answer"), request.form.get("back", "")
    say = undo_step if request.form.get("act") == "undo" else uphold

    def act() -> str:
        with committing() as by:
            say(step_id, words, by=by, at=clock.now())
        return f"/moderation/people/{profile(back).handle}" if back else "/moderation/objections"

    def page(refusal: Refusal) -> str:
        told = {"answers": {step_id: words}, "wrong_answers": {step_id: sentence(refusal)}}
        return _person(back, **told) if back else _objections(**told)

    return done_or_given_back(act, page, done=_("Done. The person is told in your name."))


def _words(field: str) -> str:
    return clean_text(request.form.get(field, ""))


def _step() -> Step:
    try:
        return Step(request.form.get("step", ""))
    except ValueError:
        raise Invalid("Choose a step of the ladder.", field="step") from None


def _steps(steps: Sequence[Row[Any]], items_at: str) -> dict[str, Any]:
    """Steps with what they were taken for, which stands under `items_at`, and the words for both."""
    decided = decided_with([step.id for step in steps], reader())
    return {"steps": steps, "decided": decided, "items_at": items_at, "names": STEPS, "done": DONE, "at": clock.now()}


def _mine(*, typed: Any = None, wrong: Any = None) -> str:
    facts = {**_steps(steps_of(reader().id), "/flags"), "typed": typed or {}, "wrong": wrong or {}}
    return render_template("moderation/standing.html", **facts)


def _objections(**told: Any) -> str:
    facts = {**_steps(open_objections(), "/moderation"), **_NOTHING, **told}
    return render_template("moderation/objections.html", **facts)


def _person(handle: str, *, typed: Any = None, wrong: Any = None, **told: Any) -> str:
    me, about = reader(), profile(handle)
    return render_template(
        "moderation/person.html",
        person=about,
        **_steps(steps_of(about.id), "/moderation"),
        record=record_of_author(about.id),
        items=items_about(about.id, me),
        flags=flags_by(about.id),
        spam=spam_removed(about.id),
        can_remove_spam=about.roles == "employee",
        suggested=suggested_step(about.id, at=clock.now()),
        ladder=LADDER,
        reasons=REASONS,
        typed=typed or {},
        wrong=wrong or {},
        **(_NOTHING | told),
    )
