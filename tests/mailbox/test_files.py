"""Files that come with a mail: what may be stored is, and of the rest the text says why it is missing."""

from email.message import EmailMessage
from pathlib import Path

import pytest
from sqlalchemy import func, select

from forum.app import Tanya
from forum.files.models import StoredFile
from forum.files.settings import FILE_MEGABYTES, PERSON_MEGABYTES
from forum.kernel.db import session
from forum.kernel.settings.registry import store
from forum.mailbox.facts import Kind
from forum.tickets.models import Ticket
from tests.mailbox.post import address, arrive, message
from tests.people import ana

pytestmark = pytest.mark.usefixtures("noon")
_PROGRAM = b"MZ\x90\x00\x03\x00\x00\x00\x04\x00\x00\x00\xff\xff\x00\x00" * 40


def _with(*files: tuple[str, bytes]) -> EmailMessage:
    made = message()
    for name, content in files:
        made.add_attachment(content, maintype="application", subtype="octet-stream", filename=name)
    return made


def _arrived(made: EmailMessage, folder: Path) -> tuple[str, list[str]]:
    """The ticket's text, in which what was written stands whatever came with it, and the names of its files."""
    mail = arrive(made, folder)
    assert mail.decision is Kind.TICKET, mail.failure
    source = session.scalars(select(Ticket.source)).one()
    assert source.startswith("It smells of smoke.")
    return source, list(session.scalars(select(StoredFile.name).order_by(StoredFile.id)))


def test_a_program_is_not_taken_and_the_text_says_what_would_be(app: Tanya, tmp_path: Path) -> None:
    ana(), address()
    source, files = _arrived(_with(("fix.exe", _PROGRAM), ("log.txt", b"E-041\n")), tmp_path)
    assert files == ["log.txt"]
    assert "Not taken from this mail:" in source and "- `fix.exe`: This kind of file cannot be attached." in source


def test_a_file_that_is_too_large_is_named_with_its_size(app: Tanya, tmp_path: Path) -> None:
    ana(), address(), store(FILE_MEGABYTES, 1)
    source, files = _arrived(_with(("big.log", b"x" * 1_500_000), ("small.log", b"x")), tmp_path)
    assert files == ["small.log"]
    assert "- `big.log`: This file is too large: 1.5 MB, and 1 MB are possible." in source


def test_ten_files_are_taken_and_the_rest_is_named(app: Tanya, tmp_path: Path) -> None:
    ana(), address()
    source, files = _arrived(_with(*((f"{number:02}.log", b"%d" % number) for number in range(12))), tmp_path)
    assert files == [f"{number:02}.log" for number in range(10)]
    assert "- `10.log`: More than 10 files came at once." in source and "- `11.log`" in source


def test_files_for_which_a_person_has_no_room_left_are_named(app: Tanya, tmp_path: Path) -> None:
    ana(), address(), store(PERSON_MEGABYTES, 1)
    source, files = _arrived(_with(("a.log", b"x" * 700_000), ("b.log", b"y" * 700_000)), tmp_path)
    assert files == ["a.log"] and "- `b.log`: Your files would take more than the 1 MB you have." in source


def test_the_reason_is_in_the_sender_s_language(app: Tanya, tmp_path: Path) -> None:
    ana().language = "ms"
    address()
    mail = arrive(_with(("fix.exe", _PROGRAM)), tmp_path)
    source = session.scalars(select(Ticket.source).where(Ticket.id == mail.ticket_id)).one()
    assert "`fix.exe`" in source and "Not taken" not in source and "cannot be attached" not in source
    assert session.scalar(select(func.count()).select_from(StoredFile)) == 0
