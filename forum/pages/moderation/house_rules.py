"""The house rules, for everybody, with their earlier versions."""

from flask import render_template

from forum.conduct.house_rules.queries import newest_number, rules_of, versions
from forum.pages.moderation.blueprint import bp
from forum.web import guards
from forum.web.session import reader
from forum.web.words import _


@bp.get("/house-rules")
@guards.public
def house_rules() -> str:
    """The rules that hold now."""
    return _page(newest_number(), _("House rules"))


@bp.get("/house-rules/<id:number>")
@guards.public
def house_rules_before(number: int) -> str:
    """One version of the rules."""
    return _page(number, "{} · {}".format(_("House rules"), _("Version %(number)s", number=number)))


def _page(number: int, title: str) -> str:
    """Who changed them when is told to people of the company alone."""
    before = versions() if reader().is_authenticated else ()
    facts = {"title": title, "rules": rules_of(number), "newest": newest_number(), "versions": before}
    return render_template("moderation/house_rules.html", **facts)
