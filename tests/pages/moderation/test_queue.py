"""Flagging and deciding in the browser, without JavaScript."""

from collections.abc import Callable

import pytest
from flask.testing import FlaskClient

from forum.kernel.db import session
from forum.moderation.models import FlagItem
from forum.people.models import Person
from forum.tickets.actions.make import make_ticket
from tests import people, posts
from tests.conftest import NOON

Browser = Callable[[Person], FlaskClient]
pytestmark = pytest.mark.usefixtures("noon")
_DECISION = {"verdict": "agreed", "remedy": "hidden", "text": "rude", "words": "Thank you, Ana.", "key": "d"}


def _flagged(client_of: Browser) -> tuple[int, Person, Person, Person]:
    ana, ben, mo = people.ana(), people.ben(), people.mo()
    given = posts.answer(posts.question(ana), ben, source="Only a fool asks this")
    sent = client_of(ana).post(f"/flag/answer/{given.id}", data={"why": "abusive", "note": "rude", "key": "k"})
    assert sent.status_code == 303
    return int(sent.location.rpartition("/")[2]), ana, ben, mo


def test_a_flag_is_decided_in_one_form_and_both_read_what_came_of_it(client_of: Browser) -> None:
    item_id, ana, ben, mo = _flagged(client_of)
    page = client_of(mo).get("/moderation").text
    assert "Only a fool asks this" in page and "Ana Lim" in page
    assert client_of(mo).post(f"/moderation/{item_id}/decision", data=_DECISION).status_code == 303
    assert "Mohan Pillai agrees with you" in client_of(ana).get(f"/flags/{item_id}").text
    told = client_of(ben).get(f"/flags/{item_id}").text
    assert "Thank you, Ana." in told and "The post is hidden" in told and "Ana Lim" not in told.partition("<main")[2]


def test_what_waits_is_one_step_from_the_top_where_it_stands_below_the_item(client_of: Browser) -> None:
    _item, ana, ben, mo = _flagged(client_of)
    assert 'href="#side"' not in client_of(mo).get("/moderation").text
    other = posts.answer(posts.question(ana), ben, source="Ask your mother")
    client_of(ana).post(f"/flag/answer/{other.id}", data={"why": "abusive", "note": "rude", "key": "other"})
    page = client_of(mo).get("/moderation").text
    assert "See all 2 that wait" in page and page.index('href="#side"') < page.index('id="item-title"')


def test_nothing_typed_is_lost_when_the_form_is_not_whole(client_of: Browser) -> None:
    item_id, _ana, _ben, mo = _flagged(client_of)
    back = client_of(mo).post(f"/moderation/{item_id}/decision", data={**_DECISION, "verdict": ""})
    assert back.status_code == 422 and "Thank you, Ana." in back.text and "Say whether you agree" in back.text


def test_a_flag_without_a_reason_comes_back_with_its_note(client_of: Browser) -> None:
    asked = posts.question(people.ana())
    back = client_of(people.ben()).post(f"/flag/question/{asked.id}", data={"note": "look here", "key": "k"})
    assert back.status_code == 422 and "look here" in back.text


def test_a_moderator_who_is_suspended_while_deciding_decides_nothing(client_of: Browser) -> None:
    item_id, _ana, _ben, mo = _flagged(client_of)
    browser = client_of(mo)
    assert browser.get(f"/moderation/{item_id}").status_code == 200
    mo.suspended_until = NOON.replace(year=2027)
    assert browser.post(f"/moderation/{item_id}/decision", data=_DECISION).status_code == 401
    assert session.get_one(FlagItem, item_id).decided_at is None


def test_an_empty_queue_says_what_comes_here(client_of: Browser) -> None:
    assert "Nothing waits" in client_of(people.mo()).get("/moderation").text


def test_who_decides_second_reads_who_was_first_and_keeps_what_he_had_written(client_of: Browser) -> None:
    item_id, _ana, _ben, mo = _flagged(client_of)
    second = people.make_person("Second Moderator", roles="employee moderator")
    client_of(mo).post(f"/moderation/{item_id}/decision", data=_DECISION)
    late = client_of(second).post(f"/moderation/{item_id}/decision", data={**_DECISION, "words": "My own long words"})
    assert late.status_code == 409 and "Mohan Pillai has decided this already." in late.text
    assert "My own long words" in late.text


def test_words_are_changed_in_the_form_that_decides(client_of: Browser) -> None:
    item_id, _ana, ben, mo = _flagged(client_of)
    page = client_of(mo).get(f"/moderation/{item_id}").text
    assert ">Only a fool asks this</textarea>" in page
    changed = {**_DECISION, "remedy": "edited", "source": "Turn it off and on", "revision": "1"}
    assert client_of(mo).post(f"/moderation/{item_id}/decision", data=changed).status_code == 303
    assert "The words are changed" in client_of(ben).get(f"/flags/{item_id}").text
    answer_id = session.get_one(FlagItem, item_id).answer_id
    assert "Turn it off and on" in client_of(ben).get(f"/answers/{answer_id}", follow_redirects=True).text


def test_words_that_their_author_edits_meanwhile_come_back_to_be_compared(client_of: Browser) -> None:
    item_id, _ana, ben, mo = _flagged(client_of)
    answer_id = session.get_one(FlagItem, item_id).answer_id
    client_of(ben).post(f"/answers/{answer_id}/edit", data={"source": "Turn the cartridge", "revision": "1"})
    changed = {**_DECISION, "remedy": "edited", "source": "Mine", "revision": "1"}
    back = client_of(mo).post(f"/moderation/{item_id}/decision", data=changed)
    assert back.status_code == 409 and ">Mine</textarea>" in back.text and "Turn the cartridge" in back.text
    assert client_of(mo).post(f"/moderation/{item_id}/decision", data={**changed, "revision": "2"}).status_code == 303


