"""Business hours: calendars, their holidays, and which team works by which."""

from collections.abc import Iterable, Sequence

from babel import Locale
from flask import flash, redirect, render_template, request
from werkzeug.wrappers import Response

from forum.accounts.models import Team
from forum.accounts.roles import Permission
from forum.accounts.settings import COMPANY_ZONE
from forum.kernel import clock
from forum.kernel.db import session
from forum.kernel.errors import Invalid, NotFound
from forum.kernel.text.clean import clean_line, clean_text
from forum.kernel.words import LOCALES
from forum.pages.admin.views import bp
from forum.tickets.timing.actions.calendars import (
    calendar_to_administer,
    change_calendar,
    choose_calendar,
    make_calendar,
    make_default,
    remove_calendar,
    take_days,
)
from forum.tickets.timing.calendars import (
    OFFICE_WEEK,
    all_calendars,
    calendar_numbered,
    coming_holidays,
    own_days,
    teams_with_calendars,
    week_of,
)
from forum.tickets.timing.holidays import countries, days_in_file, region_of, regions
from forum.tickets.timing.models import BusinessCalendar, CalendarDay
from forum.tickets.timing.rules import CalendarDraft, DayDraft, Interval, hours_of, own_days_of, text_of
from forum.web import guards
from forum.web.committing import committing
from forum.web.forms import chosen_in
from forum.web.meanwhile import Overtaken, check_not_overtaken, opened_on
from forum.web.words import _, language, sentence

_LARGEST_FILE = 2_000_000


@bp.get("/calendars")
@guards.permitted(Permission.ADMINISTER)
def calendars() -> str:
    """Every calendar, and the teams with theirs."""
    return render_template("admin/calendars.html", calendars=all_calendars(), teams=teams_with_calendars())


@bp.route("/calendars/new", methods=["GET", "POST"])
@guards.permitted(Permission.ADMINISTER)
def new_calendar() -> str | Response | tuple[str, int]:
    """A form for a new calendar, filled with office hours."""
    if request.method != "POST":
        return _calendar_page(None)
    try:
        with committing() as by:
            made = make_calendar(_drafted(), by=by, at=clock.now()).id
    except Invalid as refusal:
        return _calendar_page(None, refusal), 422
    return redirect(f"/admin/calendars/{made}", 303)


@bp.route("/calendars/<id:calendar_id>", methods=["GET", "POST"])
@guards.permitted(Permission.ADMINISTER)
def calendar(calendar_id: int) -> str | Response | tuple[str, int]:
    """One calendar with its holidays."""
    if request.method != "POST":
        return _calendar_page(calendar_numbered(calendar_id))
    try:
        with committing() as by:
            found, draft = calendar_to_administer(calendar_id, by=by), _drafted()
            check_not_overtaken(request.form.get("opened"), _said(draft), _stored(found))
            change_calendar(found, draft, by=by, at=clock.now())
    except (Invalid, Overtaken) as refusal:
        return _calendar_page(calendar_numbered(calendar_id), refusal), refusal.status
    flash(_("Saved."), "good")
    return redirect(f"/admin/calendars/{calendar_id}", 303)


@bp.post("/calendars/<id:calendar_id>/file")
@guards.permitted(Permission.ADMINISTER)
def post_calendar_file(calendar_id: int) -> Response | tuple[str, int]:
    """The days of an iCalendar file are off."""
    upload = request.files.get("file")
    data = upload.read(_LARGEST_FILE + 1) if upload else b""
    try:
        if len(data) > _LARGEST_FILE:
            raise Invalid("This file is too large.", field="file")
        days = days_in_file(data)
    except Invalid as refusal:
        return _calendar_page(calendar_numbered(calendar_id), refusal), 422
    with committing() as by:
        take_days(calendar_to_administer(calendar_id, by=by), days, by=by, at=clock.now())
    flash(_("%(count)s days are read from the file.", count=len(days)), "good")
    return redirect(f"/admin/calendars/{calendar_id}", 303)


