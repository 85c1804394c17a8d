"""Who is reading: the session cookie holds the person's id and session epoch; one query loads the rest."""

from typing import Any

from flask import Flask, g, request
from flask_login import LoginManager, current_user

from forum.accounts.actors import NOBODY, Actor, load_actor
from forum.kernel import clock
from forum.kernel.settings import registry

login_manager = LoginManager()
login_manager.session_protection = None  # the epoch ends sessions; an office's changing addresses must not
login_manager.anonymous_user = lambda: NOBODY
_WITHOUT_READER = frozenset({"static", "system.healthz", "system.readyz"})


def here() -> Any:
    """Flask's `g` itself: a page asks a hundred times who reads it, and each look through the proxy takes a while."""
    return g._get_current_object()


def reader() -> Actor:
    """The person whose request this is, or nobody."""
    known: Actor | None = here().get("reader")
    if known is None:
        known = current_user._get_current_object()
    return known or NOBODY


@login_manager.user_loader
def _load(cookie: str) -> Actor | None:
    person_id, _, epoch = cookie.partition(".")
    if not (person_id.isdigit() and epoch.isdigit() and len(person_id) < 19):
        return None
    actor = load_actor(int(person_id), at=clock.now())
    return actor if actor and actor.session_epoch == int(epoch) else None


def init_sessions(app: Flask) -> None:
    """Every request but those for static files knows its reader; settings are fresh for strangers too."""
    login_manager.init_app(app, add_context_processor=False)  # it would ask the database under an error's page, too

    @app.before_request
    def _know_reader() -> None:
        if request.endpoint in _WITHOUT_READER:
            g.reader = NOBODY
            return
        g.reader = current_user._get_current_object()
        if not g.reader.is_authenticated:
            registry.refresh_now()
