"""The forum while it is closed for maintenance."""

from collections.abc import Callable

import pytest
from flask.testing import FlaskClient

from forum.accounts.settings import MAINTENANCE
from forum.app import Tanya
from forum.kernel.settings.registry import store
from forum.people.models import Person
from tests.people import admin, ana

ClientOf = Callable[[Person], FlaskClient]


@pytest.fixture(autouse=True)
def _closed(app: Tanya) -> None:
    store(MAINTENANCE, "Back at 18:00.")


@pytest.mark.parametrize("path", ["/", "/questions", "/live?thread=1", "/feeds/none/questions.atom"])
def test_everybody_hears_until_when(client_of: ClientOf, path: str) -> None:
    answer = client_of(ana()).get(path)
    assert answer.status_code == 503 and "Back at 18:00." in answer.text
    assert answer.headers["Retry-After"] == "300"


def test_the_page_leads_to_where_one_wanted_to_go(client_of: ClientOf) -> None:
    assert (
        'class="button main" href="/questions?sort=newest"'
        in client_of(person := ana()).get("/questions?sort=newest").text
    )
    assert 'href="//evil.example' not in client_of(person).get("//evil.example/x").text


def test_what_was_being_written_comes_back(client_of: ClientOf) -> None:
    sent, here = {"source": "A long text of mine."}, {"Referer": "http://localhost/questions/new"}
    answer = client_of(ana()).post("/questions", data=sent, headers=here)
    assert answer.status_code == 503 and "A long text of mine." in answer.text


def test_administrators_work_on_and_are_reminded(client_of: ClientOf) -> None:
    browser = client_of(admin())
    assert browser.get("/questions").status_code == 200
    assert "only administrators can use it" in browser.get("/admin").text
    assert browser.post("/admin/settings/maintenance", data={"value": ""}).status_code == 303
    assert client_of(ana()).get("/questions").status_code == 200


@pytest.mark.parametrize("path", ["/healthz", "/readyz", "/sign-in"])
def test_what_administrators_and_proxies_need_stays_open(client: FlaskClient, path: str) -> None:
    ana()
    assert client.get(path).status_code == 200
