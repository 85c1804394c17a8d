"""What every page's frame shows: the reader and his rights, the forum's name, the categories of the rail."""

from dataclasses import dataclass
from functools import lru_cache
from secrets import token_urlsafe
from typing import Any

from flask import Flask, current_app, get_flashed_messages, render_template, request, session
from flask_wtf.csrf import generate_csrf
from markupsafe import Markup, escape
from sqlalchemy import select

from forum.accounts.actors import Actor, may_read
from forum.accounts.roles import Permission
from forum.accounts.settings import COMPANY, SITE_NAME
from forum.kernel.db import read
from forum.kernel.settings import registry
from forum.topics.models import Category
from forum.topics.visibility import reader_params, visible_to
from forum.web.guarding import noticed
from forum.web.icons import icon
from forum.web.notices import lines_above
from forum.web.session import here, reader
from forum.web.words import language


@dataclass(frozen=True, slots=True)
class FrameRights:
    """Which parts of the frame somebody sees, and whether he is offered to ask, as who may once he has signed in."""

    ask: bool
    staff: bool
    tickets: bool
    reports: bool
    moderate: bool
    administer: bool


@dataclass(frozen=True, slots=True)
class Site:
    """The forum's own name and its company's."""

    name: str
    company: str


@lru_cache(maxsize=64)
def _rights(permissions: frozenset[Permission], is_staff: bool, is_known: bool) -> FrameRights:
    return FrameRights(
        ask=Permission.ASK in permissions or not is_known,
        staff=is_staff,
        tickets=Permission.WORK_TICKETS in permissions,
        reports=Permission.SEE_REPORTS in permissions,
        moderate=Permission.HIDE_POST in permissions,
        administer=Permission.ADMINISTER in permissions,
    )


def frame_rights(actor: Actor) -> FrameRights:
    """The rights that templates ask as `may.ask`, `may.staff` and so on."""
    return _rights(actor.permissions, actor.is_staff, actor.is_authenticated)


_CATEGORIES = (
    select(Category.slug, Category.name, Category.name_ms)
    .where(visible_to(), Category.archived_at.is_(None))
    .order_by(Category.position, Category.id)
)


def rail_categories() -> list[dict[str, str]]:
    """The categories the reader may see, named in his language.

    Kept in the process by the reader and his rights, which joining a group changes, too.
    """
    actor = reader()
    key = "categories", actor.id, actor.rights_version, actor.permissions
    rows = registry.kept(key, lambda: read(_CATEGORIES, reader_params(actor)).all())
    malay = language() == "ms"
    return [{"slug": row.slug, "name": (malay and row.name_ms) or row.name} for row in rows]


def rail() -> Markup:
    """The rail: rendered once a language, rights and categories, then only marked where the reader is."""
    actor = reader()
    named = tuple((each["slug"], each["name"]) for each in rail_categories())
    html = _rail(language(), frame_rights(actor), actor.is_authenticated, named)
    with_list = f'href="{escape(request.path)}?show={escape(request.args.get("show", ""))}"'
    here = with_list if with_list in html else f'href="{escape(request.path)}"'
    return Markup(html.replace(here, f'{here} aria-current="page"'))


@lru_cache(maxsize=256)
def _rail(language: str, may: FrameRights, is_known: bool, named: tuple[tuple[str, str], ...]) -> str:
    """Nothing of a person is in it: everybody with the same rights and categories gets the same."""
    places = [{"slug": slug, "name": name} for slug, name in named]
    facts = {"language": language, "may": may, "me": is_known, "request_path": "", "categories": lambda: places}
    return render_template("frame/rail.html", **facts)


def fixed(template: str, **facts: object) -> Markup:
    """A part of a page that depends on nothing but the language and these facts, drawn once for all readers.

    The template knows neither the reader nor the request, so nothing of them can stay in it.
    """
    return _fixed(template, language(), tuple(facts.items()))


@lru_cache(maxsize=1024)
def _fixed(template: str, language: str, facts: tuple[tuple[str, object], ...]) -> Markup:
    return Markup(current_app.jinja_env.get_template(template).render(dict(facts), language=language))


def csrf_token() -> str:
    """The page's one token, made at most once a request."""
    kept = here()
    if "csrf" not in kept:
        kept.csrf = generate_csrf()
    return str(kept.csrf)


def form_key() -> str:
    """The key of a form that creates something: the one that was sent, else a new one; `once_sent` knows it again."""
    return request.form.get("key") or token_urlsafe(16)


def _facts() -> dict[str, Any]:
    actor = reader()
    return {
        "me": actor if actor.is_authenticated else None,
        "reads": may_read(actor),
        "may": frame_rights(actor),
        "language": language(),
        "site": Site(SITE_NAME(), COMPANY()),
        "request_path": request.path,
        "known_lines": lines_above(rail_categories) if actor.is_authenticated else (),
        "flashes": get_flashed_messages(with_categories=True) if "_flashes" in session else (),
    }


def init_frame(app: Flask) -> None:
    """Templates have the facts of the frame, and `icon()`, `categories()`, `rail()`, `fixed()`, `csrf()`, `form_key()`
    and `noticed()`."""
    app.context_processor(_facts)
    app.jinja_env.globals.update(
        icon=icon, categories=rail_categories, rail=rail, fixed=fixed, csrf=csrf_token, form_key=form_key,
        noticed=noticed,
    )  # fmt: skip
    if app.debug:
        app.before_request(_draw_anew)


def _draw_anew() -> None:
    """Who writes templates and icons sees them with the next page."""
    icon.cache_clear()
    _fixed.cache_clear()
