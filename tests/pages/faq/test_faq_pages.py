"""The FAQ's pages: promoting in two clicks, reading, voting, looking after entries."""

import re
from collections.abc import Callable
from datetime import datetime

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select

from forum.accounts.feeds import give_feed_key
from forum.answers.actions import hide_answer, remove_answer
from forum.kernel.db import session
from forum.kernel.text.markdown import render
from forum.knowledge.faq.actions import FaqDraft, check_entry, edit_entry, move_on, publish_entry, restore_entry
from forum.knowledge.faq.models import FaqEntry, FaqState, FaqVote
from forum.knowledge.faq.rules import Step
from forum.notifications.models import Notice
from forum.pages.faq import reading
from forum.people.models import Person
from forum.search.shelf import faq
from forum.search.shelf.cards import Shelf
from forum.topics.models import Audience
from tests import people
from tests.access.controls import form_to
from tests.conftest import NOON
from tests.knowledge.entries import ANSWER, QUESTION, faq_draft, published, written
from tests.posts import actor, answer, category, later, question, tell

ClientOf = Callable[[Person], FlaskClient]


@pytest.fixture(autouse=True)
def _own_shelf(monkeypatch: pytest.MonkeyPatch) -> None:
    """No entry of an earlier test, whose ids come again here."""
    monkeypatch.setattr(faq._shelf, "_shelf", Shelf((), None))


def _form(place_id: int, **changed: object) -> dict[str, object]:
    form = {"question": QUESTION, "source": ANSWER, "category": place_id, "language": "en", "tags": "printer"}
    return {**form, "then": "publish", "key": "k1", **changed}


def test_promote_and_publish_are_two_clicks(app: Flask, client_of: ClientOf, noon: datetime) -> None:
    asked = question(people.ana(), tags=("printer",))
    given, iris = answer(asked, people.ben()), client_of(people.iris())
    form = iris.get(f"/answers/{given.id}/faq").text
    assert asked.title in form and "Turn the cartridge." in form
    page = iris.post(f"/answers/{given.id}/faq", data=_form(asked.category_id), follow_redirects=True).text
    assert QUESTION in page and "Ben Ong" in page and asked.title in page
    assert "In the FAQ" in client_of(people.sam()).get(f"/questions/{asked.id}/{asked.slug}").text


def test_every_entry_is_listed_once_while_people_open_them(
    app: Flask, client_of: ClientOf, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reading, "PAGE", 3)
    place, iris = category("Printing"), people.iris()
    entries = [written(iris, place, question=f"Why does printer {number} print blank pages?") for number in range(8)]
    for entry in entries:
        publish_entry(entry, by=actor(iris), at=NOON)
    browser, seen, where = client_of(people.sam()), list[str](), f"/faq/categories/{place.slug}"
    while where:
        page = browser.get(where).text
        seen += re.findall(r"printer (\d) print", page)
        entries[-1].opened_count += 5
        session.commit()
        found = re.search(r'href="(\?after=[^"]+)"', page)
        where = f"/faq/categories/{place.slug}{found[1]}" if found else ""
    assert sorted(seen) == list("01234567")


def test_the_same_form_sent_twice_makes_one_entry(app: Flask, client_of: ClientOf, noon: datetime) -> None:
    asked = question(people.ana())
    given, iris = answer(asked, people.ben()), client_of(people.iris())
    first, second = (iris.post(f"/answers/{given.id}/faq", data=_form(asked.category_id)) for _ in "ab")
    assert first.location == second.location
    assert session.scalar(select(func.count()).select_from(FaqEntry)) == 1


def test_who_promotes_a_promoted_answer_is_led_to_its_entry(app: Flask, client_of: ClientOf) -> None:
    asked = question(people.ana())
    given = answer(asked, people.ben())
    entry = published(asked, given, people.iris())
    assert client_of(people.mo()).get(f"/answers/{given.id}/faq").location == f"/faq/{entry.id}/{entry.slug}"


