"""The whole record of administration and moderation, with the names of who did it, and as a file that proves itself."""

import json

from flask import Response, render_template, request

from forum.accounts.roles import Permission
from forum.kernel.words import N_
from forum.ledger.actions import ADMINISTRATION
from forum.ledger.queries import entries_of
from forum.moderation.actions.decide import CHAIN
from forum.pages.admin.queries import MOST_ENTRIES, entries_before
from forum.pages.admin.views import bp
from forum.web import guards
from forum.web.forms import number_in

_CHAINS = {ADMINISTRATION: N_("Administration"), CHAIN: N_("Moderation")}
_NEWEST = 2**31 - 1  # no chain is longer


@bp.get("/record")
@guards.permitted(Permission.ADMINISTER)
def ledger() -> str:
    """What administrators did, or moderators, newest first."""
    chain = _chain()
    before = min(number_in(request.args.get("before", "")) or _NEWEST, _NEWEST)
    entries = entries_before(chain, before)
    older = (
        f"/admin/record?chain={chain}&before={entries[MOST_ENTRIES - 1].position}"
        if len(entries) > MOST_ENTRIES
        else ""
    )
    facts = {"chain": chain, "chains": _CHAINS, "older": older}
    return render_template("admin/record.html", entries=entries[:MOST_ENTRIES], **facts)


@bp.get("/record.json")
@guards.permitted(Permission.ADMINISTER)
def ledger_json() -> Response:
    """Every entry of a chain with its salt and digests, by which anybody can check order and completeness."""
    chain = _chain()
    entries = [{**row._mapping, "at": row.at.isoformat()} for row in entries_of(chain)]
    body = json.dumps({"chain": chain, "entries": entries}, ensure_ascii=False, indent=1)
    response = Response(body, mimetype="application/json")
    response.headers["Content-Disposition"] = f"attachment; filename=record-{chain}.json"
    return response


def _chain() -> str:
    chain = request.args.get("chain", "")
    return chain if chain in _CHAINS else ADMINISTRATION
