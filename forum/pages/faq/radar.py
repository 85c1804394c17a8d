"""What an entry would spare most: the threads that cost most and have none."""

from flask import render_template

from forum.accounts.roles import Permission
from forum.kernel import clock
from forum.pages.faq.blueprint import bp
from forum.reports.looked_for import FEWEST
from forum.reports.radar import DAYS, radar
from forum.web import guards
from forum.web.session import reader


@bp.get("/faq/radar")
@guards.permitted(Permission.CURATE_FAQ)
def show_radar() -> str:
    """Clusters of threads without an entry, the dearest first; one click begins the entry."""
    me = reader()
    facts = {
        "clusters": radar(me, at=clock.now()),
        "days": DAYS,
        "fewest": FEWEST,
        "reports": me.may(Permission.SEE_REPORTS),
    }
    return render_template("faq/radar.html", **facts)
