"""Saved replies: kept by whose they are, inserted with the reader's name, and made one's own before they are sent."""

from collections.abc import Callable
from datetime import datetime

import pytest
from flask.testing import FlaskClient
from sqlalchemy import func, select

from forum.accounts.actions.teams import join_team, make_team
from forum.accounts.models import Team
from forum.answers.models import Answer
from forum.answers.visibility import unrestricted
from forum.kernel.db import session
from forum.people.models import Person
from forum.saved_replies.actions import save_reply
from forum.saved_replies.models import SavedReply
from forum.saved_replies.rules import Draft, Scope
from forum.tickets.actions.make import make_ticket
from forum.tickets.models import Ticket, TicketReply
from tests import posts
from tests.access.controls import form_to
from tests.people import admin, ana, ben, iris, make_person, sam
from tests.posts import actor

Browser = Callable[[Person], FlaskClient]
ENGLISH = "Hi {{ requester.call_name }},\n\nyour printer is ready, see {{ ticket.number }}.\n\n{{ me.name }}"
MALAY = "Hai {{ requester.call_name }},\n\npencetak anda sudah siap.\n\n{{ me.name }}"
FORM = {"title": "Printer ready", "scope": "me", "source": ENGLISH, "source_ms": MALAY, "key": "k1", "revision": "0"}


@pytest.fixture(autouse=True)
def _noon(noon: datetime) -> None:
    """The clock stands in all of these tests."""


def saved_by(person: Person, scope: Scope | None = None, **facts: object) -> SavedReply:
    draft = Draft(**{"title": "Printer ready", "source": ENGLISH, "source_ms": MALAY, **facts})  # type: ignore[arg-type]
    return save_reply(draft, scope or Scope(owner_id=person.id), by=actor(person), at=posts.later(hours=0))


def ticket_for(staff: Person, asker: Person) -> Ticket:
    asked = posts.question(asker, posts.category())
    return make_ticket(asked.id, by=actor(staff), at=posts.later(hours=0)).ticket


def team_of(lead: Person, *others: Person) -> Team:
    by = actor(admin())
    team = make_team("Network", by=by, at=posts.later(hours=0))
    for person in (lead, *others):
        join_team(person, team, "", by=by, at=posts.later(hours=0))
    return team


def replies() -> int:
    return session.query(TicketReply).count()


def test_one_is_saved_listed_changed_removed_and_brought_back(client_of: Browser) -> None:
    browser = client_of(iris())
    assert browser.post("/saved-replies/new", data=FORM).location == "/saved-replies"
    saved = session.query(SavedReply).one()
    assert "Printer ready" in browser.get("/saved-replies").text
    browser.post(f"/saved-replies/{saved.id}", data={**FORM, "title": "Printer mended"})
    assert "Printer mended" in browser.get("/saved-replies").text
    browser.post(f"/saved-replies/{saved.id}/removal")
    assert "Removed (1)" in browser.get("/saved-replies").text
    assert "Bring it back" in browser.get(f"/saved-replies/{saved.id}").text
    browser.post(f"/saved-replies/{saved.id}/removal/undo")
    assert "Printer mended" in browser.get("/saved-replies").text


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"title": " "}, "Give it a title"),
        ({"title": "a" * 81}, "at most 80 characters"),
        ({"source": ""}, "Write the text in English"),
        ({"source_ms": "a" * 10_001}, "at most 10000 characters"),
        ({"source": "{{ 7*7 }}"}, "There is no field “{{ 7*7 }}”"),
        ({"source_ms": "{% include 'x' %}"}, "There is no field"),
        ({"source": "Hi,\n\nit is done.\n\nIT Department"}, "A department cannot sign"),
        ({"scope": "team-999999"}, None),
        ({"scope": "nobody"}, "Choose one of the listed values."),
        ({"category": "999999"}, "Choose one of the listed values."),
        ({"category": "x"}, "Choose one of the listed values."),
    ],
)
def test_what_cannot_be_saved_comes_back_filled(
    client_of: Browser, wrong: dict[str, str], sentence: str | None
) -> None:
    answer = client_of(iris()).post("/saved-replies/new", data={**FORM, "title": "Kept title", **wrong})
    assert answer.status_code == (422 if sentence else 404)
    assert session.query(SavedReply).count() == 0
    if sentence:
        assert sentence in answer.text.replace("&#39;", "'") and (wrong.get("title") or "Kept title") in answer.text


