"""Two tabs are told apart, and two lines of a history: what is done about something names it in the title."""

import re
from collections.abc import Callable

import pytest
from flask.testing import FlaskClient

from forum.conduct.house_rules.queries import newest_number
from forum.people.models import Person
from tests.people import ana, ben, iris, mo
from tests.posts import answer, comment, question

ClientOf = Callable[[Person], FlaskClient]
pytestmark = pytest.mark.usefixtures("noon")


def _title(browser: FlaskClient, address: str) -> str:
    page = browser.get(address, follow_redirects=True)
    found = re.search(r"<title>(.*?)</title>", page.text, re.DOTALL)
    assert page.status_code == 200 and found, address
    return found[1]


def test_what_is_done_about_two_threads_has_two_titles(client_of: ClientOf) -> None:
    asker, helper, staff, moderator = ana(), ben(), client_of(iris()), client_of(mo())
    threads = [question(asker, title=title) for title in ("The scanner whistles", "The fan hums")]
    posts = [answer(thread, helper, source=f"Oil it, says {thread.slug}.") for thread in threads]
    for browser, address in (
        (staff, "/questions/{q}/ticket"), (staff, "/answers/{a}/ticket"), (staff, "/answers/{a}/faq"),
        (staff, "/flag/question/{q}"), (staff, "/flag/answer/{a}"),
        (moderator, "/questions/{q}/merge"), (moderator, "/questions/{q}/split"), (moderator, "/questions/{q}/secret"),
    ):  # fmt: skip
        titles = {_title(browser, address.format(q=q.id, a=a.id)) for q, a in zip(threads, posts, strict=True)}
        assert len(titles) == 2, address


def test_comments_of_one_thread_are_told_apart_before_they_become_tickets(client_of: ClientOf) -> None:
    thread, writer, browser = question(ana()), ben(), client_of(iris())
    said = [comment(thread, writer, source=words) for words in ("My mouse is broken, too.", "And my lamp.")]
    for address in ("/comments/{}/ticket", "/flag/comment/{}"):
        assert len({_title(browser, address.format(each.id)) for each in said}) == 2
    assert "My mouse is broken, too." in browser.get(f"/comments/{said[0].id}/ticket").text


def test_what_moderators_know_of_somebody_is_told_from_his_page(client_of: ClientOf) -> None:
    browser, person = client_of(mo()), ana()
    assert _title(browser, f"/moderation/people/{person.handle}") != _title(browser, f"/people/{person.handle}")


def test_a_version_of_the_house_rules_says_which(client_of: ClientOf) -> None:
    browser = client_of(ana())
    assert _title(browser, f"/house-rules/{newest_number()}") != _title(browser, "/house-rules")
