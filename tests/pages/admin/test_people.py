"""What administrators do for people's accounts, in the browser."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from forum.accounts.models import Group, GroupMembership, Invitation, Team
from forum.accounts.settings import SIGN_UP
from forum.app import Tanya
from forum.intake.models import IntakeForm
from forum.kernel import clock
from forum.kernel.db import session
from forum.kernel.settings.registry import store
from forum.mail.models import OutgoingMail
from forum.people.models import Person, PersonState
from forum.topics.models import Category
from forum.topics.visibility import unrestricted
from forum.votes.actions import cast_vote
from tests.conftest import NOON
from tests.people import admin, ana, ben, iris, make_person
from tests.posts import actor, answer, category, question

ClientOf = Callable[[Person], FlaskClient]
NEW = {"name": "Puteri Balqis", "email": "puteri@kencana.example", "password": "a quiet river bends"}


@pytest.fixture
def browser(app: Tanya, client_of: ClientOf) -> FlaskClient:
    """Aishah's browser."""
    return client_of(admin())


def _mailed() -> list[str]:
    return list(session.scalars(select(OutgoingMail.template).order_by(OutgoingMail.id)))


def _again(person: Person) -> Person:
    return session.get_one(Person, person.id, populate_existing=True)


def _team(browser: FlaskClient, name: str) -> str:
    browser.post("/admin/teams", data={"name": name, "kind": "team"})
    return str(session.scalars(select(Team.id).where(Team.name == name)).one())


def _category(browser: FlaskClient) -> str:
    browser.post("/admin/categories/new", data={"name": "Hardware", "audience": "everyone"})
    return f"/admin/categories/{session.scalars(select(Category.id).where(unrestricted())).one()}"


def test_a_category_whose_tickets_reach_nobody_says_so(browser: FlaskClient) -> None:
    address, team = _category(browser), _team(browser, "Network")
    assert "No team</span>" in browser.get("/admin/categories").text
    assert "1 category has no team that somebody leads" in browser.get("/admin").text
    browser.post(address, data={"name": "Hardware", "audience": "everyone", "team": team})
    assert "nobody leads it</span>" in browser.get("/admin/categories").text
    assert "Network (nobody leads it)</option>" in browser.get(address).text
    iris()
    browser.post("/admin/people/iris.tan/teams", data={"team": team})
    told = "".join(browser.get(path).text for path in ("/admin/categories", "/admin", address))
    assert "<td>Network</td>" in told and "leads it" not in told


def test_a_new_account_is_recorded(browser: FlaskClient) -> None:
    browser.post("/admin/people", data=NEW)
    assert "Account made" in browser.get("/admin/record").text


def test_who_has_no_account_stands_behind_those_who_have_one(browser: FlaskClient) -> None:
    make_person("Aaron Abel", state=PersonState.IMPORTED, email=None, email_key=None)
    page = browser.get("/admin/people").text
    assert page.index("Aishah Rahman</a>") < page.index("Aaron Abel</a>")


def test_who_is_suspended_is_not_listed_as_active(browser: FlaskClient, noon: datetime) -> None:
    make_person("Ana Lim", suspended_until=noon + timedelta(days=2))
    make_person("Ben Ong", suspended_until=noon - timedelta(days=2))
    listed, hers, his = (browser.get(f"/admin/people{p}").text for p in ("?q=lim", "/ana.lim", "/ben.ong"))
    assert "Suspended" in listed and "Saturday 12:00" in listed and "Active" not in listed
    assert "Suspended until" in hers and "Suspended" not in his and "Active" in browser.get("/admin/people?q=ong").text


@pytest.mark.parametrize(("words", "is_found"), [("ana_lim", True), ("a_a", False), ("a%m", False), ("/", False)])
def test_signs_in_an_address_are_looked_for_as_they_are(browser: FlaskClient, words: str, is_found: bool) -> None:
    make_person("Ana Lim", email="ana_lim@kencana.example", email_key="ana_lim@kencana.example")
    assert ("ana_lim@" in browser.get("/admin/people", query_string={"q": words}).text) == is_found


