"""What base64, quoted-printable and uuencode make of bytes, undone; also where it is broken (RFC 2045, 6)."""

import binascii
import re
from email.message import Message

_NOT_BASE64 = re.compile(rb"[^A-Za-z0-9+/=\s]")
_MOST_PIECES = 1000
_WORDS = re.compile(rb"[A-Za-z0-9+/][ \t]+[A-Za-z0-9+/]")
_SPACE = re.compile(rb"\s+")


def decoded_body(body: bytes, encoding: str) -> tuple[bytes, bool]:
    """The content, and whether it had to be mended. What is no base64 at all comes back as it stands."""
    match encoding.strip().lower():
        case "base64":
            return _from_base64(body)
        case "quoted-printable":
            return binascii.a2b_qp(body), False
        case "x-uuencode" | "uuencode" | "uue" | "x-uue":
            return _from_uuencode(body, encoding.strip().lower())
    return body, False


def _from_base64(body: bytes) -> tuple[bytes, bool]:
    """Pieces that end with their own padding are decoded one by one: some programs put two together."""
    strangers = len(_NOT_BASE64.findall(body))
    if strangers * 10 > len(body) or _WORDS.search(body):
        return body, True
    dense = _SPACE.sub(b"", _NOT_BASE64.sub(b"", body) if strangers else body)
    content = b"".join(_of_piece(piece) for piece in dense.split(b"=", _MOST_PIECES) if piece)
    return content, bool(strangers) or len(dense) % 4 != 0


def _of_piece(piece: bytes) -> bytes:
    """Its bytes; a last sign that stands for less than a byte is left out."""
    piece = piece.replace(b"=", b"")
    if len(piece) % 4 == 1:
        piece = piece[:-1]
    return binascii.a2b_base64(piece + b"=" * (-len(piece) % 4))


def _from_uuencode(body: bytes, encoding: str) -> tuple[bytes, bool]:
    message = Message()
    message["Content-Transfer-Encoding"] = encoding
    message.set_payload(body.decode("ascii", "surrogateescape"))
    content = message.get_payload(decode=True)
    return (content, False) if isinstance(content, bytes) and content else (body, True)
