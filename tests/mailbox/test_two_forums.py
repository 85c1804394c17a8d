"""Two forums that answer each other's mail: two databases, two workers, SMTP and LMTP between them."""

from contextlib import ExitStack
from email.policy import SMTP
from pathlib import Path

import pytest

from tests.mailbox.forums import Forum, MailServer, founded, working
from tests.mailbox.post import message
from tests.running import eventually, mail_server


@pytest.mark.parametrize(("kind", "rounds"), [("sqlite", 200), ("postgresql", 40)])
def test_each_answers_once_however_often_the_others_answer_comes(tmp_path: Path, kind: str, rounds: int) -> None:
    _fall_silent(tmp_path, kind, rounds)


@pytest.mark.slow
def test_each_answers_once_in_two_hundred_rounds_on_postgresql(tmp_path: Path) -> None:
    _fall_silent(tmp_path, "postgresql", 200)


def _fall_silent(folder: Path, kind: str, rounds: int) -> None:
    office = MailServer()
    with mail_server(office) as url, ExitStack() as running:
        ours, theirs = (founded(kind, folder / name, f"{name}.example", mail_url=url) for name in ("ours", "theirs"))
        office.forums += [ours, theirs]
        for forum in office.forums:
            running.enter_context(working(forum))
        _first_mails(office, ours, theirs)
        for _round in range(rounds - 1):  # what each had answered to these was the first
            _offer_again(office, ours, theirs)
            _offer_again(office, theirs, ours)
        assert eventually(lambda: all(forum.has_read(1 + rounds) for forum in office.forums), seconds=120)
        assert [len(office.sent_by(forum)) for forum in office.forums] == [1, 1]
        assert [sender for sender, _message in office.taken] == ["", ""]  # nobody is told when one does not arrive


def _first_mails(office: MailServer, ours: Forum, theirs: Forum) -> None:
    """Each support address writes to the other as a person would, and is answered."""
    for writer, reader in ((ours, theirs), (theirs, ours)):
        first = message(f"Desk <{writer.support}>", to=reader.support)
        office.hand_on(first.as_bytes(policy=SMTP), writer.support, reader.support)
    assert eventually(lambda: office.sent_by(ours) and office.sent_by(theirs))


def _offer_again(office: MailServer, writer: Forum, reader: Forum) -> None:
    """The last that one has sent comes to the other under an id of its own, as if it had been written anew."""
    last = office.sent_by(writer)[-1]
    del last["Message-ID"]
    last["Message-ID"] = message()["Message-ID"]
    office.hand_on(last.as_bytes(), "", reader.support)
