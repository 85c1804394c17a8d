"""Markdown becomes the HTML that the pages expect."""

import pytest

from forum.kernel.text.markdown import render


def one_line(html: str) -> str:
    return "".join(html.split("\n"))


@pytest.mark.parametrize(
    ("source", "html"),
    [
        ("*soft* **strong** ~~gone~~", "<p><em>soft</em> <strong>strong</strong> <del>gone</del></p>"),
        ("one\ntwo", "<p>one<br>two</p>"),
        ("# One\n## Two\n##### Five", "<h3>One</h3><h4>Two</h4><h6>Five</h6>"),
        ("> said", "<blockquote><p>said</p></blockquote>"),
        ("1. a\n2. b", "<ol><li>a</li><li>b</li></ol>"),
        ("3. a", '<ol start="3"><li>a</li></ol>'),
        ("Press <kbd>F5</kbd>", "<p>Press <kbd>F5</kbd></p>"),
        ("`a<b`", "<p><code>a&lt;b</code></p>"),
    ],
)
def test_markdown_is_rendered(source: str, html: str) -> None:
    assert one_line(render(source)).replace("<s>", "<del>").replace("</s>", "</del>") == html


def test_table_may_scroll_and_its_alignment_is_a_class() -> None:
    html = render("a | b | c\n:-|:-:|-:\n1 | 2 | 3")

    assert html.startswith('<div class="table-scroll" tabindex="0"><table>')
    assert '<th class="align-left">a</th>' in html
    assert '<td class="align-center">2</td>' in html
    assert '<td class="align-right">3</td>' in html
    assert "style" not in html


def test_task_is_a_disabled_checkbox_with_its_words_as_label() -> None:
    html = render("- [ ] Restart\n- [x] Update **driver**")

    assert '<ul class="tasks">' in html
    assert '<li class="task"><label><input type="checkbox" disabled=""> Restart</label></li>' in html
    assert '<label><input type="checkbox" checked="" disabled=""> Update <strong>driver</strong></label>' in html


def test_brackets_without_a_list_are_no_task() -> None:
    assert "<input" not in render("[ ] not a list\n\n- [y] not a tick\n- [x]not a task")


def test_known_language_is_coloured_by_classes() -> None:
    html = render("```py\ndef f(): return '<b>'\n```")

    assert html.startswith('<pre class="code" tabindex="0"><code class="language-python">')
    assert '<span class="k">def </span><span class="nf">f</span>' in html
    assert "&lt;b&gt;" in html


@pytest.mark.parametrize("info", ["nonsense", "", "python2000", '"><script>'])
def test_unknown_language_stays_plain(info: str) -> None:
    assert render(f"```{info}\nif <x>\n```") == '<pre class="code" tabindex="0"><code>if &lt;x&gt;\n</code></pre>\n'


def test_only_so_much_code_of_a_post_is_coloured() -> None:
    block = "```py\n" + "x = 1\n" * 1_500 + "```\n\n"

    html = render(block * 2)

    assert html.count('class="language-python"') == 2
    assert html.count('<span class="m">') == 1_500


def test_picture_stored_here_is_shown_when_it_comes_into_view() -> None:
    html = render('![The *error*](/files/0af3/error.png "Seen on Monday")')

    assert html == ('<p><img src="/files/0af3/error.png" alt="The error" title="Seen on Monday" loading="lazy"></p>\n')


@pytest.mark.parametrize(
    ("source", "words"),
    [("![error](https://elsewhere.example/e.png)", "error"), ("![](https://elsewhere.example/e.png)", "e.png")],
)
def test_picture_from_elsewhere_becomes_a_link(source: str, words: str) -> None:
    html = render(source)

    assert "<img" not in html
    assert 'href="https://elsewhere.example/e.png" class="image-link" rel="nofollow ugc noopener"' in html
    assert f">{words}</a>" in html


@pytest.mark.parametrize(
    "source", ["/files/../admin", "/files//evil.example/x.png", "/people/ana.lim/photo", "/filesystem/x"]
)
def test_only_files_are_shown_as_pictures(source: str) -> None:
    assert "<img" not in render(f"![x](<{source}>)")


def test_linked_picture_from_elsewhere_is_one_link() -> None:
    html = render("[![shot](https://e.example/a.png)](https://e.example/a.png) [![b](https://e.example/b.png)](/faq/1)")

    assert html.count("<a ") == 2
    assert 'class="image-link"' in html
    assert '<a href="/faq/1">b</a>' in html


@pytest.mark.parametrize(
    ("source", "href", "words"),
    [
        ("see https://intranet.example/a_b?x=1&y=2.", "https://intranet.example/a_b?x=1&amp;y=2", None),
        ("(http://x.example/a_(b))", "http://x.example/a_(b)", None),
        ("www.example.com, then", "http://www.example.com", "www.example.com"),
        ("<https://auto.example>", "https://auto.example", None),
        ("**https://bold.example/**", "https://bold.example/", None),
    ],
)
def test_address_in_the_text_becomes_a_foreign_link(source: str, href: str, words: str | None) -> None:
    assert f'<a href="{href}" rel="nofollow ugc noopener">{words or href}</a>' in render(source)


def test_mail_address_and_own_page_are_linked_without_rel() -> None:
    html = render("ana@example.my [thread](/questions/7/slug)")

    assert '<a href="mailto:ana@example.my">ana@example.my</a>' in html
    assert '<a href="/questions/7/slug">thread</a>' in html


@pytest.mark.parametrize("word", ["http://", "https://.", "www.", "@", "#", "file.py", "a.b", "C#", "foo@bar"])
def test_what_only_looks_like_a_mark_stays_text(word: str) -> None:
    assert render(f"a {word} b") == f"<p>a {word} b</p>\n"
