"""Staff's tools, and taking posts out of sight."""

from collections.abc import Callable
from datetime import datetime

import pytest
from flask.testing import FlaskClient

from forum.kernel.db import session
from forum.people.models import Person
from forum.questions.models import Question
from forum.topics.models import Audience
from tests import posts
from tests.people import ana, ben, iris, mo, sam

Browser = Callable[[Person], FlaskClient]
Work = Callable[[], int]


@pytest.fixture(autouse=True)
def _noon(noon: datetime) -> None:
    """The clock stands in all of these tests."""


def place_of(question: Question) -> str:
    return f"/questions/{question.id}/{question.slug}"


def test_employees_never_see_the_bar_of_staff(client_of: Browser) -> None:
    question = posts.question(ana())
    assert "staff-bar" not in client_of(sam()).get(place_of(question)).text
    assert "Make a ticket" in client_of(iris()).get(place_of(question)).text


@pytest.mark.parametrize("act", ["lock", "lock/undo", "duplicate", "duplicate/undo", "move", "hiding"])
def test_employees_cannot_use_the_tools(client_of: Browser, act: str) -> None:
    question = posts.question(ana())
    assert client_of(sam()).post(f"/questions/{question.id}/{act}").status_code == 403


def test_a_duplicate_and_its_original_name_each_other(client_of: Browser) -> None:
    asker, browser = ana(), client_of(iris())
    original, copy = posts.question(asker, title="Paper jam on floor 3"), posts.question(asker)
    browser.post(f"/questions/{copy.id}/duplicate", data={"original": f"https://tanya.example{place_of(original)}"})
    assert "Paper jam on floor 3" in browser.get(place_of(copy)).text
    assert posts.TITLE in browser.get(place_of(original)).text
    browser.post(f"/questions/{copy.id}/duplicate/undo")
    assert posts.TITLE not in browser.get(place_of(original)).text


def test_the_original_is_chosen_among_threads_like_it(client_of: Browser, indexing: Work) -> None:
    asker, browser = ana(), client_of(iris())
    original, copy = posts.question(asker, title="Paper jam on floor 3"), posts.question(asker, title="Paper jam again")
    indexing()
    page = browser.get(f"/questions/{copy.id}/duplicate?q=jam").text
    assert f'name="chosen" id="thread-{original.id}"' in page and f'id="thread-{copy.id}"' not in page
    assert browser.post(f"/questions/{copy.id}/duplicate", data={"chosen": str(original.id)}).status_code == 303
    assert copy.duplicate_of_id == original.id


def test_readers_of_a_duplicate_are_led_to_its_original_and_may_stay(client_of: Browser) -> None:
    asker, reader = ana(), client_of(sam())
    original, copy = posts.question(asker, title="Paper jam on floor 3"), posts.question(asker)
    client_of(iris()).post(f"/questions/{copy.id}/duplicate", data={"original": f"{original.id}"})
    led = reader.get(place_of(copy))
    assert (led.status_code, led.location) == (302, f"{place_of(original)}?from={copy.id}")
    assert "You were led here from" in reader.get(led.location).text
    assert reader.get(f"{place_of(copy)}?stay=1").status_code == 200
    assert client_of(asker).get(place_of(copy)).status_code == 200


def test_a_duplicate_of_what_was_closed_since_says_so(client_of: Browser) -> None:
    asker = ana()
    original, copy = posts.question(asker, title="Paper jam on floor 3"), posts.question(asker)
    staff = client_of(iris())
    staff.post(f"/questions/{copy.id}/duplicate", data={"original": f"{original.id}"})
    original.category_id = posts.category("Board", audience=Audience.GROUPS).id
    session.commit()
    for reader in (client_of(asker), client_of(sam()), staff):
        page = reader.get(place_of(copy)).text
        assert "a duplicate of a question that you cannot read" in page and "Paper jam on floor 3" not in page
    assert staff.post(f"/questions/{copy.id}/duplicate/undo").status_code == 303
    assert "a duplicate of a question" not in staff.get(place_of(copy)).text


@pytest.mark.parametrize("words", ["", "nonsense", "999", "#999", "/questions/9999999999999999999999"])
def test_an_original_that_is_none_is_told(client_of: Browser, words: str) -> None:
    question = posts.question(ana())
    assert client_of(iris()).post(f"/questions/{question.id}/duplicate", data={"original": words}).status_code == 422


def test_duplicates_make_no_circle(client_of: Browser) -> None:
    asker, browser = ana(), client_of(iris())
    first, second = posts.question(asker), posts.question(asker, title="Blank pages on floor 3")
    assert browser.post(f"/questions/{first.id}/duplicate", data={"original": f"{second.id}"}).status_code == 303
    assert browser.post(f"/questions/{second.id}/duplicate", data={"original": f"{first.id}"}).status_code == 422
    assert browser.post(f"/questions/{first.id}/duplicate", data={"original": f"{first.id}"}).status_code == 422


