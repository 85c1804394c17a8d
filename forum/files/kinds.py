"""What an upload is, told from its bytes and never from its name or from what the browser says."""

from dataclasses import dataclass

from forum.kernel.errors import Invalid

PICTURES = frozenset({"image/png", "image/jpeg", "image/gif", "image/webp"})
"""Types that are shown in a page; every other type is only ever downloaded."""

_OFFICE = {
    ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ".pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
}
_MAGIC = (
    (b"\x89PNG\r\n\x1a\n", "image/png", ".png"),
    (b"\xff\xd8\xff", "image/jpeg", ".jpg"),
    (b"GIF87a", "image/gif", ".gif"),
    (b"GIF89a", "image/gif", ".gif"),
    (b"%PDF-", "application/pdf", ".pdf"),
    (b"\x1f\x8b", "application/gzip", ".gz"),
)
_ZIP = (b"PK\x03\x04", b"PK\x05\x06")
_TEXT_ENDINGS = (".log", ".csv", ".txt", ".md", ".json", ".ini", ".conf", ".eml")
_TEXT_CONTROLS = frozenset(range(32)) - {9, 10, 12, 13, 27}


@dataclass(frozen=True, slots=True)
class Kind:
    """A type that may be stored, and the ending its name gets."""

    content_type: str
    extension: str

    @property
    def is_picture(self) -> bool:
        """Whether it may be shown in a page."""
        return self.content_type in PICTURES


def kind_of(content: bytes, name: str) -> Kind:
    """The kind of these bytes; Invalid if it is none that may be stored.

    The name only tells the relatives apart: an office document among the zip files, a log among the texts. SVG, HTML
    and scripts are texts and nothing else.
    """
    if content[:4] == b"RIFF" and content[8:12] == b"WEBP":
        return Kind("image/webp", ".webp")
    for magic, content_type, extension in _MAGIC:
        if content.startswith(magic):
            return Kind(content_type, extension)
    if content.startswith(_ZIP):
        return _zip(name.casefold())
    if text_of(content) is not None:
        ending = next((ending for ending in _TEXT_ENDINGS if name.casefold().endswith(ending)), ".txt")
        return Kind("text/plain; charset=utf-8", ending)
    raise Invalid(
        "This kind of file cannot be attached. Possible are pictures (PNG, JPEG, GIF, WebP), PDF, text and log files, "
        "zip files and office documents.",
        field="files",
    )


def _zip(name: str) -> Kind:
    for extension, content_type in _OFFICE.items():
        if name.endswith(extension):
            return Kind(content_type, extension)
    return Kind("application/zip", ".zip")


def text_of(content: bytes) -> str | None:
    """The words of a text file in UTF-8, UTF-16 with its mark, or a Western encoding; None if it is no text."""
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return _decoded(content, "utf-16")
    if not _TEXT_CONTROLS.isdisjoint(content):
        return None
    words = _decoded(content, "utf-8-sig")
    return words if words is not None else _decoded(content, "cp1252")


def _decoded(content: bytes, encoding: str) -> str | None:
    try:
        words = content.decode(encoding)
    except UnicodeDecodeError:
        return None
    return None if "\0" in words else words
