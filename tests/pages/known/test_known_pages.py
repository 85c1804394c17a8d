"""The pages of known issues: from open to fixed, and who meets nothing."""

import re
from collections.abc import Callable
from datetime import datetime

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select

from forum.accounts.feeds import give_feed_key
from forum.kernel.db import session
from forum.knowledge.known.actions import attach_threads, tell_news
from forum.knowledge.known.models import IssueState, IssueUpdate, KnownIssue, Maintenance
from forum.people.models import Person
from forum.topics.models import Audience
from tests import people
from tests.access.controls import form_to
from tests.conftest import NOON
from tests.knowledge.issues import news, opened
from tests.posts import actor, answer, category, question

ClientOf = Callable[[Person], FlaskClient]
Work = Callable[[], int]
NEWS = {"news": "We found it.", "state": "identified", "next_update": "2026-03-05T15:00", "promised": ""}


def _form(place_id: int, **changed: object) -> dict[str, object]:
    form = {
        "title": "Outlook does not start", "service": "Outlook", "category": place_id, "since": "2026-03-05T08:30",
        "source": "A white window.", "workaround": "Use the web mail.", "is_major": "y", "key": "k",
    }  # fmt: skip
    return {**form, **NEWS, **changed}


def test_from_open_to_fixed_with_three_threads(app: Flask, client_of: ClientOf, noon: datetime) -> None:
    place = category("Mail")
    threads = [question(people.make_person(f"Asker {n}"), place, title=f"Outlook is broken, say {n}") for n in "abc"]
    iris, sam = client_of(people.iris()), client_of(people.sam())
    address = iris.post("/known-issues/new", data=_form(place.id)).location
    ids = [str(thread.id) for thread in threads]
    issue = session.scalars(select(KnownIssue)).one()
    iris.post(f"/known-issues/{issue.id}/threads", data={"threads": ids})
    thread = sam.get(f"/questions/{ids[0]}/{threads[0].slug}").text
    assert "Known issue: Outlook does not start" in thread and "Use the web mail." in sam.get(address).text
    sam.post(f"/known-issues/{issue.id}/affected")
    iris.post(f"/known-issues/{issue.id}/updates", data={**NEWS, "state": "fixed", "next_update": ""})
    assert "Did it work?" in sam.get(address).text
    assert "Fixed" in sam.get(f"/questions/{ids[0]}/{threads[0].slug}").text


def test_who_asked_an_attached_thread_says_whether_it_worked(app: Flask, client_of: ClientOf, noon: datetime) -> None:
    iris, ana = people.iris(), people.ana()
    issue, asked = opened(iris), question(ana)
    attach_threads(issue, [asked.id], by=actor(iris), at=NOON)
    tell_news(issue, news(IssueState.FIXED), by=actor(iris), at=NOON)
    session.commit()
    browser, address = client_of(ana), f"/known-issues/{issue.id}/{issue.slug}"
    assert "Did it work?" in browser.get(address).text
    assert browser.post(f"/known-issues/{issue.id}/verdict", data={"value": "1"}).location == f"{address}#mine"
    assert 'aria-pressed="true"' in browser.get(address).text
    assert "Did it work?" not in client_of(people.sam()).get(address).text


def test_one_word_finds_threads_to_attach(app: Flask, client_of: ClientOf, indexing: Work, noon: datetime) -> None:
    iris = people.iris()
    issue, other = opened(iris), question(people.ana(), title="The scanner hums")
    indexing()
    page = client_of(iris).get(f"/known-issues/{issue.id}/threads?q=scanner").text
    assert "The scanner hums" in page and f'value="{other.id}"' in page


def test_an_issue_that_is_fixed_while_threads_are_chosen_takes_none(
    app: Flask, client_of: ClientOf, noon: datetime
) -> None:
    iris, asked = people.iris(), question(people.ana())
    issue = opened(iris)
    tell_news(issue, news(IssueState.FIXED), by=actor(iris), at=NOON)
    session.commit()
    data = {"threads": [str(asked.id)], "tickets": "IT-000007"}
    response = client_of(iris).post(f"/known-issues/{issue.id}/threads", data=data)
    assert response.status_code == 409 and "has been closed meanwhile" in response.text
    assert "IT-000007" in response.text


def test_the_line_above_every_page_goes_until_there_is_news(app: Flask, client_of: ClientOf, noon: datetime) -> None:
    iris, sam = people.iris(), client_of(people.sam())
    issue = opened(iris, is_major=True)
    assert "known-line" in sam.get("/questions").text
    sam.post(f"/known-issues/{issue.id}/dismissal", data={"next": "/questions"})
    assert "known-line" not in sam.get("/questions").text
    client_of(iris).post(f"/known-issues/{issue.id}/updates", data=NEWS)
    assert "known-line" in sam.get("/questions").text


def test_since_when_is_said_as_a_day_and_a_time(app: Flask, client_of: ClientOf, noon: datetime) -> None:
    browser = client_of(people.iris())
    address = browser.post("/known-issues/new", data=_form(category("Mail").id)).location
    for page in (address, "/known-issues", "/questions"):
        assert re.search(r"since <time[^>]*>Thursday 08:30</time>", browser.get(page).text), page


