"""A form that was opened before a secret was removed does not write it back."""

import pytest

from forum.app import Tanya
from tests.access.controls import controls, form_to
from tests.privacy.company import Browsers, ask, on_disk, send, work

SECRET = "Kzq7!hunter<99>&Wx"
_TEXT = f"The password is {SECRET} as it was.\n\n```\nlogin: {SECRET}\n```"


@pytest.fixture
def thread(forum: Tanya, browsers: Browsers) -> str:
    """Ana's question and Ben's answer had the secret, which Mo has removed."""
    asked = ask(browsers["ana"], _TEXT)
    send(browsers["ben"], f"{asked}/answers", source=_TEXT)
    send(browsers["mo"], f"{asked}/secret", act="remove", text=SECRET)
    work(forum, minutes=2)
    return asked


def test_the_question_is_given_back_with_dots_and_the_writers_own_words(
    forum: Tanya, browsers: Browsers, thread: str
) -> None:
    edit = {"title": "Cannot sign in today", "source": f"{_TEXT}\n\nIt is urgent.", "secrets": "keep"}
    back = browsers["ana"].post(f"{thread}/edit", data={**edit, "revision": "1"})
    assert back.status_code == 409 and "your text has dots there, too" in back.text
    assert "It is urgent." in back.text and "Kzq7" not in back.text
    assert b"kzq7" not in on_disk(forum)


def test_after_that_it_is_saved_with_the_dots(browsers: Browsers, thread: str) -> None:
    dotted = _TEXT.replace(SECRET, "••••••")
    send(browsers["ana"], f"{thread}/edit", title="I cannot sign in", source=f"{dotted} Now!", revision="2", reason="")
    assert "Now!" in browsers["ben"].get(thread, follow_redirects=True).text


def test_the_answer_likewise_and_what_cannot_be_found_again_is_said(browsers: Browsers, thread: str) -> None:
    anew = {"source": f"All anew, and {SECRET} elsewhere", "revision": "1", "secrets": "keep"}
    back = browsers["ben"].post("/answers/1/edit", data=anew)
    assert back.status_code == 409 and "Take it out of your text, too." in back.text


def test_a_tickets_title_is_given_back_with_dots(forum: Tanya, browsers: Browsers) -> None:
    asked, iris, title = ask(browsers["ana"], _TEXT), browsers["iris"], f"Cannot sign in with {SECRET}"
    ticket = send(iris, f"{asked}/ticket").partition("#")[0]
    send(iris, f"{ticket}/edit", title=title, category="")
    (opened,) = controls(iris.get(f"{ticket}/edit").text)["opened"]
    send(browsers["mo"], f"{asked}/secret", act="remove", text=SECRET)
    work(forum, minutes=2)
    mine = {"title": f"Ana: {title}", "category": "", "opened": opened}
    back = iris.post(f"{ticket}/edit", data=mine)
    assert back.status_code == 409 and "Kzq7" not in back.text
    assert 'value="Ana: Cannot sign in with ••••••"' in back.text
    assert b"kzq7" not in on_disk(forum)


@pytest.mark.parametrize("kind", ["faq", "known-issues"])
def test_what_it_keepers_edit_is_given_back_with_dots(forum: Tanya, browsers: Browsers, kind: str) -> None:
    asked, iris = ask(browsers["ana"], _TEXT), browsers["iris"]
    words = {"category": "1", "source": _TEXT, "title": "Nobody can sign in at all", "service": "Sign-in"}
    told = {"question": "How do I sign in again?", "then": "draft", "news": "It works again.", "state": "fixed"}
    address = f"{send(iris, f'/{kind}/new', **words, **told).rpartition('/')[0]}/edit"
    mine = {**form_to("", iris.get(address).text), "secrets": "keep"}
    send(browsers["mo"], f"{asked}/secret", act="remove", text=SECRET)
    work(forum, minutes=2)
    back = iris.post(address, data={**mine, "source": f"{_TEXT}\n\nIt is urgent."})
    assert back.status_code == 409 and "your text has dots there, too" in back.text
    again = form_to("", back.text)
    assert "It is urgent." in again["source"] and "Kzq7" not in back.text
    assert iris.post(address, data=again).status_code == 303
    assert b"kzq7" not in on_disk(forum)
