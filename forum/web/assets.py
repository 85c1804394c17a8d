"""Static files under addresses that carry their hash, kept for ever by browsers; the style sheets as one bundle.

Each file is read and compressed once a process, at the highest level: it is sent a thousand times.
"""

import gzip
import hashlib
import mimetypes
from functools import lru_cache
from pathlib import Path
from posixpath import normpath

import brotli
from flask import Flask, Response, request
from werkzeug.security import safe_join

from forum.kernel.errors import NotFound
from forum.kernel.paths import shipped

_BUNDLE = "css/tanya.css"
_YEAR = 31536000  # seconds
_COMPRESSED = ("text/css", "text/javascript", "image/svg+xml", "application/json")


@lru_cache(maxsize=512)
def static(path: str) -> str:
    """The address of a static file, with its hash: `/static/css/tanya.css?v=...`."""
    return f"/static/{path}?v={_hash_of(path)}"


def serve_static(filename: str) -> Response:
    """A static file: for ever under its hashed address, else asked for again each time."""
    kind = mimetypes.guess_type(filename)[0] or "application/octet-stream"
    encoding = request.accept_encodings.best_match(["br", "gzip"]) if kind in _COMPRESSED else None
    response = Response(_encoded(filename, encoding), mimetype=kind)
    if encoding:
        response.headers["Content-Encoding"] = encoding
    response.headers["Vary"] = "Accept-Encoding"
    response.set_etag(f"{_hash_of(filename)}:{encoding or 'plain'}")
    lasting = request.args.get("v") == _hash_of(filename)
    response.headers["Cache-Control"] = f"public, max-age={_YEAR}, immutable" if lasting else "no-cache"
    response.make_conditional(request)
    return response


serve_static.guard = "public"  # type: ignore[attr-defined]


def init_assets(app: Flask) -> None:
    """Templates have `static(path)`; the files are served by the application itself, compressed."""
    app.add_url_rule("/static/<path:filename>", "static", serve_static)
    app.jinja_env.globals["static"] = static
    if app.debug:
        app.before_request(_forget_files)


def _forget_files() -> None:
    """Who writes style sheets and scripts sees them with the next page."""
    for kept in (static, _content, _hash_of, _encoded):
        kept.cache_clear()


@lru_cache(maxsize=512)
def _hash_of(path: str) -> str:
    return hashlib.sha256(_content(path)).hexdigest()[:10]


@lru_cache(maxsize=512)
def _encoded(path: str, encoding: str | None) -> bytes:
    content = _content(path)
    if encoding == "br":
        return bytes(brotli.compress(content))
    return gzip.compress(content, 9, mtime=0) if encoding == "gzip" else content


@lru_cache(maxsize=512)
def _content(path: str) -> bytes:
    if path == _BUNDLE:
        return _bundle()
    if path != normpath(path):  # each other way to write it would be read, compressed and kept once more
        raise NotFound
    place = safe_join(str(shipped("static")), path)
    try:
        return Path(place or "").read_bytes()
    except OSError:  # there is none, it is a folder, or nothing can be called so
        raise NotFound from None


def _bundle() -> bytes:
    """All style sheets of css/order.txt, one after the other."""
    folder = shipped("static") / "css"
    names = [line.strip() for line in (folder / "order.txt").read_text("utf-8").splitlines() if line.strip()]
    return b"\n".join((folder / name).read_bytes() for name in names)