def test_nothing_of_a_closed_category_is_anywhere(
    app: Flask, client_of: ClientOf, client: FlaskClient, noon: datetime
) -> None:
    place, sam = category("Servers", audience=Audience.STAFF), people.sam()
    iris = people.iris()
    issue = opened(iris, place, title="zebrafish cluster is down", is_major=True)
    attach_threads(issue, [question(iris, place).id], by=actor(iris), at=NOON)
    key = give_feed_key(by=actor(sam))
    session.commit()
    for path in ("/", "/questions", "/known-issues", f"/known-issues/{issue.id}"):
        assert "zebrafish" not in client_of(sam).get(path).text
    for kind in ("atom", "json"):
        assert "zebrafish" not in client.get(f"/feeds/{key}/known-issues.{kind}").text
    assert "zebrafish" in client_of(iris).get("/questions").text


def test_the_stranger_is_refused(app: Flask, client_of: ClientOf, client: FlaskClient) -> None:
    issue, asked, sam = opened(people.iris()), question(people.ana()), client_of(people.sam())
    pages = ["/known-issues/new", f"/known-issues/{issue.id}/edit", f"/known-issues/{issue.id}/threads"]
    assert {sam.get(path).status_code for path in [*pages, f"/questions/{asked.id}/known-issue"]} == {403}
    acts = ["updates", "threads", f"threads/{asked.id}/undo", "tickets/1/undo"]
    assert {sam.post(f"/known-issues/{issue.id}/{act}").status_code for act in acts} == {403}
    assert {sam.get(path).status_code for path in ("/maintenance/new", "/maintenance/1/edit")} == {403}
    assert sam.post("/maintenance/1/cancellation").status_code == 403
    assert client.post(f"/known-issues/{issue.id}/affected").status_code == 401
    assert client.get("/feeds/forged/known-issues.json").status_code == 404


@pytest.mark.parametrize(
    "wrong",
    [{"title": ""}, {"service": ""}, {"next_update": ""}, {"next_update": "soon"}, {"since": "2027-01-01T00:00"}],
)
def test_a_wrong_form_comes_back_filled(app: Flask, client_of: ClientOf, noon: datetime, wrong: dict[str, str]) -> None:
    response = client_of(people.iris()).post("/known-issues/new", data=_form(category("Mail").id, **wrong))
    assert response.status_code == 422 and "Use the web mail." in response.text
    assert session.scalar(select(func.count()).select_from(KnownIssue)) == 0


def test_the_same_news_sent_twice_is_told_once(app: Flask, client_of: ClientOf, noon: datetime) -> None:
    iris = people.iris()
    issue, browser = opened(iris), client_of(iris)
    for _ in "ab":
        browser.post(f"/known-issues/{issue.id}/updates", data={**NEWS, "key": "same"})
    assert session.scalar(select(func.count()).select_from(IssueUpdate)) == 2


def test_a_refused_update_loses_nothing(app: Flask, client_of: ClientOf, noon: datetime) -> None:
    iris = people.iris()
    issue = opened(iris)
    past = {**NEWS, "news": "Typed with care.", "next_update": "2020-01-01T00:00"}
    response = client_of(iris).post(f"/known-issues/{issue.id}/updates", data=past)
    assert response.status_code == 422 and "Typed with care." in response.text and "has passed" in response.text


def test_maintenance_is_told_ahead_with_a_file_for_calendars(app: Flask, client_of: ClientOf, noon: datetime) -> None:
    iris, sam = client_of(people.iris()), client_of(people.sam())
    form = {"title": "Mail server is renewed", "service": "Mail", "category": category("Mail").id, "source": "No mail."}
    window = {"begins": "2026-03-07T20:00", "ends": "2026-03-07T23:00"}
    address = iris.post("/maintenance/new", data={**form, **window, "key": "k"}).location
    assert "Mail server is renewed" in sam.get("/known-issues").text
    file = sam.get(f"{address}/maintenance.ics")
    assert file.mimetype == "text/calendar" and "DTSTART:20260307T120000Z" in file.text
    iris.post(f"{address}/cancellation")
    assert "STATUS:CANCELLED" in sam.get(f"{address}/maintenance.ics").text
    assert "Mail server is renewed" not in sam.get("/known-issues").text


def test_maintenance_stays_in_its_category_when_that_is_archived(
    app: Flask, client_of: ClientOf, noon: datetime
) -> None:
    place, browser = category("Servers", name_ms="Pelayan"), client_of(people.iris())
    window = {
        "title": "The mail server is renewed", "service": "Mail", "category": place.id, "source": "No mail.",
        "begins": "2026-03-07T08:00", "ends": "2026-03-07T10:00", "key": "k",
    }  # fmt: skip
    address = f"{browser.post('/maintenance/new', data=window).location}/edit"
    place.archived_at = noon
    session.commit()
    page = browser.get(address).text
    assert f'<option selected value="{place.id}">Servers</option>' in page
    assert browser.post(address, data=form_to("", page)).status_code == 303


