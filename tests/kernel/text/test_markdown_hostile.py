"""Nothing that somebody types can run, leave the page, take long, or be lost."""

import re
import time
from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from forum.kernel.text.allowed import sanitise
from forum.kernel.text.backwards import to_markdown
from forum.kernel.text.highlighting import HIGHLIGHTED_AT_MOST, LANGUAGES, highlighted
from forum.kernel.text.html import plain_text, safe_html
from forum.kernel.text.markdown import render
from forum.questions.rules import LONGEST_SOURCE

LONG = LONGEST_SOURCE
SECONDS = 16
"""Far above what is measured (0.1 to 5 s), far below what quadratic time would need (minutes)."""

MARKDOWN = st.text(st.sampled_from("ab @#>*-_`~[]()!<>/|\\&;:.=\"'\n\t1+IT0"), max_size=120)
TAGS = """
    <a_href='/x'> </a> <img_src=https://e.example/i.png> <img_src='/files/a/b.png'> <h1> </h1> <pre> </pre>
    <table><tr><td> </table> <ul><li> <script> </script> <b> </b> <p> x _ &lt;b <input> <div_style=color:red_onclick=x>
    " ' < > <svg> <a_href=javascript:x> <a_href=https:x> <!-- --> <input_type=checkbox> <svg_onload=x> </svg> <style>
"""
HTML = st.lists(st.sampled_from(TAGS.split()), max_size=30).map(lambda tags: "".join(tags).replace("_", " "))


@pytest.mark.parametrize(
    "source",
    [
        "<script>alert(1)</script>",
        '<img src=x onerror="alert(1)">',
        '<a href="javascript:alert(1)">x</a>',
        "<iframe src=//evil.example></iframe>",
        "<kbd onclick=alert(1)>F5</kbd>",
        "<style>p{display:none}</style>",
    ],
)
def test_raw_html_is_shown_as_it_was_typed(source: str) -> None:
    html = render(source)

    assert re.sub(r"<[^>]*>", "", html).strip().replace("&lt;", "<").replace("&gt;", ">").startswith(source[:4])
    assert not re.search(r"<(?:script|img|iframe|style|kbd)", html)


@pytest.mark.parametrize(
    "address",
    [
        "javascript:alert(1)",
        "JaVaScRiPt:alert(1)",
        "java\tscript:alert(1)",
        "&#106;avascript:alert(1)",
        "vbscript:x",
        "data:text/html;base64,PHNjcmlwdD4=",
        "file:///etc/passwd",
        "//evil.example/x",
        "relative/path",
        "https:evil",
    ],
)
def test_address_that_is_not_allowed_is_no_link(address: str) -> None:
    for html in (render(f"[x](<{address}>) ![y](<{address}>)"), safe_html(f'<a href="{address}">x</a>')):
        assert "href" not in html
        assert "src" not in html


def test_backslash_cannot_lead_away() -> None:
    assert 'href="/%5Cevil.example"' in render(r"[x](</\evil.example>)")
    assert "href" not in safe_html(r'<a href="/\evil.example">x</a>')


def test_unclosed_plain_tag_ends_with_its_paragraph() -> None:
    assert render("<sup>a\n\nb") == "<p><sup>a</sup></p>\n<p>b</p>\n"


@given(MARKDOWN)
def test_rendered_markdown_is_what_the_sanitiser_would_leave(source: str) -> None:
    html = render(source)

    assert sanitise(html) == html


@given(HTML)
def test_imported_html_neither_runs_nor_leaves_the_page(source: str) -> None:
    html = safe_html(source)

    assert not re.search(r"<(?:script|style|svg|iframe)", html)
    assert not re.search(r"<[^<>]*(?: on\w+=| style=|javascript:|https:x)", html)
    assert not re.search(r'<img [^<>]*src="(?!/files/)', html)


@given(st.text(max_size=200))
@settings(max_examples=50)
def test_any_text_can_be_rendered_and_read_again(source: str) -> None:
    plain_text(render(source))
    to_markdown(render(source))


