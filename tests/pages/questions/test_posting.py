"""Asking, answering, commenting: one submit, nothing lost."""

from collections.abc import Callable
from datetime import datetime
from io import BytesIO

import pytest
from flask.testing import FlaskClient
from sqlalchemy import func, select

from forum.answers.models import Answer, Comment
from forum.answers.visibility import unrestricted as all_answers
from forum.kernel.db import session
from forum.people.models import Person
from forum.questions.models import Question
from forum.questions.visibility import unrestricted
from forum.topics.models import Audience
from tests import posts
from tests.files import samples
from tests.people import ana, ben, iris, sam

Browser = Callable[[Person], FlaskClient]
WORDS = {"title": posts.TITLE, "category": "hardware", "source": posts.BODY, "tags": "printer, toner", "key": "k1"}


@pytest.fixture(autouse=True)
def _noon(noon: datetime) -> None:
    """The clock stands in all of these tests."""


def only_question() -> Question:
    return session.scalars(select(Question).where(unrestricted())).one()


def test_a_question_is_asked_on_one_page_with_one_submit(client_of: Browser) -> None:
    posts.category()
    browser = client_of(ana())
    assert "Ask your question" in browser.get("/questions/new?category=hardware&title=VPN").text
    answer = browser.post("/questions", data=WORDS)
    question = only_question()
    assert (answer.status_code, answer.location) == (303, f"/questions/{question.id}/{question.slug}")
    assert (question.title, question.tags, question.html) == (posts.TITLE, "printer toner", f"<p>{posts.BODY}</p>\n")


def test_a_title_of_four_chinese_characters_is_asked(client_of: Browser) -> None:
    posts.category()
    assert client_of(ana()).post("/questions", data={**WORDS, "title": "网络断了"}).status_code == 303
    assert only_question().title == "网络断了"


def test_a_double_submit_leads_to_the_first_question(client_of: Browser) -> None:
    posts.category()
    browser = client_of(ana())
    places = {browser.post("/questions", data=WORDS).location for _ in range(3)}
    assert places == {f"/questions/{only_question().id}/{only_question().slug}"}


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"title": ""}, "Give your question a title."),
        ({"title": "Help"}, "in at least 8 characters"),
        ({"title": "\u202e\u200b\0"}, "Give your question a title."),
        ({"source": " \n\t"}, "Describe the problem."),
        ({"source": "a" * 1_000_000}, "This is too long"),
        ({"category": "no-such"}, "Choose one of the listed categories."),
        ({"tags": " ".join(f"tag{n}" for n in range(10_000))}, "Choose at most 5 tags."),
        ({"tags": "!!!"}, "A tag needs letters or digits"),
    ],
)
def test_what_cannot_be_asked_comes_back_filled_with_a_sentence(
    client_of: Browser, wrong: dict[str, str], sentence: str
) -> None:
    posts.category()
    answer = client_of(ana()).post("/questions", data={**WORDS, "title": "Blank pages again", **wrong})
    assert answer.status_code == 422
    assert sentence in answer.text
    kept = wrong.get("title", "Blank pages again")
    assert not kept.isprintable() or kept in answer.text
    assert session.scalar(select(func.count()).select_from(Question).where(unrestricted())) == 0


def test_hostile_text_is_kept_as_text(client_of: Browser) -> None:
    posts.category()
    source = "<script>alert(1)</script> [x](javascript:alert(1)) \u202eabc\u200b \0 😀 مرحبا"
    answer = client_of(ana()).post("/questions", data={**WORDS, "source": source}, follow_redirects=True)
    assert "<script>alert" not in answer.text
    assert 'href="javascript:' not in answer.text
    assert "😀 مرحبا" in answer.text
    assert "\u202e" not in only_question().source


def test_broken_utf_8_is_taken_as_far_as_it_goes(client_of: Browser) -> None:
    posts.category()
    body = b"title=Printer+%ff%fe+prints+nothing&category=hardware&source=ab%c3%28c%ed%a0%80&key=k"
    answer = client_of(ana()).post("/questions", data=body, content_type="application/x-www-form-urlencoded")
    assert answer.status_code == 303


def test_continue_brings_the_fields_of_the_category_and_keeps_what_was_typed(client_of: Browser) -> None:
    posts.category()
    page = client_of(ana()).post("/questions/new", data=WORDS).text
    assert posts.BODY in page
    assert "Everybody in the company will be able to read this." in page


def test_a_closed_category_is_offered_only_to_its_readers(client_of: Browser) -> None:
    posts.category("Secret plans", audience=Audience.STAFF)
    assert "Secret plans" not in client_of(ana()).get("/questions/new?category=secret-plans").text
    assert "Only IT staff" in client_of(iris()).get("/questions/new?category=secret-plans").text


def test_files_without_javascript_stand_at_the_end_of_the_text(client_of: Browser) -> None:
    posts.category()
    data = {**WORDS, "files": [(BytesIO(samples.png()), "screen.png"), (BytesIO(b"line"), "app.log")]}
    answer = client_of(ana()).post("/questions", data=data, content_type="multipart/form-data", follow_redirects=True)
    assert 'alt="screen.png"' in answer.text
    assert ">app.log</a>" in answer.text


