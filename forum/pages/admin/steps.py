"""What the administrator of a new installation does first."""

from flask import current_app

from forum.accounts.actors import Actor
from forum.accounts.administration import all_teams
from forum.accounts.settings import COMPANY
from forum.pages.admin.queries import has_colleagues
from forum.topics.queries import open_categories
from forum.web.words import _


def first_steps(by: Actor) -> list[tuple[str, str, bool]]:
    """Address, words and whether it is done, of each first step; they tick themselves off."""
    sends = not current_app.extensions["environment"].mail_url.startswith(("console", "null"))
    return [
        ("/admin/settings#company", _("Give the forum your company's name"), bool(COMPANY())),
        ("/admin/categories", _("Make the categories that people know"), bool(open_categories(by))),
        ("/admin/teams", _("Make the teams of IT staff"), bool(all_teams())),
        ("/admin/people", _("Invite the first colleagues"), has_colleagues()),
        ("/admin/mails", _("Let mails leave (TANYA_MAIL_URL)"), sends),
    ]
