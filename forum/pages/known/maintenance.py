"""Maintenance: announcing, changing, cancelling, and the file for calendars."""

from datetime import timedelta
from typing import Any

from flask import Response, current_app, redirect, render_template
from sqlalchemy import Row
from werkzeug.wrappers import Response as AnyResponse

from forum.accounts.actors import Actor
from forum.accounts.roles import Permission
from forum.kernel import clock
from forum.kernel.errors import Refusal
from forum.kernel.text.html import plain_text
from forum.kernel.text.markdown import render
from forum.knowledge.known.actions import (
    WindowDraft,
    announce_maintenance,
    cancel_maintenance,
    change_maintenance,
    find_maintenance,
)
from forum.knowledge.known.models import Maintenance
from forum.knowledge.known.queries.issue import maintenance_shown
from forum.pages.known.blueprint import bp
from forum.pages.known.forms import WindowForm, to_the_minute
from forum.pages.known.reading import keeps_issues
from forum.pages.tickets.forms import category_options, category_options_with
from forum.web import guards
from forum.web.committing import committing, once_sent
from forum.web.forms import choices, number_in
from forum.web.meanwhile import opened_on
from forum.web.session import reader
from forum.web.typed import given_back, refused


@bp.get("/maintenance/<id:window_id>")
@guards.readers
def window(window_id: int) -> str:
    """One window of maintenance."""
    shown = maintenance_shown(window_id, reader())
    return render_template("known/window.html", w=shown, keeps=keeps_issues(), now=clock.now())


@bp.get("/maintenance/<id:window_id>/maintenance.ics")
@guards.readers
def calendar_file(window_id: int) -> Response:
    """The window for a calendar (RFC 5545); whoever took it before gets its changes by the same UID."""
    return Response(_calendar(maintenance_shown(window_id, reader())), mimetype="text/calendar")


@bp.route("/maintenance/new", methods=["GET", "POST"])
@guards.permitted(Permission.KEEP_KNOWN_ISSUES)
def announce() -> AnyResponse | str:
    """A form for a new window; posting it announces it."""
    form = _form(category_options(reader()))
    if not form.is_submitted():
        return render_template("known/window_form.html", form=form, editing=None)
    refusal = None
    if form.validate():
        try:
            return redirect(_announced(form), 303)
        except Refusal as met:
            refused(form, refusal := met)
    return given_back(render_template("known/window_form.html", form=form, editing=None), refusal)


@bp.route("/maintenance/<id:window_id>/edit", methods=["GET", "POST"])
@guards.permitted(Permission.KEEP_KNOWN_ISSUES)
def change(window_id: int) -> AnyResponse | str:
    """A form with the window as it stands."""
    now = maintenance_shown(window_id, reader())
    form, refusal = _form(category_options_with(now, reader())), None
    if not form.is_submitted():
        for name, value in (standing := _standing(now)).items():
            form[name].data = value
        form.opened.data = opened_on(standing)
        return render_template("known/window_form.html", form=form, editing=now)
    if form.validate():
        try:
            return redirect(_changed(window_id, form), 303)
        except Refusal as met:
            refused(form, refusal := met)
    if form.overtaken:
        now = maintenance_shown(window_id, reader())
        form.category.choices = choices(category_options_with(now, reader()))
    return given_back(render_template("known/window_form.html", form=form, editing=now), refusal)


@bp.post("/maintenance/<id:window_id>/cancellation")
@guards.permitted(Permission.KEEP_KNOWN_ISSUES)
def cancel(window_id: int) -> AnyResponse:
    """It does not take place."""
    with committing() as by:
        cancel_maintenance(find_maintenance(window_id, by=by), by=by, at=clock.now())
    return redirect(f"/maintenance/{window_id}", 303)


def _standing(window: Maintenance | Row[Any]) -> dict[str, Any]:
    """The window as the form would say it, which knows no seconds."""
    words = {"title": window.title, "service": window.service, "source": window.source}
    moments = {"begins": to_the_minute(window.begins_at), "ends": to_the_minute(window.ends_at)}
    return {**words, "category": str(window.category_id), **moments}


def _changed(window_id: int, form: WindowForm) -> str:
    draft = _draft(form)
    with committing() as by:
        standing = _standing(window := find_maintenance(window_id, by=by))
        form.check_not_overtaken(standing)
        change_maintenance(window, draft, by=by, at=clock.now())
    return f"/maintenance/{window_id}"


def _announced(form: WindowForm) -> str:
    draft = _draft(form)

    def act(by: Actor) -> str:
        return f"/maintenance/{announce_maintenance(draft, by=by, at=clock.now()).id}"

    return once_sent(act)


def _form(categories: dict[str, str]) -> WindowForm:
    form = WindowForm()
    form.category.choices = choices(categories)
    return form


def _draft(form: WindowForm) -> WindowDraft:
    source = form.source.data or ""
    return WindowDraft(
        title=form.title.data or "",
        service=form.service.data or "",
        source=source,
        html=render(source),
        category_id=number_in(form.category.data or "") or 0,
        begins_at=form.begins.data,
        ends_at=form.ends.data,
    )


def _calendar(shown: Row[Any]) -> bytes:
    from icalendar import Calendar, Event  # 2 MB, for whoever takes the file

    site = str(current_app.extensions["environment"].public_url)
    event = Event()
    event.add("uid", f"maintenance-{shown.id}@{site.split('//')[-1].split('/')[0]}")
    event.add("dtstamp", shown.changed_at)
    event.add("sequence", shown.sequence)
    event.add("dtstart", shown.begins_at)
    event.add("dtend", max(shown.ends_at, shown.begins_at + timedelta(minutes=1)))
    event.add("summary", f"{shown.service}: {shown.title}")
    event.add("description", plain_text(shown.html))
    event.add("url", f"{site}/maintenance/{shown.id}")
    event.add("status", "CANCELLED" if shown.cancelled_at else "CONFIRMED")
    calendar = Calendar()
    calendar.add("prodid", "-//Tanya//maintenance//EN")
    calendar.add("version", "2.0")
    calendar.add_component(event)
    return bytes(calendar.to_ical())
