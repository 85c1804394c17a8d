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
    """Everything to set up first; empty once all of it is done. Invitations are mails, teams are made of people, and
    a category has a team."""
    sends = current_app.extensions["environment"].sends_mails
    steps = [
        Step("/admin/settings#company", _("Give the forum your company's name"), bool(COMPANY())),
        Step("/admin/mails", _("Let mails leave (TANYA_MAIL_URL)"), sends),
        Step("/admin/people", _("Invite the first colleagues"), company_comes(to=by.id)),
        Step("/admin/teams", _("Make the teams of IT staff, each with its people"), any(t.lead for t in all_teams())),
        Step("/admin/categories", _("Make the categories that people know"), bool(open_categories(by))),
    ]
    return [] if all(step.is_done for step in steps) else steps
