"""One's own words are not flagged: the page says what one can do instead, before anything is filled in."""

from collections.abc import Callable

import pytest
from flask.testing import FlaskClient

from forum.people.models import Person
from forum.tickets.actions.make import PrivateRequest, open_private_ticket
from tests import people, posts
from tests.conftest import NOON

Browser = Callable[[Person], FlaskClient]
pytestmark = pytest.mark.usefixtures("noon")


@pytest.mark.parametrize("kind", ["question", "answer", "comment"])
def test_who_wrote_a_post_is_led_to_edit_it_and_sees_no_form(client_of: Browser, kind: str) -> None:
    ana = people.ana()
    asked = posts.question(ana)
    ids = {"question": asked.id, "answer": posts.answer(asked, ana).id, "comment": posts.comment(asked, ana).id}
    page = client_of(ana).get(f"/flag/{kind}/{ids[kind]}")
    assert page.status_code == 403 and "You wrote this yourself." in page.text
    assert f'href="/{kind}s/{ids[kind]}/edit"' in page.text and 'name="why"' not in page.text
    colleague = client_of(people.ben()).get(f"/flag/{kind}/{ids[kind]}")
    assert colleague.status_code == 200 and 'name="why"' in colleague.text


def test_a_flag_of_ones_own_words_is_answered_the_same_way(client_of: Browser) -> None:
    asked = posts.question(ana := people.ana())
    sent = client_of(ana).post(f"/flag/question/{asked.id}", data={"why": "spam", "key": "k"})
    assert sent.status_code == 403 and f'href="/questions/{asked.id}/edit"' in sent.text


def test_an_asker_without_a_name_is_known_as_who_wrote_it(client_of: Browser) -> None:
    place = posts.category("Payroll", allows_anonymous=True)
    asked = posts.question(ana := people.ana(), place, anonymous=True)
    assert client_of(ana).get(f"/flag/question/{asked.id}").status_code == 403
    assert client_of(people.ben()).get(f"/flag/question/{asked.id}").status_code == 200


def test_ones_own_profile_is_changed_in_the_settings(client_of: Browser) -> None:
    ana = people.ana()
    page = client_of(ana).get(f"/flag/person/{ana.id}")
    assert page.status_code == 403 and 'href="/settings">' in page.text


def test_ones_own_first_words_of_a_ticket_are_put_right_by_a_reply(client_of: Browser) -> None:
    ana = people.ana()
    request = PrivateRequest(
        "Payslip of June", "A line is missing.", "<p>A line is missing.</p>", posts.category().id, False
    )
    made = open_private_ticket(request, by=posts.actor(ana), at=NOON)
    page = client_of(ana).get(f"/flag/ticket/{made.id}")
    assert page.status_code == 403 and f'href="/tickets/{made.label}"' in page.text and "/edit" not in page.text
