"""A DKIM signature checked as RFC 6376 says it, with openssl: by other code than what has signed."""

import base64
import hashlib
import re
import subprocess
from pathlib import Path

_LINE = re.compile(rb"([^:]+):(.*?\r\n)(?![ \t])", re.DOTALL)


def signed_headers(message: bytes, key: Path) -> set[str]:
    """The names of the headers that the first signature covers; an AssertionError if it does not hold."""
    head, _, body = message.partition(b"\r\n\r\n")
    headers = [(name.lower(), value) for name, value in _LINE.findall(head + b"\r\n")]
    signature = dict(headers)[b"dkim-signature"]
    tags = dict(re.findall(rb"(\w+)=([^;]*)", re.sub(rb"\s", b"", signature)))
    assert (tags[b"a"], tags[b"c"]) == (b"rsa-sha256", b"relaxed/relaxed")
    assert base64.b64decode(tags[b"bh"]) == hashlib.sha256(_relaxed_body(body)).digest()
    left, signed = headers[::-1], b""  # of several headers of a name the last is signed first (5.4.2)
    for name in tags[b"h"].lower().split(b":"):
        if (found := next((each for each in left if each[0] == name), None)) is not None:
            left.remove(found)
            signed += _relaxed(*found) + b"\r\n"
    signed += _relaxed(b"dkim-signature", re.sub(rb"(\bb=)[^;]*", rb"\1", signature))
    _check(signed, base64.b64decode(tags[b"b"]), key)
    return {name.decode() for name in tags[b"h"].lower().split(b":")}


def _relaxed(name: bytes, value: bytes) -> bytes:
    return name + b":" + re.sub(rb"[ \t]+", b" ", value.replace(b"\r\n", b"")).strip()


def _relaxed_body(body: bytes) -> bytes:
    lines = [re.sub(rb"[ \t]+", b" ", line).rstrip(b" ") for line in body.split(b"\r\n")]
    text = b"\r\n".join(lines).rstrip(b"\r\n")
    return text + b"\r\n" if text else b""


def _check(signed: bytes, signature: bytes, key: Path) -> None:
    public, proof = key.with_suffix(".pub"), key.with_suffix(".sig")
    subprocess.run(["openssl", "rsa", "-in", key, "-pubout", "-out", public], check=True, capture_output=True)
    proof.write_bytes(signature)
    command = ["openssl", "dgst", "-sha256", "-verify", public, "-signature", proof]
    assert subprocess.run(command, input=signed, capture_output=True, check=False).stdout == b"Verified OK\n"
