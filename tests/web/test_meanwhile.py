"""Two people have the same form open: the second sees what the first has saved, and takes nothing back unseen."""

from collections.abc import Callable
from datetime import datetime

import pytest
from flask.testing import FlaskClient

from forum.accounts.actions.names import set_name
from forum.accounts.models import Team
from forum.kernel.db import session
from forum.people.models import Person
from forum.topics.models import Category, Tag
from forum.web.meanwhile import Overtaken, check_not_overtaken, opened_on
from tests.access.controls import controls
from tests.people import admin, ana, iris
from tests.posts import category, question

Browser = Callable[[Person], FlaskClient]
_WAS = {"name": "Network", "team": None}


def test_a_form_that_nobody_overtook_may_change_everything() -> None:
    check_not_overtaken(opened_on(_WAS), {"name": "Wi-Fi", "team": 3}, _WAS)


def test_what_both_made_the_same_is_no_conflict() -> None:
    check_not_overtaken(opened_on(_WAS), {"name": "Wi-Fi", "team": None}, {"name": "Wi-Fi", "team": None})


def test_what_only_the_other_changed_is_taken_over_and_what_both_changed_is_shown() -> None:
    with pytest.raises(Overtaken) as met:
        check_not_overtaken(opened_on(_WAS), {"name": "Wi-Fi", "team": None}, {"name": "LAN", "team": 3})
    assert met.value.theirs == {"name": "LAN"} and met.value.taken == {"team": 3}
    assert met.value.merged == {"name": "Wi-Fi", "team": 3}


def test_a_program_that_says_nothing_of_what_it_saw_is_taken_as_it_is() -> None:
    check_not_overtaken(None, {"name": "Wi-Fi", "team": None}, _WAS)


def test_two_administrators_at_one_category(client_of: Browser, noon: datetime) -> None:
    browser, place = client_of(admin()), category("Network", description="Wires.")
    team = Team(name="Cables")
    session.add(team)
    session.flush()
    address = f"/admin/categories/{place.id}"
    (opened,) = controls(browser.get(address).text)["opened"]
    place.description, place.team_id = "Wires and <air>.", team.id
    session.flush()
    mine = {"name": "Net", "audience": "everyone", "description": "Wi-Fi.", "opened": opened}
    back = browser.post(address, data=mine)
    assert back.status_code == 409 and "Wires and &lt;air&gt;.</dd>" in back.text
    assert "as it is now: Team that gets its tickets" in back.text
    found = controls(back.text)
    assert (found["name"], found["description"], found["team"]) == ({"Net"}, {"Wi-Fi."}, {str(team.id)})
    again = {**mine, "team": str(team.id), "opened": found["opened"].pop()}
    assert browser.post(address, data=again).status_code == 303
    kept = session.get_one(Category, place.id)
    assert (kept.name, kept.description, kept.team_id) == ("Net", "Wi-Fi.", team.id)


def test_two_of_staff_at_one_tag(client_of: Browser, noon: datetime) -> None:
    browser, asker = client_of(iris()), ana()
    question(asker, tags=("vpn",))
    found = controls(browser.get("/tags/vpn/edit").text)["opened"]
    tag = session.query(Tag).one()
    of_name = opened_on({"name": "vpn"})
    of_words = opened_on({"description": tag.description})
    assert found == {of_name, of_words}
    browser.post("/tags/vpn/description", data={"description": "Tunnels.", "opened": of_words})
    browser.post("/tags/vpn/name", data={"name": "vpn-client", "opened": of_name})
    back = browser.post("/tags/vpn/description", data={"description": "Work from home.", "opened": of_words})
    assert back.status_code == 409 and "Tunnels.</dd>" in back.text and ">Work from home.</textarea>" in back.text
    back = browser.post("/tags/vpn/name", data={"name": "tunnel", "opened": of_name})
    assert back.status_code == 409 and "vpn-client</dd>" in back.text and 'value="tunnel"' in back.text


def test_a_name_that_an_administrator_corrects_while_its_person_writes_about_himself(
    client_of: Browser, noon: datetime
) -> None:
    person = ana()
    browser = client_of(person)
    mine = {name: held.copy().pop() for name, held in controls(browser.get("/settings").text).items()}
    set_name(person, "Ana Lim Mei")
    session.flush()
    back = browser.post("/settings", data={**mine, "about": "I count."})
    assert back.status_code == 409 and "as it is now: Name" in back.text
    now = controls(back.text)
    assert now["name"] == {"Ana Lim Mei"} and now["about"] == {"I count."}
    again = {name: held.copy().pop() for name, held in now.items()}
    assert browser.post("/settings", data=again).status_code == 303
    assert session.get_one(Person, person.id).name == "Ana Lim Mei"


def test_two_administrators_correct_one_account(client_of: Browser, noon: datetime) -> None:
    person, browser = ana(), client_of(admin())
    address = f"/admin/people/{person.handle}"
    opened = opened_on({"name": person.name, "email": person.email})
    assert f'value="{opened}"' in browser.get(address).text
    set_name(person, "Anna Lim")
    session.flush()
    sent = {"name": "Ana Lim Mei", "email": person.email, "opened": opened}
    back = browser.post(f"{address}/account", data=sent)
    assert back.status_code == 409 and "Anna Lim</dd>" in back.text and 'value="Ana Lim Mei"' in back.text
