"""Tickets in the browser, for each person who meets them."""

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from forum.accounts.actions.teams import make_team
from forum.app import Tanya
from forum.kernel.db import session
from forum.notifications.models import Notice
from forum.people.models import Person
from forum.questions.actions import join_affected
from forum.questions.models import Question
from forum.tickets.actions.make import PrivateRequest, make_ticket, open_private_ticket
from forum.tickets.actions.work import add_note
from forum.tickets.models import Ticket, TicketState
from forum.tickets.worklist import PAGE
from tests.access.controls import controls
from tests.conftest import NOON
from tests.people import admin, ana, ben, iris, make_person, mo, sam
from tests.posts import actor, answer, category, later, question, tell

ClientOf = Callable[[Person], FlaskClient]
SECRET = "the-switch-was-stolen-by-somebody"


def _ticket(asked: Question, staff: Person) -> Ticket:
    ticket = make_ticket(asked.id, by=actor(staff), at=NOON).ticket
    add_note(ticket, SECRET, f"<p>{SECRET}</p>", by=actor(staff), at=NOON)
    return ticket


def test_one_click_makes_the_ticket(client_of: ClientOf, noon: object) -> None:
    asked = question(ana())
    answer = client_of(iris()).post(f"/questions/{asked.id}/ticket")
    assert (answer.status_code, answer.location) == (303, "/tickets/IT-000001")


@pytest.mark.parametrize("has_team", [True, False])
def test_who_makes_a_ticket_that_no_team_gets_is_told(client_of: ClientOf, noon: object, has_team: bool) -> None:
    team = make_team("Network", by=actor(admin()), at=NOON).id if has_team else None
    asked = question(ana(), category("Network", team_id=team))
    page = client_of(iris()).post(f"/questions/{asked.id}/ticket", follow_redirects=True).text
    assert ("No team gets it" in page) != has_team


def test_the_second_click_is_told_kindly(client_of: ClientOf, noon: object) -> None:
    asked = question(ana())
    client_of(iris()).post(f"/questions/{asked.id}/ticket")
    other = client_of(make_person("Mei Wong", roles="employee it_staff"))
    answer = other.post(f"/questions/{asked.id}/ticket", follow_redirects=True)
    assert "Iris Tan was quicker" in answer.text and answer.request.path == "/tickets/IT-000001"


def test_ones_own_second_click_says_that_it_is_done(client_of: ClientOf, noon: object) -> None:
    asked, browser = question(ana()), client_of(iris())
    browser.post(f"/questions/{asked.id}/ticket")
    answer = browser.post(f"/questions/{asked.id}/ticket", follow_redirects=True)
    assert "You have made the ticket already" in answer.text and "quicker" not in answer.text


def test_a_note_is_nowhere_a_requester_can_look(client_of: ClientOf, noon: object) -> None:
    ticket = _ticket(question(person := ana()), iris())
    browser = client_of(person)
    for path in (f"/tickets/{ticket.label}", "/tickets", f"/questions/{ticket.question_id}/x"):
        assert SECRET not in browser.get(path, follow_redirects=True).text


def test_staff_read_notes_beside_the_conversation(client_of: ClientOf, noon: object) -> None:
    ticket = _ticket(question(ana()), staff := iris())
    assert SECRET in client_of(staff).get(f"/tickets/{ticket.label}").text


@pytest.mark.parametrize(
    "path",
    [
        "",
        "/replies",
        "/notes",
        "/owner",
        "/state",
        "/priority",
        "/step",
        "/resolution",
        "/team",
        "/undo",
        "/confidentiality",
    ],
)
def test_strangers_are_refused_everywhere(client_of: ClientOf, noon: object, path: str) -> None:
    ticket, browser = _ticket(question(ana()), iris()), client_of(sam())
    address = f"/tickets/{ticket.label}{path}"
    answer = browser.post(address, data={"reply": "x", "act": "close"}) if path else browser.get(address)
    assert answer.status_code in (403, 404)


@pytest.mark.parametrize("path", ["/queue", "/worklist"])
def test_the_queue_is_for_it_staff(client_of: ClientOf, noon: object, path: str) -> None:
    question(ana())
    assert client_of(mo()).get(path).status_code == 403
    assert client_of(iris()).get(path).status_code == 200