def test_every_reader_sees_that_nobody_else_has_checked_until_somebody_has(app: Flask, client_of: ClientOf) -> None:
    entry, reader = written(iris := people.iris()), client_of(people.sam())
    publish_entry(entry, by=actor(iris), at=NOON)
    alone = "Iris Tan wrote and published this: nobody else could check it yet."
    assert alone in reader.get(f"/faq/{entry.id}/{entry.slug}").text
    check_entry(session.get_one(FaqEntry, entry.id), by=actor(people.mo()), at=later(days=1))
    assert alone not in reader.get(f"/faq/{entry.id}/{entry.slug}").text


def test_what_a_colleague_published_needs_no_word(app: Flask, client_of: ClientOf) -> None:
    asked = question(people.ana())
    entry = published(asked, answer(asked, people.ben()), people.iris())
    assert "nobody else could" not in client_of(people.sam()).get(f"/faq/{entry.id}/{entry.slug}").text


def test_the_slower_of_two_keeps_what_he_typed(app: Flask, client_of: ClientOf) -> None:
    asked = question(people.ana())
    given = answer(asked, people.ben())
    published(asked, given, people.iris())
    response = client_of(people.mo()).post(f"/answers/{given.id}/faq", data=_form(asked.category_id, source="Mine."))
    assert response.status_code == 409 and "Mine." in response.text


@pytest.mark.parametrize("wrong", [{"question": ""}, {"source": ""}, {"category": "999"}, {"language": "xx"}])
def test_a_wrong_form_comes_back_filled(app: Flask, client_of: ClientOf, wrong: dict[str, str]) -> None:
    place = category("Printing")
    response = client_of(people.iris()).post("/faq/new", data=_form(place.id, **{"tags": "kept-tag", **wrong}))
    assert response.status_code == 422 and "kept-tag" in response.text


def test_ones_own_words_go_under_review_and_a_colleague_hears(app: Flask, client_of: ClientOf, noon: datetime) -> None:
    mo, place = people.mo(), category("Printing")
    page = client_of(people.iris()).post("/faq/new", data=_form(place.id), follow_redirects=True).text
    assert "a colleague publishes them" in page
    session.commit()
    tell(NOON)
    assert session.scalars(select(Notice.kind).where(Notice.person_id == mo.id)).all() == ["faq_review"]
    entry = session.scalars(select(FaqEntry)).one()
    client_of(mo).post(f"/faq/{entry.id}/publication")
    assert session.scalars(select(FaqEntry.state)).one() is FaqState.PUBLISHED


def test_the_stranger_meets_no_draft_and_no_tool(app: Flask, client_of: ClientOf) -> None:
    asked, iris = question(people.ana()), people.iris()
    draft, given, sam = written(iris), answer(asked, people.ben()), client_of(people.sam())
    gone = [f"/faq/{draft.id}", f"/faq/{draft.id}/revisions", f"/faq/{draft.id}/revisions/1"]
    assert [sam.get(path).status_code for path in gone] == [404, 404, 404]
    refused = ["/faq/new", "/faq/upkeep", f"/faq/{draft.id}/edit", f"/faq/{draft.id}/owner", f"/answers/{given.id}/faq"]
    assert {sam.get(path).status_code for path in refused} == {403}
    acts = ["publication", "review", "draft", "retirement", "check", "owner"]
    assert {sam.post(f"/faq/{draft.id}/{act}").status_code for act in acts} == {403}
    assert {sam.post(f"/faq/{draft.id}/{act}").status_code for act in ("vote", "comment", "view")} == {404}


def test_who_is_not_signed_in_is_asked_to(app: Flask, client: FlaskClient) -> None:
    asked = question(people.ana())
    entry = published(asked, answer(asked, people.ben()), people.iris())
    assert client.get(f"/faq/{entry.id}").location.startswith("/sign-in")
    assert client.post(f"/faq/{entry.id}/vote").status_code == 401


