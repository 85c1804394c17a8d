"""Uploaded pictures: drawn again, so that nothing but the picture is left of them, and made small enough for a page."""

import warnings
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass
from io import BytesIO
from threading import Lock

from PIL import Image, ImageOps

from forum.kernel.errors import Invalid

LONGEST_EDGE = 1600  # pixels
ALIKE = 6  # bits of `look_of`
_MOST_PIXELS = 50_000_000
_LARGE = 8_000_000  # pixels; a picture of more takes up to a gigabyte while it is drawn
_large_one = Lock()
_MOST_MOVING_PIXELS = 120_000_000  # width x height x frames
_MOST_FRAMES = 1000  # frames of one pixel are few bytes, and take as long as others to be drawn
Image.MAX_IMAGE_PIXELS = _MOST_PIXELS
warnings.simplefilter("error", Image.DecompressionBombWarning)  # Pillow refuses by itself only twice as many
_BOMBS = (Image.DecompressionBombError, Image.DecompressionBombWarning)
_FORMATS = ("PNG", "JPEG", "GIF", "WEBP")


@dataclass(frozen=True, slots=True)
class Picture:
    """An encoded picture without any metadata."""

    content: bytes
    content_type: str
    extension: str
    width: int
    height: int


def scaled(content: bytes, *, longest: int = LONGEST_EDGE) -> Picture:
    """The picture drawn again, upright, no edge longer than `longest` pixels, place and camera forgotten.

    Its size is read from its head, so that a picture of too many pixels is refused before any is unpacked. Moving
    pictures become WebP, or stand still when they are very large.
    """
    try:
        with Image.open(BytesIO(content), formats=_FORMATS) as image, _in_turn(image):
            if getattr(image, "is_animated", False) and _may_move(image):
                return _moving(image, longest)
            return _still(image, longest)
    except _BOMBS:
        raise Invalid(
            "This picture has too many pixels. At most %(most)s million are possible.",
            field="files",
            most=_MOST_PIXELS // 1_000_000,
        ) from None
    except (OSError, SyntaxError, ValueError, EOFError):
        raise Invalid("This picture is damaged and cannot be shown.", field="files") from None


def square(content: bytes, *, edge: int) -> Picture:
    """The middle of the picture as a square of `edge` pixels: a person's photo."""
    picture = scaled(content)
    with Image.open(BytesIO(picture.content)) as image:
        photo = ImageOps.fit(_plain(image), (edge, edge), Image.Resampling.LANCZOS).convert("RGB")
        return _encoded(photo, "JPEG")


def look_of(content: bytes) -> int:
    """64 bits that hardly change when a picture is scaled or encoded again: where it gets brighter from left to right.

    The difference hash of N. Krawetz. Compare by how many bits differ; under `ALIKE`, it is the same picture.
    """
    with Image.open(BytesIO(content), formats=_FORMATS) as image:
        grey = list(_plain(image).convert("L").resize((9, 8), Image.Resampling.LANCZOS).tobytes())
    pairs = (grey[row * 9 + column] < grey[row * 9 + column + 1] for row in range(8) for column in range(8))
    return sum(brighter << place for place, brighter in enumerate(pairs))


@contextmanager
def _in_turn(image: Image.Image) -> Iterator[None]:
    """Of large pictures one is drawn at a time: a few kilobytes each, sent by eight at once, would take all memory."""
    with _large_one if image.width * image.height > _LARGE else nullcontext():
        yield


def _may_move(image: Image.Image) -> bool:
    """Whether there are few enough frames. They are not counted, which alone would take long where there are many."""
    most = min(_MOST_FRAMES, _MOST_MOVING_PIXELS // (image.width * image.height))
    try:
        image.seek(most)
    except EOFError:
        return True
    finally:
        image.seek(0)
    return False


def _still(image: Image.Image, longest: int) -> Picture:
    is_photo = image.format == "JPEG"
    image.draft(None, (2 * longest, 2 * longest))  # a photo is unpacked no larger than it takes to scale it well
    ImageOps.exif_transpose(image, in_place=True)
    upright = _plain(image)
    upright.thumbnail((longest, longest), Image.Resampling.LANCZOS)
    if is_photo:
        return _encoded(upright.convert("RGB"), "JPEG")
    return _encoded(upright, "WEBP" if image.format == "WEBP" else "PNG")


def _moving(image: Image.Image, longest: int) -> Picture:
    first, duration = _frame(image, 0, longest)
    durations, out = [duration], BytesIO()
    others = _OtherFrames(image, longest, durations)
    first.save(out, "WEBP", save_all=True, append_images=[others], duration=durations, loop=0, quality=75)
    return Picture(out.getvalue(), "image/webp", ".webp", first.width, first.height)


class _OtherFrames:
    """To Pillow a picture of all frames but the first: each is drawn when its turn comes, since together they would
    take hundreds of megabytes. How long it stands is added to `durations` then, which Pillow reads afterwards."""

    mode = "RGBA"

    def __init__(self, image: Image.Image, longest: int, durations: list[int]) -> None:
        self._image, self._longest, self._durations = image, longest, durations
        self.n_frames = getattr(image, "n_frames", 1) - 1

    def seek(self, number: int) -> None:
        self._drawn, duration = _frame(self._image, number + 1, self._longest)
        self._durations.append(duration)

    def getim(self) -> object:
        return self._drawn.getim()


def _frame(image: Image.Image, number: int, longest: int) -> tuple[Image.Image, int]:
    """The frame drawn, and how many milliseconds it stands: of WebP that is known only once it is drawn."""
    image.seek(number)
    still = image.convert("RGBA")
    still.thumbnail((longest, longest))
    still.info = {}
    return still, max(20, int(image.info.get("duration", 100)))


def _plain(image: Image.Image) -> Image.Image:
    """The same picture in plain colours, with nothing said beside them."""
    has_alpha = "transparency" in image.info or image.mode in ("RGBA", "LA", "PA")
    plain = image.convert("RGBA" if has_alpha else "RGB")
    plain.info = {}
    return plain


def _encoded(image: Image.Image, form: str) -> Picture:
    out = BytesIO()
    options = {"quality": 85, "optimize": True} if form == "JPEG" else {"quality": 82} if form == "WEBP" else {}
    image.save(out, form, **options)
    content_type, extension = _NAMES[form]
    return Picture(out.getvalue(), content_type, extension, image.width, image.height)


_NAMES = {"JPEG": ("image/jpeg", ".jpg"), "PNG": ("image/png", ".png"), "WEBP": ("image/webp", ".webp")}
