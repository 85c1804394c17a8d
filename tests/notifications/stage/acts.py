"""The table: for each kind the act, which says whom it tells."""

from collections.abc import Callable

from forum.people.models import Person
from tests.notifications.stage import conduct, knowing, tickets
from tests.notifications.stage.company import Stage
from tests.posts import category

Act = Callable[[Stage], Person]


def _answer(on: Stage) -> Person:
    on.send(on.iris, f"{on.thread}/answers", source="Turn it off and on.")
    return on.ana


def _comment(on: Stage) -> Person:
    on.send(on.sam, f"{on.thread}/comments", source="Which model?")
    return on.ana


def _mention(on: Stage) -> Person:
    on.send(on.sam, f"{on.thread}/comments", source="Does @iris.tan know?")
    return on.iris


def _accepted(on: Stage) -> Person:
    on.accept()
    return on.ben


def _solved(on: Stage) -> Person:
    on.send(on.sam, f"{on.thread}/affected")
    on.accept()
    return on.sam


def _thanked(on: Stage) -> Person:
    on.send(on.ana, f"/answers/{on.given.id}/thanks", words="That was it.")
    return on.ben


def _milestone(on: Stage) -> Person:
    for voter in (on.ana, on.sam, on.iris, on.mo, on.admin):
        on.send(voter, f"/answers/{on.given.id}/vote", value="1")
    return on.ben


def _watched_question(on: Stage) -> Person:
    on.send(on.sam, "/watches", kind="category", thing=on.place.id)
    on.send(on.ben, "/questions", title="Toner smells of smoke", category=on.place.slug, source="It does, every day.")
    return on.sam


def _watched_answer(on: Stage) -> Person:
    on.send(on.sam, "/watches", kind="person", thing=on.iris.id)
    _answer(on)
    return on.sam


def _merged(on: Stage) -> Person:
    where = on.send(on.sam, "/questions", title="Blank pages again", category=on.place.slug, source="They are blank.")
    on.send(on.mo, f"/questions/{where.split('/')[2]}/merge", into=on.asked.id)
    return on.sam


def _split(on: Stage) -> Person:
    where = on.send(on.ben, f"{on.thread}/answers", source="Mine does not scan either.")
    on.send(on.mo, f"{on.thread}/split", title="The scanner does not scan", answers=where.rpartition("-")[2])
    return on.ben


def _split_along(on: Stage) -> Person:
    wheres = [on.send(who, f"{on.thread}/answers", source="Mine does not scan either.") for who in (on.ben, on.sam)]
    answers = [where.rpartition("-")[2] for where in wheres]
    on.send(on.mo, f"{on.thread}/split", title="The scanner does not scan", answers=answers)
    return on.sam


def _duplicate(on: Stage) -> Person:
    where = on.send(on.sam, "/questions", title="Blank pages again", category=on.place.slug, source="They are blank.")
    on.send(on.iris, f"/questions/{where.split('/')[2]}/duplicate", original=on.asked.id)
    return on.sam


def _locked(on: Stage) -> Person:
    on.send(on.mo, f"{on.thread}/lock", reason="It is solved.")
    return on.ana


def _unlocked(on: Stage) -> Person:
    _locked(on)
    on.send(on.mo, f"{on.thread}/lock/undo")
    return on.ana


def _protected(on: Stage) -> Person:
    on.send(on.iris, f"{on.thread}/protection", reason="Many say only that they have it, too.")
    return on.ana


def _unprotected(on: Stage) -> Person:
    _protected(on)
    on.send(on.iris, f"{on.thread}/protection/undo")
    return on.ana


def _moved(on: Stage) -> Person:
    on.send(on.iris, f"{on.thread}/move", category=category("Software").slug)
    return on.ana


ACTS: dict[str, Act] = {
    "answer": _answer, "comment": _comment, "mention": _mention, "accepted": _accepted, "solved": _solved,
    "thanked": _thanked, "milestone": _milestone, "watched_question": _watched_question,
    "watched_answer": _watched_answer, "merged": _merged, "split": _split, "split_along": _split_along,
    "duplicate": _duplicate, "locked": _locked, "unlocked": _unlocked, "protected": _protected,
    "unprotected": _unprotected, "moved": _moved, **tickets.ACTS, **knowing.ACTS, **conduct.ACTS,
}  # fmt: skip
