"""A mail is a folder of three files, and every mail the code queues has one."""

import re
from pathlib import Path

from forum.notifications.kinds import KINDS

_ROOT = Path(__file__).parents[2]
_MAILS = _ROOT / "templates" / "email"


def test_every_mail_has_its_three_files() -> None:
    for folder in (path for path in _MAILS.iterdir() if path.is_dir()):
        assert {path.name for path in folder.iterdir()} == {"subject.txt", "body.txt", "body.html"}, folder.name


def test_every_queued_template_exists() -> None:
    sources = "\n".join(path.read_text("utf-8") for path in (_ROOT / "forum").rglob("*.py"))
    named = set(re.findall(r'template="(\w+)"|_mail\(\w+, "(\w+)"', sources))
    wanted = {name for pair in named for name in pair if name} | {
        kind.template for kind in KINDS.values() if kind.template
    }
    assert wanted <= {path.name for path in _MAILS.iterdir()}
