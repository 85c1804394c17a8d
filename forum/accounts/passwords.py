"""Passwords: Argon2id with the library's defaults (RFC 9106, low memory). Slow on purpose: outside transactions."""

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerifyMismatchError

from forum.kernel.errors import Invalid

SHORTEST = 10
LONGEST = 200
_hasher = PasswordHasher()
# What is compared for an account that does not exist, so that it takes the same time: the hash of "nobody has this
# password", which no process makes again when it starts.
_NOBODYS = "$argon2id$v=19$m=65536,t=3,p=4$Ng2G1bBefYAveveGA0ioDg$SHnYEWuvmUgxonnxWPph3dwvkrRG56FuAQA8RCjDIKk"
# The words that most guessed passwords are made of; figures and signs around them help nobody.
_COMMON = frozenset(
    {
        "", "abc", "abcdefghij", "admin", "administrator", "changeme", "iloveyou", "katalaluan", "letmein", "login",
        "malaysia", "password", "passwort", "qwerty", "qwertyuiop", "rahsia", "secret", "selamat", "tanya",
        "welcome",
    }
)  # fmt: skip
_AROUND = "0123456789 !?.,;:-_*#+&%/()"


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
    if _word_of(plain) in _COMMON or plain in own or len(set(plain)) < 4:
        raise Invalid("This password is guessed too easily. Choose another.", field="password")


def _word_of(plain: str) -> str:
    """The letters of a password, with those that figures inside of a word stand for."""
    within = plain.strip(_AROUND).translate(str.maketrans("0134@$", "oleaas"))
    return "".join(character for character in within if character.isalpha())