def test_a_vote_and_a_word_reach_the_owner(app: Flask, client_of: ClientOf, noon: datetime) -> None:
    asked, iris, ana = question(people.sam()), people.iris(), people.ana()
    entry = published(asked, answer(asked, people.ben()), iris)
    anas = client_of(ana)
    assert "What was missing" in anas.post(f"/faq/{entry.id}/vote", data={"value": "-1"}, follow_redirects=True).text
    anas.post(f"/faq/{entry.id}/comment", data={"comment": "Step 2 is gone in Windows 11."})
    session.commit()
    tell(NOON)
    assert "faq_comment" in session.scalars(select(Notice.kind).where(Notice.person_id == iris.id)).all()
    assert "Step 2 is gone" in client_of(iris).get(f"/faq/{entry.id}/{entry.slug}").text
    assert "Step 2 is gone" not in client_of(people.make_person("Lina Goh")).get(f"/faq/{entry.id}/{entry.slug}").text


def test_an_empty_word_is_refused_and_needs_a_vote(app: Flask, client_of: ClientOf) -> None:
    asked = question(people.sam())
    entry = published(asked, answer(asked, people.ben()), people.iris())
    ana = client_of(people.ana())
    assert ana.post(f"/faq/{entry.id}/comment", data={"comment": " "}).status_code == 422
    assert ana.post(f"/faq/{entry.id}/comment", data={"comment": "Hello"}).status_code == 409
    assert session.scalars(select(FaqVote)).all() == []


def test_obsolete_entries_leave_the_lists_and_say_so(app: Flask, client_of: ClientOf) -> None:
    asked, iris = question(people.ana()), people.iris()
    entry = published(asked, answer(asked, people.ben()), iris)
    sam = client_of(people.sam())
    assert QUESTION in sam.get("/faq").text
    move_on(entry, Step.RETIRE, reason="Printer replaced", by=actor(iris), at=NOON)
    assert QUESTION not in sam.get("/faq").text
    assert "obsolete" in sam.get(f"/faq/{entry.id}/{entry.slug}").text


def test_an_entry_that_stands_otherwise_by_now_is_a_conflict(app: Flask, client_of: ClientOf) -> None:
    asked = question(people.ana())
    entry = published(asked, answer(asked, people.ben()), people.iris())
    assert client_of(people.mo()).post(f"/faq/{entry.id}/publication").status_code == 409


def test_readers_see_that_a_check_is_overdue(app: Flask, client_of: ClientOf) -> None:
    asked = question(people.ana())
    entry = published(asked, answer(asked, people.ben()), people.iris(), at=later(days=-200))
    assert "may be out of date" in client_of(people.sam()).get(f"/faq/{entry.id}/{entry.slug}").text
    assert QUESTION in client_of(people.mo()).get("/faq/upkeep").text


def test_a_planted_word_of_a_closed_category_is_nowhere(app: Flask, client_of: ClientOf, client: FlaskClient) -> None:
    iris, sam = people.iris(), people.sam()
    asked = question(iris, category("Servers", audience=Audience.STAFF))
    planted = {"tags": ("zebrafish",)}
    entry = published(asked, answer(asked, people.mo()), iris, **planted)
    entry.question = entry.source = entry.html = "zebrafish printer blank pages"
    key = give_feed_key(by=actor(sam))
    session.commit()
    paths = ["/", "/faq", "/faq/search?q=zebrafish", "/search?q=zebrafish", "/search/similar?title=zebrafish+printer"]
    for path in [*paths, "/faq/categories/servers", f"/faq/{entry.id}", f"/faq/{entry.id}/revisions"]:
        assert "zebrafish printer" not in client_of(sam).get(path).text
    assert "zebrafish" not in client.get(f"/feeds/{key}/faq.atom").text
    assert "zebrafish" in client_of(iris).get("/faq/search?q=zebrafish").text


def test_an_entry_stands_above_the_threads_and_among_the_suggestions(app: Flask, client_of: ClientOf) -> None:
    asked = question(people.ana())
    published(asked, answer(asked, people.ben()), people.iris())
    sam = client_of(people.sam())
    assert "From the FAQ" in sam.get("/search?q=printer+blank+pages").text
    assert "From the FAQ" in sam.get("/search/similar?title=Printer+gives+me+only+blank+pages").text
    assert "From the FAQ" not in sam.get("/search/similar?title=VPN+disconnects+at+home").text
    assert "<mark>" in sam.get("/faq/search?q=pencetak+printer").text


