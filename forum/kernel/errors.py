"""Refusals: exceptions that carry the sentence a person will read, apart from its values, so that it can be translated.

`web/errors.py` turns each into an HTTP status once; the mailer and the command line translate the same way.
"""

from datetime import datetime, timedelta
from typing import ClassVar


class Refusal(Exception):
    """Something a person asked for and will not get. `message` is a msgid with %(named)s places for `values`.

    A value that is a moment (aware) is written in the reader's language and zone.
    """

    status: ClassVar[int] = 400
    retry_after = ""  # what the answer's Retry-After says: seconds or a moment of HTTP; empty where waiting is no help

    def __init__(self, message: str, **values: object) -> None:
        super().__init__(message)
        self.message = message
        self.values = values

    def __str__(self) -> str:
        return self.message % self.values if self.values else self.message


class Paused(Refusal):
    """No fault: the writer asked to look at it once more before it is sent (200)."""

    status = 200


class NotAllowed(Refusal):
    """An act on something the person may see but may not change (403)."""

    status = 403


class NotFound(Refusal):
    """What does not exist, or may not be seen: the same answer for both (404)."""

    status = 404

    def __init__(self, message: str = "This cannot be found. It may have been moved or deleted.", **v: object) -> None:
        super().__init__(message, **v)


class Conflict(Refusal):
    """Somebody was quicker, or the page is older than what it changes (409)."""

    status = 409


class TooLarge(Refusal):
    """More bytes than a limit allows (413)."""

    status = 413


class Invalid(Refusal):
    """Input that cannot be taken as it is (422); `field` names the form field it belongs to."""

    status = 422

    def __init__(self, message: str, *, field: str = "", **values: object) -> None:
        super().__init__(message, **values)
        self.field = field


class TooMany(Refusal):
    """A limit of so many acts a window is reached (429); `again_at` is when it opens again: `again` in the message.

    A sentence has no seconds, so it names the full minute from which on it works.
    """

    status = 429

    def __init__(self, message: str, *, again_at: datetime, **values: object) -> None:
        full = again_at.replace(second=0, microsecond=0)
        again = full if full == again_at else full + timedelta(minutes=1)
        super().__init__(message, **values, again=again)
        self.again_at = again_at
        self.retry_after = again_at.strftime("%a, %d %b %Y %H:%M:%S GMT")


class Busy(Refusal):
    """The database could not be had in time (503)."""

    status = 503
    retry_after = "5"


class Closed(Refusal):
    """The whole forum rests while administrators work on it (503)."""

    status = 503
    retry_after = "300"
