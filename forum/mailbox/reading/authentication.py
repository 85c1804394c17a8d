"""What our own mail servers say about the sender (RFC 8601); what any other server says counts for nothing."""

from __future__ import annotations

import re

from forum.kernel.text.clean import clean_line
from forum.mailbox.letter import Authentication
from forum.mailbox.reading.parts import Headers

_COMMENT = re.compile(r"\([^()]{0,1000}\)")
_NESTED_AT_MOST = 5
_RESULT = re.compile(r"([a-z0-9.-]{1,40})\s{0,20}(?:/[0-9]{1,3})?\s{0,20}=\s{0,20}([a-z]{1,20})")
_PROPERTY = re.compile(r"([a-z]{1,20}\.[a-z0-9-]{1,40})\s{0,20}=\s{0,20}\"?([^\s;\"]{1,300})")
_FAILS = frozenset({"fail", "permerror"})

Said = tuple[str, str, dict[str, str]]


def authentication_of(headers: Headers, sender: str, trusted_servers: frozenset[str]) -> Authentication:
    """DMARC's word where it is given; else SPF or DKIM, as far as they speak for the domain of `sender`."""
    said = [
        result for value in headers.get_all("Authentication-Results", []) for result in _said(value, trusted_servers)
    ]
    dmarc = [result for method, result, _ in said if method == "dmarc" and result in ("pass", "fail")]
    if dmarc:
        return Authentication.PASSED if dmarc[0] == "pass" else Authentication.FAILED
    ours = [(method, result) for method, result, about in said if _speaks_for(sender, method, about)]
    if any(result == "pass" for _, result in ours):
        return Authentication.PASSED
    return Authentication.FAILED if any(result in _FAILS for _, result in ours) else Authentication.UNKNOWN


def _said(value: object, trusted: frozenset[str]) -> list[Said]:
    """(method, result, properties) of each check in a header of a server we trust."""
    plain = clean_line(str(value)).lower()
    for _ in range(_NESTED_AT_MOST):
        plain = _COMMENT.sub(" ", plain)
    server, *results = plain.split(";")
    if not server.split() or server.split()[0] not in trusted:
        return []
    found = ((_RESULT.match(one.strip()), dict(_PROPERTY.findall(one))) for one in results[:50])
    return [(result[1], result[2], about) for result, about in found if result]


def _speaks_for(sender: str, method: str, about: dict[str, str]) -> bool:
    """Whether a check is about the domain that the reader sees, or one above or below it (RFC 7489, 3.1)."""
    if method == "spf":
        named = about.get("smtp.mailfrom") or about.get("smtp.helo", "")
    elif method == "dkim":
        named = about.get("header.d") or about.get("header.i", "")
    else:
        return False
    domain, own = named.rpartition("@")[2], sender.rpartition("@")[2]
    return bool(domain and own) and (domain == own or own.endswith(f".{domain}") or domain.endswith(f".{own}"))
