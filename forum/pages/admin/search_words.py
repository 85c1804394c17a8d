"""Words that mean the same in this company, for the search."""

from flask import flash, redirect, render_template, request
from werkzeug.wrappers import Response

from forum.accounts.actions.lines import mark_of
from forum.accounts.roles import Permission
from forum.kernel import clock
from forum.kernel.errors import Conflict, Invalid, Refusal
from forum.kernel.text.clean import clean_line, clean_text
from forum.pages.admin.views import bp
from forum.search.company import forms_of, set_synonyms
from forum.search.settings import SYNONYMS
from forum.web import guards
from forum.web.committing import committing
from forum.web.words import _, sentence


@bp.get("/search-words")
@guards.permitted(Permission.ADMINISTER)
def search_words() -> str:
    """The lines in force, and what one word is found by."""
    return _page(SYNONYMS())


@bp.post("/search-words")
@guards.permitted(Permission.ADMINISTER)
def post_search_words() -> Response | tuple[str, int]:
    """These lines are in force from now on."""
    text = clean_text(request.form.get("words", ""))
    try:
        with committing() as by:
            set_synonyms(text, seen=request.form.get("seen", ""), by=by, at=clock.now())
    except (Invalid, Conflict) as refusal:
        return _page(text, refusal), refusal.status
    flash(_("Saved."), "good")
    return redirect("/admin/search-words", 303)


def _page(text: str, refusal: Refusal | None = None) -> str:
    tried = clean_line(request.args.get("word", ""))[:60]
    now = SYNONYMS()
    others = now if isinstance(refusal, Conflict) else ""
    facts = {"tried": tried, "found_by": forms_of(tried) if tried else [], "seen": mark_of(now), "setting": SYNONYMS}
    return render_template(
        "admin/search_words.html", words=text, wrong=sentence(refusal) if refusal else "", others=others, **facts
    )
