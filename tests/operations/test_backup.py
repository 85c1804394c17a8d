"""A backup holds everything, files included, and is put back into another database, or the same one, as it was."""

import tarfile
from collections.abc import Callable
from errno import ENOSPC
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select, text

from forum.accounts.actions.sign_in import end_sessions
from forum.accounts.actions.sign_up import change_password
from forum.app import Tanya
from forum.files.actions import keep_bytes, link_files, record_file
from forum.files.content import prepared
from forum.files.storage import FolderStorage
from forum.kernel import clock
from forum.kernel.db import Model, is_sqlite, session, transaction
from forum.kernel.errors import Invalid
from forum.mail.actions import queue_mail
from forum.mail.models import OutgoingMail
from forum.mailbox.actions.keep import keep_mail
from forum.mailbox.models import Source
from forum.operations import schema
from forum.operations.backup import back_up
from forum.operations.restore import Restored, index_again, restore
from forum.people.models import Person
from forum.questions.actions.duplicates import mark_duplicate
from forum.questions.models import Question
from forum.questions.visibility import unrestricted
from forum.tickets.actions.make import make_ticket
from forum.worker import look
from tests import databases
from tests.conftest import NOON
from tests.operations.posting import Poster
from tests.operations.truth import KEY, agrees_with_itself, arranged, holds, of, posting
from tests.people import ana, iris, make_person
from tests.posts import actor, answer, comment, question
from tests.running import environment_of, eventually, forum, serving

_MAIL = b"From: ana.lim@kencana.example\r\nMessage-ID: <1@laptop.example>\r\n\r\n\x00\xff\xfe as it came\r\n"
_CHANGED = ("setting_version", "search_pending")
Rows = dict[str, list[Any]]


def _installation(kind: str, folder: Path) -> Tanya:
    return databases.make_app(databases.fresh_database(kind, folder), folder, secret_key=KEY)


def _files(app: Tanya) -> FolderStorage:
    return FolderStorage(app.extensions["environment"].files_dir)


def _filled(app: Tanya) -> None:
    """Posts that lead to a later one, a ticket with its record, an uploaded file, and a mail that came."""
    with of(app):
        kept = keep_bytes(prepared("log.txt", b"printer on fire\n"), _files(app))
        with transaction():
            asker, helper = ana(), iris()
            first, second = question(asker, title="Printer prints nothing"), question(asker, title="Printer is silent")
            comment(first, helper, on=answer(first, helper))
            mark_duplicate(first, second, by=actor(helper), at=NOON)
            make_ticket(second.id, by=actor(helper), at=NOON)
            file = record_file(kept, by_id=asker.id, at=NOON)
            link_files([file.token], at=NOON)
            keep_mail(_MAIL, sender=None, recipients=("support@kencana.example",), source=Source.LMTP, at=NOON)


def _rows(app: Tanya) -> Rows:
    """Everything in the database but what a restore changes: the settings' version, and what waits to be indexed."""
    with of(app):
        tables = [table for table in Model.metadata.sorted_tables if table.name not in _CHANGED]
        return {t.name: list(session.execute(select(t).order_by(*t.primary_key.columns))) for t in tables}


def _kept(app: Tanya, target: Path) -> Path:
    with of(app):
        back_up(target, _files(app), at=NOON)
    return target


def _put_back(source: Path, app: Tanya) -> Restored:
    with of(app):
        restored = restore(source, _files(app), at=NOON)
        index_again(at=clock.now())
        return restored


def _bytes(app: Tanya) -> list[bytes]:
    found = []
    for key, _at in _files(app).kept():
        with _files(app).open(key) as content:
            found.append(content.read())
    return found


@pytest.mark.parametrize("into", databases.KINDS)
@pytest.mark.parametrize("of_kind", databases.KINDS)
def test_everything_comes_back_in_an_empty_installation(tmp_path: Path, of_kind: str, into: str) -> None:
    old, new = _installation(of_kind, tmp_path / "old"), _installation(into, tmp_path / "new")
    _filled(old)
    assert _put_back(_kept(old, tmp_path / "kept.tar"), new).faulty_files == ()
    assert _rows(new) == _rows(old) and len(_rows(new)["question"]) == 2
    assert [row.content for row in _rows(new)["raw_mail"]] == [_MAIL]
    assert _bytes(new) == [b"printer on fire\n"]
    with of(new), transaction():
        assert question(session.get_one(Person, 2)).id == 3  # ids go on where they were


