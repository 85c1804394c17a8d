"""The page of components shows every part that pages are made of."""

import re
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from forum.people.models import Person
from tests.people import iris

_TEMPLATES = Path(__file__).parents[3] / "templates"
_SHOWN = "".join(path.read_text("utf-8") for path in (_TEMPLATES / "components_page").glob("*.html"))
_PARTS = [
    *sorted((_TEMPLATES / "components").glob("*.html")),
    *(_TEMPLATES / name for name in ("known/_parts.html", "faq/_line.html", "feedback/_buttons.html")),
    *(_TEMPLATES / "questions" / f"_{name}.html" for name in ("comments", "row", "ticket_line", "votes")),
]
# Shown inside others: a field's refusals, the bar in the composer, what stands below a text as a whole and by kind, an
# entry's state, an issue's next news; and what nobody sees.
_INSIDE = {
    "_enter.html", "tool", "wrongs", "_writing.html", "_saved.html", "_tone.html", "faq_state", "next_news",
}  # fmt: skip


@pytest.mark.parametrize("part", _PARTS, ids=lambda path: path.name)
def test_every_macro_and_every_part_is_shown(part: Path) -> None:
    macros = set(re.findall(r"macro (\w+)\(", part.read_text("utf-8")))
    wanted = macros or ({part.name} if part.name.startswith("_") else set())
    assert [name for name in wanted - _INSIDE if not re.search(rf"\b{re.escape(name)}\b", _SHOWN)] == []


def test_every_state_has_its_words(client_of: Callable[[Person], FlaskClient], noon: datetime) -> None:
    page = client_of(iris()).get("/_/components").text
    for words in (
        "Void",
        "Urgent",
        "Will not be fixed",
        "Obsolete",
        "May be wrong",
        "Promise kept",
        "Missed",
        "3 hours late",
    ):
        assert words in page, words


def test_no_part_brings_a_heading_of_the_first_rank(client_of: Callable[[Person], FlaskClient]) -> None:
    assert client_of(iris()).get("/_/components").text.count("<h1") == 1


def test_no_sample_leads_to_a_page_that_is_not_there(client_of: Callable[[Person], FlaskClient]) -> None:
    page = client_of(iris()).get("/_/components").text
    samples = page[page.index("<h1") : page.index("</main>")]
    links = re.findall(r'<a [^>]*href="([^"]*)"', samples)
    assert len(links) > 20 and set(links) == {"#"}
