"""Whoever cares for the FAQ reads after each act what has become of the entry."""

from collections.abc import Callable

import pytest
from flask.testing import FlaskClient

from forum.people.models import Person
from tests import people
from tests.knowledge.entries import published
from tests.posts import answer, question

ClientOf = Callable[[Person], FlaskClient]
pytestmark = pytest.mark.usefixtures("noon")


def test_each_act_says_what_has_become_of_the_entry(client_of: ClientOf) -> None:
    asked, staff = question(people.ana()), people.iris()
    entry, iris = published(asked, answer(asked, people.ben()), staff), client_of(staff)
    acts = {
        "check": "Thank you. Next check:",
        "review": "Taken back:",
        "draft": "It is a draft:",
        "retirement": "Obsolete:",
    }
    for act, words in acts.items():
        assert words in iris.post(f"/faq/{entry.id}/{act}", follow_redirects=True).text, act


@pytest.mark.parametrize(
    ("author", "then", "words"),
    [("ben", "publish", "Published:"), ("iris", "publish", "Colleagues are asked"), ("ben", "draft", "It is a draft:")],
)
def test_a_promoted_answer_says_whether_it_is_published(
    client_of: ClientOf, author: str, then: str, words: str
) -> None:
    staff, _colleague = people.iris(), people.make_person("Farid Hassan", roles="employee it_staff")
    asked = question(people.ana())
    given = answer(asked, staff if author == "iris" else people.ben())
    form = {"question": "Why is it blank?", "source": "Turn it.", "category": asked.category_id, "language": "en"}
    sent = {**form, "then": then, "key": "k1"}
    assert words in client_of(staff).post(f"/answers/{given.id}/faq", data=sent, follow_redirects=True).text
