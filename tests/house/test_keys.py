"""A form with something to write can be sent twice without harm: it has a key, or the revision that it edits."""

import re
from pathlib import Path

import pytest

_ROOT = Path(__file__).parents[2] / "templates"
_FORM = re.compile(r"<form\b(?=[^>]*method=\"post\").*?</form>", re.DOTALL)
_WRITES = re.compile(r"<textarea|composer\(|type=\"email\"|form\.(?:title|source|name)\(")
_HARMLESS = {
    "account/forgotten.html", "account/setup.html", "account/sign_in.html", "account/sign_up.html",  # nobody's: no key
    "admin/calendar.html", "admin/category.html", "admin/teams.html", "admin/search_words.html",  # once by name
    "admin/watched_words.html",  # the same again
    "admin/person.html", "settings/account.html", "settings/profile.html", "tickets/edit.html",  # the same again
    "topics/tag_edit.html",  # the same again
    "faq/_helped_part.html",  # one comment stands with one vote
    "feedback/_buttons.html", "feedback/worked.html",  # one verdict, one rating
}  # fmt: skip


def _templates() -> list[Path]:
    return [path for path in _ROOT.rglob("*.html") if str(path.relative_to(_ROOT)) not in _HARMLESS]


@pytest.mark.parametrize("path", _templates(), ids=lambda path: str(path.relative_to(_ROOT)))
def test_what_is_written_is_kept_once(path: Path) -> None:
    forms = [form for form in _FORM.findall(path.read_text("utf-8")) if _WRITES.search(form)]
    assert [form[:120] for form in forms if not re.search(r'name="(?:key|revision)"', form)] == []
