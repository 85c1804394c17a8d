"""Uploads for the tests: honest pictures, and files that pretend to be something else."""

import struct
import zlib
from io import BytesIO

from PIL import Image

SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
ZIP_BOMB_HEAD = b"PK\x03\x04" + b"\x00" * 64


def png(width: int = 4, height: int = 3) -> bytes:
    """A picture that has been drawn."""
    return encoded("PNG", width, height)


def encoded(form: str, width: int = 4, height: int = 3, **options: object) -> bytes:
    """A red picture in a format of Pillow's."""
    out = BytesIO()
    Image.new("RGB", (width, height), (200, 30, 30)).save(out, form, **options)
    return out.getvalue()


def moving(
    frames: int = 3, size: tuple[int, int] = (8, 8), *, form: str = "GIF", duration: int | list[int] = 80
) -> bytes:
    """A picture that moves, its frames of so many milliseconds."""
    pictures = [Image.new("RGB", size, (shade * 40 % 256, 0, 0)) for shade in range(frames)]
    out = BytesIO()
    pictures[0].save(out, form, save_all=True, append_images=pictures[1:], duration=duration)
    return out.getvalue()


def ticking(frames: int) -> bytes:
    """A GIF of one pixel with so many frames of fifteen bytes."""
    head = b"GIF89a\1\0\1\0\x80\0\0\0\0\0\xff\xff\xff"
    return head + b",\0\0\0\0\1\0\1\0\0\2\2\x44\1\0" * frames + b";"


def png_head(width: int, height: int) -> bytes:
    """A PNG that promises this many pixels and holds next to nothing."""
    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n" + _chunk(b"IHDR", head) + _chunk(b"IDAT", zlib.compress(b"\0" * 64)) + _chunk(b"IEND", b"")
    )


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
