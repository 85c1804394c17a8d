"""Writing the house rules; each saving is a version."""

from dataclasses import asdict
from typing import Any

from flask import render_template, request
from werkzeug.wrappers import Response

from forum.accounts.roles import Permission
from forum.conduct.house_rules.actions import change_house_rules
from forum.conduct.house_rules.queries import newest_number, rules_of
from forum.conduct.house_rules.rules import LONGEST_RULES, Draft
from forum.kernel import clock
from forum.kernel.errors import Conflict, Refusal
from forum.kernel.text.clean import clean_line, clean_text
from forum.kernel.text.markdown import render
from forum.pages.admin.views import bp
from forum.web import guards
from forum.web.committing import committing
from forum.web.forms import number_in
from forum.web.meanwhile import Overtaken, check_not_overtaken, opened_on
from forum.web.typed import done_or_given_back, wrong_of
from forum.web.words import _

_TEXTS = ("source", "source_ms")


@bp.get("/house-rules")
@guards.permitted(Permission.ADMINISTER)
def house_rules() -> str:
    """The rules that hold, in a form."""
    return _page(rules_of(newest_number()))


@bp.post("/house-rules")
@guards.permitted(Permission.ADMINISTER)
def post_house_rules() -> Response:
    """The rules that were written hold from now."""
    words = {name: clean_text(request.form.get(name, "")) for name in _TEXTS}
    draft = Draft(**words, reason=clean_line(request.form.get("reason", "")), asks_again="asks_again" in request.form)

    def act() -> str:
        html, html_ms = _html(draft.source), _html(draft.source_ms)
        seen = number_in(request.form.get("revision", "")) or 0
        with committing() as by:
            check_not_overtaken(request.form.get("opened"), words, _standing())
            change_house_rules(draft, html, html_ms, seen=seen, by=by, at=clock.now())
        return "/house-rules"

    return done_or_given_back(act, lambda refusal: _page(draft, refusal), done=_("These house rules hold from now on."))


def _html(source: str) -> str:
    return render(source) if source.strip() and len(source) <= LONGEST_RULES else ""


def _standing() -> dict[str, Any]:
    """The texts that hold, as the form would send them."""
    rules = rules_of(newest_number())
    return {name: clean_text(getattr(rules, name)) for name in _TEXTS}


def _page(typed: Any, refusal: Refusal | None = None) -> str:
    """The form; after a refusal as it was typed, with what only somebody else has changed as it is now."""
    newest = newest_number()
    overtaken = refusal if isinstance(refusal, Overtaken) else None
    return render_template(
        "admin/house_rules.html",
        typed={**asdict(typed), **overtaken.merged} if overtaken else typed,
        revision=newest,
        opened=request.form.get("opened", "") if refusal and not overtaken else opened_on(_standing()),
        overtaken=overtaken,
        others=rules_of(newest) if isinstance(refusal, Conflict) and not overtaken else None,
        wrong=wrong_of(refusal) if refusal else {},
    )
