"""A secret is planted by real requests wherever a text can be kept; after its removal no byte of it is anywhere."""

from contextlib import nullcontext
from email.message import EmailMessage
from io import BytesIO

import pytest
from sqlalchemy import select

from forum.app import Tanya
from forum.files.storage import FolderStorage
from forum.kernel import clock
from forum.kernel.db import session, transaction
from forum.ledger.actions import verify
from forum.ledger.queries import all_chains
from forum.mail.actions import queue_mail
from forum.mail.jobs import send_due_mail
from forum.mail.models import OutgoingMail
from forum.mail.transport import Outlet
from forum.privacy.jobs import remove_due
from forum.privacy.models import Removal, Stage
from forum.privacy.rules import MOST_POSTS
from forum.questions.models import Question
from tests import people, posts
from tests.mail.test_sending import FACTS, SENDER
from tests.privacy.company import Browsers, ask, mail_in, on_disk, send, work

SECRET = "Kzq7!hunter<99>&Wx"
PIECES = (b"kzq7", b"hunter", b"99&gt;&amp;wx")
_TEXT = f"The password is {SECRET} as it was.\n\n```\nlogin: {SECRET}\n```"
_TABLES = {
    "answer", "answer_revision", "comment", "flag", "idempotency_key", "ledger_entry", "mail_outbox", "notice",
    "person", "profile", "question", "question_revision", "raw_mail", "received_mail", "saved_search",
    "search_logged", "ticket", "ticket_change",
    "ticket_missing", "ticket_note", "ticket_reply",
}  # fmt: skip


def _plant(forum: Tanya, who: Browsers) -> tuple[str, str]:
    """The addresses of a thread and its ticket, which have the secret in every text of theirs."""
    ana, ben, iris = who["ana"], who["ben"], who["iris"]
    log = (BytesIO(f"user ana\npassword {SECRET}\n".encode()), "app.log")
    thread = ask(ana, _TEXT, title=f"Cannot sign in with {SECRET} today", files=log)
    work(forum)
    edit = {"title": "I cannot sign in today", "source": _TEXT.replace("was", "is"), "revision": "1"}
    send(ana, f"{thread}/edit", **edit, reason=f"{SECRET} again")
    answer = send(ben, f"{thread}/answers", source=_TEXT).rpartition("answer-")[2]
    send(ben, f"/answers/{answer}/edit", source=f"Not {SECRET}", revision="1", reason="")
    send(ben, f"{thread}/comments", source=f"Is it {SECRET}?")
    send(ana, f"/flag/answer/{answer}", why="other", note=f"shows {SECRET}")
    ticket = send(iris, f"{thread}/ticket").partition("#")[0]
    send(iris, f"{ticket}/replies", reply=f"Is {SECRET} right?")
    send(iris, f"{ticket}/notes", note=f"He says {SECRET}.")
    send(iris, f"{ticket}/step", step=f"trying {SECRET}")
    send(iris, f"{ticket}/edit", title=f"Password {SECRET}", category="", was="I cannot sign in today")
    send(iris, f"{ticket}/edit", title="Password", category="", was=f"Password {SECRET}")
    send(iris, f"{ticket}/missing", item=SECRET, words=SECRET)
    send(who["mo"], "/settings", name="Mohan Pillai", handle="mohan.pillai", about=_TEXT, languages="", title=SECRET)
    ana.get("/search", query_string={"q": SECRET})
    send(ana, "/search/saved", q=SECRET)
    mail_in(forum, f"It is {SECRET}, I think.")
    work(forum)
    return thread, ticket


def _chains_hold(forum: Tanya) -> bool:
    with forum.app_context():
        return all(verify(chain) == [] for chain in all_chains())


def test_no_byte_of_a_removed_secret_is_left(forum: Tanya, browsers: Browsers) -> None:
    thread, ticket = _plant(forum, browsers)
    assert all(piece in on_disk(forum) for piece in (b"kzq7", b"hunter"))
    looked = browsers["mo"].post(f"{thread}/secret", data={"text": SECRET})
    assert looked.mimetype == "text/html"
    shown = looked.text
    assert "Earlier version of the question" in shown and "Comment" in shown and "app.log" in shown
    token = shown.partition('name="files" value="')[2].partition('"')[0]
    removal = send(browsers["mo"], f"{thread}/secret", act="remove", text=SECRET, files=token)
    assert "Running" in browsers["mo"].get(removal).text
    work(forum, minutes=3)
    assert "Finished" in browsers["mo"].get(removal).text
    left = on_disk(forum)
    assert [piece for piece in PIECES if piece in left] == []
    assert _chains_hold(forum)
    assert "I cannot sign in today" in browsers["ana"].get(thread, follow_redirects=True).text
    assert browsers["iris"].get(ticket).status_code == 200
    with forum.app_context():
        assert set(session.scalars(select(Removal.counts)).one()) == _TABLES


