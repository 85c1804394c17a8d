"""A real IMAP server: Dovecot on loopback, with one user, as a process of the tests."""

import getpass
import grp
import os
import pwd
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from urllib.parse import quote

import pytest

from tests.running import PATIENCE, eventually, free_port, is_listening

USER, PASSWORD = "forum@kencana.example", "pass/word@1"
_CONFIG = """
base_dir = {folder}/run
state_dir = {folder}/run
log_path = {folder}/log
protocols = imap
listen = 127.0.0.1
ssl = {ssl}
disable_plaintext_auth = no
auth_failure_delay = 0
mail_location = maildir:{folder}/mail
first_valid_uid = 1
first_valid_gid = 1
userdb {{
  driver = static
  args = uid={uid} gid={gid} home={folder}/home
}}
service anvil {{
  unix_listener anvil-auth-penalty {{
    mode = 0
  }}
}}
service imap-login {{
  inet_listener imap {{
    port = {port}
  }}
  inet_listener imaps {{
    port = {tls_port}
    ssl = yes
  }}
}}
"""
_BY_PASSWORD = """
passdb {{
  driver = static
  args = password={password}
}}
"""
_TLS = """
ssl_cert = <{certificate}
ssl_key = <{certificate}
"""
_BY_TOKENS = """
auth_mechanisms = xoauth2
passdb {{
  driver = oauth2
  mechanisms = xoauth2
  args = {folder}/oauth2.conf
}}
"""
_TOKEN_SERVER = """
introspection_mode = post
introspection_url = {token_server}/introspect
username_attribute = username
active_attribute = active
active_value = true
"""


def needed() -> str:
    """The program, which `make test` installs where it may."""
    program = shutil.which("dovecot") or shutil.which("dovecot", path="/usr/sbin")
    if program is None:
        pytest.fail("Mailboxes are tested against Dovecot. Install it, e.g.: sudo apt-get install dovecot-imapd")
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
def running(*, certificate: Path | None = None, token_server: str = "") -> Iterator[int]:
    """Dovecot answers on the port that is given, by TLS if it has a certificate, and is ended with the block. With the
    address of a token server it takes tokens instead of the password."""
    program, port = needed(), free_port()
    with TemporaryDirectory(prefix="dovecot") as name:
        folder = Path(name)
        (folder / "oauth2.conf").write_text(_TOKEN_SERVER.format(token_server=token_server), "utf-8")
        entrance = _BY_TOKENS if token_server else _BY_PASSWORD
        (folder / "dovecot.conf").write_text(_filled(entrance, folder, port, certificate), "utf-8")
        process = subprocess.Popen([program, "-F", "-c", str(folder / "dovecot.conf")])
        try:
            _wait_for(port, folder)
            yield port
        finally:
            process.terminate()
            process.wait(PATIENCE)


def url(port: int, *, scheme: str = "imap", password: str = PASSWORD) -> str:
    """The one mailbox, as a setting names it."""
    secret = f":{quote(password, safe='')}" if password else ""
    return f"{scheme}://{quote(USER)}{secret}@127.0.0.1:{port}/INBOX"


def _filled(entrance: str, folder: Path, port: int, certificate: Path | None) -> str:
    """The configuration. Dovecot serves no mailbox of root's: as root, it is the user mail's."""
    owner = pwd.getpwnam("mail") if os.getuid() == 0 else pwd.getpwuid(os.getuid())
    if os.getuid() == 0:
        folder.chmod(0o755)
        for inner in ("mail", "home"):
            (folder / inner).mkdir()
            os.chown(folder / inner, owner.pw_uid, owner.pw_gid)
    facts: dict[str, object] = {"user": getpass.getuser(), "group": grp.getgrgid(os.getgid()).gr_name}
    facts |= {"port": 0, "tls_port": port, "ssl": "yes"} if certificate else {"port": port, "tls_port": 0, "ssl": "no"}
    parts = [_CONFIG, entrance, "" if os.getuid() == 0 else _WITHOUT_ROOT, _TLS if certificate else ""]
    places = {"folder": folder, "certificate": certificate, "uid": owner.pw_uid, "gid": owner.pw_gid}
    return "".join(parts).format(password=PASSWORD, **places, **facts)


def _wait_for(port: int, folder: Path) -> None:
    log = folder / "log"
    if not eventually(lambda: is_listening(port)):
        pytest.fail(f"Dovecot does not answer: {log.read_text() if log.exists() else 'it wrote no log'}")