def test_a_team_s_are_kept_by_its_lead_and_used_by_its_members(client_of: Browser) -> None:
    lead, member, other = (
        iris(),
        make_person("Ismail Noor", roles="employee it_staff"),
        make_person("Olga Wong", roles="employee it_staff"),
    )
    team = team_of(lead, member)
    client_of(lead).post("/saved-replies/new", data={**FORM, "scope": f"team-{team.id}"})
    saved = session.query(SavedReply).one()
    assert "Printer ready" in client_of(member).get("/saved-replies").text
    assert client_of(member).post(f"/saved-replies/{saved.id}", data=FORM).status_code == 403
    assert client_of(other).get(f"/saved-replies/{saved.id}").status_code == 404
    assert client_of(member).post("/saved-replies/new", data={**FORM, "scope": f"team-{team.id}"}).status_code == 403


def test_only_administrators_write_for_all(client_of: Browser) -> None:
    assert client_of(iris()).post("/saved-replies/new", data={**FORM, "scope": "all"}).status_code == 403
    client_of(admin()).post("/saved-replies/new", data={**FORM, "scope": "all"})
    saved = session.query(SavedReply).one()
    assert (saved.owner_id, saved.team_id) == (None, None)
    assert "kept by its lead" in client_of(make_person("Ismail Noor", roles="employee it_staff")).get(
        f"/saved-replies/{saved.id}"
    ).text.replace("&#39;", "'")


def test_whose_it_is_stands_in_the_form_and_above_it_for_who_only_reads_it(client_of: Browser) -> None:
    lead, member = iris(), make_person("Ismail Noor", roles="employee it_staff")
    team = team_of(lead, member)
    saved = saved_by(lead, Scope(team_id=team.id))
    address, own = f"/saved-replies/{saved.id}", f"/saved-replies/{saved_by(lead).id}"
    assert form_to("", client_of(lead).get(address).text)["scope"] == f"team-{team.id}"
    assert form_to("", client_of(lead).get(own).text)["scope"] == "me"
    assert ">For whom: Network<" in client_of(member).get(address).text


def test_one_s_own_becomes_the_team_s_and_one_s_own_again(client_of: Browser) -> None:
    lead, member = iris(), make_person("Ismail Noor", roles="employee it_staff")
    team, saved, browser = team_of(lead, member), saved_by(lead), client_of(lead)
    address = f"/saved-replies/{saved.id}"
    for scope, found in ((f"team-{team.id}", True), ("me", False)):
        form = {**form_to("", browser.get(address).text), "scope": scope}
        assert browser.post(address, data=form).status_code == 303
        assert ("Printer ready" in client_of(member).get("/saved-replies").text) is found


def test_nobody_gives_his_to_those_for_whom_he_keeps_none(client_of: Browser) -> None:
    staff = iris()
    saved, browser = saved_by(staff), client_of(staff)
    address, team = f"/saved-replies/{saved.id}", team_of(make_person("Olga Wong", roles="employee it_staff"))
    for scope, status in (("all", 403), (f"team-{team.id}", 403), ("team-999", 404), ("nobody", 422)):
        form = {**form_to("", browser.get(address).text), "scope": scope}
        assert browser.post(address, data=form).status_code == status
        assert (saved.owner_id, saved.team_id) == (staff.id, None)


def test_whose_it_is_is_not_taken_back_unseen(client_of: Browser) -> None:
    lead = iris()
    team, saved, browser = team_of(lead), saved_by(lead), client_of(lead)
    address = f"/saved-replies/{saved.id}"
    mine = form_to("", browser.get(address).text)
    browser.post(address, data={**mine, "scope": f"team-{team.id}"})
    back = browser.post(address, data={**mine, "source": "Mine."})
    assert back.status_code == 409 and "as it is now: For whom" in back.text
    assert form_to("", back.text)["scope"] == f"team-{team.id}"


def test_one_s_own_are_nobody_else_s(client_of: Browser) -> None:
    saved = saved_by(iris())
    for person in (admin(), make_person("Ismail Noor", roles="employee it_staff")):
        assert client_of(person).get(f"/saved-replies/{saved.id}").status_code == 404
        assert client_of(person).post(f"/saved-replies/{saved.id}/removal").status_code == 404
    assert client_of(sam()).get(f"/saved-replies/{saved.id}").status_code == 403


