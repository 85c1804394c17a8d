"""DKIM: a signature by which other servers know that a mail is from this domain and unchanged (RFC 6376)."""

from dataclasses import dataclass
from pathlib import Path

import dkim

_CANONICAL = (b"relaxed", b"relaxed")  # servers on the way may fold headers anew and trim the ends of lines
# Without it mail programs offer no one-click way out (RFC 8058, 4); the library knows only what RFC 6376 names.
_ALSO_SIGNED = frozenset({b"list-unsubscribe-post", b"auto-submitted"})


@dataclass(frozen=True)
class Signature:
    """Signs in the name of `domain` with an RSA key in PEM, whose public half stands in the domain's DNS under
    `<selector>._domainkey`."""

    domain: str
    selector: str
    key: bytes

    def of(self, message: bytes) -> bytes:
        """The header that goes before the message. ValueError if the key is none."""
        names = self.selector.encode(), self.domain.encode()
        try:
            signer = dkim.DKIM(message)
            signer.should_sign |= _ALSO_SIGNED
            header: bytes = signer.sign(*names, self.key, canonicalize=_CANONICAL)
        except dkim.DKIMException as failure:
            raise ValueError(f"the mail cannot be signed: {failure}") from failure
        return header

    @property
    def place(self) -> str:
        """The name in the DNS under which others look for the public key."""
        return f"{self.selector}._domainkey.{self.domain}"


def signature_for(address: str, selector: str, key: Path | None) -> Signature | None:
    """How mails from this address are signed; None without a key. OSError if the file cannot be read."""
    return Signature(address.rpartition("@")[2], selector, key.read_bytes()) if key is not None else None


def is_known_to_others(signature: Signature) -> bool:
    """Whether the DNS has the key that belongs to this one. ValueError if the key is none; asks the DNS."""
    probe = f"From: probe@{signature.domain}\r\nSubject: probe\r\n\r\nprobe\r\n".encode()
    try:
        return bool(dkim.verify(signature.of(probe) + probe))
    except dkim.DKIMException:
        return False