def test_who_gives_his_role_back_is_led_home_and_not_to_a_closed_page(browser: FlaskClient) -> None:
    make_person("Devi Nair", roles="employee administrator")
    back = [
        browser.post(f"/admin/people/{handle}/roles", data={"role": "administrator", "act": act}).location
        for handle, act in (("devi.nair", "grant"), ("aishah.rahman", "withdraw"))
    ]
    assert back == ["/admin/people/devi.nair", "/"] and "Saved." in browser.get("/").text


def test_who_invites_is_told_that_no_mail_leaves(browser: FlaskClient, app: Tanya) -> None:
    pages = browser.get("/admin/people").text, browser.get(f"/admin/people/{ana().handle}").text
    assert ["forum user password-link MAIL" in page for page in pages] == [True, True]


def test_an_invitation_is_listed_with_all_its_days(browser: FlaskClient) -> None:
    with clock.standing(NOON):
        browser.post("/admin/invitations", data={"email": NEW["email"]})
    with clock.standing(NOON + timedelta(seconds=1)):
        page = browser.get("/admin/people").text
    assert "19 Mar 2026" in page and ">in 14 days<" in page


def test_a_refused_account_keeps_what_was_typed(browser: FlaskClient) -> None:
    answer = browser.post("/admin/people", data={**NEW, "email": "no address"})
    assert answer.status_code == 422 and 'value="Puteri Balqis"' in answer.text and 'value="no address"' in answer.text


def test_somebody_invited_signs_up_where_only_invited_people_may(browser: FlaskClient, app: Tanya) -> None:
    store(SIGN_UP, "invitation")
    browser.post("/admin/invitations", data={"email": NEW["email"]})
    path = str(session.scalars(select(OutgoingMail)).one().facts["link"])
    stranger = app.test_client()
    assert stranger.post("/sign-up", data=NEW).status_code == 422
    assert stranger.post("/sign-up", data={**NEW, "invitation": path.partition("=")[2]}).location == "/"
    assert stranger.get("/settings").status_code == 200 and _mailed() == ["invitation"]


def test_who_has_an_account_is_not_invited(browser: FlaskClient) -> None:
    answer = browser.post("/admin/invitations", data={"email": make_person("Bo Lee").email.upper()})
    assert answer.status_code == 422 and "There is an account with this address already." in answer.text
    assert _mailed() == []


def test_a_withdrawn_invitation_opens_nothing(browser: FlaskClient, app: Tanya) -> None:
    store(SIGN_UP, "invitation")
    browser.post("/admin/invitations", data={"email": NEW["email"]})
    path = str(session.scalars(select(OutgoingMail)).one().facts["link"])
    assert NEW["email"] in browser.get("/admin/people").text
    browser.post(f"/admin/invitations/{session.scalars(select(Invitation.id)).one()}/undo")
    assert NEW["email"] not in browser.get("/admin/people").text
    answer = app.test_client().post("/sign-up", data={**NEW, "invitation": path.partition("=")[2]})
    assert answer.status_code == 422


def test_everybody_in_the_list_has_a_page(browser: FlaskClient) -> None:
    for state in PersonState:
        person = make_person(f"{state} Lee", state=state)
        assert browser.get(f"/admin/people/{person.handle}").status_code == 200, state


def test_a_name_and_an_address_are_corrected(browser: FlaskClient) -> None:
    person = ana()
    browser.post("/admin/people/ana.lim/account", data={"name": "Ana Lim Mei", "email": "ana.mei@kencana.example"})
    now = _again(person)
    assert (now.name, now.email, _mailed()) == ("Ana Lim Mei", "ana.mei@kencana.example", ["address_corrected"])


def test_nobody_is_corrected_into_it_staff(browser: FlaskClient) -> None:
    ana()
    answer = browser.post("/admin/people/ana.lim/account", data={"name": "IT Stаff", "email": "ana@kencana.example"})
    assert answer.status_code == 422 and 'value="ana@kencana.example"' in answer.text


