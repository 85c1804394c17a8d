"""Passwords, keys and tokens in what is about to be posted: noticed, and masked with the consent of who posts.

A form that has any comes back with what was noticed; its buttons say whether to mask what is ticked or to post it as it
is. Nothing is masked behind anybody's back, and nothing noticed is kept.
"""

from collections.abc import Iterable, Mapping

from flask import g, request

from forum.diagnostics.secrets import Secret, masked, secrets_in
from forum.kernel.errors import Invalid
from forum.kernel.words import N_
from forum.web.forms import Form

KINDS: Mapping[str, str] = {
    "private key": N_("private key"),
    "password": N_("password"),
    "key": N_("key"),
    "token": N_("token"),
    "recovery key of BitLocker": N_("recovery key of BitLocker"),
    "internal address": N_("internal address"),
    "hardware address": N_("hardware address"),
    "private mail address": N_("private mail address"),
}
"""What is noticed, as it is called on the page; what is not here is a key of some service."""


def without_secrets(texts: Mapping[str, str]) -> dict[str, str]:
    """The texts as their writer has decided; Invalid, and `noticed()` tells them, where he has not yet been asked."""
    decided = request.form.get("secrets", "")
    if decided == "keep":
        return dict(texts)
    if decided == "mask":
        marks = frozenset(request.form.getlist("mask"))
        return {name: masked(text, marks) for name, text in texts.items()}
    if any(not secret.is_address for secret in notice(texts.values())):
        raise Invalid("This seems to have a password or a key in it. Please look at it before you post.")
    return dict(texts)


def keep_out(form: Form, *names: str) -> None:
    """These fields of the form are as their writer has decided; Invalid as for `without_secrets`."""
    for name, text in without_secrets({name: form[name].data or "" for name in names}).items():
        form[name].data = text


def notice(texts: Iterable[str]) -> list[Secret]:
    """What the texts have, each value once; the page of this request shows it."""
    found = {secret.mark: secret for text in texts for secret in secrets_in(text)}
    g.noticed = noticed_now = list(found.values())
    return noticed_now


def noticed() -> list[tuple[Secret, str]]:
    """What was noticed in this request, with the message that names its kind."""
    return [(secret, KINDS.get(secret.kind, "key")) for secret in g.get("noticed", ())]
