"""By mail everybody hears once, and nobody hears too much."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from flask.testing import FlaskClient
from psycopg.errors import ReadOnlySqlTransaction
from sqlalchemy import func, select, update
from sqlalchemy.exc import InternalError

from forum.answers.actions import edit_answer, hide_answer
from forum.app import Tanya
from forum.kernel.db import session
from forum.kernel.events import publish
from forum.kernel.settings.registry import store
from forum.mail.compose import Sender, compose
from forum.mail.models import OutgoingMail
from forum.notifications import delivery, telling
from forum.notifications.choices import Wishes, choose, key_of, stop_mails, wishes_of
from forum.notifications.delivery import mail_due_notices, may_leave
from forum.notifications.jobs import expand_due_events
from forum.notifications.matters import Way
from forum.notifications.models import EventPending, Notice
from forum.notifications.settings import MAIL_WINDOW, MAILS_A_DAY
from forum.people.models import Person
from forum.questions.actions import Words, follow, join_affected, mute
from forum.search.events import SavedSearchMet
from forum.search.saved import save_search
from forum.tickets.actions.hide import hide_reply
from forum.tickets.actions.make import make_ticket
from forum.tickets.actions.missing import ask_for_missing
from forum.tickets.actions.resolve import Fix, resolve
from forum.tickets.actions.work import change_state, reply
from forum.tickets.rules import Act
from forum.tickets.timing.actions.promises import promise
from forum.topics.models import Audience, Category
from tests.conftest import NOON
from tests.people import ana, ben, iris, make_person, mo
from tests.posts import actor, answer, category, comment, later, question, tell

pytestmark = pytest.mark.usefixtures("noon")
ClientOf = Callable[[Person], FlaskClient]
HERE = Sender("it@kencana.example", "http://forum.example", "Tanya")


def _mails(person: Person) -> list[OutgoingMail]:
    return list(session.scalars(select(OutgoingMail).where(OutgoingMail.person_id == person.id).order_by("id")))


def _text(mail: OutgoingMail) -> str:
    return str(compose(mail, HERE).get_body(("plain",)).get_content())  # type: ignore[union-attr]


def _html(mail: OutgoingMail) -> str:
    return str(compose(mail, HERE).get_body(("html",)).get_content())  # type: ignore[union-attr]


def _chosen(person: Person, rhythm: str = "daily", quiet: tuple[int, int] = (0, 0), **ways: Way) -> None:
    by = actor(person)
    choose(Wishes({**wishes_of(by).ways, **ways}, rhythm, *quiet), by=by)


def _told(at: Any) -> None:
    session.commit()
    tell(at)


def test_what_happens_within_ten_minutes_is_one_mail(app: Tanya) -> None:
    asked = question(person := ana())
    answer(asked, ben())
    answer(asked, iris())
    _told(later(minutes=1))
    [mail] = _mails(person)
    assert (mail.template, mail.sender_name) == ("digest", "")
    assert "Ben Ong answered" in _text(mail) and "Iris Tan answered" in _text(mail)


def test_the_forum_itself_says_which_saved_search_a_question_fits(app: Tanya) -> None:
    asked, person = question(ben()), ana()
    _chosen(person, searches=Way.AT_ONCE)
    publish(SavedSearchMet(asked.id, person.id, save_search("jam & toner", by=actor(person), at=NOON).id, NOON))
    _told(later(minutes=1))
    [mail] = _mails(person)
    assert mail.sender_name == "" and "for “jam & toner”:" in _text(mail) and "“jam &amp; toner”" in _html(mail)


@pytest.mark.parametrize("language", ["en", "ms"])
def test_a_mail_of_several_news_says_what_was_written(app: Tanya, language: str) -> None:
    asked = question(person := ana())
    person.language = language
    answer(asked, ben(), source="Turn *it* off & on.")
    answer(asked, iris(), source="word " * 100)
    _told(later(minutes=1))
    [mail] = _mails(person)
    assert "  “Turn it off & on.”\n" in _text(mail) and ">Turn it off &amp; on.</blockquote>" in _html(mail)
    assert "word word…”" in _text(mail) and _text(mail).count("word") < 45


def test_a_mail_of_a_comment_says_what_was_written(app: Tanya) -> None:
    _chosen(person := ana(), comments=Way.AT_ONCE)
    comment(question(person), ben())
    _told(later(minutes=1))
    [mail] = _mails(person)
    assert mail.template == "news" and "\nWhich model?\n" in _text(mail) and ">Which model?<" in _html(mail)


def test_a_mail_has_the_words_as_they_are_when_it_is_written(app: Tanya) -> None:
    asked, helper = question(person := ana()), ben()
    given = answer(asked, helper, source="The code is 1234.")
    session.commit()
    expand_due_events("test", later(minutes=1))
    words = Words("Ask me for the code.", "<p>Ask me for the code.</p>")
    edit_answer(asked, given, words, revision=given.revision, by=actor(helper), at=NOON)
    session.commit()
    mail_due_notices("test", later(minutes=12))
    assert "Ask me for the code." in _text(_mails(person)[0]) and "1234" not in _text(_mails(person)[0])


def test_a_mail_of_a_reply_has_its_lines_and_leads_to_it(app: Tanya) -> None:
    staff, person = iris(), ana()
    ticket = make_ticket(question(person).id, by=actor(staff), at=NOON).ticket
    _told(later(minutes=30))
    words = "<p>Please tell us:</p><ul><li>Which floor?</li><li>Which printer?</li></ul>"
    said = reply(ticket, "x", words, by=actor(staff), at=later(hours=1))
    _told(later(hours=2))
    mail = _mails(person)[-1]
    assert "\nPlease tell us:\nWhich floor?\nWhich printer?\n" in _text(mail)
    assert f"http://forum.example/tickets/{ticket.label}#reply-{said.id}\n" in _text(mail)
    assert f'href="http://forum.example/tickets/{ticket.label}#reply-{said.id}"' in _html(mail)


def test_what_is_solved_or_awaited_leads_to_the_words_that_say_so(app: Tanya) -> None:
    staff, person = iris(), ana()
    ticket = make_ticket(question(person).id, by=actor(staff), at=NOON).ticket
    asked = ask_for_missing(ticket, ["Floor"], "Which floor?", "<p>Which floor?</p>", by=actor(staff), at=NOON)
    fix = Fix("Restarted.", "<p>Restarted.</p>", publish=False)
    resolve(ticket, fix, by=actor(staff), at=later(minutes=30))
    _told(later(hours=2))
    leads = {notice.kind: notice.facts["path"] for notice in session.scalars(select(Notice))}
    assert leads["ticket_waiting"] == f"/tickets/{ticket.label}#reply-{asked.id}"
    assert leads["ticket_solved"] == f"/tickets/{ticket.label}#reply-{asked.id + 1}"


def test_nobody_hears_of_a_promise_after_its_ticket_is_solved(app: Tanya) -> None:
    staff, person = iris(), ana()
    ticket = make_ticket(question(person).id, by=actor(staff), at=NOON).ticket
    promise(ticket, later(days=2), "", by=actor(staff), at=later(minutes=1))
    resolve(ticket, Fix("Restarted.", "<p>Restarted.</p>", publish=False), by=actor(staff), at=later(minutes=2))
    _told(later(minutes=3))
    _told(later(hours=1))
    kinds = session.scalars(select(Notice.kind).where(Notice.person_id == person.id)).all()
    assert kinds == ["promise_kept"] and len(_mails(person)) == 1


def test_only_who_can_say_so_is_asked_whether_it_worked(app: Tanya) -> None:
    staff, person, affected = iris(), ana(), ben()
    asked = question(person)
    join_affected(asked, by=actor(affected), at=NOON)
    ticket = make_ticket(asked.id, by=actor(staff), at=NOON).ticket
    _told(later(hours=1))
    resolve(ticket, Fix("Restarted.", "<p>Restarted.</p>", publish=False), by=actor(staff), at=later(hours=1))
    _told(later(hours=2))
    assert "Did it work?" in _text(_mails(person)[-1]) and "Did it work?" in _html(_mails(person)[-1])
    assert "has solved" in _text(_mails(affected)[-1]) and "Did it work?" not in _text(_mails(affected)[-1])


def test_the_mail_of_a_solution_is_without_the_words_that_were_hidden_since(app: Tanya) -> None:
    asked, staff = question(person := ana()), iris()
    ticket = make_ticket(asked.id, by=actor(staff), at=NOON).ticket
    said = reply(ticket, "You fool, it was off.", "<p>You fool, it was off.</p>", by=actor(staff), at=later(hours=1))
    change_state(ticket, Act.RESOLVE, by=actor(staff), at=later(hours=1))
    session.commit()
    expand_due_events("test", later(hours=1, minutes=1))
    hide_reply(ticket, said, by=actor(staff), at=later(hours=1, minutes=2))
    session.commit()
    mail_due_notices("test", later(hours=2))
    assert "solved" in _text(_mails(person)[-1]) and "fool" not in _text(_mails(person)[-1])


def test_mails_about_one_thread_are_shown_together_by_mail_programs(app: Tanya) -> None:
    asked, helper = question(person := ana()), ben()
    for hour in range(2):
        answer(asked, helper, at=later(hours=hour))
        _told(later(hours=hour))
    first, second = (compose(mail, HERE) for mail in _mails(person))
    assert first["References"] == second["References"] == f"<question-{asked.id}@kencana.example>"
    assert first["Message-ID"] != second["Message-ID"] and first["List-Id"] == "<news.kencana.example>"


def test_nothing_leaves_before_the_window_is_over(app: Tanya) -> None:
    answer(question(person := ana()), ben())
    session.commit()
    expand_due_events("test", later(minutes=1))
    mail_due_notices("test", later(minutes=11, seconds=-1))
    assert _mails(person) == []


def test_an_administrator_decides_how_long_a_mail_waits_and_how_many_come(app: Tanya) -> None:
    for setting, value in ((MAIL_WINDOW, 60), (MAILS_A_DAY, 2)):
        store(setting, value)
    asked, helper = question(person := ana()), ben()
    for hour in range(3):
        answer(asked, helper, at=later(hours=hour))
        session.commit()
        expand_due_events("test", later(hours=hour, minutes=1))
        mail_due_notices("test", later(hours=hour, minutes=60))
        assert len(_mails(person)) == hour  # of the hour before
        mail_due_notices("test", later(hours=hour, minutes=61))
        assert len(_mails(person)) == min(hour + 1, 2)


def test_nobody_waits_behind_a_mail_that_cannot_be_written(app: Tanya, monkeypatch: pytest.MonkeyPatch) -> None:
    helper, people = ben(), [ana(), make_person("Dewi Sari"), make_person("Farid Aziz")]
    for person in people:
        answer(question(person), helper)
    key_of_others = delivery.key_of

    def broken(person_id: int) -> str:
        if person_id == people[1].id:
            raise ValueError
        return key_of_others(person_id)

    monkeypatch.setattr(delivery, "key_of", broken)
    _told(later(minutes=1))
    assert [len(_mails(person)) for person in people] == [1, 0, 1]
    monkeypatch.undo()
    mail_due_notices("test", later(minutes=12) + timedelta(hours=1))
    assert [len(_mails(person)) for person in people] == [1, 1, 1]


def test_no_mail_is_blamed_for_a_server_that_only_reads(
    app: Tanya, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    answer(question(ana()), ben())

    def only_reads(_person_id: int) -> str:
        raise InternalError("UPDATE", {}, ReadOnlySqlTransaction("cannot execute UPDATE"))

    monkeypatch.setattr(delivery, "key_of", only_reads)
    with pytest.raises(InternalError):
        _told(later(minutes=1))
    assert caplog.records == []


def test_who_has_read_it_here_meanwhile_gets_no_mail(app: Tanya, client_of: ClientOf) -> None:
    asked = question(person := ana())
    answer(asked, ben())
    session.commit()
    expand_due_events("test", later(minutes=1))
    client_of(person).post("/inbox/reading")
    mail_due_notices("test", later(minutes=12))
    assert _mails(person) == []


def test_a_digest_waits_for_the_morning(app: Tanya) -> None:
    person = ana()
    _chosen(person, answers=Way.DIGEST)
    answer(question(person), ben())
    _told(later(minutes=1))
    assert _mails(person) == []
    mail_due_notices("test", later(days=1))
    assert [mail.template for mail in _mails(person)] == ["question_answered"]


def test_the_inbox_alone_and_nothing_are_ways_too(app: Tanya) -> None:
    quiet, deaf, asker = iris(), ben(), ana()
    _chosen(quiet, answers=Way.INBOX)
    _chosen(deaf, answers=Way.NEVER)
    asked = question(asker)
    for person in (quiet, deaf):
        follow(asked, by=actor(person), at=NOON)
    answer(asked, make_person("Mei Wong"))
    _told(later(minutes=1))
    told = session.scalars(select(Notice.person_id).order_by(Notice.person_id)).all()
    assert sorted(told) == sorted([quiet.id, asker.id]) and not _mails(quiet) + _mails(deaf)


def test_after_ten_mails_in_a_day_the_rest_waits_for_the_digest(app: Tanya) -> None:
    asked, helper = question(person := ana()), ben()
    for number in range(MAILS_A_DAY() + 2):
        answer(asked, helper, at=later(hours=number / 4))
        _told(later(hours=number / 4))
    assert len(_mails(person)) == MAILS_A_DAY()
    mail_due_notices("test", later(days=1))
    assert _mails(person)[-1].facts["count"] == 2


def test_a_mail_about_what_was_closed_since_is_withheld_and_the_rest_sent_anew(app: Tanya) -> None:
    closed, still_open, helper = question(person := ana(), topic := category("Finance")), question(person), ben()
    for asked in (closed, still_open):
        answer(asked, helper)
    _told(later(minutes=1))
    session.execute(update(Category).where(Category.id == topic.id).values(audience=Audience.STAFF))
    session.commit()
    assert not may_leave([_mails(person)[0].id], later(minutes=12))
    mail_due_notices("test", later(minutes=12))
    assert [mail.template for mail in _mails(person)] == ["digest", "question_answered"]


def test_words_that_were_taken_out_of_sight_are_mailed_to_nobody(app: Tanya) -> None:
    asked, person, by = question(ana()), iris(), actor(mo())
    follow(asked, by=actor(person), at=NOON)
    helper = ben()
    gone, still = (answer(asked, helper, source=words) for words in ("You fool.", "Turn it."))
    session.commit()
    expand_due_events("test", NOON)
    hide_answer(asked, gone, reason="", by=by, at=NOON)
    _told(later(minutes=1))
    assert [(mail.template, mail.facts["text"]) for mail in _mails(person)] == [("question_answered", "Turn it.")]
    hide_answer(asked, still, reason="", by=by, at=NOON)
    session.commit()
    assert not may_leave([_mails(person)[0].id], later(minutes=12))


def test_many_people_are_told_in_batches_and_each_once(app: Tanya, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(telling, "_PEOPLE", 2)
    asked, people = question(ana()), [make_person(f"Colleague {number}") for number in range(5)]
    for person in people:
        follow(asked, by=actor(person), at=NOON)
    comment(asked, ben())
    _told(later(minutes=1))
    counts = session.execute(select(Notice.person_id, func.count()).group_by(Notice.person_id)).all()
    assert len(counts) == 6 and {count for _, count in counts} == {1}
    assert session.scalars(select(EventPending.id).where(EventPending.done_at.is_(None))).all() == []


def test_one_click_in_the_mail_program_stops_its_mails(
    app: Tanya, client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    answer(question(person := ana()), ben())
    _told(later(minutes=1))
    mail = compose(_mails(person)[0], HERE)
    path = str(mail["List-Unsubscribe"]).strip("<>").removeprefix(HERE.public_url)
    assert mail["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click" and path in _text(_mails(person)[0])
    monkeypatch.setitem(app.config, "WTF_CSRF_ENABLED", True)
    assert "Stop these mails" in client.get(path).text and wishes_of(actor(person)).ways["answers"] == Way.AT_ONCE
    assert client.post(path, data={"List-Unsubscribe": "One-Click"}).status_code == 200  # RFC 8058: no redirect
    assert wishes_of(actor(person)).ways["answers"] == Way.INBOX


def test_what_waits_for_a_mail_is_not_mailed_after_its_matter_was_stopped(app: Tanya) -> None:
    asked = question(person := ana())
    _chosen(person, answers=Way.DIGEST)
    answer(asked, ben())
    _told(later(minutes=1))
    stop_mails(key_of(person.id), ["answers"])
    session.commit()
    mail_due_notices("test", later(days=7))
    assert not _mails(person) and session.scalars(select(Notice.kind)).all() == ["answer"]


def test_nothing_is_mailed_of_a_thread_that_was_muted_meanwhile(app: Tanya) -> None:
    asked = question(person := ana())
    answer(asked, ben())
    session.commit()
    expand_due_events("test", later(minutes=1))
    mute(asked, by=actor(person), at=later(minutes=2))
    session.commit()
    mail_due_notices("test", later(minutes=20))
    assert not _mails(person)


def test_what_waits_keeps_to_what_is_chosen_since(app: Tanya) -> None:
    asked, helper = question(person := ana()), ben()
    _chosen(person, answers=Way.DIGEST, comments=Way.DIGEST)
    answer(asked, helper)
    comment(asked, helper)
    _told(later(minutes=1))
    _chosen(person, answers=Way.INBOX, comments=Way.DIGEST)
    session.commit()
    mail_due_notices("test", later(days=7))
    assert "commented" in _text(_mails(person)[0]) and "answered" not in _text(_mails(person)[0])


def test_a_made_up_link_stops_nothing(app: Tanya, client: FlaskClient) -> None:
    key_of(ana().id)
    session.commit()
    assert client.get("/unsubscribe/made-up/answers").status_code == 404
    assert client.post("/unsubscribe/made-up/answers").status_code == 404


def test_what_was_chosen_stands_there_again(app: Tanya, client_of: ClientOf) -> None:
    browser = client_of(person := ana())
    sent = {"way-answers": "digest", "rhythm": "weekly", "quiet_from": "22:30", "quiet_until": "07:00"}
    assert browser.post("/settings/notifications", data=sent).status_code == 303
    page = browser.get("/settings/notifications").text
    assert 'value="22:30"' in page and wishes_of(actor(person)).ways["answers"] == Way.DIGEST


def test_a_wrong_time_or_way_is_refused_and_the_rest_kept(app: Tanya, client_of: ClientOf) -> None:
    sent = {"way-answers": "digest", "rhythm": "weekly", "quiet_from": "25:00", "quiet_until": "07:00"}
    answered = client_of(ana()).post("/settings/notifications", data=sent)
    assert answered.status_code == 422 and 'value="25:00"' in answered.text and 'value="digest"' in answered.text
    assert (
        client_of(ben())
        .post("/settings/notifications", data={**sent, "quiet_from": "", "way-answers": "loud"})
        .status_code
        == 422
    )
