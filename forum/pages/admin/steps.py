"""What the administrator of a new installation does first."""

from typing import NamedTuple

from flask import current_app

from forum.accounts.actors import Actor
from forum.accounts.administration import all_teams
from forum.accounts.settings import COMPANY
from forum.pages.admin.queries import company_comes
from forum.topics.queries import open_categories
from forum.web.words import _


class Step(NamedTuple):
    """One thing to set up: where, in words, and whether it is done."""

    address: str
    words: str
    is_done: bool


def first_steps(by: Actor) -> list[Step]:
    """Everything to set up first, in a good order; empty once all of it is done."""
    sends = not current_app.extensions["environment"].mail_url.startswith(("console", "null"))
    steps = [
        Step("/admin/settings#company", _("Give the forum your company's name"), bool(COMPANY())),
        Step("/admin/categories", _("Make the categories that people know"), bool(open_categories(by))),
        Step("/admin/teams", _("Make the teams of IT staff"), bool(all_teams())),
        Step("/admin/people", _("Invite the first colleagues"), company_comes(to=by.id)),
        Step("/admin/mails", _("Let mails leave (TANYA_MAIL_URL)"), sends),
    ]
    return [] if all(step.is_done for step in steps) else steps