def test_the_worklist_shows_a_claim_at_once_and_each_his_language(client_of: ClientOf, noon: object) -> None:
    asked, browser = question(ana()), client_of(iris())
    assert "is on it" not in browser.get("/worklist").text
    browser.post(f"/questions/{asked.id}/claim")
    assert "Iris Tan is on it" in browser.get("/worklist").text
    browser.post("/language", data={"language": "ms"})
    assert "Iris Tan is on it" not in browser.get("/worklist").text


def test_the_worklist_goes_on_behind_its_first_page(client_of: ClientOf, noon: object) -> None:
    asker, browser = ana(), client_of(iris())
    for number in range(PAGE + 2):
        question(asker, title=f"Question number {number:03}", at=NOON - timedelta(days=60 - number))
    first = browser.get("/worklist").text
    more = re.search(r'href="(/worklist\?after=[^"]*)" rel="next"', first)
    assert more is not None
    last = browser.get(more[1]).text
    shown = [re.findall(r"Question number (\d+)", page) for page in (first, last)]
    assert [len(numbers) for numbers in shown] == [PAGE, 2] and sum(shown, []) == sorted(sum(shown, []))
    assert 'rel="next"' not in last


def test_imported_threads_are_no_work_until_somebody_is_affected(client_of: ClientOf, noon: object) -> None:
    past, browser = question(ana(), title="Windows 7 forgets its network"), client_of(iris())
    past.imported_from = "stackexchange:iot:p7"
    session.commit()
    assert past.title not in browser.get("/worklist").text
    join_affected(past, by=actor(ben()), at=NOON)
    session.commit()
    assert past.title in browser.get("/worklist").text


def test_the_story_of_a_ticket(client_of: ClientOf, noon: object, app: Tanya) -> None:
    asked, staff, requester = question(person := ana()), client_of(iris()), client_of(person)
    label = "IT-000001"
    staff.post(f"/questions/{asked.id}/ticket")
    staff.post(f"/tickets/{label}/owner", data={"owner": "me"})
    staff.post(f"/tickets/{label}/missing", data={"other": "Which floor?"})
    requester.post(f"/tickets/{label}/replies", data={"reply": "It is on floor 3."})
    staff.post(f"/tickets/{label}/resolution", data={"fix": "New toner.", "publish": "1"})
    assert session.query(Ticket).one().state == TicketState.RESOLVED
    requester.post(f"/tickets/{label}/state", data={"act": "reopen"})
    assert session.query(Ticket).one().state == TicketState.OPEN


def test_a_ticket_waits_for_nobody_who_was_not_told_for_what(client_of: ClientOf, noon: object) -> None:
    ticket, staff = _ticket(question(ana()), person := iris()), client_of(person)
    address = f"/tickets/{ticket.label}"
    assert f'href="{address}?write=missing#to-ask"' in staff.get(address).text
    assert 'id="to-ask" hx-preserve open' in staff.get(f"{address}?write=missing").text
    assert staff.post(f"{address}/state", data={"act": "wait_requester"}).status_code == 422
    assert session.get_one(Ticket, ticket.id).state == TicketState.NEW


def test_an_empty_reply_is_refused_with_a_sentence(client_of: ClientOf, noon: object) -> None:
    ticket = _ticket(question(person := ana()), iris())
    answer = client_of(person).post(f"/tickets/{ticket.label}/replies", data={"reply": "  "})
    assert answer.status_code == 422 and "Please write something" in answer.text


def test_pages_cost_a_constant_number_of_queries(client_of: ClientOf, queries: Callable[[], int], noon: object) -> None:
    ticket = _ticket(question(ana()), staff := iris())
    browser = client_of(staff)
    browser.get("/menu")  # from here on the process keeps what rarely changes
    for path, most in ((f"/tickets/{ticket.label}", 23), ("/queue", 7), ("/worklist", 4), ("/tickets", 4)):
        before = queries()
        assert browser.get(path).status_code == 200
        assert queries() - before <= most, path


def test_an_employee_opens_a_private_ticket(client_of: ClientOf, noon: object) -> None:
    browser = client_of(ana())
    answer = browser.post("/tickets/new", data={"title": "My payslip", "source": "It is wrong.", "category": ""})
    assert (answer.status_code, answer.location) == (303, "/tickets/IT-000001")
    assert "Only you and IT can read it." in browser.get(answer.location).text