def test_a_file_that_cannot_be_taken_loses_no_word(client_of: Browser) -> None:
    posts.category()
    data = {**WORDS, "files": [(BytesIO(samples.png_head(50_000, 50_000)), "bomb.png")]}
    answer = client_of(ana()).post("/questions", data=data, content_type="multipart/form-data")
    assert answer.status_code == 422
    assert "too many pixels" in answer.text
    assert posts.BODY in answer.text


def test_an_answer_stands_once_below_its_question(client_of: Browser) -> None:
    question, browser = posts.question(ana()), client_of(ben())
    for _ in range(2):
        answer = browser.post(f"/questions/{question.id}/answers", data={"source": "Turn it.", "key": "a"})
    made = session.scalars(select(Answer).where(all_answers())).one()
    assert answer.location == f"/questions/{question.id}/{question.slug}#answer-{made.id}"


def test_an_answer_that_is_sent_again_from_a_page_gone_back_to_stands_once(client_of: Browser) -> None:
    question, helper = posts.question(ana()), ben()
    address = f"/questions/{question.id}/answers"
    first, again = (client_of(helper).post(address, data={"source": "Turn it.", "key": key}) for key in "ab")
    assert first.location == again.location
    client_of(iris()).post(address, data={"source": "Turn it.", "key": "c"})
    client_of(helper).post(address, data={"source": "Turn it twice.", "key": "d"})
    assert session.scalar(select(func.count(Answer.id)).where(all_answers())) == 3


def test_a_comment_that_is_sent_again_from_a_page_gone_back_to_stands_once(client_of: Browser) -> None:
    question, helper, staff = posts.question(ana()), ben(), iris()
    answer = posts.answer(question, staff)
    for post in (f"/questions/{question.id}", f"/answers/{answer.id}"):
        places = {client_of(helper).post(f"{post}/comments", data={"source": "Same.", "key": k}).location for k in "ab"}
        assert len(places) == 1
    client_of(staff).post(f"/answers/{answer.id}/comments", data={"source": "Same.", "key": "c"})
    assert session.scalar(select(func.count(Comment.id)).where(all_answers())) == 3


def test_what_an_anonymous_asker_sends_again_stands_once(client_of: Browser) -> None:
    asker = ana()
    question = posts.question(asker, posts.category(allows_anonymous=True), anonymous=True)
    for key in "ab":
        client_of(asker).post(f"/questions/{question.id}/answers", data={"source": "Turn it.", "key": key})
    assert session.scalar(select(func.count(Answer.id)).where(all_answers())) == 1


def test_a_question_that_is_sent_again_from_a_page_gone_back_to_stands_once(client_of: Browser) -> None:
    posts.category()
    asker = ana()
    first, again = (client_of(asker).post("/questions", data={**WORDS, "key": key}) for key in "ab")
    assert first.location == again.location
    client_of(ben()).post("/questions", data={**WORDS, "key": "c"})
    for other in ({"tags": "printer"}, {"source": f"{posts.BODY} Again."}):
        client_of(asker).post("/questions", data={**WORDS, "key": "d", **other})
    assert session.scalar(select(func.count(Question.id)).where(unrestricted())) == 4


def test_a_question_that_was_deleted_can_be_asked_again(client_of: Browser) -> None:
    posts.category()
    asker = ana()
    first = client_of(asker).post("/questions", data={**WORDS, "key": "a"})
    client_of(asker).post(f"/questions/{only_question().id}/removal", data={"reason": "Too early."})
    assert client_of(asker).post("/questions", data={**WORDS, "key": "b"}).location != first.location


def test_an_answer_to_a_locked_question_is_given_back(client_of: Browser) -> None:
    question, staff = posts.question(ana()), iris()
    client_of(staff).post(f"/questions/{question.id}/lock", data={"reason": "Settled."})
    answer = client_of(ben()).post(f"/questions/{question.id}/answers", data={"source": "My long text."})
    assert answer.status_code == 403
    assert "locked" in answer.text
    assert "My long text." in answer.text


def test_too_many_answers_say_when_again_and_keep_the_text(client_of: Browser) -> None:
    question, browser = posts.question(ana()), client_of(ben())
    for number in range(16):
        answer = browser.post(
            f"/questions/{question.id}/answers", data={"source": f"Try {number}.", "key": f"{number}"}
        )
    assert answer.status_code == 429
    assert answer.headers["Retry-After"] == "Thu, 05 Mar 2026 05:00:00 GMT"
    assert "Answer again from Thursday 13:00; your text stays." in answer.text
    assert "Try 15." in answer.text


def test_a_comment_comes_as_a_part_for_htmx_and_as_a_redirect_without(client_of: Browser) -> None:
    question = posts.question(ana())
    answer, browser = posts.answer(question, ben()), client_of(sam())
    part = browser.post(
        f"/answers/{answer.id}/comments", data={"source": "Which one?", "key": "1"}, headers={"HX-Request": "true"}
    )
    assert part.text.strip().startswith('<div class="comments"')
    whole = browser.post(f"/questions/{question.id}/comments", data={"source": "Since when?", "key": "2"})
    assert whole.status_code == 303
    assert "#comment-" in whole.location
