"""What a text should not show to colleagues: passwords, keys, tokens; and addresses that a person may want to keep.

The patterns stand in rules.toml. They follow the formats that the issuers document. detect-secrets was tried and
not taken: it knows no passwords in sentences, reports no places to mask, and brings an HTTP client with it.
"""

import hashlib
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from forum.diagnostics.rules import SecretRule, rules

LONGEST = 300_000  # characters that are looked at: more than any post may have
MASK = "••••••"
_MOST = 60
_PASSWORD_WORDS = ("password", "passwd", "passphrase", "passwort", "pwd", "passcode", "laluan", "kunci")


@dataclass(frozen=True)
class Secret:
    """A place in a text, `start` to `end`, and what stands there. An address is masked only if its person wants it."""

    start: int
    end: int
    kind: str
    value: str
    is_address: bool = False

    @property
    def mark(self) -> str:
        """What names it in a form without showing it: the same value has the same mark."""
        return hashlib.blake2b(self.value.encode(), digest_size=8).hexdigest()

    @property
    def hint(self) -> str:
        """The secret as it may be shown to its own writer: its first two characters."""
        return self.value if self.is_address else f"{self.value[:2]}{MASK}"


def secrets_in(text: str) -> list[Secret]:
    """The secrets and addresses of the text by their places, none within another. Takes time in step with the text."""
    text = text[:LONGEST]
    kept: list[Secret] = []
    for secret in sorted(_all(text), key=lambda each: (each.is_address, each.start, -each.end)):
        if len(kept) < _MOST and all(secret.end <= other.start or secret.start >= other.end for other in kept):
            kept.append(secret)
    return sorted(kept, key=lambda each: each.start)


def masked(text: str, marks: Collection[str]) -> str:
    """The text with dots for each secret or address whose mark is given, wherever it stands."""
    values = {secret.value for secret in secrets_in(text) if secret.mark in marks}
    for value in sorted(values, key=len, reverse=True):
        text = text.replace(value, MASK)
    return text


def _all(text: str) -> Iterator[Secret]:
    yield from _by_rules(text, rules().secrets, is_address=False)
    yield from _named(text)
    yield from _by_rules(text, rules().addresses, is_address=True)


def _by_rules(text: str, patterns: Sequence[SecretRule], *, is_address: bool) -> Iterator[Secret]:
    for rule in patterns:
        if rule.has in text:
            for found in rule.pattern.finditer(text):
                group = 1 if rule.pattern.groups else 0
                if MASK not in found[group]:
                    yield Secret(found.start(group), found.end(group), rule.kind, found[group], is_address)


def _named(text: str) -> Iterator[Secret]:
    for found in rules().named.finditer(text):
        name, value = found[1].lower(), found[2].rstrip(".,;:!?")
        if _looks_secret(name, value, is_said=text[found.end(1) : found.start(2)].strip().lower().isalpha()):
            kind = "password" if name.endswith((*_PASSWORD_WORDS, "pin")) else "key"
            yield Secret(found.start(2), found.start(2) + len(value), kind, value)


def _looks_secret(name: str, value: str, *, is_said: bool) -> bool:
    """Whether what stands behind the word is no placeholder, no code and no word of everyday language."""
    if len(value) < 4 or value.lower() in rules().everyday or rules().placeholder.match(value) or MASK in value:
        return False
    if name.endswith("pin"):
        return value.isdigit()
    has_digit, has_letter = any(map(str.isdigit, value)), any(map(str.isalpha, value))
    if name.endswith(_PASSWORD_WORDS) and not is_said:
        return has_letter and (len(value) >= 6 or has_digit)
    return has_digit and has_letter and len(value) >= (8 if not is_said else 6)
