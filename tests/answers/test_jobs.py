"""The worker's sweeps commit what they do."""

from forum.answers.actions import claim_question
from forum.answers.jobs import end_lapsed_claims
from forum.app import Tanya
from forum.conduct.actions import remember_result
from forum.conduct.jobs import forget_old_keys
from forum.kernel.db import session
from forum.operations.jobs import PERIODIC_WORK
from forum.questions.actions import count_view
from forum.questions.jobs import forget_old_views
from tests.conftest import NOON
from tests.people import ana, ben
from tests.posts import actor, later, question


def test_the_worker_sweeps_claims_keys_and_views(app: Tanya) -> None:
    asked, by = question(ana()), actor(ben())
    claim_question(asked, by=by, at=NOON)
    remember_result("key", "digest", "/questions/7", by=by, at=NOON)
    count_view(asked, by=by, at=NOON)
    session.commit()
    sweeps = (end_lapsed_claims, forget_old_views)
    assert [sweep(later(days=3)) for sweep in sweeps] == [1, 1]
    assert forget_old_keys(later(days=3)) >= 1
    assert [sweep(later(days=3)) for sweep in (*sweeps, forget_old_keys)] == [0, 0, 0]


def test_the_sweeps_are_on_the_workers_list() -> None:
    names = {work.name for work in PERIODIC_WORK}
    assert {"end-lapsed-claims", "forget-old-keys", "forget-old-views"} <= names
