"""What stands in a closed category is absent from every page of these areas, for everybody outside."""

import re
from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest
from flask.testing import FlaskClient

from forum.accounts.settings import OPEN_READING
from forum.kernel.db import session
from forum.kernel.settings import registry
from forum.people.models import Person
from forum.topics.models import Audience
from tests import posts
from tests.people import ana, iris, sam

Browser = Callable[[Person], FlaskClient]
WORD = "zanzibar"
SEARCH = 'id="q-top"'
PLACES = (
    "/questions/{q}", "/questions/{q}/{w}-{w}", "/questions/{q}/revisions", "/questions/{q}/revisions/1",
    "/questions/{q}/edit", "/questions/{q}/remove", "/questions/{q}/comments/new", "/answers/{a}", "/answers/{a}/edit",
    "/answers/{a}/revisions", "/answers/{a}/revisions/1", "/answers/{a}/remove", "/answers/{a}/comments/new",
    "/comments/{c}", "/comments/{c}/edit", "/questions/{open}", "/questions", "/questions?sort=newest",
    "/questions?sort=score", "/questions?sort=affected", "/questions?show=unanswered", "/questions?show=unsolved",
    "/questions?show=mine", "/questions?show=following", "/questions?show=bookmarks", "/questions?staff=1",
    "/questions?category={w}", "/questions?tag={w}", "/questions/new", "/questions/new?category={w}", "/tags",
    "/tags/{w}", "/complete/tags?q=zan", "/categories/{w}", "/live?thread={q}&since=0", "/feeds", "/files",
    "/complete/people?q=zan",
)  # fmt: skip


@pytest.fixture(autouse=True)
def _noon(noon: datetime) -> None:
    """The clock stands in all of these tests."""


@pytest.fixture
def planted(client_of: Browser) -> dict[str, object]:
    """A closed question full of the word, an open duplicate of it, both answered and commented."""
    staff, asker = iris(), ana()
    secret = posts.category(WORD.title(), audience=Audience.STAFF)
    question = posts.question(staff, secret, title=f"{WORD} {WORD}", source=f"{WORD} {WORD}", tags=(WORD,))
    answer = posts.answer(question, staff, source=WORD)
    comment = posts.comment(question, staff, on=answer)
    copy = posts.question(asker, title="An open question that is a duplicate")
    client_of(staff).post(f"/questions/{copy.id}/duplicate", data={"original": str(question.id)})
    return {"q": question.id, "a": answer.id, "c": comment.id, "open": copy.id, "w": WORD}


def beside_the_address(answer: Any) -> str:
    """The answer's text without the address that was asked for, which the frame repeats."""
    return str(answer.text.replace(answer.request.path, "").casefold())


@pytest.mark.parametrize("place", PLACES)
def test_a_colleague_outside_never_meets_the_word(client_of: Browser, planted: dict[str, object], place: str) -> None:
    answer = client_of(sam()).get(place.format(**planted), follow_redirects=True)
    assert answer.status_code in (200, 403, 404)
    assert WORD not in beside_the_address(answer)


@pytest.mark.parametrize("place", PLACES)
def test_a_stranger_is_led_to_sign_in_or_finds_nothing(
    client: FlaskClient, planted: dict[str, object], place: str
) -> None:
    answer = client.get(place.format(**planted))
    assert answer.status_code == 302
    assert answer.location.startswith("/sign-in?next=")


@pytest.mark.parametrize("place", PLACES)
def test_open_reading_opens_no_closed_category(client: FlaskClient, planted: dict[str, object], place: str) -> None:
    registry.store(OPEN_READING, True)
    session.commit()
    answer = client.get(place.format(**planted))
    assert answer.status_code in (200, 301, 302, 404)
    assert answer.status_code == 302 or WORD not in beside_the_address(answer)


@pytest.mark.parametrize(
    "place",
    [
        "/questions/{q}/vote", "/questions/{q}/answers", "/questions/{q}/comments", "/questions/{q}/affected",
        "/questions/{q}/follow", "/questions/{q}/bookmark", "/questions/{q}/claim", "/questions/{q}/view",
        "/questions/{q}/removal", "/questions/{q}/revisions/1/restore", "/answers/{a}/vote", "/answers/{a}/acceptance",
        "/answers/{a}/comments", "/answers/{a}/removal", "/answers/{a}/edit", "/comments/{c}/edit",
        "/comments/{c}/removal", "/questions/{q}/edit",
    ],
)  # fmt: skip
def test_nothing_closed_can_be_acted_on(client_of: Browser, planted: dict[str, object], place: str) -> None:
    data = {"source": "My words.", "title": "Longer title", "value": "1", "key": "k", "revision": "1"}
    answer = client_of(sam()).post(place.format(**planted), data=data)
    assert answer.status_code == 404
    assert WORD not in answer.text.casefold()


@pytest.mark.parametrize(
    "place", ["/questions", "/questions/1/vote", "/answers/1/vote", "/files", "/preview", "/feeds/key"]
)
def test_a_stranger_cannot_post(client: FlaskClient, place: str) -> None:
    assert client.post(place, data={"source": "x"}).status_code == 401


def test_readers_of_an_open_forum_search_from_every_page(client: FlaskClient) -> None:
    asked = posts.question(ana())
    pages = ("/", f"/questions/{asked.id}/{asked.slug}", "/faq", "/sign-up")
    assert [SEARCH in client.get(page, follow_redirects=True).text for page in pages] == [False] * 4
    registry.store(OPEN_READING, True)
    assert [SEARCH in client.get(page).text for page in pages] == [True] * 4


def test_a_sign_stands_in_the_place_of_initials_where_people_are_closed(client: FlaskClient) -> None:
    asked = posts.question(ana())
    posts.answer(asked, iris())
    registry.store(OPEN_READING, True)
    page = client.get(f"/questions/{asked.id}/{asked.slug}").text
    assert [mark[:4] for mark in re.findall(r'class="avatar[^>]*>(.*?)</span>', page)] == ["<svg", "<svg"]