@pytest.mark.parametrize("chosen", ["x", "²", "0", "9" * 30])
@pytest.mark.parametrize("fact", ["owner", "team"])
def test_what_is_no_choice_leaves_owner_and_team_as_they_are(
    client_of: ClientOf, noon: object, fact: str, chosen: str
) -> None:
    ticket = _ticket(question(ana()), staff := iris())
    ticket.owner_id, ticket.team_id = staff.id, make_team("Network", by=actor(admin()), at=NOON).id
    before = ticket.owner_id, ticket.team_id
    address = f"/tickets/{ticket.label}/{fact}"
    assert client_of(staff).post(address, data={fact: chosen}).status_code == 422
    bulk = {"change": f"{fact}:{chosen}", "ticket": ticket.label}
    assert "ticket is changed" not in client_of(staff).post("/queue/bulk", data=bulk, follow_redirects=True).text
    session.refresh(ticket)
    assert (ticket.owner_id, ticket.team_id) == before


def test_who_opens_a_confidential_ticket_is_told_who_reads_it(client_of: ClientOf, noon: object) -> None:
    wish = {"title": "My payslip", "source": "It is wrong.", "category": "", "confidential": "y"}
    told = client_of(ana()).post("/tickets/new", data=wish, follow_redirects=True).text
    assert "Only you, its owner, the team lead and administrators can read it." in told


@pytest.mark.parametrize("confidential", [True, False])
def test_a_confidential_ticket_that_no_lead_reads_is_told_to_administrators(app: Tanya, confidential: bool) -> None:
    asker, _staff, administrator = ana(), iris(), admin()
    open_private_ticket(PrivateRequest("My pay", "x", "<p>x</p>", None, confidential), by=actor(asker), at=NOON)
    session.commit()
    tell(later(minutes=1))
    told = session.scalars(select(Notice)).all()
    assert [notice.person_id for notice in told] == ([administrator.id] if confidential else [])


def test_what_was_made_by_mistake_is_taken_back_with_one_click(client_of: ClientOf, noon: object) -> None:
    asked, staff = question(ana()), client_of(iris())
    staff.post(f"/questions/{asked.id}/ticket")
    assert "/tickets/IT-000001/undo" in staff.get("/tickets/IT-000001").text
    page = staff.post("/tickets/IT-000001/undo", follow_redirects=True)
    assert "taken back" in page.text and page.request.path.startswith(f"/questions/{asked.id}")


@pytest.mark.parametrize(
    ("state", "is_offered"), [("new", True), ("resolved", True), ("closed", False), ("void", False)]
)
def test_nobody_is_asked_to_take_what_is_over(client_of: ClientOf, noon: object, state: str, is_offered: bool) -> None:
    ticket, browser = _ticket(question(ana()), staff := iris()), client_of(staff)
    ticket.state = TicketState(state)
    for page in (f"/tickets/{ticket.label}", f"/queue/{ticket.label}"):
        assert ("Take it" in browser.get(page).text) is is_offered


def test_a_ticket_is_given_to_a_team(client_of: ClientOf, noon: object) -> None:
    ticket, administrator = _ticket(question(ana()), staff := iris()), actor(admin())
    team = make_team("Network", by=administrator, at=NOON)
    client_of(staff).post(f"/tickets/{ticket.label}/team", data={"team": str(team.id)})
    page = client_of(staff).get(f"/tickets/{ticket.label}").text
    assert session.get_one(Ticket, ticket.id).team_id == team.id and "gave it to the team Network" in page


def test_a_confidential_ticket_is_closed_to_colleagues_of_the_owner(client_of: ClientOf, noon: object) -> None:
    ticket, colleague = _ticket(question(ana()), staff := iris()), make_person("Farid Hassan", roles="it_staff")
    browser, address = client_of(staff), f"/tickets/{ticket.label}"
    assert browser.post(f"{address}/confidentiality").status_code == 403
    browser.post(f"{address}/owner", data={"owner": "me"})
    browser.post(f"{address}/confidentiality")
    assert client_of(colleague).get(address).status_code == 404
    browser.post(f"{address}/confidentiality/undo")
    assert client_of(colleague).get(address).status_code == 200


def test_of_a_confidential_ticket_its_thread_says_only_that_it_is_handled(client_of: ClientOf, noon: object) -> None:
    asked, staff = question(ana()), iris()
    ticket, owner, reader = _ticket(asked, staff), client_of(staff), client_of(sam())
    for path, sent in (("owner", {"owner": "me"}), ("confidentiality", {})):
        owner.post(f"/tickets/{ticket.label}/{path}", data=sent)
    for path in (f"/questions/{asked.id}/{asked.slug}", "/questions", f"/live?thread={asked.id}&since=1"):
        page = reader.get(path).text
        assert ticket.label not in page and "Being handled privately" in page
    owner.post(f"/tickets/{ticket.label}/confidentiality/undo")
    assert ticket.label in reader.get("/questions").text