@bp.post("/calendars/<id:calendar_id>/file/removal")
@guards.permitted(Permission.ADMINISTER)
def post_calendar_file_removal(calendar_id: int) -> Response:
    """The days of the last file are not off any more."""
    with committing() as by:
        take_days(calendar_to_administer(calendar_id, by=by), {}, by=by, at=clock.now())
    return redirect(f"/admin/calendars/{calendar_id}", 303)


@bp.post("/calendars/<id:calendar_id>/default")
@guards.permitted(Permission.ADMINISTER)
def post_default_calendar(calendar_id: int) -> Response:
    """Whoever has no calendar of his own works by this one."""
    with committing() as by:
        make_default(calendar_to_administer(calendar_id, by=by), by=by, at=clock.now())
    return redirect("/admin/calendars", 303)


@bp.post("/calendars/<id:calendar_id>/removal")
@guards.permitted(Permission.ADMINISTER)
def post_calendar_removal(calendar_id: int) -> Response:
    """The calendar is gone."""
    with committing() as by:
        remove_calendar(calendar_to_administer(calendar_id, by=by), by=by, at=clock.now())
    return redirect("/admin/calendars", 303)


@bp.post("/teams/<id:team_id>/calendar")
@guards.permitted(Permission.ADMINISTER)
def post_team_calendar(team_id: int) -> Response:
    """The team works by the chosen calendar, or by the default."""
    chosen = chosen_in(request.form.get("calendar", ""))
    with committing() as by:
        team = session.get(Team, team_id)
        if team is None:
            raise NotFound
        choose_calendar(team, chosen, by=by, at=clock.now())
    return redirect("/admin/calendars", 303)


def _drafted() -> CalendarDraft:
    form = request.form
    return CalendarDraft(
        clean_line(form.get("name", "")),
        clean_line(form.get("zone", "")),
        tuple(hours_of(clean_line(form.get(f"day-{day}", "")), field=f"day-{day}") for day in range(7)),
        country=form.get("country", ""),
        region=clean_line(form.get("region", "")),
        own_days=own_days_of(clean_text(form.get("own_days", ""))),
    )


def _calendar_page(shown: BusinessCalendar | None, refused: Invalid | Overtaken | None = None) -> str:
    names = Locale.parse(LOCALES[language()]).territories
    days, known = own_days(shown.id) if shown else [], _stored(shown)
    field, overtaken = getattr(refused, "field", ""), refused if isinstance(refused, Overtaken) else None
    is_given_back = refused is not None and field != "file"
    return render_template(
        "admin/calendar.html",
        calendar=shown,
        typed=overtaken.merged if overtaken else request.form.to_dict() if is_given_back else known,
        opened=request.form.get("opened", "") if is_given_back and not overtaken else opened_on(known),
        overtaken=overtaken,
        wrong={field: sentence(refused)} if refused else {},
        countries=sorted(((code, names.get(code, code)) for code in countries()), key=lambda pair: pair[1]),
        regions=regions(shown.country) if shown else {},
        holidays=coming_holidays(shown, at=clock.now()) if shown else [],
        file_days=[day for day in days if day.from_file],
    )


def _stored(shown: BusinessCalendar | None) -> dict[str, str]:
    """The calendar as the form says it; a new one has office hours."""
    if shown is None:
        return {"zone": COMPANY_ZONE(), **_hours(OFFICE_WEEK)}
    facts = {"name": shown.name, "zone": shown.zone, "country": shown.country, "region": shown.region}
    own = [day for day in own_days(shown.id) if not day.from_file]
    return {**facts, **_hours(week_of(shown.id)), "own_days": _lines(own)}


def _said(draft: CalendarDraft) -> dict[str, str]:
    """What was typed, written as it will stand; Invalid if the country has no such region."""
    region = region_of(draft.country, draft.region)
    facts = {"name": draft.name, "zone": draft.zone, "country": draft.country, "region": region}
    return {**facts, **_hours(draft.week), "own_days": _lines(draft.own_days)}


def _hours(week: Sequence[tuple[Interval, ...]]) -> dict[str, str]:
    return {f"day-{day}": text_of(intervals) for day, intervals in enumerate(week)}


def _lines(days: Iterable[CalendarDay | DayDraft]) -> str:
    return "\n".join(" ".join([each.day.isoformat(), *["works"][: each.works], each.name]).strip() for each in days)
