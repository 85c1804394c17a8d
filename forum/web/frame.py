"""What every page's frame shows: the reader, his rights in three words, the forum's name, the categories of the rail."""

from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from flask import Flask, g, get_flashed_messages, request, session
from flask_wtf.csrf import generate_csrf
from sqlalchemy import select

from forum.accounts.actors import Actor
from forum.accounts.roles import Permission
from forum.accounts.settings import COMPANY, SITE_NAME
from forum.kernel.db import read
from forum.topics.models import Category
from forum.topics.visibility import reader_params, visible_to
from forum.web.session import reader
from forum.web.words import language


@dataclass(frozen=True, slots=True)
class FrameRights:
    """Which parts of the frame somebody sees."""

    staff: bool
    tickets: bool
    moderate: bool
    administer: bool


@dataclass(frozen=True, slots=True)
class Site:
    """The forum's own name and its company's."""

    name: str
    company: str


@lru_cache(maxsize=64)
def _rights(permissions: frozenset[Permission], is_staff: bool) -> FrameRights:
    return FrameRights(
        staff=is_staff,
        tickets=Permission.WORK_TICKETS in permissions,
        moderate=Permission.HIDE_POST in permissions,
        administer=Permission.ADMINISTER in permissions,
    )


def frame_rights(actor: Actor) -> FrameRights:
    """The rights that templates ask as `may.staff`, `may.tickets`, `may.moderate`, `may.administer`."""
    return _rights(actor.permissions, actor.is_staff)


_CATEGORIES = (
    select(Category.slug, Category.name, Category.name_ms)
    .where(visible_to(), Category.archived_at.is_(None))
    .order_by(Category.position, Category.id)
)


def rail_categories() -> list[dict[str, str]]:
    """The categories the reader may see, named in his language."""
    rows = read(_CATEGORIES, reader_params(reader()))
    malay = language() == "ms"
    return [{"slug": row.slug, "name": (malay and row.name_ms) or row.name} for row in rows]


def csrf_token() -> str:
    """The page's one token, made at most once a request."""
    if "csrf" not in g:
        g.csrf = generate_csrf()
    return str(g.csrf)


def _facts() -> dict[str, Any]:
    actor = reader()
    return {
        "me": actor if actor.is_authenticated else None,
        "may": frame_rights(actor),
        "language": language(),
        "site": Site(SITE_NAME(), COMPANY()),
        "request_path": request.path,
        "flashes": get_flashed_messages(with_categories=True) if "_flashes" in session else (),
    }


def init_frame(app: Flask) -> None:
    """Templates have `me`, `may`, `language`, `site`, `request_path`, `flashes`, `categories()` and `csrf()`."""
    app.context_processor(_facts)
    app.jinja_env.globals.update(categories=rail_categories, csrf=csrf_token)
