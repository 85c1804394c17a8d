"""What our own mail servers say about the sender (RFC 8601); what any other server says counts for nothing."""

from __future__ import annotations

import re

from forum.kernel.text.clean import clean_line
from forum.mailbox.letter import Authentication
from forum.mailbox.reading.parts import Headers

_COMMENT_OR_QUOTED = re.compile(r"\((?:[^()\\]|\\.){0,1000}\)|\"(?:[^\"\\]|\\.){0,1000}\"")
_NOT_IN_ADDRESSES = re.compile(r"[^\w@.+=-]")
_NESTED_AT_MOST = 5
_RESULT = re.compile(r"([a-z0-9.-]{1,40})\s{0,20}(?:/[0-9]{1,3})?\s{0,20}=\s{0,20}([a-z]{1,20})")
_PROPERTY = re.compile(r"([a-z]{1,20}\.[a-z0-9-]{1,40})\s{0,20}=\s{0,20}((?:\"[^\"]{0,300}\"|[^\s;\"]){1,300})")
_FAILS = frozenset({"fail", "permerror"})
EXCHANGE_ONLINE = "exchange-online"
"""Among the trusted servers: Microsoft's, which write their results without a name before them."""

Said = tuple[str, str, dict[str, str]]


def authentication_of(headers: Headers, sender: str, trusted_servers: frozenset[str]) -> Authentication:
    """DMARC's word where it is given; else SPF or DKIM, as far as they speak for the domain of `sender`."""
    said = _all_said(headers, trusted_servers)
    if (dmarc := _dmarc(said, sender)) is not None:
        return dmarc
    ours = [(method, result) for method, result, about in said if _speaks_for(sender, method, about)]
    if any(result == "pass" for _, result in ours):
        return Authentication.PASSED
    return Authentication.FAILED if any(result in _FAILS for _, result in ours) else Authentication.UNKNOWN


def _all_said(headers: Headers, trusted: frozenset[str]) -> list[Said]:
    """What our server has found. Servers write above what was there: what stands below the next hop, or repeats a way
    of checking further down, came with the message, whoever it claims to be from."""
    said: list[Said] = []
    is_found = False
    for name, value in headers.items():
        if is_found and name.lower() == "received":
            break
        results = _said(value, trusted) if name.lower() == "authentication-results" else None
        if results is not None:
            known, is_found = {method for method, _, _ in said}, True
            said += [one for one in results if one[0] not in known]
    return said


def _said(value: object, trusted: frozenset[str]) -> list[Said] | None:
    """(method, result, properties) of each check in a header of a server we trust; None in one of any other."""
    plain = clean_line(str(value)).lower()
    for _ in range(_NESTED_AT_MOST):
        plain = _COMMENT_OR_QUOTED.sub(_harmless, plain)
    results = plain.split(";")
    if _RESULT.match(results[0].strip()):
        if EXCHANGE_ONLINE not in trusted:
            return None
    elif (results.pop(0).split() or [""])[0] not in trusted:
        return None
    found = ((_RESULT.match(one.strip()), dict(_PROPERTY.findall(one))) for one in results[:50])
    return [(result[1], result[2], _unquoted(about)) for result, about in found if result]


def _harmless(found: re.Match[str]) -> str:
    """A comment says nothing. What is quoted may be the sender's own words, such as the first part of his address: of
    them stays what looks like a piece of an address, and none can be taken for a result."""
    return " " if found[0].startswith("(") else f'"{_NOT_IN_ADDRESSES.sub("_", found[0][1:-1])}"'


def _unquoted(about: dict[str, str]) -> dict[str, str]:
    return {name: value.replace('"', "") for name, value in about.items()}


def _dmarc(said: list[Said], sender: str) -> Authentication | None:
    """What DMARC says of the domain that the reader sees; None if nothing. Exchange calls a message true in spite of
    it where a server on the way that it trusts has vouched for it (compauth)."""
    ours = (
        result
        for method, result, about in said
        if method == "dmarc" and _is_akin(sender, about.get("header.from") or sender)
    )
    found = next((result for result in ours if result in ("pass", "fail")), None)
    if found is None:
        return None
    is_vouched_for = any(method == "compauth" and result == "pass" for method, result, _ in said)
    return Authentication.PASSED if found == "pass" or is_vouched_for else Authentication.FAILED


def _speaks_for(sender: str, method: str, about: dict[str, str]) -> bool:
    """Whether a check is about the domain that the reader sees, or one above or below it (RFC 7489, 3.1)."""
    if method == "spf":
        named = about.get("smtp.mailfrom") or about.get("smtp.helo", "")
    elif method == "dkim":
        named = about.get("header.d") or about.get("header.i", "")
    else:
        return False
    return _is_akin(sender, named)


def _is_akin(sender: str, named: str) -> bool:
    domain, own = named.rpartition("@")[2], sender.rpartition("@")[2]
    return bool(domain and own) and (domain == own or own.endswith(f".{domain}") or domain.endswith(f".{own}"))
