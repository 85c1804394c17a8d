"""The house rules are accepted with the first post: a box in its form, and nothing is lost where it was not ticked."""

from collections.abc import Callable

from flask import Flask, request

from forum.accounts.actors import Actor
from forum.conduct.house_rules.actions import accept_house_rules
from forum.conduct.house_rules.queries import must_accept
from forum.kernel import clock
from forum.kernel.errors import Invalid
from forum.kernel.words import N_
from forum.web.session import reader
from forum.web.words import _

BOX = "house_rules"
_ASK = N_("Please read the house rules and tick the box, then send it again. Your text is all here.")


def accepting(act: Callable[[Actor], str]) -> Callable[[Actor], str]:
    """The act of a form, before which its writer accepts the house rules if he has not yet; Invalid without the box."""

    def accept_and_act(by: Actor) -> str:
        if must_accept(by):
            if BOX not in request.form:
                raise Invalid(_ASK)
            accept_house_rules(by=by, at=clock.now())
        return act(by)

    return accept_and_act


def must_accept_rules() -> bool:
    """Whether the reader's next post needs his word on the house rules."""
    return must_accept(reader())


def rules_left_out() -> dict[str, str]:
    """What is said at the box of a form that came without it, by the box's name; nothing where it is not asked for."""
    return {BOX: _("Please tick the box.")} if BOX not in request.form and must_accept_rules() else {}


def init_accepting(app: Flask) -> None:
    """Templates have `must_accept_rules()`."""
    app.jinja_env.globals["must_accept_rules"] = must_accept_rules