def test_a_person_is_signed_out_everywhere(browser: FlaskClient, client_of: ClientOf) -> None:
    hers = client_of(ana())
    browser.post("/admin/people/ana.lim/sessions/end")
    assert hers.get("/menu").status_code == 302


def test_a_link_to_a_password_is_mailed(browser: FlaskClient) -> None:
    ana()
    assert browser.post("/admin/people/ana.lim/password-link").status_code == 303
    assert _mailed() == ["password"]


def test_who_makes_an_account_for_an_imported_author_is_led_to_where_it_is_given(browser: FlaskClient) -> None:
    author = make_person("Vimala Nair", state=PersonState.IMPORTED)
    answer = browser.post("/admin/people", data={"name": "Vimala N.", "email": "Vimala.Nair@kencana.example"})
    assert answer.location == f"/admin/people/{author.handle}" and _mailed() == []
    page = browser.get(answer.location).text
    assert "Vimala Nair was imported with this mail address." in page and "Whose is it?" in page
    browser.post(f"/admin/people/{author.handle}/owner", data={"email": author.email})
    assert (_again(author).state, _mailed()) == (PersonState.UNCONFIRMED, ["account_made"])


def test_an_imported_name_is_given_to_a_colleague(browser: FlaskClient) -> None:
    person = make_person("Vimala Nair", state=PersonState.IMPORTED, email=None, email_key=None)
    browser.post("/admin/people/vimala.nair/owner", data={"email": "vimala@kencana.example"})
    assert (_again(person).state, _mailed()) == (PersonState.UNCONFIRMED, ["account_made"])


def test_imported_posts_are_given_to_who_has_an_account_after_he_was_named(browser: FlaskClient, noon: object) -> None:
    old, owner = make_person("Ben O.", handle="ben.o"), ben()
    asked = question(old, category())
    helped = answer(other := question(ana()), old)
    cast_vote(other, on=helped, by=actor(owner), at=NOON)
    old.state, old.email, old.email_key = PersonState.IMPORTED, None, None
    session.flush()
    sent = {"email": "Ben.Ong@kencana.example"}
    page = browser.post("/admin/people/ben.o/owner", data=sent)
    assert page.status_code == 200 and "becomes Ben Ong’s" in page.text and asked.author_id == old.id
    given = browser.post("/admin/people/ben.o/owner", data={**sent, "sure": "1"})
    assert given.location == "/admin/people/ben.ong"
    session.expire_all()
    assert asked.author_id == helped.author_id == owner.id and helped.score == 0
    assert browser.get("/people/ben.o").location == "/people/ben.ong"
    assert (old.state, old.name) == (PersonState.ERASED, "former colleague")


def test_imported_posts_are_not_given_to_a_closed_account(browser: FlaskClient) -> None:
    old = make_person("Ben O.", state=PersonState.IMPORTED, email=None, email_key=None)
    make_person("Ben Ong", state=PersonState.DEACTIVATED)
    sent = {"email": "ben.ong@kencana.example", "sure": "1"}
    answer = browser.post(f"/admin/people/{old.handle}/owner", data=sent)
    assert answer.status_code == 422 and "not open, or not confirmed yet" in answer.text


def test_who_leaves_a_team_loses_its_badge(browser: FlaskClient) -> None:
    person, team = iris(), _team(browser, "Network")
    browser.post("/admin/people/iris.tan/teams", data={"team": team, "speciality": "Wi-Fi", "lead": "y"})
    assert _again(person).badge == "Wi-Fi" and "leads the team" in browser.get("/admin/people/iris.tan").text
    answer = browser.post("/admin/people/iris.tan/teams", data={"team": team, "act": "leave"})
    assert answer.status_code == 409 and "is alone in it. Let a colleague join and lead it first." in answer.text
    other = make_person("Farid Aziz", roles="employee it_staff")
    browser.post(f"/admin/people/{other.handle}/teams", data={"team": team, "speciality": "", "lead": "y"})
    browser.post("/admin/people/iris.tan/teams", data={"team": team, "act": "leave"})
    assert _again(person).badge == ""