def test_a_malay_reader_meets_the_malay_entry(app: Flask, client_of: ClientOf) -> None:
    iris, place = people.iris(), category("Printing")
    asked = question(people.ana(), place)
    entry = published(asked, answer(asked, people.ben()), iris)
    malay = written(iris, place, question="Kenapa pencetak cetak halaman kosong?", language="ms")
    malay.translation_of_id, malay.state = entry.id, FaqState.PUBLISHED
    reader = people.make_person("Nur Aini", language="ms")
    page = client_of(reader).get("/faq").text
    assert "Kenapa pencetak" in page and QUESTION not in page
    assert "Bahasa Melayu: Kenapa pencetak" in client_of(people.sam()).get(f"/faq/{entry.id}/{entry.slug}").text


def test_an_entry_whose_translation_a_reader_may_not_see_is_listed(app: Flask, client_of: ClientOf) -> None:
    iris = people.iris()
    entry = published(asked := question(people.ana()), answer(asked, people.ben()), iris)
    malay = written(iris, category("Board", audience=Audience.STAFF), question="Rahsia papan", language="ms")
    malay.translation_of_id, malay.state = entry.id, FaqState.PUBLISHED
    page = client_of(people.make_person("Nur Aini", language="ms")).get("/faq").text
    assert QUESTION in page and "Rahsia" not in page


def test_the_slower_editor_sees_both_texts(app: Flask, client_of: ClientOf) -> None:
    iris, place = people.iris(), category("Printing")
    entry = written(iris, place)
    mo = client_of(people.mo())
    mo.post(f"/faq/{entry.id}/edit", data=_form(place.id, source="The first to save.", revision=1))
    response = mo.post(f"/faq/{entry.id}/edit", data=_form(place.id, source="The slower one.", revision=1))
    assert response.status_code == 409
    assert "The slower one." in response.text and "to save" in response.text
    assert "The first to save." in mo.get(f"/faq/{entry.id}/{entry.slug}").text


def test_the_slower_editor_does_not_take_back_unseen_what_only_the_other_changed(
    app: Flask, client_of: ClientOf
) -> None:
    iris, place, other = people.iris(), category("Printing"), category("Paper")
    entry, mo = written(iris, place), client_of(people.mo())
    address = f"/faq/{entry.id}/edit"
    mine = form_to("", mo.get(address).text)
    theirs = {**mine, "question": "Stripes on paper?", "tags": "toner", "category": str(other.id)}
    assert mo.post(address, data=theirs).status_code == 303
    back = mo.post(address, data={**mine, "source": "Mine.", "tags": "drum"})
    assert back.status_code == 409 and "toner</dd>" in back.text and "as it is now: Question, Category" in back.text
    again = form_to("", back.text)
    assert (again["question"], again["category"]) == ("Stripes on paper?", str(other.id))
    assert (again["source"], again["tags"]) == ("Mine.", "drum")
    assert mo.post(address, data=again).status_code == 303


def test_an_entry_goes_back_to_an_earlier_text_as_a_new_revision(app: Flask, client_of: ClientOf) -> None:
    iris, place = people.iris(), category("Printing")
    entry, browser = written(iris, place), client_of(iris)
    edit_entry(entry, faq_draft(place, source="Worse words.", revision=1), by=actor(iris), at=NOON)
    session.commit()
    assert "Go back to this text" in browser.get(f"/faq/{entry.id}/revisions/1").text
    restored = browser.post(f"/faq/{entry.id}/revisions/1/restore", data={"revision": "2"}, follow_redirects=True).text
    assert "Turn it, then print" in restored and "Worse words." not in restored
    assert "Back to revision 1" in browser.get(f"/faq/{entry.id}/revisions").text
    stale = browser.post(f"/faq/{entry.id}/revisions/2/restore", data={"revision": "2"})
    assert stale.status_code == 409