def test_a_colleague_is_not_led_to_a_confidential_ticket_of_the_thread(client_of: ClientOf, noon: object) -> None:
    asked, staff = question(ana()), iris()
    ticket, colleague = _ticket(asked, staff), make_person("Farid Hassan", roles="it_staff")
    for path, sent in (("owner", {"owner": "me"}), ("confidentiality", {})):
        client_of(staff).post(f"/tickets/{ticket.label}/{path}", data=sent)
    told = client_of(colleague).post(f"/questions/{asked.id}/ticket", data={"key": "k"})
    assert told.status_code == 409 and "handled privately" in told.text and ticket.label not in told.text


def test_who_hands_on_what_only_its_owner_reads_is_told_so(client_of: ClientOf, noon: object) -> None:
    ticket, staff, colleague = (
        _ticket(question(ana()), one := iris()),
        client_of(one),
        make_person("Farid Hassan", roles="it_staff", is_it_staff=True),
    )
    for path, sent in (("owner", {"owner": "me"}), ("confidentiality", {})):
        staff.post(f"/tickets/{ticket.label}/{path}", data=sent)
    page = staff.post(f"/tickets/{ticket.label}/owner", data={"owner": str(colleague.id)}, follow_redirects=True)
    assert page.status_code == 200 and "handed over" in page.text


def test_an_administrator_hands_on_a_confidential_ticket(client_of: ClientOf, noon: object) -> None:
    ticket, staff = _ticket(question(ana()), iris()), client_of(admin())
    session.get_one(Ticket, ticket.id).confidential = True
    page = staff.get(f"/tickets/{ticket.label}").text
    assert "Give it to" in page and SECRET not in page


def test_before_the_click_one_sees_who_will_read_and_hear(client_of: ClientOf, noon: object) -> None:
    asked = question(ana())
    join_affected(asked, by=actor(ben()), at=NOON)
    page = client_of(iris()).get(f"/questions/{asked.id}/ticket").text
    assert "Everybody in the company" in page and "Ana Lim, who asked" in page and "and 1 colleague" in page
    assert client_of(sam()).get(f"/questions/{asked.id}/ticket").status_code == 403


def test_before_the_click_at_a_post_its_author_is_named(client_of: ClientOf, noon: object) -> None:
    post = answer(question(ana()), ben())
    page = client_of(iris()).get(f"/answers/{post.id}/ticket").text
    assert "Ben Ong, who wrote it" in page and "Who will read the ticket" in page and "Ana Lim" not in page


def test_what_was_carried_is_shown_at_once(client_of: ClientOf, noon: object) -> None:
    asked = question(ana())
    answer(asked, ben(), source="Turn the cartridge.")
    staff = client_of(iris())
    staff.post(f"/questions/{asked.id}/ticket")
    page = staff.get("/tickets/IT-000001").text
    assert "Carried from the thread" in page and "Already tried" in page and "Turn the cartridge." in page
    assert "1 answer is listed as tried. " in page and "0 " not in page.partition("Carried")[2].partition("</p>")[0]


def test_title_and_category_of_a_ticket_change_without_the_thread(client_of: ClientOf, noon: object) -> None:
    ticket, place = _ticket(asked := question(ana()), staff := iris()), category("Network")
    browser, address = client_of(staff), f"/tickets/{ticket.label}/edit"
    assert asked.title in browser.get(address).text
    browser.post(address, data={"title": "Fuser is worn", "category": str(place.id)})
    page = browser.get(f"/tickets/{ticket.label}").text
    assert "Fuser is worn" in page and "changed the category to Network" in page
    assert session.get_one(Question, asked.id).title == asked.title != "Fuser is worn"


def test_a_title_too_short_is_given_back(client_of: ClientOf, noon: object) -> None:
    ticket = _ticket(question(ana()), staff := iris())
    answer = client_of(staff).post(f"/tickets/{ticket.label}/edit", data={"title": "abc", "category": ""})
    assert answer.status_code == 422 and 'value="abc"' in answer.text


