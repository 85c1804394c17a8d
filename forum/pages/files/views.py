"""Files in, files out, and the preview of a text."""

from collections.abc import Iterator
from typing import BinaryIO
from urllib.parse import quote

from flask import Response, render_template, request
from markupsafe import Markup
from werkzeug.http import dump_options_header

from forum.accounts.roles import Permission
from forum.files.actions import address_of, markdown_of
from forum.files.kinds import PICTURES
from forum.kernel.errors import Invalid, NotFound, TooLarge
from forum.kernel.text.clean import clean_text
from forum.kernel.text.markdown import render
from forum.pages.files.blueprint import bp
from forum.pages.files.queries import file_shown
from forum.pages.files.uploads import sent_files, storage, take_files
from forum.questions.rules import LONGEST_SOURCE
from forum.web import guards
from forum.web.session import reader

_MONTH = 30 * 86400
_PIECE = 64 * 1024  # bytes
_DOWNLOAD_POLICY = "default-src 'none'; style-src 'unsafe-inline'; sandbox"


@bp.route("/files", methods=["GET", "POST"])
@guards.permitted(Permission.UPLOAD)
def upload() -> Response | str | dict[str, str] | tuple[str, int]:
    """A file is stored; a script gets its Markdown as JSON, a browser a page that shows it."""
    if request.method != "POST":
        return render_template("files/upload.html", files=[])
    sent = sent_files("file") + sent_files("files")
    if not sent:
        raise Invalid("Choose a file first.", field="file")
    files = take_files(sent)
    if request.accept_mimetypes.best_match(["text/html", "application/json"]) == "application/json":
        return {"markdown": markdown_of(files[0]), "url": address_of(files[0]), "name": files[0].name}
    shown = [(file.name, address_of(file), markdown_of(file)) for file in files]
    return render_template("files/upload.html", files=shown), 201


@bp.get("/files/<token>/<name>")
@guards.readers
def file(token: str, name: str) -> Response:
    """The bytes, for those who may see a post that refers to them. Nothing but pictures opens in the browser."""
    shown = file_shown(token, reader())
    if shown is None or shown.name != name:
        raise NotFound
    if request.if_none_match.contains(token):
        return _headed(Response(status=304), token)
    try:
        stream = storage().open(token)
    except FileNotFoundError:
        raise NotFound from None
    response = Response(_pieces(stream), direct_passthrough=True)
    response.content_length = shown.size
    response.headers["Content-Type"] = shown.content_type
    response.headers["Content-Disposition"] = _disposition(shown.content_type, shown.name)
    return _headed(response, token)


@bp.post("/preview")
@guards.signed_in
def preview() -> Markup:
    """What a text looks like once it is posted."""
    source = clean_text(request.form.get("source", ""))
    if len(source) > LONGEST_SOURCE:
        raise TooLarge(
            "This text is too long to be shown. At most %(most)s characters are possible.", most=LONGEST_SOURCE
        )
    return Markup(render(source))


def _pieces(stream: BinaryIO) -> Iterator[bytes]:
    with stream:
        while piece := stream.read(_PIECE):
            yield piece


def _disposition(content_type: str, name: str) -> str:
    """Pictures are shown, all else is saved; a name beyond ASCII is written as RFC 6266 wants it."""
    kind = "inline" if content_type in PICTURES else "attachment"
    plain = name.encode("ascii", "replace").decode().replace("?", "_")
    header = dump_options_header(kind, {"filename": plain})
    return header if name.isascii() else f"{header}; filename*=UTF-8''{quote(name)}"


def _headed(response: Response, token: str) -> Response:
    """A file never changes under its address; only who may see it does, so no shared cache keeps it."""
    response.set_etag(token)
    response.headers["Cache-Control"] = f"private, max-age={_MONTH}, immutable"
    response.headers["Content-Security-Policy"] = _DOWNLOAD_POLICY
    response.headers["Cross-Origin-Resource-Policy"] = "same-origin"
    return response
