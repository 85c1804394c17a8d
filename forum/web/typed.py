"""Nothing typed is lost: whatever refuses a form, the person gets it back as sent, with the sentence that says why."""

from collections.abc import Callable

from flask import flash, make_response, redirect
from werkzeug.wrappers import Response

from forum.kernel.errors import Invalid, NotFound, Refusal
from forum.web.forms import Form
from forum.web.meanwhile import OpenedForm, Overtaken
from forum.web.words import sentence


def refused(form: Form, refusal: Refusal) -> None:
    """The refusal stands beside its field or above the form; what does not exist for the person is raised on."""
    if isinstance(refusal, NotFound):
        raise refusal
    if isinstance(refusal, Invalid):
        form.refuse(refusal)
    else:
        form.form_errors.append(sentence(refusal))
    if isinstance(refusal, Overtaken) and isinstance(form, OpenedForm):
        form.take_over(refusal)


def tried(form: Form, act: Callable[[], Response], page: Callable[[], str]) -> Response:
    """The answer of `act` where the form is right and nothing refuses it; else `page`, which shows the form as sent."""
    refusal = None
    if form.validate():
        try:
            return act()
        except Refusal as met:
            refused(form, refusal := met)
    return given_back(page(), refusal)


def done_or_given_back(act: Callable[[], str], page: Callable[[Refusal], str], *, done: str = "") -> Response:
    """For forms without a class: to the address that `act` gives, where `done` is said; else `page`, as it was sent.

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


def given_back(page: str, refusal: Refusal | None = None) -> Response:
    """The page with the form, under the status of what refused it; 422 when the form itself was not right."""
    response = make_response(page, refusal.status if refusal else 422)
    if refusal and refusal.retry_after:
        response.headers["Retry-After"] = refusal.retry_after
    return response
