"""Keyset paging: a cursor says after which row the next page begins, so nothing is shown twice while people post.

`of` names the list and its order: a cursor of another one is refused like a forged one.
"""

import json
from datetime import datetime
from typing import Any

from flask import current_app
from itsdangerous import BadSignature, URLSafeSerializer

from forum.kernel.errors import Invalid


def cursor_of(*place: object, of: str) -> str:
    """The signed cursor for a row's sort values; moments become ISO text."""
    return _signer(of).dumps([value.isoformat() if isinstance(value, datetime) else value for value in place])


def place_of(cursor: str, *kinds: type, of: str) -> list[Any]:
    """The sort values in a cursor, typed as `kinds`; Invalid if it was forged, cut or made for another list."""
    try:
        values = _signer(of).loads(cursor)
        if len(values) != len(kinds):
            raise ValueError
        return [_typed(value, kind) for value, kind in zip(values, kinds, strict=True)]
    except (BadSignature, ValueError, TypeError, json.JSONDecodeError):
        raise Invalid("This page of the list cannot be shown any more. Start again from the first page.") from None


def moment_and_id(cursor: str | None, *, of: str) -> tuple[datetime, int] | None:
    """The place in a list by time that the cursor names; None for the first page. Invalid as of `place_of`."""
    if not cursor:
        return None
    moment, row_id = place_of(cursor, datetime, int, of=of)
    return moment, row_id


def _typed(value: Any, kind: type) -> Any:
    if kind is datetime:
        return datetime.fromisoformat(value)
    if not isinstance(value, kind):
        raise ValueError
    return value


def _signer(of: str) -> URLSafeSerializer:
    return URLSafeSerializer(current_app.secret_key or "", salt=f"cursor of {of}")