def test_a_password_in_new_words_is_asked_about(client_of: Browser) -> None:
    item_id, _ana, _ben, mo = _flagged(client_of)
    changed = {**_DECISION, "remedy": "edited", "source": "password: hunter2xyz!", "revision": "1"}
    back = client_of(mo).post(f"/moderation/{item_id}/decision", data=changed)
    assert back.status_code == 422 and "Mask what is ticked" in back.text and "Thank you, Ana." in back.text


def _flagged_question(client_of: Browser, remedy: dict[str, str]) -> tuple[int, dict[str, str], Person, Person]:
    """The item, the decision with a remedy that names "{asked}" or "{earlier}", who asked, and who decides."""
    ana, mo = people.ana(), people.mo()
    asked, earlier = posts.question(ana), posts.question(ana)
    data = {"why": "duplicate", "key": "k"}
    sent = client_of(people.ben()).post(f"/flag/question/{asked.id}", data=data)
    named = {name: value.format(asked=asked.id, earlier=earlier.id) for name, value in remedy.items()}
    return int(sent.location.rpartition("/")[2]), {**_DECISION, **named}, ana, mo


@pytest.mark.parametrize(
    ("remedy", "said"),
    [
        ({"remedy": "moved", "category": "printing"}, "The thread is moved"),
        ({"remedy": "duplicate", "original": "{earlier}"}, "It is marked as a duplicate"),
        ({"remedy": "merged", "into": "/questions/{earlier}"}, "It is a part of another thread now"),
    ],
)
def test_a_thread_is_moved_marked_and_merged_in_the_form_that_decides(
    client_of: Browser, remedy: dict[str, str], said: str
) -> None:
    posts.category("Printing")
    item_id, decision, ana, mo = _flagged_question(client_of, remedy)
    sent = client_of(mo).post(f"/moderation/{item_id}/decision", data=decision)
    assert sent.status_code == 303
    assert said in client_of(ana).get(f"/flags/{item_id}").text


@pytest.mark.parametrize(
    ("remedy", "said"),
    [
        ({"remedy": "moved", "category": "no-such"}, "Choose one of the listed categories."),
        ({"remedy": "duplicate", "original": "the other one"}, "There is no question with this number or address."),
        ({"remedy": "merged", "into": "9999"}, "There is no question with this number or address."),
        ({"remedy": "merged", "into": "{asked}"}, "A thread cannot be merged into itself."),
    ],
)
def test_what_does_not_exist_is_said_beside_its_field(client_of: Browser, remedy: dict[str, str], said: str) -> None:
    item_id, decision, _ana, mo = _flagged_question(client_of, remedy)
    back = client_of(mo).post(f"/moderation/{item_id}/decision", data=decision)
    assert back.status_code == 422 and said in back.text and "Thank you, Ana." in back.text
    assert 'aria-invalid="true"' in back.text and f'id="{list(remedy)[-1]}-wrong"' in back.text


def test_two_open_tickets_are_not_merged_beside_a_flag(client_of: Browser) -> None:
    item_id, decision, _ana, mo = _flagged_question(client_of, {"remedy": "merged", "into": "{earlier}"})
    mo.roles, mo.is_it_staff = "employee it_staff moderator", True
    for question_id in (session.get_one(FlagItem, item_id).question_id or 0, int(decision["into"])):
        make_ticket(question_id, by=posts.actor(mo), at=NOON)
    back = client_of(mo).post(f"/moderation/{item_id}/decision", data=decision)
    assert back.status_code == 422 and "Both threads have an open ticket." in back.text


def test_who_has_flagged_a_post_is_led_to_his_flag_and_from_there_to_the_thread(client_of: Browser) -> None:
    item_id, ana, _ben, _mo = _flagged(client_of)
    given = session.get_one(FlagItem, item_id).answer_id
    again = client_of(ana).get(f"/flag/answer/{given}")
    assert (again.status_code, again.location) == (302, f"/flags/{item_id}")
    assert 'href="/questions/' in client_of(ana).get(again.location).text.partition("<h1>")[2]


def test_who_hid_a_password_by_his_flag_is_still_led_to_the_flag(client_of: Browser) -> None:
    ana, sam = people.ana(), people.sam()
    given = posts.answer(posts.question(ana), people.ben())
    flag = client_of(sam).post(f"/flag/answer/{given.id}", data={"why": "secret", "key": "k"}).location
    assert client_of(sam).get(f"/flag/answer/{given.id}").location == flag
    assert client_of(ana).get(f"/flag/answer/{given.id}").status_code == 404


def test_a_hidden_question_is_no_link_for_who_flagged_it(client_of: Browser) -> None:
    ana, ben, mo = people.ana(), people.ben(), people.mo()
    asked = posts.question(ana)
    flag = client_of(ben).post(f"/flag/question/{asked.id}", data={"why": "spam", "key": "k"}).location
    client_of(mo).post(f"/moderation/{flag.rpartition('/')[2]}/decision", data={**_DECISION, "remedy": "hidden"})
    assert f'<a href="/questions/{asked.id}' not in client_of(ben).get(flag).text
    assert f'<a href="/questions/{asked.id}' in client_of(ana).get(flag).text


def test_cancelling_a_flag_leads_back_to_what_it_is_about(client_of: Browser) -> None:
    ana, ben = people.ana(), people.ben()
    iris = people.iris()
    label = make_ticket(posts.question(ana).id, by=posts.actor(iris), at=NOON).ticket.label
    assert f'href="/people/{ana.handle}">Cancel' in client_of(ben).get(f"/flag/person/{ana.id}").text
    assert f'href="/tickets/{label}">Cancel' in client_of(iris).get(f"/tickets/{label}/abuse").text
