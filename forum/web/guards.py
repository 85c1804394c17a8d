"""Who may call a route. Every view declares one guard; a house test lists them all."""

from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar
from urllib.parse import quote

from flask import redirect, request
from werkzeug.exceptions import Unauthorized
from werkzeug.wrappers import Response

from forum.accounts.actors import may_read
from forum.accounts.roles import Permission
from forum.kernel.errors import NotAllowed, NotFound
from forum.web.session import reader

SECRET_ADDRESS = "secret address"
V = TypeVar("V", bound=Callable[..., Any])


def public(view: V) -> V:
    """Anybody, signed in or not: sign-in pages, health, house rules."""
    view.guard = "public"  # type: ignore[attr-defined]
    return view


def by_secret_address(view: V) -> V:
    """Whoever has the secret in the address, also a program that posts without cookie and without CSRF token."""
    view.guard = SECRET_ADDRESS  # type: ignore[attr-defined]
    return view


def readers(view: V) -> V:
    """Everybody who may read: signed in, or anybody where the administrator opened reading."""
    return _guarded(view, "readers", lambda: may_read(reader()))


def signed_in(view: V) -> V:
    """People who are signed in."""
    return _guarded(view, "signed in", lambda: reader().is_authenticated)


def permitted(permission: Permission) -> Callable[[V], V]:
    """People whose roles have `permission`; others meet a refusal (403)."""

    def guard(view: V) -> V:
        return _guarded(view, f"permission: {permission}", lambda: reader().is_authenticated, permission)

    return guard


def staff(view: V) -> V:
    """IT staff, moderators and administrators; for everybody else the page does not exist (404)."""

    def check() -> bool:
        if reader().is_authenticated and not reader().is_staff:
            raise NotFound
        return reader().is_authenticated

    return _guarded(view, "staff", check)


def _guarded(view: V, name: str, may_enter: Callable[[], bool], permission: Permission | None = None) -> V:
    @wraps(view)
    def guarded(*args: Any, **kwargs: Any) -> Any:
        if not may_enter():
            return _to_sign_in()
        if permission is not None and not reader().may(permission):
            raise NotAllowed("You may not do this. If you need to, ask an administrator.")
        return view(*args, **kwargs)

    guarded.guard = name  # type: ignore[attr-defined]
    return guarded  # type: ignore[return-value]


def _to_sign_in() -> Response:
    """To the sign-in page and back afterwards; a form that was sent is told so by 401 instead."""
    if request.method not in ("GET", "HEAD") or request.headers.get("HX-Request"):
        raise Unauthorized()
    back = request.full_path.rstrip("?")
    return redirect(f"/sign-in?next={quote(back)}" if back != "/" else "/sign-in")