HOSTILE = {
    "brackets": "[" * LONG,
    "closed brackets": "[" * (LONG // 2) + "]" * (LONG // 2),
    "openings of links": "[a](" * (LONG // 4),
    "openings of pictures": "![" * (LONG // 2),
    "nested pictures": "![" * 2_000 + "a" + "](/x)" * 2_000,
    "quotes": ">" * LONG,
    "lines quoted deeper and deeper": "\n".join(">" * depth + " x" for depth in range(450)),
    "lists deeper and deeper": "\n".join(" " * (2 * depth) + "- x" for depth in range(300)),
    "list marks": "- " * (LONG // 2),
    "emphasis": "*a _b " * (LONG // 6),
    "stars": "**x* " * (LONG // 5),
    "backticks": "".join("`" * count + " " for count in range(440)),
    "angle brackets": "<a " * (LONG // 3),
    "plain tags": "<kbd>" * (LONG // 5),
    "wide table": "|a" * 500 + "\n" + "|-" * 500 + "\n" + "|b\n" * 1_000,
    "references": "".join(f"[{n}]: /x\n" for n in range(3_000)) + "[1]" * 3_000,
    "mentions": "@a" * (LONG // 2) + " @a" * 3_000,
    "tag signs": "#a-" * (LONG // 3),
    "one mail address": "a@" + "a." * (LONG // 2),
    "one web address": "https://x/" + ")" * LONG,
    "many web addresses": "https://" * (LONG // 8),
    "spaces": "x" + " " * LONG + "x",
}


@pytest.mark.parametrize("source", HOSTILE.values(), ids=HOSTILE.keys())
def test_hostile_markdown_takes_bounded_time(source: str) -> None:
    started = time.process_time()

    render(source)

    assert time.process_time() - started < SECONDS


def test_many_tasks_take_hardly_longer_than_other_items() -> None:
    seconds = []
    for line in ("- [a] b\n", "- [x] b\n"):
        started = time.process_time()
        render(line * (LONG // 8))
        seconds.append(time.process_time() - started)

    assert seconds[1] < 10 * seconds[0] + 0.5


HOSTILE_HTML = {
    "nested divisions": "<div>" * LONG,
    "nested emphasis": "<b><i>" * (LONG // 20) + "x",
    "nested lists": "<ul><li>x" * 2_000,
    "nested links": "<a href=/x>" * (LONG // 50),
    "unclosed tags": "<a" * LONG,
    "brackets": "[" * LONG,
    "stars": "<p>" + "*_`" * (LONG // 3),
    "backticks": "<code>" + "`" * (LONG // 10) + "</code>",
    "comments": "<!--" * (LONG // 4),
    "pictures": "<img src=https://e.example/x>" * 3_000,
    "blanks": "<p>" + " " * LONG + "x",
}


@pytest.mark.parametrize("html", HOSTILE_HTML.values(), ids=HOSTILE_HTML.keys())
def test_hostile_html_takes_bounded_time(html: str) -> None:
    started = time.process_time()

    safe = safe_html(html)
    plain_text(html)
    to_markdown(safe)

    assert time.process_time() - started < SECONDS


@pytest.mark.parametrize("language", sorted(LANGUAGES))
@pytest.mark.parametrize("piece", ['"', "(", "<", "\\", "/*", "a", " ", "${", "<<a\n", "'''"])
def test_no_lexer_takes_long_over_hostile_code(language: str, piece: str) -> None:
    started = time.process_time()

    highlighted(piece * (HIGHLIGHTED_AT_MOST // len(piece)), language)

    assert time.process_time() - started < SECONDS


def test_long_code_is_not_coloured_but_whole() -> None:
    started = time.process_time()

    html = render("```python\n" + "x = 1  # y\n" * LONG + "```")

    assert html.count("x = 1") == LONG
    assert time.process_time() - started < SECONDS


@pytest.mark.parametrize(
    "step", [lambda depth: ">" * depth, lambda depth: " " * 2 * depth + "-"], ids=["quotes", "lists"]
)
@pytest.mark.parametrize("deepest", [10, 25, 31, 60, 200])
def test_words_are_kept_however_deep_they_stand(step: Callable[[int], str], deepest: int) -> None:
    html = render("\n\n".join(f"{step(depth)} word{depth}." for depth in range(deepest)) + "\n\nthe end")

    assert all(f"word{depth}." in html for depth in range(deepest))
    assert "the end" in html
