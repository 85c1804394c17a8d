"""Edits, conflicts, revisions."""

from collections.abc import Callable
from datetime import datetime

import pytest
from flask.testing import FlaskClient

from forum.people.models import Person
from tests import posts
from tests.people import ana, ben, iris, sam

Browser = Callable[[Person], FlaskClient]


@pytest.fixture(autouse=True)
def _noon(noon: datetime) -> None:
    """The clock stands in all of these tests."""


def edited(source: str, **facts: str) -> dict[str, str]:
    """What the edit form of a question sends."""
    return {"title": posts.TITLE, "source": source, "tags": "", "revision": "1", **facts}


def test_an_edit_makes_a_revision_that_shows_what_changed(client_of: Browser) -> None:
    asker = ana()
    question, browser = posts.question(asker, source="It prints nothing."), client_of(asker)
    assert "It prints nothing." in browser.get(f"/questions/{question.id}/edit").text
    browser.post(f"/questions/{question.id}/edit", data=edited("It prints stripes.", reason="more exact"))
    assert "more exact" in browser.get(f"/questions/{question.id}/revisions").text
    change = browser.get(f"/questions/{question.id}/revisions/2").text
    assert "<del>nothing</del><ins>stripes</ins>" in change


def test_a_revision_says_who_made_it_and_why(client_of: Browser) -> None:
    question, staff = posts.question(ana()), client_of(iris())
    form = {"title": posts.TITLE, "source": "Clearer.", "revision": "1", "reason": "Less guessing"}
    staff.post(f"/questions/{question.id}/edit", data=form)
    page = staff.get(f"/questions/{question.id}/revisions/2").text
    assert "Iris Tan" in page and "Less guessing" in page


def test_the_slower_of_two_sees_both_texts_and_loses_nothing(client_of: Browser) -> None:
    asker = ana()
    question = posts.question(asker, source="It prints nothing.")
    client_of(iris()).post(f"/questions/{question.id}/edit", data=edited("It prints stripes."))
    answer = client_of(asker).post(f"/questions/{question.id}/edit", data=edited("It prints my words."))
    assert answer.status_code == 409
    assert "It prints stripes." in answer.text
    assert "It prints my words." in answer.text
    assert 'name="revision" value="2"' in answer.text


def test_the_slower_of_two_does_not_take_back_unseen_what_only_the_other_changed(client_of: Browser) -> None:
    asker = ana()
    question = posts.question(asker, source="It prints nothing.")
    theirs = edited("It prints nothing.", title="Printer prints stripes", tags="stripes")
    client_of(iris()).post(f"/questions/{question.id}/edit", data=theirs)
    page = client_of(asker).post(f"/questions/{question.id}/edit", data=edited("It prints my words.")).text
    assert 'value="Printer prints stripes"' in page and 'name="tags" value="stripes"' in page


def test_the_slower_of_two_sees_that_both_changed_the_title(client_of: Browser) -> None:
    asker = ana()
    question = posts.question(asker, source="Nothing.")
    client_of(iris()).post(f"/questions/{question.id}/edit", data=edited("Nothing.", title="Printer prints stripes"))
    mine = edited("Nothing.", title="Printer prints dots", tags="dots")
    page = client_of(asker).post(f"/questions/{question.id}/edit", data=mine).text
    assert "<del>Printer prints stripes</del> <ins>Printer prints dots</ins>" in page
    assert "<del></del> <ins>dots</ins>" in page


def test_after_the_conflict_the_form_can_be_saved(client_of: Browser) -> None:
    asker = ana()
    question = posts.question(asker)
    client_of(iris()).post(f"/questions/{question.id}/edit", data=edited("Second."))
    answer = client_of(asker).post(f"/questions/{question.id}/edit", data=edited("Third.", revision="2"))
    assert answer.status_code == 303


def test_going_back_to_a_revision_makes_a_new_one(client_of: Browser) -> None:
    asker = ana()
    question, browser = posts.question(asker, source="As it was."), client_of(asker)
    browser.post(f"/questions/{question.id}/edit", data=edited("As it is."))
    page = browser.post(f"/questions/{question.id}/revisions/1/restore", data={"revision": "2"}, follow_redirects=True)
    assert "As it was." in page.text
    assert "back to revision 1" in browser.get(f"/questions/{question.id}/revisions").text


