"""What a browser's tab, a bookmark and a screen reader say first tells pages of different things apart."""

import re

import pytest
from sqlalchemy import Connection

from tests.access.company import World
from tests.access.visitors import answered

_TITLE = re.compile(r"<title>(.*?)</title>", re.DOTALL)
_PAGES = (
    "/questions/{q}/edit", "/questions/{q}/revisions", "/questions/{q}/comments/new", "/questions/{q}/remove",
    "/questions/{q}/move", "/questions/{q}/duplicate", "/questions/{q}/affected", "/answers/{answer}/edit",
    "/answers/{answer}/revisions", "/answers/{answer}/remove", "/comments/{comment}/edit",
)  # fmt: skip


@pytest.mark.parametrize("path", _PAGES)
def test_a_page_about_a_post_names_its_thread(world: World, opened: Connection, path: str) -> None:
    page = answered(world, opened, "it_staff", "GET", path.format(**world.names))
    found = _TITLE.search(page.text)
    assert page.status_code == 200 and found is not None and "The q question" in found[1]


def test_a_page_of_an_administrator_is_not_called_like_the_thing_itself(world: World, opened: Connection) -> None:
    titles = []
    for path in ("/people/{handle}", "/admin/people/{handle}", "/categories/{slug}", "/admin/categories/{category}"):
        titles += _TITLE.findall(answered(world, opened, "administrator", "GET", path.format(**world.names)).text)
    assert len(set(titles)) == 4