@pytest.mark.parametrize("kind", databases.KINDS)
def test_what_came_after_the_backup_is_gone(tmp_path: Path, kind: str) -> None:
    app = _installation(kind, tmp_path)
    _filled(app)
    before, kept = _rows(app), _kept(app, tmp_path / "kept.tar")
    with of(app), transaction():
        asked = session.scalars(select(Question).where(unrestricted(), Question.id == 1)).one()
        answer(asked, session.get_one(Person, 3))
        question(session.get_one(Person, 2))
    _put_back(kept, app)
    assert _rows(app) == before


@pytest.mark.parametrize("kind", databases.KINDS)
def test_a_browser_that_was_signed_out_since_stays_so(tmp_path: Path, kind: str) -> None:
    app = _installation(kind, tmp_path)
    _filled(app)
    kept = _kept(app, tmp_path / "kept.tar")
    with of(app), transaction():
        end_sessions(2)
        change_password(session.get_one(Person, 2), "x", at=NOON)
    _put_back(kept, app)
    with of(app):
        epochs = list(session.scalars(select(Person.session_epoch).order_by(Person.id)))
        assert epochs[1] == 2 and set(epochs[:1] + epochs[2:]) == {0}


def test_what_stands_where_a_backup_is_begun_is_not_written_to(tmp_path: Path) -> None:
    app = _installation("sqlite", tmp_path)
    others, target = tmp_path / "others", tmp_path / "kept.tar"
    others.write_text("mine")
    (tmp_path / "kept.tar.unfinished").symlink_to(others)
    _kept(app, target)
    assert others.read_text() == "mine" and target.stat().st_mode & 0o077 == 0


def test_a_database_without_tables_is_given_them(tmp_path: Path) -> None:
    old = _installation("sqlite", tmp_path / "old")
    _filled(old)
    env = environment_of(tmp_path / "new")
    ended = forum("restore", str(_kept(old, tmp_path / "kept.tar")), "--yes", env=env)
    assert ended.returncode == 0 and "The search index holds" in ended.stdout, ended.stderr
    assert _rows(databases.make_app("", tmp_path / "new")) == _rows(old)


@pytest.mark.parametrize("kind", databases.KINDS)
def test_both_work_while_the_forum_is_written_to(tmp_path: Path, kind: str) -> None:
    app, copy = _installation(kind, tmp_path / "a"), _installation(kind, tmp_path / "b")
    cookies, url = arranged(app), app.extensions["environment"].database_url
    with serving(environment_of(tmp_path / "a", url, TANYA_SECRET_KEY=KEY)) as started:
        with posting(int(started.address.rpartition(":")[2]), cookies[:4]) as clients:
            assert eventually(lambda: all(client.words for client in clients))
            said = _words(clients)
            kept = _kept(app, tmp_path / "kept.tar")
            assert eventually(lambda: len(_words(clients)) > 2 * len(said))
            _put_back(kept, app)
            _until_answered(clients)
        agrees_with_itself(app)
    _put_back(kept, copy)
    _work_off(copy)
    holds(copy, said)


def test_a_full_table_is_not_read_once_for_each_row_that_it_may_point_at(tmp_path: Path) -> None:
    app = _installation("postgresql", tmp_path)
    kept = _kept(app, tmp_path / "kept.tar")
    with of(app), transaction():
        for number in range(50):
            make_person(f"Somebody {number}")
    before = _scans_of_notices(app)
    _put_back(kept, app)
    assert _scans_of_notices(app) - before < 50


def _scans_of_notices(app: Tanya) -> int:
    with of(app):
        session.execute(text("SELECT pg_stat_force_next_flush()"))
        session.rollback()
        scans = "SELECT seq_scan FROM pg_stat_user_tables WHERE relname = 'notice'"
        return int(session.execute(text(scans)).scalar_one())


def _words(clients: list[Poster]) -> list[str]:
    return [word for client in clients for word in list(client.words)]


def _work_off(app: Tanya) -> None:
    """All that the worker has to do is done."""
    with of(app):
        while look(app, "test"):
            pass


def _until_answered(clients: list[Poster]) -> None:
    """A post to a thread that the restore took away is answered as one to what never was; that is right."""
    for client in clients:
        client.stop()
        if "answered 404" in client.wrong:
            client.wrong = ""


def _no_tar(path: Path) -> None:
    path.write_text("no tar")


def _cut(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:-20_000])


def _flipped(path: Path) -> None:
    """One byte in the middle of the people's rows is another."""
    with tarfile.open(path) as tar:
        member = tar.getmember("tables/person.jsonl.gz")
        place = member.offset_data + member.size // 2
    content = bytearray(path.read_bytes())
    content[place] ^= 0xFF
    path.write_bytes(content)


