"""A real IMAP server: Dovecot on loopback, with one user, as a process of the tests."""

import getpass
import grp
import os
import pwd
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from urllib.parse import quote

import pytest

USER, PASSWORD = "forum@kencana.example", "pass/word@1"
_CONFIG = """
base_dir = {folder}/run
state_dir = {folder}/run
log_path = {folder}/log
protocols = imap
listen = 127.0.0.1
ssl = no
disable_plaintext_auth = no
mail_location = maildir:{folder}/mail
first_valid_uid = 1
first_valid_gid = 1
passdb {{
  driver = static
  args = password={password}
}}
userdb {{
  driver = static
  args = uid={uid} gid={gid} home={folder}/home
}}
service imap-login {{
  inet_listener imap {{
    port = {port}
  }}
  inet_listener imaps {{
    port = 0
  }}
}}
"""


def needed() -> str:
    """The program; the test is skipped with a sentence where it is not installed."""
    program = shutil.which("dovecot") or shutil.which("dovecot", path="/usr/sbin")
    if program is None:
        pytest.skip("Mailboxes are tested against Dovecot. Install it, e.g.: sudo apt-get install dovecot-imapd")
    return program


# Dovecot's own users belong to root; without it, all of Dovecot runs as whoever runs the tests.
_WITHOUT_ROOT = """
default_login_user = {user}
default_internal_user = {user}
default_internal_group = {group}
service anvil {{
  chroot =
}}
service imap-login {{
  chroot =
}}
"""


@contextmanager
def running() -> Iterator[int]:
    """Dovecot answers on the port that is given, and is ended with the block."""
    program, port = needed(), _free_port()
    with TemporaryDirectory(prefix="dovecot") as name:
        folder = Path(name)
        (folder / "dovecot.conf").write_text(_filled(folder, port), "utf-8")
        process = subprocess.Popen([program, "-F", "-c", str(folder / "dovecot.conf")])
        try:
            _wait_for(port, folder)
            yield port
        finally:
            process.terminate()
            process.wait(20)


def url(port: int) -> str:
    """The one mailbox, as a setting names it."""
    return f"imap://{quote(USER)}:{quote(PASSWORD, safe='')}@127.0.0.1:{port}/INBOX"


def _filled(folder: Path, port: int) -> str:
    """The configuration. Dovecot serves no mailbox of root's: as root, it is the user mail's."""
    owner = pwd.getpwnam("mail") if os.getuid() == 0 else pwd.getpwuid(os.getuid())
    if os.getuid() == 0:
        folder.chmod(0o755)
        for inner in ("mail", "home"):
            (folder / inner).mkdir()
            os.chown(folder / inner, owner.pw_uid, owner.pw_gid)
    facts = {"user": getpass.getuser(), "group": grp.getgrgid(os.getgid()).gr_name}
    config = _CONFIG if os.getuid() == 0 else _CONFIG + _WITHOUT_ROOT
    return config.format(folder=folder, port=port, password=PASSWORD, uid=owner.pw_uid, gid=owner.pw_gid, **facts)


def _free_port() -> int:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return int(taken.getsockname()[1])


def _wait_for(port: int, folder: Path) -> None:
    for _try in range(100):
        try:
            socket.create_connection(("127.0.0.1", port), 1).close()
            return
        except OSError:
            time.sleep(0.1)
    log = folder / "log"
    pytest.fail(f"Dovecot does not answer: {log.read_text() if log.exists() else 'it wrote no log'}")
