"""Imported HTML is made safe to show, and read as plain text."""

import pytest

from forum.kernel.text.html import plain_text, safe_html

FOREIGN = 'rel="nofollow ugc noopener"'


@pytest.mark.parametrize(
    ("html", "safe"),
    [
        ("<h1>One</h1><h2>Two</h2><h5>Five</h5>", "<h3>One</h3><h4>Two</h4><h6>Five</h6>"),
        ("<p>a<br>b</p><hr>", "<p>a<br>b</p><hr>"),
        ("<pre><code>a\n b</code></pre>", '<pre class="code" tabindex="0"><code>a\n b</code></pre>'),
        ('<a href="/questions/7">x</a>', '<a href="/questions/7">x</a>'),
        ('<a href="https://e.example/" target="_blank">x</a>', f'<a href="https://e.example/" {FOREIGN}>x</a>'),
        ('<a href="HTTPS://e.example/" rel="me">x</a>', f'<a href="HTTPS://e.example/" {FOREIGN}>x</a>'),
        ('<a href="mailto:ana@example.my">x</a>', '<a href="mailto:ana@example.my">x</a>'),
        ("<b>bold <i>both", "<b>bold <i>both</i></b>"),
        ("@ana #vpn IT-000123", "@ana #vpn IT-000123"),
        ("<p>a &lt;b&gt; &amp;</p>", "<p>a &lt;b&gt; &amp;</p>"),
    ],
)
def test_html_is_kept_as_far_as_it_is_safe(html: str, safe: str) -> None:
    assert safe_html(html) == safe


@pytest.mark.parametrize(
    "html",
    [
        "<script>alert(1)</script>",
        "<style>p{}</style>",
        "<svg onload=alert(1)><script>x</script></svg>",
        "<iframe src=https://evil.example></iframe>",
        "<object data=x></object><embed src=x><base href=//evil.example><meta http-equiv=refresh content=0>",
        "<form action=/x><button>b</button></form>",
        "<input type=text name=password>",
        "<math><mtext><table><mglyph><style><img src=x onerror=alert(1)>",
    ],
)
def test_what_runs_or_asks_is_removed(html: str) -> None:
    safe = safe_html(f"<p>before</p>{html}")

    assert "before" in safe
    assert not any(
        tag in safe for tag in ("<script", "<style", "<svg", "<iframe", "<form", "<input", "<img", "onerror")
    )


def test_picture_from_elsewhere_becomes_a_link() -> None:
    assert safe_html('<img src="https://e.example/i.png" alt="The error">') == (
        f'<a href="https://e.example/i.png" class="image-link" {FOREIGN}>The error</a>'
    )


def test_picture_linked_to_itself_becomes_one_link() -> None:
    html = '<a href="https://e.example/i.png"><img src="https://e.example/i.png" alt="enter description"></a>'

    assert safe_html(html) == f'<a href="https://e.example/i.png" class="image-link" {FOREIGN}>enter description</a>'


def test_picture_in_another_link_leaves_its_words() -> None:
    html = '<a href="/faq/1">see <img src="https://e.example/i.png"></a>'

    assert safe_html(html) == '<a href="/faq/1">see i.png</a>'


def test_picture_stored_here_stays() -> None:
    assert safe_html('<img src="/files/0af3/e.png" alt="x" onload="y">') == (
        '<img src="/files/0af3/e.png" alt="x" loading="lazy">'
    )


def test_words_of_a_picture_cannot_become_markup() -> None:
    safe = safe_html('<img src="https://e.example/i.png" alt="&lt;script&gt;alert(1)&lt;/script&gt;">')

    assert "<script" not in safe
    assert "&lt;script&gt;" in safe


def test_table_may_scroll() -> None:
    safe = safe_html('<table style="color:red"><tr><td align="right">1</table>')

    assert safe == ('<div class="table-scroll" tabindex="0"><table><tbody><tr><td>1</td></tr></tbody></table></div>')


def test_classes_of_other_sites_go_and_ours_stay() -> None:
    safe = safe_html(
        '<pre class="lang-py prettyprint"><code class="language-python"><span class="k x">if</span></code></pre>'
    )

    assert safe == '<pre class="code" tabindex="0"><code class="language-python"><span class="k">if</span></code></pre>'


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("<p>One</p><p>two <b>bold</b>,\nsame line</p>", "One\ntwo bold, same line"),
        ("a<br>b", "a\nb"),
        ("<ul><li>a<li>b</ul>", "a\nb"),
        ("<pre><code>if x:\n    y &lt; 1\n</code></pre>after", "if x:\n    y < 1\nafter"),
        ("<table><tr><th>a<th>b<tr><td>1<td>2</table>", "a b\n1 2"),
        ("<p>x<script>alert(1)</script><style>p{}</style></p>", "x"),
        ("fish &amp; chips &#169;", "fish & chips \u00a9"),
        ('<p title="a>b">x</p>', "x"),
        ("", ""),
        ("<p> </p>", ""),
    ],
)
def test_plain_text_is_what_one_sees(html: str, text: str) -> None:
    assert plain_text(html) == text