def _with_manifest(change: Callable[[bytes], bytes]) -> Callable[[Path], None]:
    def spoil(path: Path) -> None:
        content = path.read_bytes()
        changed = change(content)
        assert len(changed) == len(content) and changed != content
        path.write_bytes(changed)

    return spoil


def _newest(content: bytes) -> bytes:
    head = schema.newest().encode()
    return content.replace(b'"revision": "' + head, b'"revision": "' + b"f" * len(head))


_SPOILT: dict[str, Callable[[Path], None]] = {
    "is damaged or incomplete. Nothing was changed.": _flipped,
    "is damaged or incomplete. Nothing": _cut,
    "is damaged or": _with_manifest(lambda content: content.replace(b'"person": 3', b'"person": 9')),
    "is not a backup that can be read": _no_tar,
    "was made by a newer version": _with_manifest(_newest),
}


@pytest.mark.parametrize("sentence", _SPOILT)
def test_a_spoilt_backup_is_refused_and_nothing_is_changed(tmp_path: Path, sentence: str) -> None:
    app = _installation("sqlite", tmp_path / "old")
    _filled(app)
    _SPOILT[sentence](kept := _kept(app, tmp_path / "kept.tar"))
    before = _rows(app)
    with pytest.raises(Invalid, match=sentence):
        _put_back(kept, app)
    assert _rows(app) == before


def test_a_refusal_is_one_line_on_the_console(tmp_path: Path) -> None:
    (tmp_path / "x.tar").write_text("no tar")
    ended = forum("restore", str(tmp_path / "x.tar"), "--yes", env=environment_of(tmp_path))
    assert ended.returncode == 1 and len(ended.stderr.splitlines()) == 1 and "is not a backup" in ended.stderr


def test_it_is_asked_whether_this_database_shall_be_replaced(tmp_path: Path) -> None:
    app = _installation("sqlite", tmp_path / "old")
    kept = _kept(app, tmp_path / "kept.tar")
    asked = forum("restore", str(kept), env=environment_of(tmp_path / "new"))
    assert asked.returncode == 1 and f"Replace all that sqlite:///{tmp_path}/new/tanya.db holds" in asked.stdout
    assert "Aborted" in asked.stderr


def test_a_missing_or_damaged_file_is_named(tmp_path: Path) -> None:
    app, new = _installation("sqlite", tmp_path / "old"), _installation("sqlite", tmp_path / "new")
    _filled(app)
    ((key, _at),) = _files(app).kept()
    _files(app).keep(key, b"other bytes")
    assert _put_back(_kept(app, tmp_path / "kept.tar"), new).faulty_files == ("log.txt",)


def test_where_files_find_no_room_nothing_is_changed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    app = _installation("sqlite", tmp_path / "old")
    _filled(app)
    kept, before = _kept(app, tmp_path / "kept.tar"), _rows(app)

    def fail(*_: object) -> None:
        raise OSError(ENOSPC, "No space left on device")

    monkeypatch.setattr(FolderStorage, "keep", fail)
    with pytest.raises(Invalid, match=r"cannot be kept: .*Nothing was changed\."):
        _put_back(kept, app)
    assert _rows(app) == before


def test_a_mail_that_waited_is_parked(tmp_path: Path) -> None:
    app = _installation("sqlite", tmp_path)
    with of(app), transaction():
        queue_mail(
            person_id=None, address="ana@kencana.example", language="en", template="question_answered", facts={},
            sender_name="", at=NOON,
        )  # fmt: skip
    assert _put_back(_kept(app, tmp_path / "kept.tar"), app).parked_mails == 1
    with of(app):
        mail = session.scalars(select(OutgoingMail)).one()
        assert mail.parked_at == NOON and "may have been sent" in (mail.failure or "")


def test_where_it_cannot_be_written_nothing_is_left(tmp_path: Path) -> None:
    app = _installation("sqlite", tmp_path)
    with pytest.raises(Invalid, match=r"cannot be written: No such file or directory\."):
        _kept(app, tmp_path / "nowhere" / "kept.tar")


def test_nobody_else_can_read_a_backup(tmp_path: Path) -> None:
    kept = _kept(_installation("sqlite", tmp_path), tmp_path / "kept.tar")
    assert kept.stat().st_mode & 0o777 == 0o600
    assert [each.name for each in tmp_path.glob("kept*")] == ["kept.tar"]


def test_foreign_keys_hold_after_a_restore(tmp_path: Path) -> None:
    app = _installation("sqlite", tmp_path)
    _filled(app)
    _put_back(_kept(app, tmp_path / "kept.tar"), app)
    with of(app):
        assert is_sqlite() and session.execute(text("PRAGMA foreign_key_check")).all() == []
