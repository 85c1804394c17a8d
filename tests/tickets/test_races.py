"""Many clicks at once: real sessions on a database of the test's own, each click with a connection of its own."""

from collections import defaultdict
from concurrent.futures import ThreadPoolExecutor

from flask.testing import FlaskClient
from sqlalchemy import func, select

from forum.answers.models import Acceptance, Answer
from forum.app import Tanya
from forum.kernel import clock
from forum.kernel.db import session, transaction
from forum.tickets.models import NumberSeries, Ticket, TicketReply, TicketState
from tests.people import iris, make_person
from tests.posts import question

THREADS, CLICKS, AT_ONCE = 50, 200, 12


def _arranged(app: Tanya) -> tuple[list[int], list[str]]:
    """Fifty threads, and the session cookies of two of IT."""
    with app.app_context(), transaction():
        asker, quicker, slower = iris(), *(make_person(name, roles="employee it_staff") for name in ("Ravi", "Mei"))
        asked = [question(asker, at=clock.now()).id for _ in range(THREADS)]
        return asked, [f"{person.id}.{person.session_epoch}" for person in (quicker, slower)]


def _browser(app: Tanya, cookie: str) -> FlaskClient:
    browser = app.test_client()
    with browser.session_transaction() as kept:
        kept["_user_id"], kept["_fresh"] = cookie, True
    return browser


def _click(app: Tanya, question_id: int, cookie: str) -> tuple[int, str]:
    answer = _browser(app, cookie).post(f"/questions/{question_id}/ticket")
    assert answer.status_code == 303, answer.text
    return question_id, str(answer.location).rpartition("/")[2]


def test_two_hundred_clicks_on_fifty_threads_give_fifty_tickets(own_app: Tanya) -> None:
    asked, cookies = _arranged(own_app)
    clicks = [(asked[n % THREADS], cookies[n // THREADS % 2]) for n in range(CLICKS)]
    with ThreadPoolExecutor(AT_ONCE) as pool:
        told = list(pool.map(lambda click: _click(own_app, *click), clicks))
    labels = defaultdict(set)
    for question_id, label in told:
        labels[question_id].add(label)
    assert all(len(seen) == 1 for seen in labels.values())  # whoever clicked was shown the same ticket
    with own_app.app_context():
        numbers = session.scalars(select(Ticket.label).order_by(Ticket.id)).all()
        assert numbers == [f"IT-{n:06d}" for n in range(1, THREADS + 1)]  # no gap, in order of commit
        assert session.get_one(NumberSeries, "tickets").last == THREADS


def test_two_who_merge_two_tickets_into_each_other_at_once_make_no_circle(own_app: Tanya) -> None:
    asked, cookies = _arranged(own_app)
    pairs = [(_click(own_app, one, cookies[0])[1], _click(own_app, two, cookies[0])[1]) for one, two in _twos(asked)]
    clicks = [click for one, two in pairs for click in ((one, two, cookies[0]), (two, one, cookies[1]))]
    with ThreadPoolExecutor(AT_ONCE) as pool:
        told = list(pool.map(lambda click: _merge(own_app, *click), clicks))
    assert sorted(told) == [303] * len(pairs) + [409] * len(pairs)
    with own_app.app_context():
        merged = session.scalars(select(Ticket).where(Ticket.merged_into_id.is_not(None))).all()
        assert len(merged) == len(pairs)
        assert all(session.get_one(Ticket, each.merged_into_id).merged_into_id is None for each in merged)


def test_resolving_while_another_replies_loses_neither(own_app: Tanya) -> None:
    asked, cookies = _arranged(own_app)
    labels = [_click(own_app, question_id, cookies[0])[1] for question_id in asked[:12]]
    said = {"resolution": {"fix": "A new cable.", "publish": "1"}, "replies": {"reply": "Still dark."}}
    posts = [(label, act, cookie) for label in labels for act, cookie in zip(said, cookies, strict=True)]
    with ThreadPoolExecutor(AT_ONCE) as pool:
        told = list(pool.map(lambda post: _say(own_app, *post, said[post[1]]), posts))
    assert told == [303] * len(posts)
    with own_app.app_context():
        assert set(session.scalars(select(Ticket.state))) == {TicketState.RESOLVED}
        counts = select(TicketReply.ticket_id, func.count()).group_by(TicketReply.ticket_id)
        assert {count for _ticket, count in session.execute(counts)} == {2}
        assert session.query(Answer).count() == session.query(Acceptance).count() == len(labels)


def _say(app: Tanya, label: str, act: str, cookie: str, said: dict[str, str]) -> int:
    return _browser(app, cookie).post(f"/tickets/{label}/{act}", data=said).status_code


def _twos(asked: list[int]) -> list[tuple[int, int]]:
    return list(zip(asked[0:16:2], asked[1:16:2], strict=True))


def _merge(app: Tanya, label: str, into: str, cookie: str) -> int:
    return _browser(app, cookie).post(f"/tickets/{label}/merge", data={"into": into}).status_code
