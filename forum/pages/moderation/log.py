"""The public log of what moderators did."""

from flask import render_template, request

from forum.moderation.log import PAGE, public_log
from forum.pages.moderation.blueprint import bp
from forum.pages.moderation.words import DONE, KINDS, REASONS, STEPS
from forum.web import guards
from forum.web.forms import number_in

_NEWEST = 2**31 - 1  # no chain is longer


@bp.get("/moderation-log")
@guards.readers
def public() -> str:
    """What was done, newest first; who it was about is not said."""
    before = min(number_in(request.args.get("before", "")) or _NEWEST, _NEWEST)
    entries = public_log(before)
    older = f"/moderation-log?before={entries[PAGE - 1].position}" if len(entries) > PAGE else ""
    return render_template(
        "moderation/log.html", entries=entries[:PAGE], older=older, done=DONE, kinds=KINDS, reasons=REASONS, steps=STEPS
    )
