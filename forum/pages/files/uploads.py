"""Taking files out of a request: made ready and stored before the transaction that records them."""

from collections.abc import Iterable, Sequence

from flask import current_app, request
from werkzeug.datastructures import FileStorage

from forum.accounts.roles import Permission
from forum.conduct.actions import check_limit
from forum.conduct.limits import Act
from forum.files.actions import keep_bytes, markdown_of, record_file, rows_of
from forum.files.content import Content, prepared
from forum.files.models import StoredFile
from forum.files.rules import MOST_AT_ONCE
from forum.files.storage import FolderStorage, Storage
from forum.kernel import clock
from forum.kernel.errors import Invalid
from forum.web.committing import committing


def storage() -> Storage:
    """Where this installation keeps its bytes."""
    return FolderStorage(current_app.extensions["environment"].files_dir)


def sent_files(name: str) -> list[FileStorage]:
    """The files of the request's field `name`; a field left empty sends one without a name."""
    return [file for file in request.files.getlist(name) if file.filename]


def take_files(sent: Iterable[FileStorage]) -> list[StoredFile]:
    """The files are stored and recorded as the reader's, not linked to a post yet; all of them or none."""
    contents = [_content(file) for file in _few(list(sent))]
    return store_contents(contents) if contents else []


def store_contents(contents: Sequence[Content]) -> list[StoredFile]:
    """The contents are stored and recorded as the reader's."""
    kept = [keep_bytes(content, storage()) for content in contents]
    with rows_of(kept, storage()), committing() as by:
        by.check_may(Permission.UPLOAD)
        for _ in kept:
            check_limit(Act.UPLOAD, by=by, at=clock.now())
        return [record_file(each, by_id=by.id, at=clock.now()) for each in kept]


def with_files(source: str, name: str) -> str:
    """The text with the files of the request's field `name` at its end: how files come without JavaScript."""
    files = take_files(sent_files(name))
    return "\n\n".join([source, *(markdown_of(file) for file in files)]).strip("\n")


def _few(sent: list[FileStorage]) -> list[FileStorage]:
    if len(sent) > MOST_AT_ONCE:
        raise Invalid("Send at most %(most)s files at once.", field="files", most=MOST_AT_ONCE)
    return sent


def _content(file: FileStorage) -> Content:
    return prepared(file.filename or "", file.stream.read())
