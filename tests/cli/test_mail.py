"""`forum mail receive`: a mail server's pipe."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from sqlalchemy import select

from forum.kernel.db import db, session
from forum.mailbox.models import RawMail, ReceivedMail
from tests import databases

_MESSAGE = b"From: ana@kencana.example\nTo: support@kencana.example\nSubject: Help\n\nIt is broken.\n"


def _receive(folder: Path, **environment: str) -> subprocess.CompletedProcess[bytes]:
    command = [sys.executable, "-m", "forum.cli", "mail", "receive", "--sender", "", "support@kencana.example"]
    values = {**os.environ, "TANYA_DATA_DIR": str(folder), "TANYA_SECRET_KEY": "t" * 40, **environment}
    return subprocess.run(command, input=_MESSAGE, env=values, capture_output=True, timeout=60)


@pytest.mark.parametrize("kind", databases.KINDS)
def test_a_kept_message_ends_with_0(kind: str, tmp_path: Path) -> None:
    url = databases.fresh_database(kind, tmp_path)
    assert _receive(tmp_path, TANYA_DATABASE_URL=url).returncode == 0
    with databases.make_app(url, tmp_path).app_context():
        kept = session.execute(select(ReceivedMail.envelope_recipients, RawMail.content).join(RawMail)).one()
        assert tuple(kept) == (["support@kencana.example"], _MESSAGE)
        session.remove()
        db.engine.dispose()


def test_what_cannot_be_kept_now_is_tried_again(tmp_path: Path) -> None:
    tried = _receive(tmp_path, TANYA_DATABASE_URL="postgresql://nobody@127.0.0.1:1/none")
    assert tried.returncode == os.EX_TEMPFAIL, tried.stderr


def test_a_wrong_setting_loses_no_message(tmp_path: Path) -> None:
    assert _receive(tmp_path, TANYA_MAIL_FROM="nonsense").returncode == os.EX_TEMPFAIL
