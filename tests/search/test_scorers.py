"""A scorer of somebody else takes part in searching and explaining; nothing else knows of it."""

from collections.abc import Callable
from datetime import UTC

import numpy as np
import pytest

from forum.search.asking import Asker
from forum.search.check import explanations
from forum.search.index.protocol import Enquiry
from forum.search.index.scorers import registered, taking_part
from forum.search.index.scoring import Scores, Shelf
from forum.search.queries import search
from forum.topics.models import Audience
from tests import posts
from tests.conftest import NOON
from tests.people import iris, sam

Work = Callable[[], int]


class Liking:
    """Says that some threads are what was meant, whatever their words are."""

    def __init__(self, *question_ids: int) -> None:
        self._liked = question_ids

    def scores(self, shelf: Shelf, enquiry: Enquiry) -> Scores:
        return np.isin(shelf.questions, self._liked).astype(np.float32)

    def proposed(self, enquiry: Enquiry, *, most: int) -> tuple[int, ...]:
        return self._liked[:most]


def test_a_registered_scorer_changes_the_order_and_raises_what_has_none_of_the_words(indexing: Work) -> None:
    asker = iris()
    first = posts.question(asker, title="Toner printer", source="Toner printer")
    second = posts.question(asker, title="A printer", source="It is loud.")
    other = posts.question(asker, title="The copier is silent", source="It is.")
    indexing()

    def found() -> list[int]:
        return [hit.row.id for hit in search("toner printer", Asker(posts.actor(asker), at=NOON, zone=UTC)).hits]

    assert found() == [first.id, second.id]
    with taking_part("meaning", Liking(second.id, other.id), weight=3.0):
        assert found() == [second.id, other.id, first.id]
    assert found() == [first.id, second.id]


def test_what_it_raises_is_shown_to_nobody_who_may_not_see_it(indexing: Work) -> None:
    staff = iris()
    secret = posts.question(staff, posts.category("Secrets", audience=Audience.STAFF), title="The printer password")
    indexing()
    stranger = posts.actor(sam())
    with taking_part("meaning", Liking(secret.id), weight=3.0):
        assert not search("printer", Asker(stranger, at=NOON, zone=UTC)).hits


def test_the_explanation_names_it_and_adds_up(indexing: Work) -> None:
    asked = posts.question(iris(), title="A printer", source="It is loud.")
    indexing()
    with taking_part("meaning", Liking(asked.id), weight=0.5):
        found = explanations("printer", at=NOON, most=5)[0].explanation
    ((name, worth),) = found.others
    words = sum(value for _, value in found.words) * found.presence
    facts = float(np.prod([factor for _, factor in found.facts]))
    assert name == "meaning"
    assert found.score == pytest.approx(words * facts + found.recency + worth, rel=1e-4)
    assert not registered()
