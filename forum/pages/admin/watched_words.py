"""Words that are not posted, wait for a moderator, or are masked."""

from flask import flash, redirect, render_template, request
from werkzeug.wrappers import Response

from forum.accounts.actions.lines import mark_of
from forum.accounts.roles import Permission
from forum.conduct.settings import WATCHED_WORDS
from forum.conduct.watching_words import set_watched_words
from forum.kernel import clock
from forum.kernel.errors import Conflict, Invalid, Refusal
from forum.kernel.text.clean import clean_text
from forum.pages.admin.views import bp
from forum.web import guards
from forum.web.committing import committing
from forum.web.words import _, sentence


@bp.get("/watched-words")
@guards.permitted(Permission.ADMINISTER)
def watched_words() -> str:
    """The lines in force."""
    return _page(WATCHED_WORDS())


@bp.post("/watched-words")
@guards.permitted(Permission.ADMINISTER)
def post_watched_words() -> Response | tuple[str, int]:
    """These lines are in force from now on."""
    text = clean_text(request.form.get("words", ""))
    try:
        with committing() as by:
            set_watched_words(text, seen=request.form.get("seen", ""), by=by, at=clock.now())
    except (Invalid, Conflict) as refusal:
        return _page(text, refusal), refusal.status
    flash(_("Saved."), "good")
    return redirect("/admin/watched-words", 303)


def _page(text: str, refusal: Refusal | None = None) -> str:
    now = WATCHED_WORDS()
    return render_template(
        "admin/watched_words.html",
        words=text,
        wrong=sentence(refusal) if refusal else "",
        others=now if isinstance(refusal, Conflict) else "",
        seen=mark_of(now),
        setting=WATCHED_WORDS,
    )