def test_they_stand_among_the_settings_and_are_searched(client_of: Browser) -> None:
    owner = iris()
    browser = client_of(owner)
    assert "No saved replies yet" in browser.get("/saved-replies").text
    saved_by(owner)
    saved_by(owner, title="Bring it here", source="Hi, bring it.", source_ms="").use_count = 3
    session.flush()
    assert 'href="/saved-replies"' in browser.get("/settings").text
    page = browser.get("/saved-replies?q=PRINTER").text
    assert "Printer ready" in page and "Bring it here" not in page
    assert "used 3 times" in browser.get("/saved-replies").text and "not used yet" in page
    assert "No saved reply has these words" in browser.get("/saved-replies?q=zebra").text


def test_who_has_none_of_them_sees_no_tab(client_of: Browser) -> None:
    assert 'href="/saved-replies"' not in client_of(ben()).get("/settings").text


def test_administrators_find_every_team_s_and_what_was_removed(client_of: Browser) -> None:
    lead, browser = iris(), client_of(make_person("Omar Said", roles="employee administrator"))
    saved = saved_by(lead, Scope(team_id=team_of(lead).id))
    saved_by(lead, title="A secret of mine")
    assert "Printer ready" in browser.get("/saved-replies").text
    assert "A secret of mine" not in browser.get("/saved-replies").text
    browser.post(f"/saved-replies/{saved.id}/removal")
    assert "Removed (1)" in browser.get("/saved-replies").text


def test_two_who_change_one_lose_nothing(client_of: Browser) -> None:
    owner = iris()
    saved, browser = saved_by(owner), client_of(owner)
    browser.post(f"/saved-replies/{saved.id}", data={**FORM, "source": "Theirs."})
    answer = browser.post(f"/saved-replies/{saved.id}", data={**FORM, "source": "Mine."})
    assert answer.status_code == 409 and "Mine." in answer.text and "Theirs." in answer.text


def test_the_slower_of_two_does_not_take_back_unseen_what_only_the_other_changed(client_of: Browser) -> None:
    owner = iris()
    saved, browser = saved_by(owner), client_of(owner)
    address, place = f"/saved-replies/{saved.id}", posts.category("Printing")
    mine = form_to("", browser.get(address).text)
    browser.post(address, data={**mine, "title": "It prints again", "category": str(place.id), "source": "Theirs."})
    back = browser.post(address, data={**mine, "source": "Mine."})
    assert back.status_code == 409 and "Theirs.</dd>" in back.text and "as it is now: Title, Category that" in back.text
    again = form_to("", back.text)
    assert (again["title"], again["category"], again["source"]) == ("It prints again", str(place.id), "Mine.")
    assert browser.post(address, data=again).status_code == 303
    assert saved.title == "It prints again" and saved.source == "Mine."


def test_the_text_speaks_the_requester_s_language(client_of: Browser) -> None:
    staff = iris()
    saved = saved_by(staff)
    ticket = ticket_for(staff, make_person("Nurul Huda", language="ms"))
    said = client_of(staff).get(f"/saved-replies/{saved.id}/text?about=ticket:{ticket.label}")
    assert said.mimetype == "text/plain" and said.text.startswith("Hai Nurul Huda,") and "Iris Tan" in said.text


@pytest.mark.parametrize(
    "about", ["", "ticket:", "ticket:IT-999999", "question:x", "question:99999999999999999999", "x:1"]
)
def test_nothing_is_said_about_what_there_is_not(client_of: Browser, about: str) -> None:
    staff = iris()
    saved, browser = saved_by(staff), client_of(staff)
    assert browser.get(f"/saved-replies/{saved.id}/text", query_string={"about": about}).status_code == 404
    assert browser.get("/saved-replies/pick", query_string={"about": about}).status_code == 404


def test_they_are_suggested_by_category_and_found_by_words(client_of: Browser) -> None:
    staff = iris()
    ticket = ticket_for(staff, ana())
    saved_by(staff, title="Often used").use_count = 9
    saved_by(staff, title="Of this category", category_id=ticket.category_id)
    session.flush()
    browser, address = client_of(staff), f"/saved-replies/pick?about=ticket:{ticket.label}"
    page = browser.get(address).text
    assert page.index("Of this category") < page.index("Often used")
    assert "Often used" not in browser.get(f"{address}&q=this+CATEGORY").text
    assert "No saved reply has these words" in browser.get(f"{address}&q=zebra").text


