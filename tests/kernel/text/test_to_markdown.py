"""A text that came as HTML can be edited as Markdown, and nothing of it is lost on the way there and back."""

import re

import pytest

from forum.kernel.text.backwards import to_markdown
from forum.kernel.text.html import plain_text, safe_html
from forum.kernel.text.markdown import render

STACK_EXCHANGE = """<p>I have a <strong>Raspberry Pi</strong> with <em>Mosquitto</em>, see
<a href="https://mosquitto.org/man/mosquitto-conf-5.html" rel="nofollow">the manual</a>.</p>

<h2>What I tried</h2>

<ol>
<li><p>Changed <code>mosquitto.conf</code>:</p>

<pre><code>listener 1883
    allow_anonymous true   # ``` not a fence
</code></pre></li>
<li><p>Restarted it with <kbd>Ctrl</kbd>+<kbd>C</kbd></p></li>
</ol>

<blockquote>
  <p>Connection refused: not authorised_at_all * or so</p>
</blockquote>

<ul>
<li>one
<ul>
<li>nested</li>
</ul></li>
<li>two</li>
</ul>

<p><a href="https://i.stack.imgur.com/a.png" rel="nofollow"><img src="https://i.stack.imgur.com/a.png" alt="s"></a></p>

<hr>

<table><thead><tr><th>a</th><th>b|c</th></tr></thead>
<tbody><tr><td>1</td><td><code>x|y</code></td></tr></tbody></table>

<p>Use <code>a`b</code> &amp; 5 &lt; 6, [not](a link), #1 <br> new line &amp;copy; _x_ *y* ~~z~~</p>"""

KEPT = {
    "links": r'<a href="([^"]*)"',
    "code": r"<code>(.*?)</code>",
    "items": r"<(li|ol|ul)\b",
    "cells": r"<(t[hd])\b",
    "headings": r"<(h\d)>",
    "blocks": r"<(blockquote|pre|hr|kbd|strong|em|br)\b",
    "pictures": r'class="(image-link)"|<(img)',
}


def there_and_back(safe: str) -> str:
    return render(to_markdown(safe))


@pytest.mark.parametrize("what", KEPT)
def test_body_keeps_what_it_holds(what: str) -> None:
    safe = safe_html(STACK_EXCHANGE)

    kept = re.findall(KEPT[what], there_and_back(safe), re.DOTALL)

    assert kept == re.findall(KEPT[what], safe, re.DOTALL)
    assert kept


def test_body_keeps_its_words() -> None:
    safe = safe_html(STACK_EXCHANGE)

    assert plain_text(there_and_back(safe)).split() == plain_text(safe).split()


def test_second_edit_changes_nothing() -> None:
    once = to_markdown(safe_html(STACK_EXCHANGE))

    assert to_markdown(render(once)) == once


@pytest.mark.parametrize(
    "source",
    [
        "# Heading\n\nText @ana.lim about #vpn and IT-000123.",
        "- [ ] todo\n- [x] done",
        "- a\n\n* b",
        "1. a\n2. b\n   - c\n\n   d",
        "```python\nprint('x')\n\n\nprint()\n```",
        "````\n```\ninner\n```\n````",
        "> a\n>\n> > b\n> > c",
        "| a | b |\n| :-: | --: |\n| 1<br>2 | `x` |",
        '![alt \\[x\\]](/files/a/b.png "title")',
        '[a \\] b](https://e.example/a_(b) "t \\" u") <https://e.example/>',
        "**bold *both* bold** ~~gone~~ <kbd>F5</kbd> H<sub>2</sub>O",
        "1\\. not a list\n\\# not a heading\n\\- not an item\n\\> not a quote\n\\+ x",
        "a \\* b \\_c\\_ \\`d\\` \\[e](f) \\<b> &amp;amp; \\\\ snake_case_name 2 * 3",
        "text\n\\===\ntext\n\\---",
        "`` a`b `` and ` `` `",
        "5. five\n6. six",
        "line one\nline two",
    ],
)
def test_rendered_markdown_comes_back_the_same(source: str) -> None:
    assert there_and_back(render(source)) == render(source)


@pytest.mark.parametrize(
    ("html", "markdown"),
    [
        ("<b>Note:</b>read", "**Note**:read"),
        ("a<em> b </em>c", "a *b* c"),
        ("wow!<a href='/x'>y</a>", "wow\\![y](/x)"),
        ("<ul><li>a</li><ul><li>b</li></ul></ul>", "- a\n  - b"),
        ("<ul><li></li><li> </li></ul>", ""),
        ("<dl><dt>term</dt><dd>meaning</dd></dl>", "**term**\n\nmeaning"),
        ("<div>a<p>b</p>c</div>", "a\n\nb\n\nc"),
        ("<table><tr><td>1<p>2</p></td></tr></table>", "| 1<br>2 |\n| --- |"),
        ('<a href="https://e.example/x (y) z">z</a>', "[z](<https://e.example/x%20(y)%20z>)"),
        ("[ ] no task", "\\[ ] no task"),
        ('<ol start="5"><li>a</li></ol>', "5. a"),
        ('<ol start="²"><li>a</li></ol>', "1. a"),
        (f'<ol start="{"9" * 5000}"><li>a</li></ol>', "1. a"),
        ("<p>one\n   two</p>", "one two"),
        ("<u>u</u>", "<ins>u</ins>"),
        ("plain", "plain"),
        ("", ""),
    ],
)
def test_html_of_others_is_written_as_markdown(html: str, markdown: str) -> None:
    assert to_markdown(html) == markdown


def test_one_long_row_does_not_lengthen_the_others() -> None:
    html = safe_html("<table><tr><td>a</tr>" + "<tr><td>b</tr>" * 300 + "<tr>" + "<td>c" * 200 + "</tr></table>")
    assert len(to_markdown(html)) < len(html)
    assert there_and_back(html).count("<tr>") == 302
