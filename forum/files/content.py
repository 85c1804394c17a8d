"""An upload made ready to be stored: typed by its bytes, pictures drawn again, its name cleaned. Slow; no database."""

from dataclasses import dataclass

from forum.files.kinds import Kind, kind_of, text_of
from forum.files.names import clean_name
from forum.files.pictures import scaled, square
from forum.files.rules import check_size
from forum.files.settings import FILE_MEGABYTES
from forum.kernel.errors import Invalid


@dataclass(frozen=True, slots=True)
class Content:
    """What will be stored. `width` and `height` are pixels, None when it is no picture."""

    name: str
    content_type: str
    data: bytes
    width: int | None = None
    height: int | None = None


def prepared(name: str, data: bytes) -> Content:
    """The upload as it may be stored; Invalid or TooLarge, with the sentence for the person, if it may not."""
    check_size(len(data), most_megabytes=FILE_MEGABYTES())
    kind = kind_of(data, name)
    if kind.is_picture:
        picture = scaled(data)
        name = clean_name(_without_ending(name, kind), picture.extension)
        return Content(name, picture.content_type, picture.content, picture.width, picture.height)
    if kind.content_type.startswith("text/"):
        data = (text_of(data) or "").encode("utf-8", "replace")
    return Content(clean_name(name, kind.extension), kind.content_type, data)


def prepared_photo(data: bytes, *, edge: int = 256) -> Content:
    """A person's photo: a square picture of `edge` pixels; Invalid if the upload is no picture."""
    check_size(len(data), most_megabytes=FILE_MEGABYTES())
    if not kind_of(data, "").is_picture:
        raise Invalid("Choose a picture (PNG, JPEG, GIF or WebP).", field="photo")
    picture = square(data, edge=edge)
    return Content("photo.jpg", picture.content_type, picture.content, picture.width, picture.height)


def _without_ending(name: str, kind: Kind) -> str:
    """The name without an ending that belongs to pictures: a PNG called `screen.jpeg` becomes `screen.png`."""
    stem, dot, ending = name.rpartition(".")
    known = ending.casefold() in ("png", "jpg", "jpeg", "gif", "webp", kind.extension[1:])
    return stem if dot and known else name
