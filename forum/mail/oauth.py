"""Signing in at a mail server by OAuth 2 (RFC 6749): Exchange Online and Google Workspace take no passwords any more.

An access token is fetched from the token server, by client credentials or by a refresh token, and shown to the mail
server by XOAUTH2 instead of a password.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import lru_cache
from http.client import HTTPException
from threading import Lock
from time import monotonic
from typing import Any, TypeVar
from urllib.error import HTTPError
from urllib.parse import urlsplit
from urllib.request import Request, urlopen

from forum.kernel.settings.environment import Environment
from forum.kernel.unreachable import why_unreachable
from forum.kernel.words import N_

T = TypeVar("T")
_TIMEOUT_SECONDS = 20
_LARGEST_ANSWER = 100_000  # bytes
_LONGEST_REASON = 300  # characters
_SPARE_SECONDS = 120  # a token that ends within them is not used any more: signing in may take as long
_UNTOLD_SECONDS = 300  # how long a token is used of which nobody says when it ends
_FIRST_REST, _LONGEST_REST = 5, 300  # seconds in which a token server that gave none is not asked again

_UNREACHABLE = N_("The token server %(server)s cannot be reached: %(why)s.")
_REFUSED = N_("The token server %(server)s gives no token: %(why)s.")
_RUBBISH = N_("The token server %(server)s answers with something that is no token.")


class NoToken(OSError):
    """The token server gave none. `message` is a msgid with %(named)s places for `values`."""

    def __init__(self, message: str, **values: str) -> None:
        super().__init__(message % values)
        self.message, self.values = message, values


@dataclass(frozen=True)
class Client:
    """What the token server knows the forum as. The secrets are in no log: they are not shown."""

    token_url: str
    client_id: str
    secret: str = field(repr=False)
    scope: str
    refresh_token: str = field(repr=False)  # empty: by client credentials

    @property
    def server(self) -> str:
        """The name of the token server."""
        return urlsplit(self.token_url).hostname or ""


def tokens_of(environment: Environment) -> "Tokens | None":
    """Those of the client that the environment names, the same for all who ask in this process; None without one."""
    if not environment.mail_oauth_token_url:
        return None
    client = Client(
        environment.mail_oauth_token_url,
        environment.mail_oauth_client_id,
        environment.mail_oauth_client_secret,
        environment.mail_oauth_scope,
        environment.mail_oauth_refresh_token,
    )
    return _tokens(client)


class Tokens:
    """Access tokens of one client, for any number of threads: kept until shortly before they end, then fetched anew.

    A server that gave none is left alone for a while, which grows with every time: mails and messages wait meanwhile.
    """

    def __init__(self, client: Client) -> None:
        self._client, self._lock = client, Lock()
        self._kept, self._ends_at = "", 0.0
        self._refresh_token = client.refresh_token
        self._no_token: NoToken | None = None
        self._failures, self._rests_until = 0, 0.0

    @property
    def server(self) -> str:
        """The name of the token server."""
        return self._client.server

    def used(self, sign_in: Callable[[str], T], *, refusals: type[Exception] | tuple[type[Exception], ...]) -> T:
        """What `sign_in(token)` gives. If it refuses a token that was kept, a new one is fetched and tried, once: a
        token may be taken back before it ends. Raises NoToken, or what `sign_in` raises."""
        token, was_kept = self._token()
        try:
            return sign_in(token)
        except refusals:
            if not was_kept:
                raise
        self._forget(token)
        return sign_in(self._token()[0])

    def _token(self) -> tuple[str, bool]:
        """A token, and whether it was there already."""
        with self._lock:
            if self._kept and monotonic() < self._ends_at:
                return self._kept, True
            self._fetch()
            return self._kept, False

    def _forget(self, token: str) -> None:
        with self._lock:
            if self._kept == token:
                self._kept = ""

    def _fetch(self) -> None:
        if self._no_token and monotonic() < self._rests_until:
            raise NoToken(self._no_token.message, **self._no_token.values)
        try:
            given = _answer_of(self._client, self._refresh_token)
        except NoToken as failure:
            self._no_token = failure
            self._rests_until = monotonic() + min(_FIRST_REST * 2**self._failures, _LONGEST_REST)
            self._failures = min(self._failures + 1, 10)
            raise
        self._no_token, self._failures = None, 0
        lasts = given.get("expires_in") or _UNTOLD_SECONDS
        self._kept, self._ends_at = given["access_token"], monotonic() + lasts - min(_SPARE_SECONDS, lasts / 2)
        self._refresh_token = given.get("refresh_token") or self._refresh_token  # RFC 6749, 6: the older one may end


@lru_cache(maxsize=8)
def _tokens(client: Client) -> Tokens:
    return Tokens(client)


def _answer_of(client: Client, refresh_token: str) -> dict[str, Any]:
    """What the token server gives: an `access_token`, in how many seconds it ends (`expires_in`), a newer
    `refresh_token`; not all of it is always there."""
    from oauthlib.oauth2 import BackendApplicationClient, OAuth2Error  # loaded only by forums that use it

    asker = BackendApplicationClient(client.client_id)
    fault, answer = _sent(client, _question(asker, client, refresh_token))
    rubbish = NoToken(_REFUSED, server=client.server, why=fault) if fault else NoToken(_RUBBISH, server=client.server)
    try:
        given: dict[str, Any] = asker.parse_request_body_response(answer)
    except OAuth2Error as refusal:
        if refusal.error == "missing_token":
            raise rubbish from None
        raise NoToken(_REFUSED, server=client.server, why=_words_of(refusal)) from None
    except (ValueError, TypeError, AttributeError):  # no JSON, or JSON of another shape
        raise rubbish from None
    if not _is_token(given["access_token"]):
        raise rubbish
    return given


def _question(asker: Any, client: Client, refresh_token: str) -> str:
    """The form that is sent (RFC 6749, 4.4.2 and 6)."""
    known = {"client_id": client.client_id, "client_secret": client.secret, "scope": client.scope}
    if refresh_token:
        return str(asker.prepare_refresh_body(refresh_token=refresh_token, **{k: v for k, v in known.items() if v}))
    return str(asker.prepare_request_body(include_client_id=True, **known))


def _sent(client: Client, question: str) -> tuple[str, str]:
    """What fault the token server's answer tells of, if any, and the answer."""
    request = Request(client.token_url, question.encode(), {"Accept": "application/json"})
    try:
        with urlopen(request, timeout=_TIMEOUT_SECONDS) as answer:
            return "", answer.read(_LARGEST_ANSWER).decode(errors="replace")
    except HTTPError as fault:
        with fault:
            return f"{fault.code} {fault.reason}", fault.read(_LARGEST_ANSWER).decode(errors="replace")
    except (OSError, HTTPException) as failure:
        why = getattr(failure, "reason", failure)
        words = why_unreachable(why) if isinstance(why, Exception) else f"{why}"
        raise NoToken(_UNREACHABLE, server=client.server, why=words) from None


def _words_of(refusal: Any) -> str:
    said = " ".join(f"{refusal.error}: {refusal.description or ''}".split())
    return said[:_LONGEST_REASON].rstrip(".: ")


def _is_token(given: object) -> bool:
    """RFC 6750, 2.1: what else stood in it would be read as more of the sign-in's line."""
    return isinstance(given, str) and bool(given) and given.isascii() and given.isprintable() and " " not in given
