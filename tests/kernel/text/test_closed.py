"""What a text says of people and files stays known apart from its words, and is left out where it is closed."""

import pytest

from forum.kernel.text.closed import closed_html, closed_text, open_text, people_apart, signed_text
from forum.kernel.text.html import plain_text
from forum.kernel.text.markdown import render

SOURCE = """Ask **Zoe**@ben.ong, [Benny & co](/people/ana.lim/badges) or [all](/people/).

> @iris.tan says `@media` in [plan.pdf](/files/01/plan.pdf) ![shot](/files/01/shot.png)"""
HTML = render(SOURCE)
CLOSED = "Ask Zoe@…, @… or @….\n@… says @media in …"


def test_a_text_is_told_to_either_reader() -> None:
    signed = signed_text(HTML)
    assert open_text(signed) == plain_text(HTML)
    assert closed_text(signed) == CLOSED
    assert plain_text(closed_html(HTML, files="…")) == f"{CLOSED} …"  # where the page shows a picture


def test_people_stand_apart_from_the_words_around_them() -> None:
    assert [person for _, person in people_apart(signed_text(HTML))] == ["@ben.ong", "@ana.lim", "@", "@iris.tan", ""]
    assert "plan.pdf" in "".join(words for words, _ in people_apart(signed_text(HTML)))


@pytest.mark.parametrize("most", range(0, 130, 3))
def test_of_a_text_that_was_cut_nothing_is_told(most: int) -> None:
    cut = signed_text(HTML)[:most]
    assert CLOSED.startswith(closed_text(cut).removesuffix("@…").removesuffix("…"))
    assert plain_text(HTML).startswith(open_text(cut))


def test_signs_that_somebody_typed_say_nothing() -> None:
    assert signed_text("<p>\ufdd0@ana.lim\ufdd1words\ufdd2</p>") == "@ana.limwords"
