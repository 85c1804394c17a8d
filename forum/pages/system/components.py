"""What the page of components shows: people, posts and tickets that nobody has written, in every state there is."""

import re
from datetime import datetime, timedelta
from types import SimpleNamespace
from typing import Any

from markupsafe import Markup
from wtforms import BooleanField
from wtforms.validators import DataRequired

from forum.diagnostics.secrets import secrets_in
from forum.kernel.text.difference import difference
from forum.knowledge.faq.models import FaqState
from forum.knowledge.known.models import IssueState
from forum.tickets.models import Priority, TicketState
from forum.tickets.timing.models import Outcome
from forum.tone.check import Hint
from forum.web.forms import Form, LineField
from forum.web.guarding import KINDS
from forum.web.meanwhile import Overtaken
from forum.web.words import _

ANA = {"name": "Ana Lim", "handle": "ana.lim", "photo": "", "is_it_staff": False, "badge": "", "author_id": 2}
IRIS = {"name": "Iris Tan", "handle": "iris.tan", "photo": "", "is_it_staff": True, "badge": "Network", "author_id": 3}
_PLACE = re.compile(r'(<a [^>]*?href=)"/[^"]*"')
_SECRET = "password: hunter2hunter2, on 10.1.2.3"


class SampleForm(Form):
    """A field of each kind."""

    line = LineField(validators=[DataRequired()])
    wrong = LineField()
    agreed = BooleanField()


def samples(at: datetime) -> dict[str, Any]:
    """The facts of the page, as at this moment."""
    return {
        "ana": ANA,
        "iris": IRIS,
        "form": _form(),
        "lines": _lines(),
        "ticket_states": list(TicketState),
        "priorities": list(Priority),
        "now": at,
        "issues": [_issue(at, state=state, is_major=state is IssueState.INVESTIGATING) for state in IssueState],
        "entries": [_entry(state) for state in FaqState] + [_entry(FaqState.PUBLISHED, doubt=True)],
        "promises": [_promise(at, outcome) for outcome in (None, *Outcome)],
        "comments": [_comment(at, number) for number in range(1, 6)],
        "due": {"late": at - timedelta(hours=3), "soon": at + timedelta(hours=3)},
        "rows": [_row(at), _row(at, solved_at=at, answer_count=3, ticket_label="IT-000123", affected_count=7)],
        "first_steps": [
            SimpleNamespace(words=_("Categories"), address="/admin/categories", is_done=d) for d in (True, False)
        ],
        "leading_nowhere": _leading_nowhere,
        **_called(),
    }


def _leading_nowhere(html: Markup) -> Markup:
    """The same without addresses in its links: there is no page of what nobody has written."""
    return Markup(_PLACE.sub(r'\1"#"', str(html)))


def _called() -> dict[str, Any]:
    """What parts of pages ask of the request, answered for one in which everything was noticed."""
    return {
        "secrets_found": lambda: [(secret, KINDS.get(secret.kind, "key")) for secret in secrets_in(_SECRET)],
        "hints_found": lambda: [(Hint("blame", "you people", heated=True), _("This may read as blame."))],
        "yes": lambda: True,
        "overtaken": Overtaken(
            {"name": "Wi-Fi", "team": ""}, {"name": "LAN", "team": "Cables"}, changed={"name", "team"}, touched={"name"}
        ),
    }


def _form() -> SampleForm:
    form = SampleForm(formdata=None, data={"line": "Wi-Fi", "wrong": "", "agreed": True})
    form.wrong.errors = [_("Please write something.")]
    form.form_errors.append(_("This did not work. Please try again."))
    return form


def _lines() -> Any:
    before, after = "Hold the button.\nWait.", "Hold the button for ten seconds.\nWait.\nIt blinks."
    return difference(before, after)


def _issue(at: datetime, **facts: Any) -> SimpleNamespace:
    closed = at if facts["state"] in (IssueState.FIXED, IssueState.WONT_FIX) else None
    usual = {"id": f"sample-{facts['state'].name}", "slug": "wi-fi", "title": "Wi-Fi on floor 3", "service": "Wi-Fi"}
    times = {"since_at": at, "next_update_due_at": at + timedelta(hours=2), "promised_at": None, "closed_at": closed}
    return SimpleNamespace(**usual, **times, workaround_html="<p>Use the cable.</p>", affected_count=43, **facts)


def _entry(state: FaqState, *, doubt: bool = False) -> dict[str, Any]:
    return {
        "id": 1,
        "slug": "vpn",
        "question": "How do I reach the VPN?",
        "language": "en",
        "state": state,
        "doubt": doubt,
    }


def _promise(at: datetime, outcome: Outcome | None) -> dict[str, Any]:
    return {"due_at": at + timedelta(hours=5), "outcome": outcome, "name": "Iris Tan", "at": at, "reason": ""}


def _comment(at: datetime, number: int) -> dict[str, Any]:
    usual = {"html": "<p>Which model?</p>", "created_at": at, "edited_at": at if number == 2 else None}
    ticket = {"ticket_label": "IT-000124" if number == 3 else None, "ticket_state": TicketState.OPEN}
    return {
        **ANA,
        **usual,
        **ticket,
        "id": number,
        "visibility": "hidden" if number == 1 else "public",
        "is_mine": number == 4,
    }


def _row(at: datetime, **facts: Any) -> dict[str, Any]:
    usual = {
        "id": 1,
        "slug": "wi-fi",
        "title": "Wi-Fi on floor 3 is slow",
        "category_slug": "network",
        "tags": "wifi vpn",
    }
    more = {"category_name": "Network", "category_name_ms": "", "created_at": at, "answer_count": 0, "solved_at": None}
    answerer = {f"answerer_{name}": IRIS[name] for name in ("name", "handle", "is_it_staff", "badge")}
    return {**ANA, **usual, **more, **answerer, "last_answer_at": facts.get("solved_at"), **facts}