def test_a_title_that_a_colleague_has_changed_meanwhile_is_told_and_then_replaced(
    client_of: ClientOf, noon: object
) -> None:
    ticket = _ticket(question(ana()), staff := iris())
    browser, address = client_of(staff), f"/tickets/{ticket.label}/edit"
    (opened,) = controls(browser.get(address).text)["opened"]
    ticket.title, mine = "Fuser is <worn>", {"title": "Toner is empty", "category": str(ticket.category_id)}
    session.flush()
    back = browser.post(address, data={**mine, "opened": opened})
    assert back.status_code == 409 and "Fuser is &lt;worn&gt;</dd>" in back.text
    assert 'value="Toner is empty"' in back.text and ticket.title == "Fuser is <worn>"
    (now,) = controls(back.text)["opened"]
    assert browser.post(address, data={**mine, "opened": now}).status_code == 303


def test_a_category_that_a_colleague_has_changed_meanwhile_is_not_taken_back(client_of: ClientOf, noon: object) -> None:
    ticket, place = _ticket(question(ana()), staff := iris()), category("Network", name_ms="Rangkaian")
    browser, address = client_of(staff), f"/tickets/{ticket.label}/edit"
    (opened,) = controls(browser.get(address).text)["opened"]
    mine = {"title": "Toner is empty", "category": str(ticket.category_id), "opened": opened}
    ticket.category_id = place.id
    session.flush()
    back = browser.post(address, data=mine)
    assert back.status_code == 409 and f'<option selected value="{place.id}">Network' in back.text
    assert "as it is now: Category" in back.text and 'value="Toner is empty"' in back.text


def test_a_closed_category_is_named_in_malay_where_it_is_the_tickets_present_one(
    client_of: ClientOf, noon: object
) -> None:
    ticket = _ticket(question(ana(), place := category("Fax", name_ms="Faks")), iris())
    place.archived_at = NOON
    session.flush()
    page = client_of(make_person("Farid Hassan", roles="it_staff", language="ms")).get(f"/tickets/{ticket.label}/edit")
    assert f'<option selected value="{place.id}">Faks' in page.text


def test_a_new_title_keeps_a_category_that_cannot_be_chosen_any_more(client_of: ClientOf, noon: object) -> None:
    ticket, browser = _ticket(question(ana(), place := category("Fax")), staff := iris()), client_of(staff)
    place.archived_at = NOON
    address = f"/tickets/{ticket.label}/edit"
    assert f'<option selected value="{place.id}">Fax' in browser.get(address).text
    browser.post(address, data={"title": "Fax sends nothing", "category": str(place.id)})
    assert session.get_one(Ticket, ticket.id).category_id == place.id


def test_categories_are_named_in_the_readers_language(client_of: ClientOf, noon: object) -> None:
    place = category("Network", name_ms="Rangkaian")
    ticket = _ticket(question(person := ana(), place), iris())
    staff = make_person("Farid Hassan", roles="it_staff", language="ms")
    browser = client_of(staff)
    assert "<dd>Rangkaian</dd>" in browser.get(f"/tickets/{ticket.label}").text
    for path in (f"/tickets/{ticket.label}/edit", "/tickets/new"):
        assert ">Rangkaian</option>" in browser.get(path).text
    question(person, place)
    assert "<span>Rangkaian</span>" in browser.get("/worklist").text


def test_only_its_requester_is_told_that_a_ticket_waits_for_him(client_of: ClientOf, noon: object) -> None:
    asked, watcher = question(asker := ana()), sam()
    join_affected(asked, by=actor(watcher), at=NOON)
    _ticket(asked, iris()).state = TicketState.WAITING_REQUESTER
    session.flush()
    assert "Waiting for you" in client_of(asker).get("/tickets").text
    for page in ("/", "/tickets"):
        text = client_of(watcher).get(page).text
        assert "Waiting for the requester" in text and "Waiting for you" not in text


def test_a_promise_in_a_private_ticket_speaks_of_no_thread(client_of: ClientOf, noon: object) -> None:
    private = open_private_ticket(
        PrivateRequest("My badge", "x", "<p>x</p>", None, False), by=actor(asker := ana()), at=NOON
    )
    asked, browser = _ticket(question(asker), staff := iris()), client_of(staff)
    assert "and the thread shows it" not in browser.get(f"/tickets/{private.label}").text
    assert "and the thread shows it" in browser.get(f"/tickets/{asked.label}").text