def test_a_speciality_that_is_called_as_the_team_stands_there_once(browser: FlaskClient) -> None:
    team = {"team": _team(browser, "Network"), "speciality": "Network"}
    browser.post(f"/admin/people/{iris().handle}/teams", data=team)
    page = browser.get("/admin/people/iris.tan").text
    assert "<strong>Network</strong> · leads the team" in page and "Network - Network" not in page


def test_who_is_made_lead_keeps_the_speciality_that_stands_in_the_form(browser: FlaskClient) -> None:
    person, team = iris(), _team(browser, "Network")
    make_person("Farid Aziz", roles="employee it_staff")
    for handle in ("farid.aziz", person.handle):
        browser.post(f"/admin/people/{handle}/teams", data={"team": team, "speciality": "Wi-Fi"})
    page = browser.get("/admin/people/iris.tan").text
    assert f'id="speciality-{team}" name="speciality" value="Wi-Fi"' in page and "Another team" not in page
    browser.post("/admin/people/iris.tan/teams", data={"team": team, "speciality": "Wi-Fi", "lead": "y"})
    assert _again(person).badge == "Wi-Fi" and "leads the team" in browser.get("/admin/people/iris.tan").text


def test_a_lead_of_others_cannot_go_and_the_page_says_why(browser: FlaskClient) -> None:
    team, other = _team(browser, "Network"), make_person("Farid Aziz", roles="employee it_staff")
    for handle in (iris().handle, other.handle):
        browser.post(f"/admin/people/{handle}/teams", data={"team": team, "speciality": ""})
    answer = browser.post("/admin/people/iris.tan/teams", data={"team": team, "act": "leave"})
    assert answer.status_code == 409 and "keeps a lead" in answer.text and "Farid" not in answer.text


def test_only_it_staff_join_teams_and_the_page_says_so(browser: FlaskClient) -> None:
    ana()
    answer = browser.post("/admin/people/ana.lim/teams", data={"team": _team(browser, "Net"), "speciality": "Wi-Fi"})
    assert answer.status_code == 422 and "Only IT staff can join a team" in answer.text


def test_groups_are_joined_and_left(browser: FlaskClient) -> None:
    ana()
    browser.post("/admin/teams", data={"name": "Leads", "kind": "group"})
    group = session.scalars(select(Group.id)).one()
    browser.post("/admin/people/ana.lim/groups", data={"group": str(group), "act": "join"})
    assert session.scalars(select(GroupMembership.group_id)).all() == [group]
    browser.post("/admin/people/ana.lim/groups", data={"group": str(group), "act": "leave"})
    assert session.scalars(select(GroupMembership.group_id)).all() == []


def test_a_closed_account_keeps_its_name_unless_it_is_taken(browser: FlaskClient) -> None:
    person = ana()
    browser.post("/admin/people/ana.lim/deactivation", data={})
    assert (_again(person).state, _again(person).name) == (PersonState.DEACTIVATED, "Ana Lim")


def test_after_a_name_was_taken_the_page_still_leads_to_the_account(browser: FlaskClient) -> None:
    ana()
    answer = browser.post("/admin/people/ana.lim/deactivation", data={"name": "former"}, follow_redirects=True)
    assert answer.status_code == 200 and "former colleague" in answer.text


def test_a_field_with_a_label_of_several_words(browser: FlaskClient) -> None:
    path = _category(browser) + "/form"
    fields = {"label-0": "Where is it?", "label-1": "Where is it?", "label-2": "在哪里", "help-0": "Floor and room."}
    answer = browser.post(path, data={"act": "save", "revision": "0", **fields})
    assert answer.status_code == 303, answer.text
    assert "Floor and room." in browser.get(path).text


def test_saving_a_category_leaves_its_form_to_who_is_filling_it_in(browser: FlaskClient) -> None:
    path = _category(browser)
    browser.post(f"{path}/form", data={"act": "save", "revision": "0", "label-0": "Where?"})
    answer = browser.post(path, data={"name": "Hardware", "audience": "everyone", "description": "Machines."})
    assert answer.status_code == 303
    assert len(session.scalars(select(IntakeForm.id)).all()) == 1