@pytest.mark.parametrize("path", ["/known-issues/new?thread={0.question_id}", "/answers/{0.id}/faq"])
def test_what_comes_from_an_archived_category_is_not_moved_to_the_first_open_one(
    app: Flask, client_of: ClientOf, noon: datetime, path: str
) -> None:
    category("Announced to all")
    place, iris = category("Servers", audience=Audience.STAFF), people.iris()
    given = answer(question(iris, place), iris)
    place.archived_at = noon
    session.commit()
    assert f'<option selected value="{place.id}">Servers</option>' in client_of(iris).get(path.format(given)).text


def test_maintenance_that_ends_before_it_begins_is_refused(app: Flask, client_of: ClientOf, noon: datetime) -> None:
    form = {"title": "Mail server is renewed", "service": "Mail", "category": category("Mail").id, "source": "Kept."}
    window = {"begins": "2026-03-07T20:00", "ends": "2026-03-07T19:00"}
    response = client_of(people.iris()).post("/maintenance/new", data={**form, **window})
    assert response.status_code == 422 and "Kept." in response.text
    assert session.scalars(select(Maintenance)).all() == []


def test_the_slower_of_two_at_an_issue_sees_what_the_other_wrote(
    app: Flask, client_of: ClientOf, noon: datetime
) -> None:
    iris = people.iris()
    issue, browser = opened(iris), client_of(iris)
    address = f"/known-issues/{issue.id}/edit"
    mine = form_to("", browser.get(address).text)
    theirs = {**mine, "source": "Nothing opens.", "workaround": "Use <web> mail.", "since": "2026-03-05T08:15"}
    assert browser.post(address, data=theirs).status_code == 303
    back = browser.post(address, data={**mine, "source": "A white window, then nothing."})
    assert back.status_code == 409 and "Nothing opens.</dd>" in back.text
    assert "as it is now: What to do meanwhile, Since when?" in back.text
    again = form_to("", back.text)
    assert (again["workaround"], again["since"]) == ("Use <web> mail.", "2026-03-05T08:15")
    assert again["source"] == "A white window, then nothing."
    assert browser.post(address, data=again).status_code == 303
    assert session.get_one(KnownIssue, issue.id).workaround_source == "Use <web> mail."


def test_the_slower_of_two_at_a_maintenance_sees_what_the_other_wrote(
    app: Flask, client_of: ClientOf, noon: datetime
) -> None:
    place, browser = category("Servers"), client_of(people.iris())
    window = {
        "title": "The mail server is renewed", "service": "Mail", "category": place.id, "source": "No mail.",
        "begins": "2026-03-07T08:00", "ends": "2026-03-07T10:00", "key": "k",
    }  # fmt: skip
    address = f"{browser.post('/maintenance/new', data=window).location}/edit"
    mine = form_to("", browser.get(address).text)
    theirs = {**mine, "begins": "2026-03-07T09:00", "ends": "2026-03-07T12:00", "source": "No mail, no calendar."}
    assert browser.post(address, data=theirs).status_code == 303
    back = browser.post(address, data={**mine, "ends": "2026-03-07T11:00"})
    assert back.status_code == 409 and "Saturday, 7 March 2026, 12:00</dd>" in back.text
    assert "as it is now: What will not work meanwhile?, Begins" in back.text
    again = form_to("", back.text)
    assert (again["begins"], again["ends"]) == ("2026-03-07T09:00", "2026-03-07T11:00")
    assert again["source"] == "No mail, no calendar."
    assert browser.post(address, data=again).status_code == 303


def test_news_written_before_it_was_fixed_do_not_open_it_again_unseen(
    app: Flask, client_of: ClientOf, noon: datetime
) -> None:
    iris = people.iris()
    issue, browser = opened(iris), client_of(iris)
    page, address = f"/known-issues/{issue.id}/{issue.slug}", f"/known-issues/{issue.id}/updates"
    mine = {**form_to(address, browser.get(page).text), "news": "We are still looking.", "key": "mine"}
    browser.post(address, data={**mine, "news": "It works.", "state": "fixed", "next_update": "", "key": "theirs"})
    back = browser.post(address, data=mine)
    assert back.status_code == 409 and "as it is now: State" in back.text and "It works." in back.text
    again = form_to(address, back.text)
    assert (again["state"], again["news"]) == ("fixed", "We are still looking.")
    sure = {**again, "state": "investigating", "next_update": "2026-03-05T15:00"}
    assert browser.post(address, data=sure).status_code == 303
    assert session.get_one(KnownIssue, issue.id).closed_at is None


def test_news_beside_other_news_are_told(app: Flask, client_of: ClientOf, noon: datetime) -> None:
    iris = people.iris()
    issue, browser = opened(iris), client_of(iris)
    page, address = f"/known-issues/{issue.id}/{issue.slug}", f"/known-issues/{issue.id}/updates"
    mine = form_to(address, browser.get(page).text)
    sent = [browser.post(address, data={**mine, "news": words, "key": words}) for words in ("One.", "Two.")]
    assert [each.status_code for each in sent] == [303, 303]