def test_the_way_back_is_offered_to_curators_where_the_entry_said_something_else(
    app: Flask, client_of: ClientOf
) -> None:
    asked, iris = question(people.ana()), people.iris()
    entry = published(asked, answer(asked, people.ben()), iris)
    draft = FaqDraft(QUESTION, "Worse words.", "", asked.category_id, "en", revision=1)
    edit_entry(entry, draft, by=actor(iris), at=NOON)
    restore_entry(entry, 1, render(ANSWER), revision=2, by=actor(iris), at=NOON)
    session.commit()
    for who, offered in ((client_of(iris), [2]), (client_of(people.sam()), [])):
        pages = {number: who.get(f"/faq/{entry.id}/revisions/{number}").text for number in (1, 2, 3)}
        assert [number for number, page in pages.items() if "/restore" in page] == offered


def test_a_revision_that_there_is_not_is_not_found(app: Flask, client_of: ClientOf) -> None:
    iris = people.iris()
    entry = written(iris)
    session.commit()
    assert client_of(iris).post(f"/faq/{entry.id}/revisions/7/restore", data={"revision": "1"}).status_code == 404


@pytest.mark.parametrize("remove", [hide_answer, remove_answer])
def test_an_answer_that_was_removed_meanwhile_is_not_promoted(
    app: Flask, client_of: ClientOf, remove: Callable[..., None]
) -> None:
    asked = question(people.ana())
    given, iris = answer(asked, people.ben()), client_of(people.iris())
    remove(asked, given, reason="", by=actor(people.mo()), at=NOON)
    session.commit()
    assert iris.get(f"/answers/{given.id}/faq").status_code == 403
    response = iris.post(f"/answers/{given.id}/faq", data=_form(asked.category_id, source="Kept words."))
    assert response.status_code == 403 and "has been removed" in response.text and "Kept words." in response.text


def test_a_link_to_a_draft_leads_nobody_to_it(app: Flask, client_of: ClientOf, client: FlaskClient) -> None:
    iris = people.iris()
    entry = written(iris, source="zebrafish words")
    session.commit()
    for person in (people.sam(), people.admin()):
        page = client_of(person).get(f"/faq/{entry.id}/{entry.slug}")
        assert page.status_code == 404 and "zebrafish" not in page.text
    assert "zebrafish" not in client.get(f"/faq/{entry.id}/{entry.slug}", follow_redirects=True).text
    assert "zebrafish words" in client_of(people.mo()).get(f"/faq/{entry.id}/{entry.slug}").text


def test_what_has_no_translation_is_listed_until_it_has(app: Flask, client_of: ClientOf) -> None:
    asked, iris = question(people.ana()), people.iris()
    entry, browser = published(asked, answer(asked, people.ben()), iris), client_of(iris)
    assert "In one language only" in browser.get("/faq/upkeep").text
    malay = _form(asked.category_id, question="Kenapa pencetak kosong?", language="ms", translates=entry.id)
    browser.post("/faq/new", data=malay)
    assert "In one language only" not in browser.get("/faq/upkeep").text


def test_the_feed_says_what_its_person_may_read_and_stops_with_its_key(app: Flask, client: FlaskClient) -> None:
    asked = question(people.ana())
    published(asked, answer(asked, people.ben()), people.iris())
    key = give_feed_key(by=actor(people.sam()))
    session.commit()
    assert QUESTION in client.get(f"/feeds/{key}/faq.atom").text
    assert client.get("/feeds/forged/faq.atom").status_code == 404


def test_the_pages_cost_the_same_however_much_there_is(
    app: Flask, client_of: ClientOf, queries: Callable[[], int]
) -> None:
    asked, iris = question(people.ana()), people.iris()
    published(asked, answer(asked, people.ben()), iris)
    sam = client_of(people.sam())

    def cost(path: str) -> int:
        sam.get(path)
        before = queries()
        sam.get(path)
        return queries() - before

    few = cost("/faq")
    for number in range(12):
        other = question(people.make_person(f"Person {number}"), title=f"Another question, number {number}")
        published(other, answer(other, people.make_person(f"Helper {number}")), iris)
    assert cost("/faq") == few <= 7
