"""A sentence that names a ticket leads to it."""

import pytest

from forum.web.numbers import with_tickets


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("Go on in IT-000012.", '<span>Go on in <a class="ticket" href="/tickets/IT-000012">IT-000012</a>.</span>'),
        ("<b>IT-000012</b>", '<span>&lt;b&gt;<a class="ticket" href="/tickets/IT-000012">IT-000012</a>&lt;/b&gt;</span>'),
        ("Nothing & nobody", "Nothing &amp; nobody"),
        ("See XY-000012 and @ana.lim", "See XY-000012 and @ana.lim"),
    ],
)
def test_only_numbers_of_our_tickets_become_links(app: object, text: str, html: str) -> None:
    assert str(with_tickets(text)) == html
