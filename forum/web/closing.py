"""Closed for maintenance: everybody but administrators meets one page that says until when."""

from flask import Flask, request

from forum.accounts.roles import Permission
from forum.accounts.settings import MAINTENANCE
from forum.kernel.errors import Closed
from forum.web.session import reader

# An administrator has to come in, and a proxy asks whether the process lives.
_STAY_OPEN = frozenset(
    {
        "static", "system.healthz", "system.readyz", "account.sign_in", "account.post_sign_in", "account.sign_out",
        "account.language",
    }
)  # fmt: skip


def init_closing(app: Flask) -> None:
    """Requests are refused with the administrator's sentence while there is one; call it after `init_sessions`."""

    @app.before_request
    def _refuse_while_closed() -> None:
        words = MAINTENANCE()
        if words and request.endpoint not in _STAY_OPEN and not reader().may(Permission.ADMINISTER):
            raise Closed("The forum is closed for maintenance. %(words)s", words=words)
