"""A ticket's record: as a page, as PDF, as JSON. What a reader may not see is in none of them."""

from typing import Any

from flask import Response, jsonify, render_template

from forum.accounts.roles import Permission
from forum.kernel import clock
from forum.kernel.text.html import plain_text
from forum.kernel.text.markdown import render
from forum.pages.tickets.views import bp
from forum.record.chains import chain_of
from forum.record.queries import Line, record_of
from forum.tickets.queries import ticket_page
from forum.web import guards
from forum.web.session import reader
from forum.web.words import _, exact


@bp.get("/tickets/<label:label>/record")
@guards.signed_in
def record(label: str) -> str:
    """The record as a page."""
    ticket = ticket_page(label, reader())
    lines = [{**vars(line), "html": render(line.words) if line.words else ""} for line in record_of(ticket, reader())]
    proofs = reader().may(Permission.WORK_TICKETS)
    return render_template("tickets/record.html", ticket=ticket, lines=lines, proofs=proofs)


@bp.get("/tickets/<label:label>/record/json")
@guards.signed_in
def record_json(label: str) -> Response:
    """The record for programs; for IT staff with all that proves it without this forum."""
    ticket = ticket_page(label, reader())
    entries = [_entry(line) for line in record_of(ticket, reader())]
    answer = jsonify(ticket=ticket.label, title=ticket.title, chain=chain_of(ticket.id), entries=entries)
    return _as_file(answer, f"{ticket.label}.json")


@bp.get("/tickets/<label:label>/record/pdf")
@guards.signed_in
def record_pdf(label: str) -> Response:
    """The record on paper."""
    from forum.record.pdf import Paragraph, on_paper  # its libraries are large, and no other page needs them

    ticket, at = ticket_page(label, reader()), clock.now()
    paragraphs = [Paragraph(*_paragraph(line)) for line in record_of(ticket, reader())]
    requester = _("Anonymous") if ticket.hides_requester else ticket.requester_name
    head = [_("Requester: %(name)s", name=requester), _("Made %(when)s", when=exact(at))]
    sheet = on_paper(f"{ticket.label} {ticket.title}", head, paragraphs, at=at)
    return _as_file(Response(sheet, mimetype="application/pdf"), f"{ticket.label}.pdf")


def _entry(line: Line) -> dict[str, Any]:
    shown = {"position": line.position, "at": line.at.isoformat(), "by": _name(line), "act": line.act}
    return {**shown, "facts": line.facts, "words": line.words, "digest": line.digest, **line.proof}


def _paragraph(line: Line) -> tuple[str, str, str]:
    what = plain_text(render_template("tickets/_change_alone.html", act=line.act, f=line.facts, by=line.name))
    words = plain_text(render(line.words)) if line.words else ""
    return f"{exact(line.at)} · {_name(line)}", what, words


def _name(line: Line) -> str:
    return line.name or _("Anonymous")


def _as_file(answer: Response, name: str) -> Response:
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    answer.headers["Cache-Control"] = "private, no-store"
    return answer