def test_only_who_may_edit_is_offered_the_way_back(client_of: Browser) -> None:
    asker, helper = ana(), ben()
    question = posts.question(asker)
    answer = posts.answer(question, helper)
    client_of(asker).post(f"/questions/{question.id}/edit", data=edited("As it is."))
    client_of(helper).post(f"/answers/{answer.id}/edit", data={"source": "Better answer.", "revision": "1"})
    staff, stranger = client_of(iris()), client_of(sam())
    for place, author in ((f"/questions/{question.id}", asker), (f"/answers/{answer.id}", helper)):
        assert all("/restore" in who.get(f"{place}/revisions/1").text for who in (client_of(author), staff))
        assert "/restore" not in stranger.get(f"{place}/revisions/1").text


def test_no_way_back_is_offered_to_what_a_post_says_again(client_of: Browser) -> None:
    asker, helper = ana(), ben()
    question = posts.question(asker, source="As it was.")
    answer = posts.answer(question, helper, source="First.")
    for revision, words in (("1", "Second."), ("2", "As it was.")):
        client_of(asker).post(f"/questions/{question.id}/edit", data=edited(words, revision=revision))
    for revision, words in (("1", "Second."), ("2", "First.")):
        client_of(helper).post(f"/answers/{answer.id}/edit", data={"source": words, "revision": revision})
    staff = client_of(iris())
    for place in (f"/questions/{question.id}", f"/answers/{answer.id}"):
        pages = {number: staff.get(f"{place}/revisions/{number}").text for number in (1, 2, 3)}
        assert [number for number, page in pages.items() if "/restore" in page] == [2]


@pytest.mark.parametrize("seen", ["1", "²", "x", "9" * 30])
def test_going_back_from_revisions_that_are_not_the_latest_says_so(client_of: Browser, seen: str) -> None:
    asker = ana()
    question, browser = posts.question(asker), client_of(asker)
    browser.post(f"/questions/{question.id}/edit", data=edited("As it is."))
    answer = browser.post(f"/questions/{question.id}/revisions/1/restore", data={"revision": seen})
    assert answer.status_code == 409 and "since you opened its revisions" in answer.text


def test_an_answer_and_a_comment_are_edited_by_their_author(client_of: Browser) -> None:
    question, helper = posts.question(ana()), ben()
    answer, comment = posts.answer(question, helper), posts.comment(question, helper)
    browser = client_of(helper)
    browser.post(f"/answers/{answer.id}/edit", data={"source": "Better answer.", "revision": "1"})
    page = browser.post(
        f"/comments/{comment.id}/edit", data={"source": "Better comment.", "revision": "1"}, follow_redirects=True
    ).text
    assert "Better answer." in page
    assert "Better comment." in page
    assert "Better" in browser.get(f"/answers/{answer.id}/revisions/2").text


@pytest.mark.parametrize("kind", ["questions", "answers", "comments"])
def test_a_stranger_cannot_edit_and_keeps_what_he_typed(client_of: Browser, kind: str) -> None:
    question, helper, stranger = posts.question(ana()), ben(), client_of(sam())
    answer, comment = posts.answer(question, helper), posts.comment(question, helper)
    post_id = {"questions": question.id, "answers": answer.id, "comments": comment.id}[kind]
    refused = stranger.post(f"/{kind}/{post_id}/edit", data=edited("Not mine."))
    assert refused.status_code == 403
    assert "Not mine." in refused.text
    assert stranger.get(f"/{kind}/{post_id}/edit").status_code == 403


def test_a_form_of_another_time_is_no_edit(client_of: Browser) -> None:
    asker = ana()
    question = posts.question(asker)
    for revision in ("0", "99", "-1", "9" * 30, "x"):
        answer = client_of(asker).post(f"/questions/{question.id}/edit", data=edited("New.", revision=revision))
        assert answer.status_code in (409, 422)


def test_revisions_that_are_not_there_are_not_found(client_of: Browser) -> None:
    asker = ana()
    question, browser = posts.question(asker), client_of(asker)
    assert browser.get(f"/questions/{question.id}/revisions/7").status_code == 404
    assert browser.post(f"/questions/{question.id}/revisions/7/restore", data={"revision": "1"}).status_code == 404