def test_a_mail_that_waits_in_the_worker_leaves_without_the_secret(
    forum: Tanya, browsers: Browsers, monkeypatch: pytest.MonkeyPatch
) -> None:
    thread = ask(browsers["ana"], _TEXT)
    with forum.app_context(), transaction():
        _queued(), _queued()
    sent: list[str] = []

    def leave(message: EmailMessage, _envelope_sender: str) -> None:
        """The secret is removed while the first of two mails is on its way."""
        if not sent:
            send(browsers["mo"], f"{thread}/secret", act="remove", text=SECRET)
            remove_due(FolderStorage(forum.extensions["environment"].files_dir), "test:2", clock.now())
        body = message.get_body(("plain",))
        sent.append(body.get_content() if body else "")

    outlet = Outlet("null:")
    monkeypatch.setattr(outlet, "opened", lambda: nullcontext(leave))
    with forum.app_context():
        send_due_mail(outlet, SENDER, holder="test:1", at=clock.now(), may_leave=lambda ids, _at: set(ids))
        left = session.scalars(select(OutgoingMail).where(OutgoingMail.template == "question_answered")).all()
    assert [SECRET in mail for mail in sent] == [True, False]
    assert all(mail.done_at and "Kzq7" not in str(mail.facts) for mail in left)


def test_what_stands_in_many_posts_is_no_secret(forum: Tanya, browsers: Browsers) -> None:
    thread = ask(browsers["ana"], "The printer is a printer.")
    with forum.app_context(), transaction():
        asked = session.scalars(select(Question)).one()
        for number in range(MOST_POSTS + 1):
            posts.comment(asked, people.make_person(f"Colleague {number} Lim"))
    back = browsers["mo"].post(f"{thread}/secret", data={"text": "Which", "act": "remove", "key": "x"})
    assert back.status_code == 422 and "hardly a secret" in back.text


def test_what_does_not_stand_there_comes_back_with_the_sources(forum: Tanya, browsers: Browsers) -> None:
    thread = ask(browsers["ana"], "It is **hun**ter2 I think")
    back = browsers["mo"].post(f"{thread}/secret", data={"text": "hunter2"})
    assert back.status_code == 422 and "It is **hun**ter2 I think" in back.text and ">hunter2</textarea>" in back.text
    assert "it is there" not in browsers["mo"].post(f"{thread}/secret", data={"text": "**hun**ter2"}).text


def test_markup_hides_no_secret(forum: Tanya, browsers: Browsers) -> None:
    thread, other = ask(browsers["ana"], "It is hunter_2_X"), ask(browsers["ben"], "It is hunter\\_2_X, too")
    send(browsers["mo"], f"{thread}/secret", act="remove", text="hunter_2_X")
    work(forum, minutes=2)
    assert "hunter" not in browsers["ana"].get(other, follow_redirects=True).text.partition("<h1")[2]


def test_nobody_else_reads_how_far_a_removal_is(forum: Tanya, browsers: Browsers) -> None:
    thread = ask(browsers["ana"], _TEXT)
    removal = send(browsers["mo"], f"{thread}/secret", act="remove", text=SECRET)
    assert browsers["sam"].get(removal).status_code == browsers["iris"].get(removal).status_code == 404
    assert browsers["sam"].get(f"{thread}/secret").status_code == 403


def test_a_worker_that_was_killed_leaves_a_removal_that_another_ends(forum: Tanya, browsers: Browsers) -> None:
    thread = ask(browsers["ana"], _TEXT)
    removal = send(browsers["mo"], f"{thread}/secret", act="remove", text=SECRET)
    with forum.app_context(), transaction():
        left = session.scalars(select(Removal)).one()
        left.stage, left.holder, left.due_at = Stage.INDEX, "killed:1", clock.now()
    work(forum, minutes=2)
    assert "Finished" in browsers["mo"].get(removal).text


def _queued() -> None:
    facts = {**FACTS, "text": f"It is {SECRET}."}
    queue_mail(
        person_id=None, address="ben@kencana.example", language="en", template="question_answered", facts=facts,
        sender_name="Iris Tan", at=clock.now(),
    )  # fmt: skip


def test_a_page_that_shows_merged_words_is_another_when_a_secret_is_taken_out_of_them(
    forum: Tanya, browsers: Browsers
) -> None:
    thread, into = ask(browsers["ana"], _TEXT), ask(browsers["ana"], "Neither can I, since nine.", key="another")
    send(browsers["mo"], f"{thread}/merge", into=into)
    before = _version(forum, into)
    assert "hunter" in browsers["sam"].get(into, follow_redirects=True).text
    send(browsers["mo"], f"{into}/secret", act="remove", text=SECRET)
    work(forum, minutes=3)
    assert "hunter" not in browsers["sam"].get(into, follow_redirects=True).text
    assert _version(forum, into) > before


def _version(forum: Tanya, thread: str) -> int:
    """By which browsers know whether their page is still the same."""
    with forum.app_context():
        wanted = select(Question.version).where(Question.id == int(thread.rpartition("/")[2]))
        return session.scalars(wanted).one()
