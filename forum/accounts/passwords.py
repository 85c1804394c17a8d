"""Passwords: Argon2id with the library's defaults (RFC 9106, low memory). Slow on purpose: outside transactions."""

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerifyMismatchError

from forum.kernel.errors import Invalid

SHORTEST = 10
LONGEST = 200
_hasher = PasswordHasher()
# What is compared for an account that does not exist, so that it takes the same time.
_NOBODYS = _hasher.hash("nobody has this password")
_COMMON = frozenset(
    {
        "password12", "password123", "passw0rd123", "1234567890", "0123456789", "qwertyuiop", "qwerty12345",
        "iloveyou123", "letmein1234", "welcome123", "administrator", "changeme123", "malaysia123", "katalaluan",
        "katalaluan1", "selamat123", "abcdefghij", "1q2w3e4r5t",
    }
)  # fmt: skip


def hashed(password: str) -> str:
    """The Argon2id hash to keep."""
    return _hasher.hash(password)


def matches(password: str, password_hash: str | None) -> bool:
    """Whether this is the password; with None, False after the same time."""
    try:
        return _hasher.verify(password_hash or _NOBODYS, password[:LONGEST]) and password_hash is not None
    except (VerifyMismatchError, InvalidHashError):
        return False


def check_password(password: str, *, name: str, address: str) -> None:
    """Invalid with a sentence unless the password is long enough, uncommon and not the person's own name or address."""
    if len(password) < SHORTEST:
        raise Invalid("Use at least %(least)s characters; a short sentence is best.", field="password", least=SHORTEST)
    if len(password) > LONGEST:
        raise Invalid("Use at most %(most)s characters.", field="password", most=LONGEST)
    plain = password.casefold()
    own = {part for part in (name.casefold(), address.casefold(), address.casefold().partition("@")[0]) if part}
    if plain in _COMMON or plain in own or len(set(plain)) < 4:
        raise Invalid("This password is guessed too easily. Choose another.", field="password")
