"""How every form of moderation ends: elsewhere with a word of it, or where it was, with what was sent and why not."""

from collections.abc import Callable

from flask import flash, redirect
from werkzeug.wrappers import Response

from forum.kernel.errors import NotFound, Refusal
from forum.pages.questions.typed import given_back
from forum.web.words import sentence


def done_or_given_back(act: Callable[[], str], page: Callable[[Refusal], str], *, done: str = "") -> Response:
    """To the address that `act` gives, where `done` is said; else `page`, which shows the form as sent.

    What does not exist for the person is raised on.
    """
    try:
        address = act()
    except NotFound:
        raise
    except Refusal as refusal:
        return given_back(page(refusal), refusal)
    if done:
        flash(done, "good")
    return redirect(address, 303)


def wrong_of(refusal: Refusal) -> dict[str, str]:
    """The refusal's sentence under the name of its field; under nothing if it names none."""
    return {getattr(refusal, "field", ""): sentence(refusal)}
