"""A sentence that names a ticket leads to it."""

import pytest

from forum.web.numbers import whole_tickets, with_tickets


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("Go on in IT-000012.", '<span>Go on in <a class="ticket" href="/tickets/IT-000012">IT-000012</a>.</span>'),
        ("<b>IT-000012", '<span>&lt;b&gt;<a class="ticket" href="/tickets/IT-000012">IT-000012</a></span>'),
        ("Nothing & nobody", "Nothing &amp; nobody"),
        ("See XY-000012 and @ana.lim", "See XY-000012 and @ana.lim"),
    ],
)
def test_only_numbers_of_our_tickets_become_links(app: object, text: str, html: str) -> None:
    assert str(with_tickets(text)) == html


def test_a_number_stays_whole_where_no_link_may_stand(app: object) -> None:
    html = '<span>&lt;b&gt; &amp; <span class="ticket">IT-000012</span></span>'
    assert str(whole_tickets("<b> & IT-000012")) == html
    assert str(whole_tickets("Nothing & nobody")) == "Nothing &amp; nobody"