def test_without_javascript_one_is_shown_chosen_and_inserted(client_of: Browser) -> None:
    staff = iris()
    saved, ticket, browser = saved_by(staff), ticket_for(staff, ana()), client_of(staff)
    address = f"/tickets/{ticket.label}/replies"
    shown = browser.post(address, data={"reply": "My own words.", "key": "k1", "saved": "list"})
    assert shown.status_code == 200 and "Printer ready" in shown.text and "My own words." in shown.text
    chosen = browser.post(address, data={"reply": "My own words.", "key": "k1", "insert": str(saved.id)})
    assert chosen.status_code == 200 and f"see {ticket.label}" in chosen.text and "My own words." in chosen.text
    assert f'name="used" value="{saved.id}"' in chosen.text and replies() == 0


def test_one_is_made_one_s_own_before_it_is_sent_and_counted(client_of: Browser) -> None:
    staff = iris()
    saved, ticket, browser = saved_by(staff), ticket_for(staff, ana()), client_of(staff)
    address, text = (
        f"/tickets/{ticket.label}/replies",
        f"Hi Ana Lim,\n\nyour printer is ready, see {ticket.label}.\n\nIris Tan",
    )
    form = {"reply": text, "key": "k1", "used": str(saved.id)}
    refused = browser.post(address, data=form)
    assert refused.status_code == 422 and "Make it yours" in refused.text and "your printer is ready" in refused.text
    assert browser.post(address, data={**form, "reply": f"Good news!\n\n{text}"}).status_code == 303
    session.expire_all()
    assert (replies(), session.get_one(SavedReply, saved.id).use_count) == (1, 1)


@pytest.mark.parametrize(
    ("text", "sentence"),
    [("Hi {{ requester.call_name }}, done.", "is not filled in"), ("Hi Ana, done.\n\nIT Department", "cannot sign")],
)
def test_what_is_not_finished_is_not_sent(client_of: Browser, text: str, sentence: str) -> None:
    staff = iris()
    ticket = ticket_for(staff, ana())
    answer = client_of(staff).post(f"/tickets/{ticket.label}/replies", data={"reply": text, "key": "k1"})
    assert answer.status_code == 422 and sentence in answer.text and text.splitlines()[0] in answer.text
    assert replies() == 0


def test_answers_of_staff_have_them_too(client_of: Browser) -> None:
    staff, asked = iris(), posts.question(ana(), posts.category())
    saved, browser, address = saved_by(staff), client_of(staff), f"/questions/{asked.id}/answers"
    chosen = browser.post(address, data={"source": "", "key": "k1", "insert": str(saved.id)})
    assert chosen.status_code == 200 and "Hi Ana Lim," in chosen.text and "{{ ticket.number }}" in chosen.text
    refused = browser.post(address, data={"source": "Hi Ana, see {{ ticket.number }}.", "key": "k1"})
    assert refused.status_code == 422 and "is not filled in" in refused.text
    assert browser.post(address, data={"source": "Hi Ana, it is ready.", "key": "k1"}).status_code == 303
    assert session.scalar(select(func.count()).select_from(Answer).where(unrestricted())) == 1


def test_who_asked_anonymously_is_not_named(client_of: Browser) -> None:
    staff, place = iris(), posts.category(allows_anonymous=True)
    asked = posts.question(ana(), place, anonymous=True)
    saved = saved_by(staff)
    said = client_of(staff).get(f"/saved-replies/{saved.id}/text?about=question:{asked.id}").text
    assert "Ana Lim" not in said and "{{ requester.call_name }}" in said


def test_colleagues_without_a_role_have_none_and_may_write_braces(client_of: Browser) -> None:
    asked = posts.question(ana(), posts.category())
    browser = client_of(ben())
    assert "Saved replies" not in browser.get(f"/questions/{asked.id}/{asked.slug}").text
    form = {"source": "Write {{ me.name }} into the file.", "key": "k1", "insert": "1", "saved": "list", "used": "1"}
    assert browser.post(f"/questions/{asked.id}/answers", data=form).status_code == 303


@pytest.mark.parametrize("used", ["0", "-1", "x", "9" * 30, "999999"])
def test_forged_ids_change_nothing(client_of: Browser, used: str) -> None:
    staff = iris()
    ticket = ticket_for(staff, ana())
    form = {"reply": "Hi Ana, it is ready. Iris", "key": "k1", "used": used}
    assert client_of(staff).post(f"/tickets/{ticket.label}/replies", data=form).status_code == 303
