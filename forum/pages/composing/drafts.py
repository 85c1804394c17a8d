"""Drafts that are kept until they have cooled down: send as it is, edit, discard."""

import re
from collections.abc import Sequence
from datetime import datetime
from types import SimpleNamespace
from typing import Any

from flask import flash, redirect, render_template, request
from werkzeug.wrappers import Response

from forum.accounts.actors import Actor
from forum.conduct.cooling import COOLS_FOR, discard_draft, drafts_of, keep_draft, text_of
from forum.kernel import clock
from forum.kernel.errors import Invalid, NotFound
from forum.kernel.text.clean import clean_text
from forum.pages.composing.blueprint import bp
from forum.pages.files.uploads import with_files
from forum.web import guards
from forum.web.committing import committing, once_sent
from forum.web.fragments import wants_part
from forum.web.session import reader
from forum.web.toning import TEXTS
from forum.web.typed import done_or_given_back
from forum.web.words import _, sentence

# Where a draft can be sent to, and in it where what it answers is read.
_ADDRESS = re.compile(
    r"/questions|(?P<post>/(?:questions|answers)/\d{1,18})/(?P<what>answers|comments)"
    r"|(?P<ticket>/tickets/(?P<label>[A-Z]{1,8}-\d{1,12}))/(?P<said>replies|notes|resolution)"
)
_NOT_KEPT = {"csrf_token", "key", "kept", "address", "check", "secrets", "mask", "files"}


@bp.get("/drafts")
@guards.signed_in
def drafts() -> str:
    """The reader's kept drafts, newest first."""
    return _page()


@bp.post("/drafts")
@guards.signed_in
def post_draft() -> Response:
    """The draft is kept, and nothing is sent; one that came from a kept draft takes its place."""
    address, fields = request.form.get("address", ""), _fields()
    if not _ADDRESS.fullmatch(address):
        raise NotFound

    def act(by: Actor) -> str:
        keep_draft(address, fields, by=by, at=clock.now())
        return "/drafts"

    def keep() -> str:
        _check_words(fields)
        return once_sent(act)

    done = _("Kept. Nothing has been sent; it waits for you here.")
    if wants_part():  # what was typed still stands in the form, so that a sentence is enough where it is refused
        return _leads_to(keep(), done)
    return done_or_given_back(
        keep, lambda refusal: _page(_shown(0, address, fields, clock.now()), sentence(refusal)), done=done
    )


@bp.post("/drafts/<id:draft_id>/removal")
@guards.signed_in
def discard(draft_id: int) -> Response:
    """The draft is gone."""
    with committing() as by:
        discard_draft(draft_id, by=by)
    flash(_("Discarded."), "good")
    return redirect("/drafts", 303)


def _leads_to(address: str, done: str) -> Response:
    flash(done, "good")
    return Response(status=204, headers={"HX-Redirect": address})


def _fields() -> list[tuple[str, str]]:
    """What the form says, in order, with files as links in its text."""
    said = [(name, clean_text(value)) for name, value in request.form.items(multi=True) if name not in _NOT_KEPT]
    return [(name, with_files(value, "files") if name in TEXTS else value) for name, value in said]


def _check_words(fields: Sequence[tuple[str, str]]) -> None:
    if not any(value.strip() for name, value in fields if name in TEXTS):
        raise Invalid("Please write something first.")


def _page(refused: Any = None, wrong: str = "") -> str:
    kept = [_shown(row.id, row.address, row.fields, row.at) for row in drafts_of(reader().id)]
    facts = {"drafts": [refused, *kept] if refused else kept, "wrong": wrong, "at": clock.now()}
    return render_template("composing/drafts.html", **facts)


def _shown(draft_id: int, address: str, fields: Sequence[Sequence[str]], at: datetime) -> SimpleNamespace:
    texts, found = text_of(fields), _ADDRESS.fullmatch(address)
    places = found.groupdict("") if found else {}
    return SimpleNamespace(
        id=draft_id,
        address=address,
        what=places.get("what") or places.get("said", ""),
        place=places.get("post") or places.get("ticket", ""),
        label=places.get("label", ""),
        title=texts.get("title", ""),
        text=next((texts[name] for name in TEXTS if texts.get(name)), ""),
        fields=fields,
        cool_at=at + COOLS_FOR,
    )
