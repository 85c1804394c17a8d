"""A new installation, from the console's code to the last of the first steps."""

import re
from collections.abc import Callable

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from forum.accounts.actions.setup import new_setup_code
from forum.accounts.models import Team
from forum.app import Tanya
from forum.kernel import clock
from forum.kernel.db import session
from forum.people.models import Person
from tests.people import ana, iris

NEW = {"name": "Nurul Huda", "email": "nurul@kencana.example", "password": "a quiet river bends"}
STEPS = ["Give the forum", "Let mails leave", "Invite the first colleagues", "Make the teams", "Make the categories"]


Client = Callable[[Person], FlaskClient]


@pytest.fixture
def browser(client: FlaskClient) -> FlaskClient:
    """The first administrator's browser, in a forum that has nothing but him."""
    client.post("/setup", data={**NEW, "code": new_setup_code(at=clock.now())})
    return client


def _to_do(browser: FlaskClient, path: str = "/") -> list[str]:
    steps = re.findall(
        r'<li class="row"><span class="state (\w+)">.*?<a href="/admin[^"]*">(.*?)</a>', browser.get(path).text
    )
    return [words for state, words in steps if state == "unanswered"]


def _a_team_of_nobody(browser: FlaskClient) -> str:
    """The id of a team that the administrator, who is IT staff as well, may join."""
    browser.post("/admin/people/nurul.huda/roles", data={"role": "it_staff"})
    browser.post("/admin/teams", data={"name": "Network", "kind": "team"})
    return str(session.scalars(select(Team.id)).one())


def _sends_mails(app: Tanya, monkeypatch: pytest.MonkeyPatch) -> None:
    sends = app.extensions["environment"].model_copy(update={"mail_url": "smtp://mail.kencana.example"})
    monkeypatch.setitem(app.extensions, "environment", sends)


def test_a_forum_without_accounts_leads_to_the_set_up_page(client: FlaskClient) -> None:
    assert client.get("/", follow_redirects=True).request.path == "/setup"
    assert client.get("/setup").status_code == 200


def test_the_first_administrator_lands_on_home_with_everything_to_do(browser: FlaskClient) -> None:
    assert browser.get("/sign-in").location == "/"
    for path in ("/", "/admin"):
        assert [words in said for words, said in zip(STEPS, _to_do(browser, path), strict=True)] == [True] * 5


def test_each_step_ticks_itself_off(browser: FlaskClient) -> None:
    for left, (path, data) in enumerate((
        ("/admin/settings/company", {"value": "Kencana Foods"}),
        ("/admin/invitations", {"email": "ben.ong@kencana.example"}),
        ("/admin/people/nurul.huda/teams", {"team": _a_team_of_nobody(browser)}),
        ("/admin/categories/new", {"name": "Network", "audience": "everyone"}),
    ), start=1):  # fmt: skip
        assert browser.post(path, data=data).status_code == 303
        assert len(_to_do(browser)) == 5 - left


def test_a_team_of_nobody_is_no_step_done(browser: FlaskClient) -> None:
    _a_team_of_nobody(browser)
    assert any("Make the teams" in words for words in _to_do(browser))


def test_a_colleague_who_came_without_invitation_counts(browser: FlaskClient) -> None:
    ana()
    assert "Invite the first colleagues" not in _to_do(browser)


def test_the_step_of_mails_leads_to_a_page_that_says_what_to_do(
    browser: FlaskClient, app: Tanya, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert "set TANYA_MAIL_URL to your mail server" in browser.get("/admin/mails").text
    _sends_mails(app, monkeypatch)
    assert "TANYA_MAIL_URL" not in browser.get("/admin/mails").text


def test_the_list_is_gone_when_everything_is_done(
    browser: FlaskClient, app: Tanya, monkeypatch: pytest.MonkeyPatch
) -> None:
    test_each_step_ticks_itself_off(browser)
    _sends_mails(app, monkeypatch)
    assert "First steps" not in browser.get("/").text + browser.get("/admin").text


def test_nobody_else_sees_the_list(browser: FlaskClient, client_of: Callable[[Person], FlaskClient]) -> None:
    assert "First steps" in browser.get("/").text
    assert "First steps" not in client_of(iris()).get("/").text


def test_without_a_category_the_ask_form_says_who_makes_the_first_one(browser: FlaskClient, client_of: Client) -> None:
    page = browser.get("/questions/new").text
    assert "Nothing can be asked yet" in page and 'href="/admin/categories/new"' in page and "<textarea" not in page
    page = client_of(ana()).get("/questions/new").text
    assert "Nothing can be asked yet" in page and "/admin/categories" not in page
    browser.post("/admin/categories/new", data={"name": "Network", "audience": "everyone"})
    assert "Nothing can be asked yet" not in browser.get("/questions/new").text


def test_without_a_category_no_page_invites_to_ask(browser: FlaskClient, client_of: Client) -> None:
    colleague = client_of(ana())
    for address in ("/", "/questions"):
        page = browser.get(address).text
        assert "Nothing can be asked yet" in page and "Ask the first question" not in page
        assert 'href="/tickets/new"' in colleague.get(address).text
    browser.post("/admin/categories/new", data={"name": "Network", "audience": "everyone"})
    assert all("Ask the first question" in browser.get(address).text for address in ("/", "/questions"))