def test_moving_into_a_closed_category_takes_it_from_others_sight(client_of: Browser) -> None:
    question = posts.question(ana())
    posts.category("Inside IT", audience=Audience.STAFF)
    staff = client_of(iris())
    assert "Inside IT · Staff only</option>" in staff.get(f"/questions/{question.id}/move").text
    staff.post(f"/questions/{question.id}/move", data={"category": "inside-it"})
    assert client_of(sam()).get(place_of(question)).status_code == 404


def test_the_asker_deletes_an_unanswered_question_and_brings_it_back(client_of: Browser) -> None:
    asker = ana()
    question, browser, reader = posts.question(asker), client_of(asker), client_of(sam())
    assert "Only its author and staff" in browser.get(f"/questions/{question.id}/remove").text
    browser.post(f"/questions/{question.id}/removal", data={"reason": "solved itself"})
    assert reader.get(place_of(question)).status_code == 404
    assert "solved itself" in browser.get(place_of(question)).text
    browser.post(f"/questions/{question.id}/removal/undo")
    assert reader.get(place_of(question)).status_code == 200


def test_a_moderator_hides_with_a_reason(client_of: Browser) -> None:
    question = posts.question(ana())
    client_of(mo()).post(f"/questions/{question.id}/hiding", data={"reason": "insults"})
    assert client_of(sam()).get(place_of(question)).status_code == 404


def test_author_and_staff_read_who_removed_an_answer_and_why_and_nobody_else(client_of: Browser) -> None:
    asker, author, staff = ana(), ben(), iris()
    question = posts.question(asker)
    answer = posts.answer(question, author)
    client_of(staff).post(f"/answers/{answer.id}/removal", data={"reason": "It erases the disk."})
    for reader in (author, staff):
        page = client_of(reader).get(place_of(question)).text
        assert "Removed by Iris Tan" in page and "It erases the disk." in page
    assert "It erases the disk." not in client_of(asker).get(place_of(question)).text
    client_of(staff).post(f"/answers/{answer.id}/removal/undo")
    assert "It erases the disk." not in client_of(author).get(place_of(question)).text


def test_removed_answers_and_comments_are_seen_by_staff_only(client_of: Browser) -> None:
    question, helper = posts.question(ana()), ben()
    answer, comment = posts.answer(question, helper, source="Wrong idea."), posts.comment(question, helper)
    staff, reader = client_of(iris()), client_of(sam())
    staff.post(f"/answers/{answer.id}/removal", data={"reason": "wrong"})
    staff.post(f"/comments/{comment.id}/removal")
    page = reader.get(place_of(question)).text
    assert "Wrong idea." not in page
    assert "Which model?" not in page
    assert "Wrong idea." in staff.get(place_of(question)).text
    assert reader.get(f"/answers/{answer.id}").status_code == 404
    staff.post(f"/answers/{answer.id}/removal/undo")
    assert "Wrong idea." in reader.get(place_of(question)).text


def test_a_comment_that_was_deleted_by_mistake_is_brought_back_by_its_author(client_of: Browser) -> None:
    question, author = posts.question(asker := ana()), ben()
    comment, his, others = posts.comment(question, author), client_of(author), client_of(asker)
    assert his.post(f"/comments/{comment.id}/removal").location == f"{place_of(question)}#comment-{comment.id}"
    undo = f"/comments/{comment.id}/removal/undo"
    assert undo in his.get(place_of(question)).text and "Which model?" not in others.get(place_of(question)).text
    his.post(undo)
    assert "Which model?" in others.get(place_of(question)).text


def test_a_reason_of_a_thousand_letters_is_refused(client_of: Browser) -> None:
    question = posts.question(ana())
    assert client_of(iris()).post(f"/questions/{question.id}/lock", data={"reason": "x" * 1000}).status_code == 422


@pytest.mark.parametrize(("who", "may"), [(ben, False), (iris, False), (mo, True)])
def test_an_answer_that_flags_hid_waits_for_a_moderator_and_says_so(
    client_of: Browser, who: Callable[[], Person], may: bool
) -> None:
    question, author = posts.question(ana()), ben()
    answer = posts.answer(question, author)
    client_of(sam()).post(f"/flag/answer/{answer.id}", data={"why": "secret"})
    page = client_of(who() if who is not ben else author).get(place_of(question)).text
    assert "Out of sight until a moderator has looked." in page
    assert (f"/answers/{answer.id}/removal/undo" in page) is may
