"""create_app(): one Flask application out of slices, pages and reactions."""

import fcntl
import os
import secrets
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from flask import Flask
from flask_compress import Compress
from flask_wtf.csrf import CSRFProtect
from werkzeug.middleware.proxy_fix import ProxyFix

from forum import wiring
from forum.kernel.db import db, prepare
from forum.kernel.paths import shipped
from forum.kernel.settings.environment import Environment
from forum.pages.composing.picking import init_picking
from forum.search import place
from forum.web import guards
from forum.web.accepting import init_accepting
from forum.web.assets import init_assets
from forum.web.closing import init_closing
from forum.web.committing import RaceRetry, init_transactions
from forum.web.drawing import init_drawing
from forum.web.errors import init_errors
from forum.web.frame import init_frame
from forum.web.headers import init_headers
from forum.web.numbers import init_numbers
from forum.web.people import init_people
from forum.web.refused import init_refused
from forum.web.routing import init_routing
from forum.web.session import init_sessions
from forum.web.toning import init_toning
from forum.web.words import init_words

_LARGEST_REQUEST = 32 * 1024 * 1024  # bytes; a form alone may have 2 MB
_LARGEST_FORM = 2 * 1024 * 1024


class Tanya(RaceRetry, Flask):
    """The application's class."""

    def ensure_sync(self, func: Callable[..., Any]) -> Callable[..., Any]:
        """The function itself: none of ours is a coroutine, which Flask asks for each of twenty a request."""
        return func


def create_app(environment: Environment | None = None) -> Tanya:
    """An application for this environment (by default the process's own), its database prepared but not migrated."""
    environment = environment or Environment()
    environment.data_dir.mkdir(mode=0o700, parents=True, exist_ok=True)
    app = Tanya("forum", template_folder=str(shipped("templates")), static_folder=None)
    app.config.from_mapping(_config(environment))
    app.extensions["environment"] = environment
    place.configure(environment.search, cache_megabytes=environment.search_cache_mb)
    db.init_app(app)
    with app.app_context():
        prepare(db.engine)
    if environment.trusted_proxies:
        hops = environment.trusted_proxies
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=hops, x_proto=hops, x_host=hops)  # type: ignore[method-assign]
    csrf = _dress(app)
    for blueprint in wiring.BLUEPRINTS:
        app.register_blueprint(blueprint)
    _open_to_programs(app, csrf)
    return app


def _open_to_programs(app: Tanya, csrf: CSRFProtect) -> None:
    for view in app.view_functions.values():
        if getattr(view, "guard", "") == guards.SECRET_ADDRESS:
            csrf.exempt(view)


def _dress(app: Tanya) -> CSRFProtect:
    init_drawing(app)
    init_routing(app)
    init_transactions(app)
    init_sessions(app)
    init_closing(app)
    csrf = CSRFProtect(app)
    Compress(app)
    init_people(app)
    init_numbers(app)
    for dress in (init_words, init_assets, init_frame, init_accepting, init_toning, init_picking):
        dress(app)
    init_headers(app)
    init_refused(app)
    init_errors(app)
    return csrf


def _config(environment: Environment) -> dict[str, Any]:
    return {
        "SQLALCHEMY_DATABASE_URI": environment.database,
        "SQLALCHEMY_ENGINE_OPTIONS": {
            "pool_size": environment.web_threads + 2,
            "pool_timeout": 20,
            "pool_use_lifo": True,  # one that has its plans and pages at hand, before others
            "pool_recycle": 1800,  # seconds; firewalls forget who is silent for an hour
            "hide_parameters": True,  # what people write stands in no log
        },
        "SECRET_KEY": environment.secret_key or _kept_secret(environment.data_dir),
        "IS_HTTPS": environment.is_https,
        "SESSION_COOKIE_NAME": "tanya",
        "SESSION_COOKIE_HTTPONLY": True,
        "SESSION_COOKIE_SAMESITE": "Lax",
        "SESSION_COOKIE_SECURE": environment.is_https,
        "SESSION_REFRESH_EACH_REQUEST": False,
        "REMEMBER_COOKIE_HTTPONLY": True,
        "REMEMBER_COOKIE_SAMESITE": "Lax",
        "REMEMBER_COOKIE_SECURE": environment.is_https,
        "WTF_CSRF_TIME_LIMIT": None,
        "WTF_CSRF_SSL_STRICT": False,
        "MAX_CONTENT_LENGTH": _LARGEST_REQUEST,
        "MAX_FORM_MEMORY_SIZE": _LARGEST_FORM,
        "MAX_FORM_PARTS": 500,
        "COMPRESS_ALGORITHM": ["zstd", "br", "gzip"],
        "COMPRESS_ZSTD_LEVEL": 1,
        "COMPRESS_BR_LEVEL": 1,
        "COMPRESS_LEVEL": 1,
        "COMPRESS_MIN_SIZE": 1000,
        "SAMPLE_COMPANY": environment.sample_company,
    }


def _kept_secret(folder: Path) -> str:
    """The key that signs cookies: made once and kept in the data folder, readable by its owner alone.

    It stands there whole or not at all, and of several processes that start together the first one's is everybody's.
    """
    path, unfinished = folder / "secret_key", folder / "secret_key.unfinished"
    with _alone_in(folder):
        if not (path.exists() and path.stat().st_size):
            unfinished.touch(mode=0o600)
            unfinished.write_text(secrets.token_urlsafe(48), "ascii")
            unfinished.replace(path)
    return path.read_text("ascii")


@contextmanager
def _alone_in(folder: Path) -> Iterator[None]:
    """No other process is in such a block for this folder."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)
