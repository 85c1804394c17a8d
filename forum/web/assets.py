"""Static files under addresses that carry their hash, kept for ever by browsers; the style sheets as one bundle."""

import hashlib
from functools import lru_cache
from pathlib import Path

from flask import Flask, Response, current_app, request, send_from_directory
from markupsafe import Markup

from forum.kernel.paths import shipped

_BUNDLE = "css/tanya.css"
_YEAR = 31536000


@lru_cache(maxsize=512)
def _hash_of(path: str) -> str:
    content = bundle() if path == _BUNDLE else (shipped("static") / path).read_bytes()
    return hashlib.sha256(content).hexdigest()[:10]


@lru_cache(maxsize=1)
def bundle() -> bytes:
    """All style sheets of css/order.txt, one after the other."""
    folder = shipped("static") / "css"
    names = [line.strip() for line in (folder / "order.txt").read_text("utf-8").splitlines() if line.strip()]
    return b"\n".join((folder / name).read_bytes() for name in names if not name.startswith("#"))


def static(path: str) -> str:
    """The address of a static file, with its hash: `/static/css/tanya.css?v=...`."""
    if current_app.debug:
        _hash_of.cache_clear()
        bundle.cache_clear()
    return f"/static/{path}?v={_hash_of(path)}"


@lru_cache(maxsize=512)
def _icon_at(name: str, sprite: str) -> Markup:
    return Markup('<svg class="icon" aria-hidden="true"><use href="%s#%s"></use></svg>') % (sprite, name)


def icon(name: str) -> Markup:
    """An icon of the sprite; always beside a word, or inside something that has a name."""
    return _icon_at(name, static("icons.svg"))


def serve_static(filename: str) -> Response:
    """A static file: for ever under its hashed address, else asked for again each time."""
    if filename == _BUNDLE:
        response = Response(bundle(), mimetype="text/css")
    else:
        response = send_from_directory(Path(shipped("static")), filename)
    if request.args.get("v") == _hash_of(filename):
        response.headers["Cache-Control"] = f"public, max-age={_YEAR}, immutable"
    else:
        response.headers["Cache-Control"] = "no-cache"
    return response


serve_static.guard = "public"  # type: ignore[attr-defined]


def init_assets(app: Flask) -> None:
    """Templates have `static(path)` and the icons; the files are served by the application itself, compressed."""
    app.add_url_rule("/static/<path:filename>", "static", serve_static)
    app.jinja_env.globals.update(static=static, icon=icon, drawn_icon=icon)
