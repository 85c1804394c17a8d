"""Flags and steps, and what is told about an account or to administrators."""

from collections.abc import Callable
from functools import partial

from sqlalchemy import select

from forum.conduct.models import Consequence
from forum.files.storage import FolderStorage
from forum.kernel.db import session
from forum.mail.actions import queue_mail
from forum.mail.bounces import bounced
from forum.notifications.actions import tell_of_stopped_mail
from forum.people.models import Person
from forum.privacy.copying import copy_due
from tests.conftest import NOON
from tests.notifications.stage.company import Stage
from tests.people import make_person

_DECISION = {"verdict": "agreed", "remedy": "hidden", "text": "rude", "words": "Thank you."}


def _flagged(on: Stage) -> Person:
    on.flag(on.ana)
    return on.mo


def _held(on: Stage) -> Person:
    on.flag(on.ana, on.sam, on.ismail)
    return on.ben


def _secret(on: Stage) -> Person:
    on.flag(on.ana, why="secret")
    return on.ben


def _decided(told: str, on: Stage, **decision: str) -> Person:
    on.send(on.mo, f"/moderation/{on.flag(on.ana)}/decision", **{**_DECISION, **decision})
    person: Person = getattr(on, told)
    return person


def _back(on: Stage) -> Person:
    item = on.flag(on.ana, on.sam, on.ismail)
    on.send(on.mo, f"/moderation/{item}/decision", verdict="disagreed", remedy="left")
    return on.ben


def _step(step: str, on: Stage) -> Person:
    on.send(on.mo, f"/moderation/people/{on.sam.handle}/steps", step=step, words="You called a colleague a fool.")
    return on.sam


def _objected(on: Stage) -> Person:
    other = make_person("Nora Ali", roles="employee moderator")
    _step("warning", on)
    step = session.scalars(select(Consequence.id)).one()
    on.send(on.sam, f"/settings/standing/{step}/objection", objection="It was about the printer.")
    return other


def _answered(on: Stage) -> Person:
    other = _objected(on)
    step = session.scalars(select(Consequence.id)).one()
    on.send(other, f"/moderation/steps/{step}/answer", act="undo", answer="You are right.")
    return on.sam


def _paused(on: Stage) -> Person:
    """A mail to Ana comes back."""
    mail = queue_mail(
        person_id=on.ana.id, address=on.ana.email or "", language="en", template="news", facts={}, sender_name="",
        at=NOON,
    )  # fmt: skip
    bounced(mail.message_id, is_permanent=True, reason="no such user", at=NOON)
    return on.ana


def _copied(on: Stage) -> Person:
    on.send(on.ana, "/settings/privacy/copy")
    copy_due(FolderStorage(on.app.extensions["environment"].files_dir), "test", NOON)
    return on.ana


def _stopped(on: Stage) -> Person:
    tell_of_stopped_mail("elsewhere.example", at=NOON)
    return on.admin


ACTS: dict[str, Callable[[Stage], Person]] = {
    "flagged": _flagged, "held": _held, "secret_held": _secret, "flag_agreed": partial(_decided, "ana"),
    "flag_disagreed": partial(_decided, "ana", verdict="disagreed", remedy="left"),
    "post_decided": partial(_decided, "ben"), "post_back": _back,
    "step_reminder": partial(_step, "reminder"), "step_warning": partial(_step, "warning"),
    "step_silence": partial(_step, "silence_1"), "step_objected": _objected, "objection_answered": _answered,
    "mail_paused": _paused, "data_copied": _copied, "mail_stopped": _stopped,
}  # fmt: skip
