"""Who was erased is nobody: no byte of his name, handle and address is left, and his posts and tickets go on."""

from datetime import timedelta
from io import BytesIO
from zipfile import ZipFile

import pytest

from forum.app import Tanya
from forum.kernel import clock
from forum.kernel.errors import NotFound
from forum.ledger.actions import verify
from forum.ledger.queries import all_chains
from tests.conftest import Console
from tests.files import samples
from tests.privacy.company import Browsers, ask, mail_in, on_disk, send, work

_DAY = timedelta(days=1)
PIECES = (b"ana.lim", b"ana lim")


def _live(forum: Tanya, who: Browsers) -> tuple[str, str]:
    """Ana asks, is mentioned and thanked, has a ticket, devices, searches and a photo; a thread and a ticket."""
    ana, ben, iris = who["ana"], who["ben"], who["iris"]
    send(ana, "/settings/photo", photo=(BytesIO(samples.png()), "ana.lim.png"))
    send(ana, "/settings/devices", name="ThinkPad of Ana Lim", kind="laptop", system="Windows")
    thread = ask(ana, "I am Ana Lim, ana.lim@kencana.example. Ask @iris.tan.")
    answer = send(ben, f"{thread}/answers", source="Hello @ana.lim, dear Ana Lim.").rpartition("answer-")[2]
    send(ben, f"{thread}/comments", source="See [her](/people/ana.lim) and `ana.lim`.")
    send(ben, f"/answers/{answer}/edit", source="Hello @Ana.Lim!", revision="1", reason="for @ana.lim")
    ticket = send(iris, f"{thread}/ticket").partition("#")[0]
    send(iris, f"{ticket}/replies", reply="Dear Ana Lim, it works. Write @ana.lim again.")
    send(iris, f"{ticket}/notes", note="Ana Lim is on leave.")
    send(iris, "/search/saved", q="author:ana.lim printer")
    ben.get("/search", query_string={"q": "author:ana.lim"})
    mail_in(forum, "My mouse is gone.")
    work(forum)
    send(ana, f"{ticket}/replies", reply="It does not work. Ana Lim")
    work(forum)
    return thread, ticket


def test_no_byte_of_an_erased_person_is_left(forum: Tanya, browsers: Browsers) -> None:
    thread, ticket = _live(forum, browsers)
    assert all(piece in on_disk(forum) for piece in PIECES)
    removal = send(browsers["admin"], "/admin/people/ana.lim/erasure", sure="ana.lim")
    work(forum, minutes=3)
    told = browsers["admin"].get(removal).text
    assert "Finished" in told and "Erasing a person for good" in told and 'href="/admin/people">Back' in told
    account = browsers["admin"].get("/admin/people/former.colleague").text
    assert "Erased for good:" in account and 'href="/people/' not in account.partition("<main")[2]
    left = on_disk(forum)
    assert [piece for piece in PIECES if piece in left] == []
    page = browsers["ben"].get(thread, follow_redirects=True).text
    assert "Hello" in page and "former colleague" in page and "@iris.tan" in page
    with forum.app_context():
        assert all(verify(chain) == [] for chain in all_chains())


def test_the_ticket_of_an_erased_requester_goes_on(forum: Tanya, browsers: Browsers) -> None:
    _thread, ticket = _live(forum, browsers)
    send(browsers["admin"], "/admin/people/ana.lim/erasure", sure="ana.lim")
    send(browsers["iris"], f"{ticket}/replies", reply="A new laptop is on its way.", key="k2")
    send(browsers["iris"], f"{ticket}/resolution", fix="Exchanged.", publish="1")
    work(forum, minutes=1)
    page = browsers["iris"].get(ticket).text
    assert "Exchanged." in page and "former colleague" in page
    assert browsers["ana"].get("/settings").status_code == 302


def test_a_namesake_keeps_his_name_in_what_others_wrote(forum: Tanya, browsers: Browsers) -> None:
    from forum.kernel.db import transaction
    from tests.people import make_person

    with forum.app_context(), transaction():
        make_person("Ana Lim", handle="ana.lim2", email="ana2@kencana.example", email_key="ana2@kencana.example")
    thread = ask(browsers["ben"], "Thank you, Ana Lim, and @ana.lim2, not @ana.lim.")
    send(browsers["admin"], "/admin/people/ana.lim/erasure", sure="ana.lim")
    work(forum, minutes=2)
    page = browsers["ben"].get(thread, follow_redirects=True).text
    assert "Thank you, Ana Lim, and" in page and "@ana.lim2" in page and "@ana.lim<" not in page


@pytest.mark.parametrize("sure", ["", "ben.ong"])
def test_nobody_is_erased_by_a_slip(forum: Tanya, browsers: Browsers, sure: str) -> None:
    back = browsers["admin"].post("/admin/people/ana.lim/erasure", data={"sure": sure})
    assert back.status_code == 422 and browsers["ana"].get("/settings").status_code == 200
    assert ('aria-describedby="sure-wrong"' in back.text) == bool(sure)


def test_nobody_erases_himself(forum: Tanya, browsers: Browsers) -> None:
    back = browsers["admin"].post("/admin/people/aishah.rahman/erasure", data={"sure": "aishah.rahman"})
    assert back.status_code == 403 and "Ask another administrator" in back.text


def test_the_command_erases_too(console: Console) -> None:
    console("user", "create", "Zara Idris", "zara@kencana.example")
    assert "Erased" in console("user", "erase", "zara@kencana.example", "--yes").output
    assert isinstance(console("user", "erase", "zara@kencana.example", "--yes").exception, NotFound)


def test_a_person_fetches_all_his_data(forum: Tanya, browsers: Browsers) -> None:
    _live(forum, browsers)
    send(browsers["ana"], "/settings/privacy/copy")
    work(forum, minutes=1)
    assert "The copy of all your data is ready" in browsers["ana"].get("/inbox").text
    path = browsers["ana"].get("/settings/privacy").text.partition('href="/files/')[2].partition('"')[0]
    fetched = browsers["ana"].get(f"/files/{path}")
    with ZipFile(BytesIO(fetched.data)) as zipped:
        said = {name: zipped.read(name).decode() for name in zipped.namelist() if name.endswith(".json")}
    assert "I am Ana Lim" in said["questions.json"] and "ThinkPad" in said["devices.json"]
    assert "My mouse is gone" in said["mails_received.json"]
    assert "It does not work" in said["ticket_replies.json"] and "on leave" not in "".join(said.values())
    assert [browsers[name].get(f"/files/{path}").status_code for name in ("ben", "admin", "sam")] == [404, 404, 404]


def test_a_copy_is_made_once_an_hour_and_thrown_away_after_a_day(forum: Tanya, browsers: Browsers) -> None:
    send(browsers["ana"], "/settings/privacy/copy")
    assert browsers["ana"].post("/settings/privacy/copy").status_code == 429
    work(forum, minutes=1)
    assert "Fetch my data" in browsers["ana"].get("/settings/privacy").text
    with clock.standing(clock.now() + 2 * _DAY):
        assert "Fetch my data" not in browsers["ana"].get("/settings/privacy").text
